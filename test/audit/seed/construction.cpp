//===- construction.cpp - Where may a process be bound? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

// Every class has two processes bound to 'this', and starts both.

#include <stowaway/stowaway.h>
#include <utility>
#include <vector>

using stowaway::Process;

struct InClass {
  Process first{&InClass::work, this};
  Process second = Process(&InClass::work, this);
  void work() {}
  template <class A> void serialize(A &ar) { ar(first, second); }
  void start_bad() {
    first.start();
    second.start();
    // DEFINITE: 'second.start()' carries 'InClass::first', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `Process second = ^Process(&InClass::work, this);` target 'InClass::work' is bound to 'this' here, so the 'InClass' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^first, second); }` #1 'InClass' sends member 'first' of type 'stowaway::Process' here, in 'serialize'
    // NOTE: `^first.start();` #1 'InClass::first' is started here
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^work() {}` #1 make 'InClass::work' a static member function that takes what it uses as arguments, so that no 'InClass' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^first, second); }` #1 leave 'first' out of 'serialize', or declare it as 'stowaway::Local<stowaway::Process>'
    //   - template <class A> void serialize(A &ar) { ar(first, second); }
    //   + template <class A> void serialize(A &ar) { ar(second); }
  }
};

struct MemberInitialisers {
  Process first, second;
  MemberInitialisers()
      : first(&MemberInitialisers::work, this),
        second{&MemberInitialisers::work, this} {}
  void work() {}
  template <class A> void serialize(A &ar) { ar(first, second); }
  void start_bad() {
    first.start();
    second.start();
    // DEFINITE: 'second.start()' carries 'MemberInitialisers::first', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `^second{&MemberInitialisers::work, this} {}` target 'MemberInitialisers::work' is bound to 'this' here, so the 'MemberInitialisers' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^first, second); }` #2 'MemberInitialisers' sends member 'first' of type 'stowaway::Process' here, in 'serialize'
    // NOTE: `^first.start();` #2 'MemberInitialisers::first' is started here
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^work() {}` #2 make 'MemberInitialisers::work' a static member function that takes what it uses as arguments, so that no 'MemberInitialisers' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^first, second); }` #2 leave 'first' out of 'serialize', or declare it as 'stowaway::Local<stowaway::Process>'
    //   - template <class A> void serialize(A &ar) { ar(first, second); }
    //   + template <class A> void serialize(A &ar) { ar(second); }
  }
};

struct Delegating {
  Process first, second;
  explicit Delegating(int)
      : first(&Delegating::work, this), second(&Delegating::work, this) {}
  Delegating() : Delegating(0) {}
  void work() {}
  template <class A> void serialize(A &ar) { ar(first, second); }
  void start_bad() {
    first.start();
    second.start();
    // DEFINITE: 'second.start()' carries 'Delegating::first', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `: first(&Delegating::work, this), ^second(&Delegating::work, this) {}` target 'Delegating::work' is bound to 'this' here, so the 'Delegating' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^first, second); }` #3 'Delegating' sends member 'first' of type 'stowaway::Process' here, in 'serialize'
    // NOTE: `^first.start();` #3 'Delegating::first' is started here
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^work() {}` #3 make 'Delegating::work' a static member function that takes what it uses as arguments, so that no 'Delegating' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^first, second); }` #3 leave 'first' out of 'serialize', or declare it as 'stowaway::Local<stowaway::Process>'
    //   - template <class A> void serialize(A &ar) { ar(first, second); }
    //   + template <class A> void serialize(A &ar) { ar(second); }
  }
};

struct Setup {
  std::vector<Process> all;
  void add() { all.emplace_back(&Setup::work, this); }
  Setup() {
    add();
    add();
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    for (auto &process : all)
      process.start();
      // DEFINITE: 'process.start()' carries 'Setup::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `void add() { ^all.emplace_back(&Setup::work, this); }` target 'Setup::work' is bound to 'this' here, so the 'Setup' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #1 'Setup' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^process.start();` #1 an element of 'Setup::all' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #4 make 'Setup::work' a static member function that takes what it uses as arguments, so that no 'Setup' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #1 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
};

struct Factory {
  std::vector<Process> all;
  Process make() { return Process(&Factory::work, this); }
  Factory() {
    all.push_back(make());
    all.push_back(make());
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    for (auto &process : all)
      process.start();
      // DEFINITE: 'process.start()' carries 'Factory::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `Process make() { return ^Process(&Factory::work, this); }` target 'Factory::work' is bound to 'this' here, so the 'Factory' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #2 'Factory' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^process.start();` #2 an element of 'Factory::all' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #5 make 'Factory::work' a static member function that takes what it uses as arguments, so that no 'Factory' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #2 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
};

template <class T> Process make_process(T *object) {
  Process process(&T::work, object);
  return process;
}

struct FreeFactory {
  Process first = make_process(this);
  Process second = make_process(this);
  void work() {}
  template <class A> void serialize(A &ar) { ar(first, second); }
  // make_process binds both to this.
  void start_bad() {
    first.start();
    second.start();
    // DEFINITE: 'second.start()' carries 'FreeFactory::first', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `Process ^process(&T::work, object);` target 'FreeFactory::work' is bound to 'object' here, so the 'FreeFactory' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^first, second); }` #4 'FreeFactory' sends member 'first' of type 'stowaway::Process' here, in 'serialize'
    // NOTE: `^first.start();` #4 'FreeFactory::first' is started here
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^work() {}` #6 make 'FreeFactory::work' a static member function that takes what it uses as arguments, so that no 'FreeFactory' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^first, second); }` #4 leave 'first' out of 'serialize', or declare it as 'stowaway::Local<stowaway::Process>'
    //   - template <class A> void serialize(A &ar) { ar(first, second); }
    //   + template <class A> void serialize(A &ar) { ar(second); }
  }
};
// Without it clang does not instantiate make_process.
FreeFactory made_by_free_factory;

struct PushBack {
  std::vector<Process> all;
  PushBack() {
    all.push_back(Process(&PushBack::work, this));
    all.push_back(Process{&PushBack::work, this});
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    for (auto &process : all)
      process.start();
      // DEFINITE: 'process.start()' carries 'PushBack::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `all.push_back(^Process(&PushBack::work, this));` target 'PushBack::work' is bound to 'this' here, so the 'PushBack' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #3 'PushBack' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^process.start();` #3 an element of 'PushBack::all' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #7 make 'PushBack::work' a static member function that takes what it uses as arguments, so that no 'PushBack' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #3 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
};

struct Resized {
  std::vector<Process> all;
  Resized() : all(2) {
    for (auto &process : all)
      process = Process(&Resized::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    for (auto &process : all)
      process.start();
      // POSSIBLE: 'process.start()' carries 'Resized::all[...]', a 'stowaway::Process' that may be started, to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `process = ^Process(&Resized::work, this);` target 'Resized::work' is bound to 'this' here, so the 'Resized' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #4 'Resized' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^process.start();` #4 an element of 'Resized::all' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #8 make 'Resized::work' a static member function that takes what it uses as arguments, so that no 'Resized' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #4 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
};

struct Late {
  std::vector<Process> all;
  void prepare() {
    all.emplace_back(&Late::work, this);
    all.emplace_back(&Late::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    for (auto &process : all)
      process.start();
      // POSSIBLE: 'process.start()' carries 'Late::all[...]', a 'stowaway::Process' that may be started, to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `^all.emplace_back(&Late::work, this);` #1 target 'Late::work' is bound to 'this' here, so the 'Late' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #5 'Late' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^process.start();` #5 an element of 'Late::all' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #9 make 'Late::work' a static member function that takes what it uses as arguments, so that no 'Late' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #5 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
};

struct OutOfLine {
  OutOfLine();
  void work();
  void start_bad();
  template <class A> void serialize(A &ar);
  std::vector<Process> all;
};
OutOfLine::OutOfLine() {
  all.emplace_back(&OutOfLine::work, this);
  all.emplace_back(&OutOfLine::work, this);
}
void OutOfLine::start_bad() {
  for (auto &process : all)
    process.start();
    // DEFINITE: 'process.start()' carries 'OutOfLine::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `^all.emplace_back(&OutOfLine::work, this);` #1 target 'OutOfLine::work' is bound to 'this' here, so the 'OutOfLine' is sent
    // NOTE: `template <class A> void OutOfLine::serialize(A &ar) { ar(^all); }` 'OutOfLine' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
    // NOTE: `^process.start();` #6 an element of 'OutOfLine::all' is started here, by an earlier iteration
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^work();` make 'OutOfLine::work' a static member function that takes what it uses as arguments, so that no 'OutOfLine' is sent
    // NOTE: `template <class A> void OutOfLine::serialize(A &ar) { ar(^all); }` leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
}
template <class A> void OutOfLine::serialize(A &ar) { ar(all); }

// A lambda that captures 'this' carries an address; the object is not sent.
struct CapturesThis {
  Process first{[this] { work(); }};
  void work() {}
  void start_bad() { first.start(); }
  // DEFINITE: `void start_bad() { ^first.start(); }` 'first.start()' carries 'this' of type 'CapturesThis *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `Process first^{[this] { work(); }};` the lambda is bound here
  // NOTE: `Process first{[^this] { work(); }};` the lambda captures 'this' of type 'CapturesThis *' here
  // NOTE: `Process first{[^this] { work(); }};` capture copies of the members it uses instead of 'this'
  // NOTE: `Process first{[^this] { work(); }};` instead, send the value, or an index or name that the other side can look up
};

// Two constructors; with the other there is nothing to start.
struct TwoConstructors {
  std::vector<Process> all;
  TwoConstructors() = default;
  explicit TwoConstructors(int) {
    all.emplace_back(&TwoConstructors::work, this);
    all.emplace_back(&TwoConstructors::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    for (auto &process : all)
      process.start();
      // DEFINITE: 'process.start()' carries 'TwoConstructors::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `^all.emplace_back(&TwoConstructors::work, this);` #1 target 'TwoConstructors::work' is bound to 'this' here, so the 'TwoConstructors' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #6 'TwoConstructors' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^process.start();` #7 an element of 'TwoConstructors::all' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #11 make 'TwoConstructors::work' a static member function that takes what it uses as arguments, so that no 'TwoConstructors' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #6 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
};

// Bound in the constructor, but to a function that carries nothing.
struct BoundToNothing {
  Process first{[] {}};
  Process second{&BoundToNothing::work};
  static void work() {}
  template <class A> void serialize(A &ar) { ar(first, second); }
  void start_ok() {
    first.start();
    second.start();
  }
};

// Empty processes: there is no target, so nothing is sent.
struct Empty {
  Process first, second;
  template <class A> void serialize(A &ar) { ar(first, second); }
  void start_ok() {
    first.start();
    second.start();
  }
};

// Bound to another object, which has no processes.
struct Data {
  int number = 0;
  void work() {}
  template <class A> void serialize(A &ar) { ar(number); }
};
struct BoundToData {
  Data data;
  Process first{&Data::work, &data};
  Process second{&Data::work, &data};
  void start_ok() {
    first.start();
    second.start();
  }
};
