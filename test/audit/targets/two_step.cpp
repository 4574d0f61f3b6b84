//===- two_step.cpp - Is a target followed from where it is bound to where it is launched? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include <memory>
#include <stowaway/stowaway.h>
#include <utility>
#include <vector>

using stowaway::Process;
using Weak = std::weak_ptr<int>;

void work();
void use(int);

// Bound and never launched: nothing crosses.
void never_launched_ok(Weak weak) {
  Process process([weak] { weak.lock(); });
  (void)process;
}

void same_function_bad(Weak weak) {
  Process process([weak] { weak.lock(); });
  process.start();
  // DEFINITE: 'process.start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `Process ^process([weak] { weak.lock(); });` #2 the lambda is bound here
  // NOTE: `Process process([^weak] { weak.lock(); });` #2 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process process([^weak] { weak.lock(); });` #2 instead, send the object itself, or an id by which the worker finds its own
}

// Rebound before it is launched.
void rebound_ok(Weak weak) {
  Process process([weak] { weak.lock(); });
  process = Process(work);
  process.start();
}
void rebound_bad(Weak weak) {
  Process process(work);
  process = Process([weak] { weak.lock(); });
  process.start();
  // DEFINITE: 'process.start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `process = ^Process([weak] { weak.lock(); });` #1 the lambda is bound here
  // NOTE: `process = Process([^weak] { weak.lock(); });` #1 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `process = Process([^weak] { weak.lock(); });` #1 instead, send the object itself, or an id by which the worker finds its own
}
void rebound_in_branch_bad(bool flag, Weak weak) {
  Process process(work);
  if (flag)
    process = Process([weak] { weak.lock(); });
  process.start();
  // POSSIBLE: 'process.start()' may carry 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `process = ^Process([weak] { weak.lock(); });` #2 the lambda is bound here
  // NOTE: `process = Process([^weak] { weak.lock(); });` #2 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `process = Process([^weak] { weak.lock(); });` #2 instead, send the object itself, or an id by which the worker finds its own
}

// The other one is launched.
void other_one_ok(Weak weak) {
  Process process([weak] { weak.lock(); });
  Process other(work);
  other.start();
}

Process make_process(Weak weak) {
  return Process([weak] { weak.lock(); });
}
void made_by_function_bad(Weak weak) {
  Process process = make_process(weak);
  process.start();
  // DEFINITE: 'process.start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `return ^Process([weak] { weak.lock(); });` the lambda is bound here
  // NOTE: `return Process([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `return Process([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void made_and_launched_bad(Weak weak) { make_process(weak).start(); }
// DEFINITE: `void made_and_launched_bad(Weak weak) { make_process(weak).^start(); }` 'make_process(weak).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `return ^Process([weak] { weak.lock(); });` the lambda is bound here
// NOTE: `return Process([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `return Process([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
// Made, and not launched.
void made_by_function_ok(Weak weak) { Process process = make_process(weak); }

void launch_it(Process &process) { process.start(); }
void launched_by_function_bad(Weak weak) {
  Process process([weak] { weak.lock(); });
  launch_it(process);
  // DEFINITE: 'launch_it' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `void launch_it(Process &process) { ^process.start(); }` 'process.start()' launches it here
  // NOTE: `Process ^process([weak] { weak.lock(); });` #5 the lambda is bound here
  // NOTE: `Process process([^weak] { weak.lock(); });` #5 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process process([^weak] { weak.lock(); });` #5 instead, send the object itself, or an id by which the worker finds its own
}

// Nobody in this file binds what is launched here.
void bound_elsewhere_ok(Process &process) { process.start(); }
Process made_elsewhere();
void made_elsewhere_ok() { made_elsewhere().start(); }

class Member {
public:
  explicit Member(Weak weak) : process_([weak] { weak.lock(); }) {}
  void start_bad() { process_.start(); }
  // DEFINITE: `void start_bad() { ^process_.start(); }` #1 'process_.start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `explicit Member(Weak weak) : ^process_([weak] { weak.lock(); }) {}` the lambda is bound here
  // NOTE: `explicit Member(Weak weak) : process_([^weak] { weak.lock(); }) {}` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `explicit Member(Weak weak) : process_([^weak] { weak.lock(); }) {}` instead, send the object itself, or an id by which the worker finds its own

private:
  Process process_;
};

class MemberNumber {
public:
  explicit MemberNumber(int number) : process_([number] { use(number); }) {}
  void start_ok() { process_.start(); }

private:
  Process process_;
};

class SetLater {
public:
  void set(Weak weak) {
    process_ = Process([weak] { weak.lock(); });
  }
  void start_bad() { process_.start(); }
  // DEFINITE: `void start_bad() { ^process_.start(); }` #2 'process_.start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `process_ = ^Process([weak] { weak.lock(); });` the lambda is bound here
  // NOTE: `process_ = Process([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `process_ = Process([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own

private:
  Process process_;
};

class InVector {
public:
  void add(Weak weak) {
    processes_.emplace_back([weak] { weak.lock(); });
  }
  void add(int number) {
    processes_.emplace_back([number] { use(number); });
  }
  void start_bad() {
    for (auto &process : processes_)
      process.start();
      // DEFINITE: 'process.start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
      // NOTE: `^processes_.emplace_back([weak] { weak.lock(); });` the lambda is bound here
      // NOTE: `processes_.emplace_back([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
      // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
      // NOTE: `processes_.emplace_back([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
  }

private:
  std::vector<Process> processes_;
};

void in_vector_ok(int number) {
  std::vector<Process> processes;
  processes.emplace_back([number] { use(number); });
  processes.front().start();
}

void behind_pointer_bad(Weak weak) {
  auto process = std::make_unique<Process>([weak] { weak.lock(); });
  process->start();
  // DEFINITE: 'process->start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `auto process = ^std::make_unique<Process>([weak] { weak.lock(); });` the lambda is bound here
  // NOTE: `auto process = std::make_unique<Process>([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `auto process = std::make_unique<Process>([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void behind_pointer_ok(int number) {
  auto process = std::make_unique<Process>([number] { use(number); });
  process->start();
}
void moved_bad(Weak weak) {
  Process process([weak] { weak.lock(); });
  Process other = std::move(process);
  other.start();
  // DEFINITE: 'other.start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `Process ^process([weak] { weak.lock(); });` #6 the lambda is bound here
  // NOTE: `Process process([^weak] { weak.lock(); });` #6 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process process([^weak] { weak.lock(); });` #6 instead, send the object itself, or an id by which the worker finds its own
}
