//===- single_process.cpp - May an object send the one process that it is about to start? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include <stowaway/stowaway.h>

// The only process is not started yet when the object is sent.
class Single {
public:
  Single() : process_(&Single::worker, this) {}
  void start_ok() { process_.start(); }
  void stop() {
    event_.set();
    process_.join();
  }
  void worker() { event_.wait(); }
  template <class Archive> void serialize(Archive &archive) {
    archive(process_, event_);
  }

private:
  stowaway::Process process_;
  stowaway::Event event_;
};

// The same with an assignment right before the start.
class Lazy {
public:
  void start_ok() {
    process_ = stowaway::Process(&Lazy::worker, this);
    process_.start();
  }
  void worker() {}
  template <class Archive> void serialize(Archive &archive) {
    archive(process_);
  }

private:
  stowaway::Process process_;
};

// Two of them: the first is started when the second is sent.
class Two {
public:
  Two() : first_(&Two::worker, this), second_(&Two::worker, this) {}
  void start_bad() {
    first_.start();
    second_.start();
    // DEFINITE: 'second_.start()' carries 'Two::first_', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `Two() : first_(&Two::worker, this), ^second_(&Two::worker, this) {}` target 'Two::worker' is bound to 'this' here, so the 'Two' is sent
    // NOTE: `archive(^first_, second_);` 'Two' sends member 'first_' of type 'stowaway::Process' here, in 'serialize'
    // NOTE: `^first_.start();` 'Two::first_' is started here
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^worker() {}` #2 make 'Two::worker' a static member function that takes what it uses as arguments, so that no 'Two' is sent
    // NOTE: `archive(^first_, second_);` leave 'first_' out of 'serialize', or declare it as 'stowaway::Local<stowaway::Process>'
    //   - archive(first_, second_);
    //   + archive(second_);
  }
  void worker() {}
  template <class Archive> void serialize(Archive &archive) {
    archive(first_, second_);
  }

private:
  stowaway::Process first_;
  stowaway::Process second_;
};

// A loop that runs once: there is no earlier iteration.
class Once {
public:
  Once() {
    for (int i = 0; i < 1; ++i)
      processes_.emplace_back(&Once::worker, this);
  }
  void start_ok() {
    for (int i = 0; i < 1; ++i)
      processes_[i].start();
  }
  void worker() {}
  template <class Archive> void serialize(Archive &archive) {
    archive(processes_);
  }

private:
  std::vector<stowaway::Process> processes_;
};

// How many there are is not told by this file, so it may be one.
class Some {
public:
  explicit Some(int n) {
    for (int i = 0; i < n; ++i)
      processes_.emplace_back(&Some::worker, this);
  }
  void start_bad() {
    for (auto &process : processes_)
      process.start();
      // POSSIBLE: 'process.start()' carries 'Some::processes_[...]', a 'stowaway::Process' that may be started, to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `^processes_.emplace_back(&Some::worker, this);` target 'Some::worker' is bound to 'this' here, so the 'Some' is sent
      // NOTE: `archive(^processes_);` #2 'Some' sends member 'processes_' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^process.start();` an element of 'Some::processes_' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^worker() {}` #4 make 'Some::worker' a static member function that takes what it uses as arguments, so that no 'Some' is sent
      // NOTE: `archive(^processes_);` #2 leave 'processes_' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
  void worker() {}
  template <class Archive> void serialize(Archive &archive) {
    archive(processes_);
  }

private:
  std::vector<stowaway::Process> processes_;
};
