//===- repair_static_worker.cpp - Is the application repaired by a static worker? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

// What travels is the event, not the object that owns the processes.

#include <functional>
#include <stowaway/stowaway.h>
#include <vector>

class StaticMember {
public:
  StaticMember() {
    for (int i = 0; i < 4; ++i)
      processes_.emplace_back(&StaticMember::worker, event_);
  }
  void start_ok() {
    for (auto &process : processes_)
      process.start();
  }
  static void worker(stowaway::Event event) { event.wait(); }

private:
  std::vector<stowaway::Process> processes_;
  stowaway::Event event_;
};

static void wait_for(stowaway::Event event) { event.wait(); }

class FreeFunction {
public:
  FreeFunction() {
    for (int i = 0; i < 4; ++i)
      processes_.emplace_back(wait_for, event_);
  }
  void start_ok() {
    for (auto &process : processes_)
      process.start();
  }

private:
  std::vector<stowaway::Process> processes_;
  stowaway::Event event_;
};

class CapturedEvent {
public:
  CapturedEvent() {
    for (int i = 0; i < 4; ++i)
      processes_.emplace_back([event = event_]() mutable { event.wait(); });
  }
  void start_ok() {
    for (auto &process : processes_)
      process.start();
  }

private:
  std::vector<stowaway::Process> processes_;
  stowaway::Event event_;
};

// Static, but the object is an argument: nothing is repaired.
class ObjectAsArgument {
public:
  ObjectAsArgument() {
    for (int i = 0; i < 4; ++i)
      processes_.emplace_back(&ObjectAsArgument::worker, std::ref(*this));
  }
  void start_bad() {
    for (auto &process : processes_)
      process.start();
      // DEFINITE: 'process.start()' carries 'ObjectAsArgument::processes_[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `^processes_.emplace_back(&ObjectAsArgument::worker, std::ref(*this));` target 'ObjectAsArgument::worker' is bound here
      // NOTE: `processes_.emplace_back(&ObjectAsArgument::worker, ^std::ref(*this));` argument '*this' of type 'ObjectAsArgument' is passed here
      // NOTE: `archive(^processes_, event_);` 'ObjectAsArgument' sends member 'processes_' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^process.start();` #4 an element of 'ObjectAsArgument::processes_' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `archive(^processes_, event_);` leave 'processes_' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
      //   - archive(processes_, event_);
      //   + archive(event_);
  }
  static void worker(ObjectAsArgument &self) { self.event_.wait(); }
  template <class Archive> void serialize(Archive &archive) {
    archive(processes_, event_);
  }

private:
  std::vector<stowaway::Process> processes_;
  stowaway::Event event_;
};

// The processes themselves are the argument: nothing is repaired either.
class ProcessesAsArgument {
public:
  ProcessesAsArgument() {
    for (int i = 0; i < 4; ++i)
      processes_.emplace_back(&ProcessesAsArgument::worker,
                              std::ref(processes_));
  }
  void start_bad() {
    for (auto &process : processes_)
      process.start();
      // DEFINITE: 'process.start()' carries 'processes_[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `^processes_.emplace_back(&ProcessesAsArgument::worker,` target 'ProcessesAsArgument::worker' is bound here
      // NOTE: `^std::ref(processes_));` argument 'processes_' of type 'std::vector<stowaway::Process>' is passed here; its elements are 'stowaway::Process'
      // NOTE: `^process.start();` #5 an element of 'processes_' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `^std::ref(processes_));` instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
  }
  static void worker(std::vector<stowaway::Process> &) {}

private:
  std::vector<stowaway::Process> processes_;
};
