//===- fork.cpp - Is anything left out under fork? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s
// RUN: %check_audit %s --prefix=FORK --start-method=fork

// The whole memory is inherited: no expectation has the prefix FORK.

#include <stowaway/stowaway.h>
#include <string>

using stowaway::Process;

struct UsesDropped {
  int number = 0;
  std::string name;
  void run() { name.size(); }
  template <class Archive> void serialize(Archive &ar) { ar(number); }
};
void uses_dropped_bad(UsesDropped &object) {
  Process(&UsesDropped::run, &object).start();
  // DEFINITE: `Process(&UsesDropped::run, &object).^start();` 'UsesDropped::run' uses 'name' after 'Process(&UsesDropped::run, &object).start()' has taken it to another process, but 'serialize' leaves it out, so it is default-constructed on the other side [stowaway-dropped-state]
  // NOTE: `^Process(&UsesDropped::run, &object).start();` target 'UsesDropped::run' is bound to '&object' here, so the 'UsesDropped' is sent
  // NOTE: `void run() { ^name.size(); }` 'name' is used here, on the other side
  // NOTE: `template <class Archive> void ^serialize(Archive &ar) { ar(number); }` 'serialize' of 'UsesDropped' does not send 'name'
  // NOTE: `std::string ^name;` 'name' is declared here as 'std::string'
  // NOTE: `template <class Archive> void ^serialize(Archive &ar) { ar(number); }` send 'name' in 'serialize', if it can cross
  // NOTE: `void run() { ^name.size(); }` make what the worker needs of 'name' in the worker, or pass it as an argument
}
