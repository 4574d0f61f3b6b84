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
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #2 'JoinedRounds' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
    // NOTE: `^all[0].join();` #2 an element of 'JoinedRounds::all' is joined here
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a joined process still holds handles of this process - its pid, a pidfd and descriptors - until it is closed
    // NOTE: `void ^work() {}` #2 make 'JoinedRounds::work' a static member function that takes what it uses as arguments, so that no 'JoinedRounds' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #2 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
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
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #4 'JoinedInLoop' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
    // NOTE: `^process.join();` #2 an element of 'JoinedInLoop::all' is joined here
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a joined process still holds handles of this process - its pid, a pidfd and descriptors - until it is closed
    // NOTE: `void ^work() {}` #4 make 'JoinedInLoop::work' a static member function that takes what it uses as arguments, so that no 'JoinedInLoop' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #4 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
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
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #5 'SomeClosed' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
    // NOTE: `^process.start();` #3 an element of 'SomeClosed::all' is started here
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^work() {}` #5 make 'SomeClosed::work' a static member function that takes what it uses as arguments, so that no 'SomeClosed' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #5 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
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
    // DEFINITE: 'third.start()' carries 'WrongOneClosed::first', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `Process third^{&WrongOneClosed::work, this};` target 'WrongOneClosed::work' is bound to 'this' here, so the 'WrongOneClosed' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^first, second, third); }` 'WrongOneClosed' sends member 'first' of type 'stowaway::Process' here, in 'serialize'
    // NOTE: `^first.start();` #2 'WrongOneClosed::first' is started here
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^work() {}` #7 make 'WrongOneClosed::work' a static member function that takes what it uses as arguments, so that no 'WrongOneClosed' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^first, second, third); }` leave 'first' out of 'serialize', or declare it as 'stowaway::Local<stowaway::Process>'
    //   - template <class A> void serialize(A &ar) { ar(first, second, third); }
    //   + template <class A> void serialize(A &ar) { ar(second, third); }
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

// What 'prepare' leaves behind is closed. In the other order it would find
// the second one started.
struct AcrossMethods {
  Process first{&AcrossMethods::work, this};
  Process second{&AcrossMethods::work, this};
  void work() {}
  template <class A> void serialize(A &ar) { ar(first, second); }
  void prepare_bad() {
    first.start();
    // POSSIBLE: 'first.start()' carries 'AcrossMethods::second', a 'stowaway::Process' that may be started, to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `Process first^{&AcrossMethods::work, this};` target 'AcrossMethods::work' is bound to 'this' here, so the 'AcrossMethods' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(first, ^second); }` #3 'AcrossMethods' sends member 'second' of type 'stowaway::Process' here, in 'serialize'
    // NOTE: `void run_ok() { ^second.start(); }` 'AcrossMethods::second' may be started here, by an earlier call of 'AcrossMethods::run_ok'
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^work() {}` #9 make 'AcrossMethods::work' a static member function that takes what it uses as arguments, so that no 'AcrossMethods' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(first, ^second); }` #3 leave 'second' out of 'serialize', or declare it as 'stowaway::Local<stowaway::Process>'
    //   - template <class A> void serialize(A &ar) { ar(first, second); }
    //   + template <class A> void serialize(A &ar) { ar(first); }
    first.join();
    first.close();
  }
  void run_ok() { second.start(); }
};

// Each leaves one started, and may have run before the other.
struct AcrossMethodsStarted {
  Process first{&AcrossMethodsStarted::work, this};
  Process second{&AcrossMethodsStarted::work, this};
  void work() {}
  template <class A> void serialize(A &ar) { ar(first, second); }
  void prepare_bad() { first.start(); }
  // POSSIBLE: `void prepare_bad() { ^first.start(); }` 'first.start()' carries 'AcrossMethodsStarted::second', a 'stowaway::Process' that may be started, to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `Process first^{&AcrossMethodsStarted::work, this};` target 'AcrossMethodsStarted::work' is bound to 'this' here, so the 'AcrossMethodsStarted' is sent
  // NOTE: `template <class A> void serialize(A &ar) { ar(first, ^second); }` #4 'AcrossMethodsStarted' sends member 'second' of type 'stowaway::Process' here, in 'serialize'
  // NOTE: `void run_bad() { ^second.start(); }` 'AcrossMethodsStarted::second' may be started here, by an earlier call of 'AcrossMethodsStarted::run_bad'
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `void ^work() {}` #10 make 'AcrossMethodsStarted::work' a static member function that takes what it uses as arguments, so that no 'AcrossMethodsStarted' is sent
  // NOTE: `template <class A> void serialize(A &ar) { ar(first, ^second); }` #4 leave 'second' out of 'serialize', or declare it as 'stowaway::Local<stowaway::Process>'
  //   - template <class A> void serialize(A &ar) { ar(first, second); }
  //   + template <class A> void serialize(A &ar) { ar(first); }
  void run_bad() { second.start(); }
  // POSSIBLE: `void run_bad() { ^second.start(); }` 'second.start()' carries 'AcrossMethodsStarted::first', a 'stowaway::Process' that may be started, to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `Process second^{&AcrossMethodsStarted::work, this};` target 'AcrossMethodsStarted::work' is bound to 'this' here, so the 'AcrossMethodsStarted' is sent
  // NOTE: `template <class A> void serialize(A &ar) { ar(^first, second); }` #4 'AcrossMethodsStarted' sends member 'first' of type 'stowaway::Process' here, in 'serialize'
  // NOTE: `void prepare_bad() { ^first.start(); }` 'AcrossMethodsStarted::first' may be started here, by an earlier call of 'AcrossMethodsStarted::prepare_bad'
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `void ^work() {}` #10 make 'AcrossMethodsStarted::work' a static member function that takes what it uses as arguments, so that no 'AcrossMethodsStarted' is sent
  // NOTE: `template <class A> void serialize(A &ar) { ar(^first, second); }` #4 leave 'first' out of 'serialize', or declare it as 'stowaway::Local<stowaway::Process>'
  //   - template <class A> void serialize(A &ar) { ar(first, second); }
  //   + template <class A> void serialize(A &ar) { ar(second); }
};
