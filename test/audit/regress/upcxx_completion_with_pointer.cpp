//===- regress/upcxx_completion_with_pointer.cpp - What may a completion on the other rank carry? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After UPC++ specification issue 64, for completions: 'as_rpc' ships its
// arguments like any remote call.
//
// RUN: %check_audit %s

#include <upcxx/upcxx.hpp>

void put_bad(upcxx::global_ptr<int> there, int *counter) {
  upcxx::rput(1, there,
              upcxx::remote_cx::as_rpc([](int *c) { ++*c; }, counter));
              // DEFINITE: 'upcxx::remote_cx::as_rpc' carries 'counter' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
              // NOTE: `upcxx::remote_cx::as_rpc([](int *c) { ++*c; }, ^counter));` argument 'counter' of type 'int *' is passed here
              // NOTE: `upcxx::remote_cx::as_rpc([](int *c) { ++*c; }, ^counter));` instead, send the value, or an index or name that the other side can look up
}
void put_ok(upcxx::global_ptr<int> there, upcxx::global_ptr<int> counter) {
  upcxx::rput(1, there,
              upcxx::remote_cx::as_rpc(
                  [](upcxx::global_ptr<int> c) { ++*c.local(); }, counter));
}
