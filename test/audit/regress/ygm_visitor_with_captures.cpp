//===- regress/ygm_visitor_with_captures.cpp - May the visitor of a container capture? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After YGM commits 10c6778 and 0216aba: what a visitor captured was garbage
// on the other rank. What it needs goes with it as an argument.
//
// RUN: %check_audit %s

#include <ygm/container/map.hpp>

struct counter {
  ygm::container::map<int, int> &counts;
  int *total;

  void count_bad(int key) {
    counts.async_visit(key, [this](int, int &value) { ++*total; });
    // DEFINITE: 'counts.async_visit(...)' carries 'this' of type 'counter *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
    // NOTE: `counts.async_visit(key, [^this](int, int &value) { ++*total; });` the lambda captures 'this' of type 'counter *' here
    // NOTE: `counts.async_visit(key, [^this](int, int &value) { ++*total; });` capture copies of the members it uses instead of 'this'
    // NOTE: `counts.async_visit(key, [^this](int, int &value) { ++*total; });` instead, send the value, or an index or name that the other side can look up
  }
  void count_by_pointer_bad(int key, int *sum) {
    counts.async_visit(key, [sum](int, int &value) { *sum += value; });
    // DEFINITE: 'counts.async_visit(...)' carries 'sum' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
    // NOTE: `counts.async_visit(key, [^sum](int, int &value) { *sum += value; });` the lambda captures 'sum' of type 'int *' here
    // NOTE: `counts.async_visit(key, [^sum](int, int &value) { *sum += value; });` instead, send the value, or an index or name that the other side can look up
  }
  void count_ok(int key, int step) {
    counts.async_visit(
        key, [](int, int &value, int by) { value += by; }, step);
  }
  void count_here_ok(int *sum) {
    counts.for_all([sum](int, int &value) { *sum += value; });
  }
};
