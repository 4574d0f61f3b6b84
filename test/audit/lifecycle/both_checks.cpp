//===- both_checks.cpp - May each check be chosen alone? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s --checks=stowaway-worker-lifecycle
// RUN: %check_audit %s --checks=stowaway-started-process --prefix=STARTED
// RUN: %check_audit %s --checks=stowaway-*,-stowaway-worker-lifecycle,-stowaway-started-process --prefix=NONE

#include <functional>
#include <stowaway/stowaway.h>

using stowaway::Process;

void work();
void use(Process &);

void twice_bad() {
  Process a(work), b(use, std::ref(a)), c(work);
  a.start();
  c.start();
  c.start();
  // DEFINITE: 'c.start()' starts it a second time [stowaway-worker-lifecycle]
  // NOTE: `^c.start();` #1 it is started since here
  b.start();
  // STARTED-DEFINITE: 'b.start()' carries 'a', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // STARTED-NOTE: `Process a(work), ^b(use, std::ref(a)), c(work);` target 'use' is bound here
  // STARTED-NOTE: `Process a(work), b(use, ^std::ref(a)), c(work);` argument 'a' of type 'stowaway::Process' is passed here
  // STARTED-NOTE: `^a.start();` 'a' is started here
  // STARTED-NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // STARTED-NOTE: `Process a(work), b(use, ^std::ref(a)), c(work);` instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}
