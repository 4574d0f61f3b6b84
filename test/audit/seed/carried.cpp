//===- carried.cpp - What if one process carries another? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include <functional>
#include <stowaway/stowaway.h>
#include <utility>

using stowaway::Process;

void work();
void use(Process &);
void take(Process);

void carried_by_reference_bad() {
  Process a(work);
  Process b(use, std::ref(a));
  a.start();
  b.start();
  // DEFINITE: 'b.start()' carries 'a', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `Process ^b(use, std::ref(a));` #1 target 'use' is bound here
  // NOTE: `Process b(use, ^std::ref(a));` #1 argument 'a' of type 'stowaway::Process' is passed here
  // NOTE: `^a.start();` #1 'a' is started here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `Process b(use, ^std::ref(a));` #1 instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

// b is sent while a is not started yet.
void swapped_order_ok() {
  Process a(work);
  Process b(use, std::ref(a));
  b.start();
  a.start();
}

// Closed, a may travel again.
void closed_again_ok() {
  Process a(work);
  Process b(use, std::ref(a));
  a.start();
  a.join();
  a.close();
  b.start();
}

// Joined, a still holds its pid and a pidfd.
void joined_bad() {
  Process a(work);
  Process b(use, std::ref(a));
  a.start();
  a.join();
  b.start();
  // DEFINITE: 'b.start()' carries 'a', a joined 'stowaway::Process', to another process; it cannot cross because a joined process still holds handles of this process - its pid, a pidfd and descriptors - until it is closed [stowaway-started-process]
  // NOTE: `Process ^b(use, std::ref(a));` #4 target 'use' is bound here
  // NOTE: `Process b(use, ^std::ref(a));` #4 argument 'a' of type 'stowaway::Process' is passed here
  // NOTE: `^a.join();` #2 'a' is joined here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a joined process still holds handles of this process - its pid, a pidfd and descriptors - until it is closed
  // NOTE: `Process b(use, ^std::ref(a));` #4 instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

void stopped_bad() {
  Process a(work);
  Process b(use, std::ref(a));
  a.start();
  a.stop();
  b.start();
  // DEFINITE: 'b.start()' carries 'a', a joined 'stowaway::Process', to another process; it cannot cross because a joined process still holds handles of this process - its pid, a pidfd and descriptors - until it is closed [stowaway-started-process]
  // NOTE: `Process ^b(use, std::ref(a));` #5 target 'use' is bound here
  // NOTE: `Process b(use, ^std::ref(a));` #5 argument 'a' of type 'stowaway::Process' is passed here
  // NOTE: `^a.stop();` 'a' is joined here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a joined process still holds handles of this process - its pid, a pidfd and descriptors - until it is closed
  // NOTE: `Process b(use, ^std::ref(a));` #5 instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

// a is bound by value, unstarted; what is started later is another one.
void moved_in_unstarted_ok() {
  Process a(work);
  Process b(take, std::move(a));
  b.start();
}

void moved_in_started_bad() {
  Process a(work);
  a.start();
  Process b(take, std::move(a));
  b.start();
  // DEFINITE: 'b.start()' carries 'a', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `Process ^b(take, std::move(a));` #2 target 'take' is bound here
  // NOTE: `Process b(take, ^std::move(a));` #2 argument 'a' of type 'stowaway::Process' is passed here
  // NOTE: `^a.start();` #6 'a' is started here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `Process b(take, ^std::move(a));` #2 instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

// Only started after b was joined.
void started_afterwards_ok() {
  Process a(work);
  Process b(use, std::ref(a));
  b.start();
  b.join();
  a.start();
}

// b is never started, so nothing is sent.
void never_started_ok() {
  Process a(work);
  Process b(use, std::ref(a));
  a.start();
  a.join();
}

// c carries b, which carries a; only a is started.
void chain_bad() {
  Process a(work);
  Process b(use, std::ref(a));
  Process c(use, std::ref(b));
  a.start();
  c.start();
  // DEFINITE: 'c.start()' carries 'a', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `Process ^c(use, std::ref(b));` target 'use' is bound here
  // NOTE: `Process c(use, ^std::ref(b));` argument 'b' of type 'stowaway::Process' is passed here
  // NOTE: `Process b(use, ^std::ref(a));` #8 argument 'a' of type 'stowaway::Process' is passed here
  // NOTE: `^a.start();` #9 'a' is started here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `Process b(use, ^std::ref(a));` #8 instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

// Another process is started, which nobody carries.
void unrelated_ok() {
  Process a(work);
  Process b(use, std::ref(a));
  Process other(work);
  other.start();
  b.start();
}

// Each carries what was not started before it.
void handed_on_ok() {
  Process a(work);
  Process b(use, std::ref(a));
  b.start();
  Process c(work);
  c.start();
}

void two_carried_bad() {
  Process a(work), b(work);
  Process c([](Process &, Process &) {}, std::ref(a), std::ref(b));
  b.start();
  c.start();
  // DEFINITE: 'c.start()' carries 'b', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `Process ^c([](Process &, Process &) {}, std::ref(a), std::ref(b));` the lambda is bound here
  // NOTE: `Process c([](Process &, Process &) {}, std::ref(a), ^std::ref(b));` argument 'b' of type 'stowaway::Process' is passed here
  // NOTE: `^b.start();` #11 'b' is started here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `Process c([](Process &, Process &) {}, std::ref(a), ^std::ref(b));` instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}
