//===- closed.cpp - May a process that was closed again travel? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include <stowaway/stowaway.h>
#include <vector>

using stowaway::Process;

// One round is closed before the next is started.
struct Rounds {
  std::vector<Process> all;
  Rounds() {
    all.emplace_back(&Rounds::work, this);
    all.emplace_back(&Rounds::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void run_ok() {
    all[0].start();
    all[0].join();
    all[0].close();
    all[1].start();
  }
};

// Joined only.
struct JoinedRounds {
  std::vector<Process> all;
  JoinedRounds() {
    all.emplace_back(&JoinedRounds::work, this);
    all.emplace_back(&JoinedRounds::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void run_bad() {
    all[0].start();
    all[0].join();
    all[1].start();
    // DEFINITE: 'all[1].start()' carries 'JoinedRounds::all[...]', a joined 'stowaway::Process', to another process; it cannot cross because a joined process still holds handles of this process - its pid, a pidfd and descriptors - until it is closed [stowaway-started-process]
    // NOTE: `^all.emplace_back(&JoinedRounds::work, this);` #1 target 'JoinedRounds::work' is bound to 'this' here, so the 'JoinedRounds' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #2 'JoinedRounds' sends member 'all' of type 'std::vector<Process>' here, in 'serialize'; its elements are 'stowaway::Process'
    // NOTE: `^all[0].join();` #2 an element of 'JoinedRounds::all' is joined here
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a joined process still holds handles of this process - its pid, a pidfd and descriptors - until it is closed
    // NOTE: `void ^work() {}` #2 make 'JoinedRounds::work' a static member function that takes what it uses as arguments, so that no 'JoinedRounds' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #2 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<Process>>'
  }
};

// All of them are closed in a loop.
struct ClosedInLoop {
  std::vector<Process> all;
  Process last{&ClosedInLoop::work, this};
  ClosedInLoop() {
    all.emplace_back([] {});
    all.emplace_back([] {});
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void run_ok() {
    for (auto &process : all)
      process.start();
    for (auto &process : all) {
      process.join();
      process.close();
    }
    last.start();
  }
};

// All are joined in a loop, none is closed.
struct JoinedInLoop {
  std::vector<Process> all;
  Process last{&JoinedInLoop::work, this};
  JoinedInLoop() {
    all.emplace_back([] {});
    all.emplace_back([] {});
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void run_bad() {
    for (auto &process : all)
      process.start();
    for (auto &process : all)
      process.join();
    last.start();
    // DEFINITE: 'last.start()' carries 'JoinedInLoop::all[...]', a joined 'stowaway::Process', to another process; it cannot cross because a joined process still holds handles of this process - its pid, a pidfd and descriptors - until it is closed [stowaway-started-process]
    // NOTE: `Process last^{&JoinedInLoop::work, this};` target 'JoinedInLoop::work' is bound to 'this' here, so the 'JoinedInLoop' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #4 'JoinedInLoop' sends member 'all' of type 'std::vector<Process>' here, in 'serialize'; its elements are 'stowaway::Process'
    // NOTE: `^process.join();` #2 an element of 'JoinedInLoop::all' is joined here
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a joined process still holds handles of this process - its pid, a pidfd and descriptors - until it is closed
    // NOTE: `void ^work() {}` #4 make 'JoinedInLoop::work' a static member function that takes what it uses as arguments, so that no 'JoinedInLoop' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #4 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<Process>>'
  }
};

// Some are closed.
struct SomeClosed {
  std::vector<Process> all;
  Process last{&SomeClosed::work, this};
  SomeClosed() {
    all.emplace_back([] {});
    all.emplace_back([] {});
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void run_bad() {
    for (auto &process : all)
      process.start();
    for (auto &process : all)
      if (!process.is_alive())
        process.close();
    last.start();
    // POSSIBLE: 'last.start()' carries 'SomeClosed::all[...]', a 'stowaway::Process' that may be started, to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `Process last^{&SomeClosed::work, this};` target 'SomeClosed::work' is bound to 'this' here, so the 'SomeClosed' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #5 'SomeClosed' sends member 'all' of type 'std::vector<Process>' here, in 'serialize'; its elements are 'stowaway::Process'
    // NOTE: `^process.start();` #3 an element of 'SomeClosed::all' is started here
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^work() {}` #5 make 'SomeClosed::work' a static member function that takes what it uses as arguments, so that no 'SomeClosed' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #5 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<Process>>'
  }
};

// Closed by a helper, and by a method of its own.
struct ClosedByHelper {
  Process first{&ClosedByHelper::work, this};
  Process second{&ClosedByHelper::work, this};
  void work() {}
  template <class A> void serialize(A &ar) { ar(first, second); }
  static void finish(Process &process) {
    process.join();
    process.close();
  }
  void run_ok() {
    first.start();
    finish(first);
    second.start();
  }
};

// The wrong one is closed.
struct WrongOneClosed {
  Process first{&WrongOneClosed::work, this};
  Process second{&WrongOneClosed::work, this};
  Process third{&WrongOneClosed::work, this};
  void work() {}
  template <class A> void serialize(A &ar) { ar(first, second, third); }
  void run_bad() {
    first.start();
    second.close();
    third.start();
  }
};

// Replaced by a fresh one: what was there is destroyed.
struct Replaced {
  Process first{&Replaced::work, this};
  Process second{&Replaced::work, this};
  void work() {}
  template <class A> void serialize(A &ar) { ar(first, second); }
  void run_ok() {
    first.start();
    first.join();
    first = Process();
    second.start();
  }
};

// Each run of 'again' starts what the last one closed.
struct AcrossMethods {
  Process first{&AcrossMethods::work, this};
  Process second{&AcrossMethods::work, this};
  void work() {}
  template <class A> void serialize(A &ar) { ar(first, second); }
  void prepare() {
    first.start();
    first.join();
    first.close();
  }
  void run_ok() { second.start(); }
};

// Another method leaves it started, and may have run before.
struct AcrossMethodsStarted {
  Process first{&AcrossMethodsStarted::work, this};
  Process second{&AcrossMethodsStarted::work, this};
  void work() {}
  template <class A> void serialize(A &ar) { ar(first, second); }
  void prepare_ok() { first.start(); }
  void run_bad() { second.start(); }
};
