//===- order.cpp - Which calls on a worker come in the wrong order? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include <memory>
#include <stowaway/stowaway.h>
#include <utility>
#include <vector>

using stowaway::Process;

void work();

void in_order_ok() {
  Process process(work);
  process.start();
  process.join();
  process.close();
}

void started_twice_bad() {
  Process process(work);
  process.start();
  process.start();
  // DEFINITE: 'process.start()' starts it a second time [stowaway-worker-lifecycle]
  // NOTE: `^process.start();` #2 it is started since here
}
void started_after_join_bad() {
  Process process(work);
  process.start();
  process.join();
  process.start();
  // DEFINITE: 'process.start()' starts it a second time, after its worker has ended [stowaway-worker-lifecycle]
  // NOTE: `^process.join();` #2 it is joined since here
}
void started_after_stop_bad() {
  Process process(work);
  process.start();
  process.stop();
  process.start();
  // DEFINITE: 'process.start()' starts it a second time, after its worker has ended [stowaway-worker-lifecycle]
  // NOTE: `^process.stop();` #1 it is joined since here
}
void started_after_close_bad() {
  Process process(work);
  process.start();
  process.join();
  process.close();
  process.start();
  // DEFINITE: 'process.start()' starts it after it was closed [stowaway-worker-lifecycle]
  // NOTE: `^process.close();` #2 it is closed since here
}
void closed_unstarted_then_started_bad() {
  Process process(work);
  process.close();
  process.start();
  // DEFINITE: 'process.start()' starts it after it was closed [stowaway-worker-lifecycle]
  // NOTE: `^process.close();` #3 it is closed since here
}
void joined_unstarted_bad() {
  Process process(work);
  process.join();
  // DEFINITE: 'process.join()' waits for a process that was not started [stowaway-worker-lifecycle]
}
void joined_closed_bad() {
  Process process(work);
  process.start();
  process.join();
  process.close();
  process.join();
  // DEFINITE: 'process.join()' waits for a process that was closed [stowaway-worker-lifecycle]
  // NOTE: `^process.close();` #4 it is closed since here
}

// Again and from several threads at will.
void joined_twice_ok() {
  Process process(work);
  process.start();
  process.join();
  process.join();
}
void closed_twice_ok() {
  Process process(work);
  process.start();
  process.join();
  process.close();
  process.close();
}
void stopped_then_joined_ok() {
  Process process(work);
  process.start();
  process.stop();
  process.join();
}
void asked_unstarted_ok() {
  Process process(work);
  process.is_alive();
  process.start();
}

// A new worker in the same variable.
void replaced_ok() {
  Process process(work);
  process.start();
  process.join();
  process = Process(work);
  process.start();
}
void moved_ok() {
  Process first(work);
  first.start();
  Process second = std::move(first);
  second.join();
  first = Process(work);
  first.start();
}
void two_ok() {
  Process first(work), second(work);
  first.start();
  second.start();
}

// In branches: only what is wrong whichever way is taken.
void started_in_branch_ok(bool flag) {
  Process process(work);
  if (flag)
    process.start();
  if (!flag)
    process.start();
}
void started_in_both_branches_bad(bool flag) {
  Process process(work);
  if (flag)
    process.start();
  else
    process.start();
  process.start();
  // DEFINITE: 'process.start()' starts it a second time [stowaway-worker-lifecycle]
  // NOTE: `^process.start();` #21 it is started since here
}
void started_in_either_branch_ok(bool flag) {
  Process process(work);
  if (flag)
    process.start();
  else
    process.start();
}
void joined_if_started_ok(bool flag) {
  Process process(work);
  if (flag)
    process.start();
  if (flag)
    process.join();
}
void returned_ok(bool flag) {
  Process process(work);
  process.start();
  if (flag)
    return;
  process.join();
}
// A start that failed may be tried again.
void tried_again_ok() {
  Process process(work);
  try {
    process.start();
  } catch (...) {
    process.start();
  }
}

// In loops.
// Known miss: the second round starts it again.
void started_in_loop_bad_FN() {
  Process process(work);
  for (int i = 0; i < 2; ++i)
    process.start();
}
void fresh_in_loop_ok() {
  for (int i = 0; i < 2; ++i) {
    Process process(work);
    process.start();
    process.join();
  }
}
void elements_ok() {
  std::vector<Process> all;
  all.emplace_back(work);
  all.emplace_back(work);
  for (auto &process : all)
    process.start();
  for (auto &process : all)
    process.join();
}
// Known miss: of elements the past is not told apart.
void elements_twice_bad_FN() {
  std::vector<Process> all;
  all.emplace_back(work);
  for (auto &process : all)
    process.start();
  for (auto &process : all)
    process.start();
}
void two_elements_ok() {
  std::vector<Process> all;
  all.emplace_back(work);
  all.emplace_back(work);
  all[0].start();
  all[1].start();
}
// Known miss, likewise.
void one_element_twice_bad_FN() {
  std::vector<Process> all;
  all.emplace_back(work);
  all[0].start();
  all[0].start();
}
void front_and_first_ok(std::vector<Process> &all) {
  all.front().start();
  all.back().start();
}

// Through helpers, pointers and members.
void start(Process &process) { process.start(); }
// Known miss: the worker is handed to other code.
void helper_twice_bad_FN() {
  Process process(work);
  start(process);
  start(process);
}
void helper_ok() {
  Process first(work), second(work);
  start(first);
  start(second);
}
// Known miss: another pointer may name the same worker.
void pointer_bad_FN() {
  auto process = std::make_unique<Process>(work);
  process->start();
  process->start();
}
void parameter_ok(Process &process) { process.join(); }
// Known miss: what a reference names has another past.
void parameter_twice_bad_FN(Process &process) {
  process.start();
  process.start();
}
struct Owner {
  Process process{work};
  // Other methods may have started it, or not.
  void start_ok() { process.start(); }
  void join_ok() { process.join(); }
  // Known miss: a member is changed by other methods too.
  void twice_bad_FN() {
    process.start();
    process.start();
  }
  void restart_ok() {
    process.start();
    process.join();
    process = Process(work);
    process.start();
  }
};
void unseen(Process &process);
void unseen_ok() {
  Process process(work);
  process.start();
  unseen(process);
  process.start();
}
