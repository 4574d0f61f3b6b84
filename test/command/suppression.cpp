//===- suppression.cpp - Which comments silence a finding? ----------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s
// RUN: not %stowaway %s -- -std=c++20 -I %inputs 2>&1 >/dev/null | %FileCheck %s --check-prefix=ERR --implicit-check-not=warning:

#include <functional>
#include <stowaway/stowaway.h>

void first();
void second(stowaway::Process &);

void same_line_ok() {
  stowaway::Process a(first), b(second, std::ref(a));
  a.start();
  b.start(); // NOLINT
  stowaway::Process c(second, std::ref(a));
  c.start(); // NOLINT(stowaway-started-process)
  stowaway::Process d(second, std::ref(a));
  d.start(); // NOLINT(misc-x, stowaway-started-*) globs and lists
  stowaway::Process e(second, std::ref(a));
  e.start(); // stowaway: allow(stowaway-started-process) the second copy is closed first
}

void line_before_ok() {
  stowaway::Process a(first), b(second, std::ref(a)), c(second, std::ref(a));
  a.start();
  // NOLINTNEXTLINE(stowaway-started-process)
  b.start();
  // stowaway: allow(stowaway-*) the reason may be long and go on over
  // several lines of comment
  c.start();
}

// NOLINTBEGIN(stowaway-started-process)
void block_ok() {
  stowaway::Process a(first), b(second, std::ref(a));
  a.start();
  b.start();
}
// NOLINTEND(stowaway-started-process)

void at_a_step_ok() {
  stowaway::Process a(first);
  stowaway::Process b(second, std::ref(a)); // stowaway: allow(stowaway-started-process) reopened there
  a.start();
  b.start();
}

#define START(process) process.start()
void in_macro_ok() {
  stowaway::Process a(first), b(second, std::ref(a)), c(second, std::ref(a));
  a.start();
  START(b); // NOLINT(stowaway-started-process)
  START(c); // stowaway: allow(stowaway-started-process) the second copy is closed first
}

void other_check_bad() {
  stowaway::Process a(first), b(second, std::ref(a));
  a.start();
  b.start(); // NOLINT(stowaway-carried-handle)
  // DEFINITE: 'b.start()' carries 'a', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `stowaway::Process a(first), ^b(second, std::ref(a));` #3 target 'second' is bound here
  // NOTE: `stowaway::Process a(first), b(second, ^std::ref(a));` #3 argument 'a' of type 'stowaway::Process' is passed here
  // NOTE: `^a.start();` #6 'a' is started here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `stowaway::Process a(first), b(second, ^std::ref(a));` #3 instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

void not_the_next_line_bad() {
  stowaway::Process a(first), b(second, std::ref(a));
  a.start(); // stowaway: allow(stowaway-started-process) speaks of its own line only
  b.start();
  // DEFINITE: 'b.start()' carries 'a', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `stowaway::Process a(first), ^b(second, std::ref(a));` #4 target 'second' is bound here
  // NOTE: `stowaway::Process a(first), b(second, ^std::ref(a));` #4 argument 'a' of type 'stowaway::Process' is passed here
  // NOTE: `^a.start(); // stowaway: allow(stowaway-started-process) speaks of its own line only` 'a' is started here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `stowaway::Process a(first), b(second, ^std::ref(a));` #4 instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

void no_reason_bad() {
  stowaway::Process a(first), b(second, std::ref(a));
  a.start();
  b.start(); // stowaway: allow(stowaway-started-process)
  // DEFINITE: 'b.start()' carries 'a', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `stowaway::Process a(first), ^b(second, std::ref(a));` #5 target 'second' is bound here
  // NOTE: `stowaway::Process a(first), b(second, ^std::ref(a));` #5 argument 'a' of type 'stowaway::Process' is passed here
  // NOTE: `^a.start();` #7 'a' is started here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `b.start(); ^// stowaway: allow(stowaway-started-process)` this comment silences nothing: 'stowaway: allow(...)' needs a reason after the parenthesis
  // NOTE: `stowaway::Process a(first), b(second, ^std::ref(a));` #5 instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

void misspelt_bad() {
  stowaway::Process a(first), b(second, std::ref(a));
  a.start();
  b.start(); // stowaway: allow(stowaway-started-proces) there is no such check
  // DEFINITE: 'b.start()' carries 'a', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `stowaway::Process a(first), ^b(second, std::ref(a));` #6 target 'second' is bound here
  // NOTE: `stowaway::Process a(first), b(second, ^std::ref(a));` #6 argument 'a' of type 'stowaway::Process' is passed here
  // NOTE: `^a.start();` #8 'a' is started here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `stowaway::Process a(first), b(second, ^std::ref(a));` #6 instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

// ERR: suppression.cpp:[[#]]:14: warning: this comment silences nothing: 'stowaway: allow(...)' needs a reason after the parenthesis
// ERR: suppression.cpp:[[#]]:14: warning: 'stowaway-started-proces' names no check; did you mean 'stowaway-started-process'?
