//===- regress/upcxx_raw_pointers.cpp - May a raw pointer be an argument of a remote call? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After UPC++ specification issue 64: raw pointers are trivially copyable and
// so pass for Serializable, and mean nothing to other ranks.
//
// RUN: %check_audit %s

#include <upcxx/upcxx.hpp>

struct cell {
  int value;
  cell *next;
};

void push_bad(int *data) {
  upcxx::rpc(1, [](int *theirs) { ++*theirs; }, data).wait();
  // DEFINITE: 'upcxx::rpc' carries 'data' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `upcxx::rpc(1, [](int *theirs) { ++*theirs; }, ^data).wait();` argument 'data' of type 'int *' is passed here
  // NOTE: `upcxx::rpc(1, [](int *theirs) { ++*theirs; }, ^data).wait();` instead, send the value, or an index or name that the other side can look up
}
void push_struct_bad(cell c) {
  upcxx::rpc(1, [](cell theirs) { ++theirs.value; }, c).wait();
  // DEFINITE: 'upcxx::rpc' carries 'c.next' of type 'cell *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `upcxx::rpc(1, [](cell theirs) { ++theirs.value; }, ^c).wait();` argument 'c' of type 'cell' is passed here
  // NOTE: `cell *^next;` member 'next' of 'cell' has type 'cell *'
  // NOTE: `cell *^next;` instead, send the value, or an index or name that the other side can look up
}
void push_ok(upcxx::global_ptr<int> data) {
  upcxx::rpc(1, [](upcxx::global_ptr<int> theirs) { ++*theirs.local(); }, data)
      .wait();
}
void push_value_ok(const int *data) {
  upcxx::rpc(1, [](int theirs) { ++theirs; }, *data).wait();
}
