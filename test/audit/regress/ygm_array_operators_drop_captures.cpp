//===- regress/ygm_array_operators_drop_captures.cpp - Do the captures of an update arrive? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After the hole that YGM 0.7 left beside commit 10c6778: the update functions
// of arrays and disjoint sets call the function through a pointer that was
// never set, so that nothing it captures arrives.
//
// RUN: %check_audit %s

#include <ygm/container/array.hpp>
#include <ygm/container/disjoint_set.hpp>

void scale_bad(ygm::container::array<int> &values, int factor) {
  values.async_unary_op_update_value(
  // DEFINITE: 'values.async_unary_op_update_value(...)' drops 'factor', which the lambda captures: the lambda is made anew on the other side, from its type alone [stowaway-dropped-state]
  // NOTE: `3, [^factor](int old) { return old * factor; });` 'factor' is captured here
  // NOTE: `3, [^factor](int old) { return old * factor; });` pass 'factor' as an argument, if the call takes further arguments
      3, [factor](int old) { return old * factor; });
}
void scale_ok(ygm::container::array<int> &values, int factor) {
  values.async_binary_op_update_value(
      3, factor, [](int old, int by) { return old * by; });
}

void unite_bad(ygm::container::disjoint_set<int> &sets, int weight) {
  sets.async_union_and_execute(
  // DEFINITE: 'sets.async_union_and_execute(...)' drops 'weight', which the lambda captures: the lambda is made anew on the other side, from its type alone [stowaway-dropped-state]
  // NOTE: `1, 2, [^weight](int, int, bool united) { (void)weight; });` 'weight' is captured here
  // NOTE: `1, 2, [^weight](int, int, bool united) { (void)weight; });` pass 'weight' as an argument, if the call takes further arguments
      1, 2, [weight](int, int, bool united) { (void)weight; });
}
void unite_ok(ygm::container::disjoint_set<int> &sets, int weight) {
  sets.async_union_and_execute(
      1, 2, [](int, int, bool united, int w) { (void)w; }, weight);
}
