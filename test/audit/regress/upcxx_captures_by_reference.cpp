//===- regress/upcxx_captures_by_reference.cpp - May a remote call capture by reference? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After the advice of UPC++'s FAQ ("NEVER use by-reference"): closures are sent
// as bytes.
//
// RUN: %check_audit %s

#include <upcxx/upcxx.hpp>

void count_bad() {
  int arrived = 0;
  upcxx::rpc(1, [&arrived] { ++arrived; }).wait();
  // DEFINITE: 'upcxx::rpc' carries 'arrived' of type 'int &' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `upcxx::rpc(1, [&^arrived] { ++arrived; }).wait();` the lambda captures 'arrived' by reference here
  // NOTE: `upcxx::rpc(1, [&^arrived] { ++arrived; }).wait();` instead, send the value, or an index or name that the other side can look up
}
void count_ff_bad() {
  int arrived = 0;
  upcxx::rpc_ff(1, [&] { ++arrived; });
  // DEFINITE: 'upcxx::rpc_ff' carries 'arrived' of type 'int &' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `upcxx::rpc_ff(1, [&] { ++^arrived; });` the lambda implicitly captures 'arrived' by reference, which is used here
  // NOTE: `upcxx::rpc_ff(1, [&] { ++^arrived; });` instead, send the value, or an index or name that the other side can look up
}
void count_ok(upcxx::dist_object<int> &arrived) {
  upcxx::rpc(1, [](upcxx::dist_object<int> &theirs) { ++*theirs; }, arrived)
      .wait();
}

struct worker {
  int done;
  void finish_bad() {
    upcxx::rpc_ff(0, [this] { ++done; });
    // DEFINITE: 'upcxx::rpc_ff' carries 'this' of type 'worker *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
    // NOTE: `upcxx::rpc_ff(0, [^this] { ++done; });` the lambda captures 'this' of type 'worker *' here
    // NOTE: `upcxx::rpc_ff(0, [^this] { ++done; });` capture copies of the members it uses instead of 'this'
    // NOTE: `upcxx::rpc_ff(0, [^this] { ++done; });` instead, send the value, or an index or name that the other side can look up
  }
  void finish_ok() {
    upcxx::rpc_ff(0, [](int theirs) { (void)theirs; }, done);
  }
};
