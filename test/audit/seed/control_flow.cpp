//===- control_flow.cpp - Which orders of events are told apart? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

// 'b' carries 'a'. When b starts, a is: certainly started, perhaps started, or
// certainly not.

#include <functional>
#include <stowaway/stowaway.h>

using stowaway::Process;

void work();
void use(Process &);

void started_in_a_branch_bad(bool flag) {
  Process a(work), b(use, std::ref(a));
  if (flag)
    a.start();
  b.start();
  // POSSIBLE: 'b.start()' carries 'a', a 'stowaway::Process' that may be started, to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `Process a(work), ^b(use, std::ref(a));` #1 target 'use' is bound here
  // NOTE: `Process a(work), b(use, ^std::ref(a));` #1 argument 'a' of type 'stowaway::Process' is passed here
  // NOTE: `^a.start();` #1 'a' is started here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `Process a(work), b(use, ^std::ref(a));` #1 instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

void started_in_both_branches_bad(bool flag) {
  Process a(work), b(use, std::ref(a));
  if (flag)
    a.start();
  else
    a.start();
  b.start();
  // DEFINITE: 'b.start()' carries 'a', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `Process a(work), ^b(use, std::ref(a));` #2 target 'use' is bound here
  // NOTE: `Process a(work), b(use, ^std::ref(a));` #2 argument 'a' of type 'stowaway::Process' is passed here
  // NOTE: `^a.start();` #3 'a' is started here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `Process a(work), b(use, ^std::ref(a));` #2 instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

// Whoever started a does not come here.
void started_in_the_other_branch_ok(bool flag) {
  Process a(work), b(use, std::ref(a));
  if (flag)
    a.start();
  else
    b.start();
}

void returned_after_start_ok(bool flag) {
  Process a(work), b(use, std::ref(a));
  if (flag) {
    a.start();
    return;
  }
  b.start();
}

void returned_before_start_bad(bool flag) {
  Process a(work), b(use, std::ref(a));
  if (flag)
    return;
  a.start();
  b.start();
  // DEFINITE: 'b.start()' carries 'a', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `Process a(work), ^b(use, std::ref(a));` #5 target 'use' is bound here
  // NOTE: `Process a(work), b(use, ^std::ref(a));` #5 argument 'a' of type 'stowaway::Process' is passed here
  // NOTE: `^a.start();` #6 'a' is started here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `Process a(work), b(use, ^std::ref(a));` #5 instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

void closed_in_a_branch_bad(bool flag) {
  Process a(work), b(use, std::ref(a));
  a.start();
  a.join();
  if (flag)
    a.close();
  b.start();
  // POSSIBLE: 'b.start()' carries 'a', a 'stowaway::Process' that may be joined, to another process; it cannot cross because a joined process still holds handles of this process - its pid, a pidfd and descriptors - until it is closed [stowaway-started-process]
  // NOTE: `Process a(work), ^b(use, std::ref(a));` #6 target 'use' is bound here
  // NOTE: `Process a(work), b(use, ^std::ref(a));` #6 argument 'a' of type 'stowaway::Process' is passed here
  // NOTE: `^a.join();` #1 'a' is joined here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a joined process still holds handles of this process - its pid, a pidfd and descriptors - until it is closed
  // NOTE: `Process a(work), b(use, ^std::ref(a));` #6 instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

void closed_in_both_branches_ok(bool flag) {
  Process a(work), b(use, std::ref(a));
  a.start();
  if (flag) {
    a.join();
    a.close();
  } else {
    a.stop();
    a.close();
  }
  b.start();
}

void started_in_a_case_bad(int n) {
  Process a(work), b(use, std::ref(a));
  switch (n) {
  case 0:
    a.start();
    break;
  default:
    break;
  }
  b.start();
  // POSSIBLE: 'b.start()' carries 'a', a 'stowaway::Process' that may be started, to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `Process a(work), ^b(use, std::ref(a));` #8 target 'use' is bound here
  // NOTE: `Process a(work), b(use, ^std::ref(a));` #8 argument 'a' of type 'stowaway::Process' is passed here
  // NOTE: `^a.start();` #9 'a' is started here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `Process a(work), b(use, ^std::ref(a));` #8 instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

// Each case has one of them.
void started_in_other_cases_ok(int n) {
  Process a(work), b(use, std::ref(a));
  switch (n) {
  case 0:
    a.start();
    break;
  case 1:
    b.start();
    break;
  }
}

void fallen_through_bad(int n) {
  Process a(work), b(use, std::ref(a));
  switch (n) {
  case 0:
    a.start();
    [[fallthrough]];
  case 1:
    b.start();
    // POSSIBLE: 'b.start()' carries 'a', a 'stowaway::Process' that may be started, to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `Process a(work), ^b(use, std::ref(a));` #10 target 'use' is bound here
    // NOTE: `Process a(work), b(use, ^std::ref(a));` #10 argument 'a' of type 'stowaway::Process' is passed here
    // NOTE: `^a.start();` #11 'a' is started here
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `Process a(work), b(use, ^std::ref(a));` #10 instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
    break;
  }
}

void started_in_try_bad() {
  Process a(work), b(use, std::ref(a));
  try {
    a.start();
  } catch (...) {
    return;
  }
  b.start();
  // DEFINITE: 'b.start()' carries 'a', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `Process a(work), ^b(use, std::ref(a));` #11 target 'use' is bound here
  // NOTE: `Process a(work), b(use, ^std::ref(a));` #11 argument 'a' of type 'stowaway::Process' is passed here
  // NOTE: `^a.start();` #12 'a' is started here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `Process a(work), b(use, ^std::ref(a));` #11 instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

// Only the start itself can throw, and then a is not started.
void start_failed_ok() {
  Process a(work), b(use, std::ref(a));
  try {
    a.start();
  } catch (...) {
    b.start();
  }
}

// Something else may have thrown, when a was started already.
void start_after_failure_bad() {
  Process a(work), b(use, std::ref(a));
  try {
    a.start();
    work();
  } catch (...) {
    b.start();
    // POSSIBLE: 'b.start()' carries 'a', a 'stowaway::Process' that may be started, to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `Process a(work), ^b(use, std::ref(a));` #13 target 'use' is bound here
    // NOTE: `Process a(work), b(use, ^std::ref(a));` #13 argument 'a' of type 'stowaway::Process' is passed here
    // NOTE: `^a.start();` #14 'a' is started here
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `Process a(work), b(use, ^std::ref(a));` #13 instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
  }
}

void thrown_after_start_ok(bool flag) {
  Process a(work), b(use, std::ref(a));
  if (flag) {
    a.start();
    throw 1;
  }
  b.start();
}

// Only if the flag is set.
void short_circuit_bad(bool flag) {
  Process a(work), b(use, std::ref(a));
  flag && (a.start(), true);
  b.start();
  // POSSIBLE: 'b.start()' carries 'a', a 'stowaway::Process' that may be started, to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `Process a(work), ^b(use, std::ref(a));` #15 target 'use' is bound here
  // NOTE: `Process a(work), b(use, ^std::ref(a));` #15 argument 'a' of type 'stowaway::Process' is passed here
  // NOTE: `flag && (^a.start(), true);` 'a' is started here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `Process a(work), b(use, ^std::ref(a));` #15 instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

void conditional_operator_ok(bool flag) {
  Process a(work), b(use, std::ref(a));
  flag ? a.start() : b.start();
}

// Never executed.
void not_evaluated_ok() {
  Process a(work), b(use, std::ref(a));
  (void)sizeof((a.start(), 0));
  (void)noexcept(a.start());
  b.start();
}

void if_constexpr_ok() {
  Process a(work), b(use, std::ref(a));
  if constexpr (sizeof(int) == 1)
    a.start();
  b.start();
}

void after_infinite_loop_ok() {
  Process a(work), b(use, std::ref(a));
  a.start();
  while (true)
    work();
  b.start();
}

void started_in_a_loop_bad(int n) {
  Process a(work), b(use, std::ref(a));
  while (n--)
    if (n == 3)
      a.start();
  b.start();
  // POSSIBLE: 'b.start()' carries 'a', a 'stowaway::Process' that may be started, to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `Process a(work), ^b(use, std::ref(a));` #20 target 'use' is bound here
  // NOTE: `Process a(work), b(use, ^std::ref(a));` #20 argument 'a' of type 'stowaway::Process' is passed here
  // NOTE: `^a.start();` #18 'a' is started here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `Process a(work), b(use, ^std::ref(a));` #20 instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

// The start of a is behind the start of b in every round, but for the second.
void second_round_bad(int n) {
  Process a(work);
  for (int i = 0; i < n; ++i) {
    Process b(use, std::ref(a));
    b.start();
    // POSSIBLE: 'b.start()' carries 'a', a 'stowaway::Process' that may be started, to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `Process ^b(use, std::ref(a));` #1 target 'use' is bound here
    // NOTE: `Process b(use, ^std::ref(a));` #1 argument 'a' of type 'stowaway::Process' is passed here
    // NOTE: `^a.start();` #19 'a' is started here
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `Process b(use, ^std::ref(a));` #1 instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
    if (i == 0)
      a.start();
  }
}

// Only for the last round.
void last_round_ok(int n) {
  Process a(work);
  for (int i = 0; i < n; ++i) {
    Process b(use, std::ref(a));
    b.start();
    if (i == 5) {
      a.start();
      break;
    }
  }
}

// The scope ends and with it the process.
void ended_scope_ok() {
  {
    Process a(work);
    a.start();
  }
  Process a(work);
  Process b(use, std::ref(a));
  b.start();
}

void in_a_nested_function_bad() {
  Process a(work), b(use, std::ref(a));
  auto start = [](Process &p) { p.start(); };
  start(a);
  start(b);
  // DEFINITE: 'start(...)' carries 'a', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `auto start = [](Process &p) { ^p.start(); };` 'p.start()' launches it here
  // NOTE: `Process a(work), ^b(use, std::ref(a));` #21 target 'use' is bound here
  // NOTE: `Process a(work), b(use, ^std::ref(a));` #21 argument 'a' of type 'stowaway::Process' is passed here
  // NOTE: `auto start = [](Process &p) { ^p.start(); };` 'a' is started here, by an earlier call
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `Process a(work), b(use, ^std::ref(a));` #21 instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}
