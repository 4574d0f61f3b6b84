//===- access.cpp - Is a process recognised that is reached in a roundabout way? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include <stowaway/stowaway.h>
#include <vector>

using stowaway::Process;

void launch_bad(Process &process) { process.start(); }
// DEFINITE: `void launch_bad(Process &process) { ^process.start(); }` 'process.start()' carries 'ByReference::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
// NOTE: `^launch_bad(process);` 'launch_bad' is called here
// NOTE: `^all.emplace_back(&ByReference::work, this);` #1 target 'ByReference::work' is bound to 'this' here, so the 'ByReference' is sent
// NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #1 'ByReference' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
// NOTE: `void launch_bad(Process &process) { ^process.start(); }` an element of 'ByReference::all' is started here, by an earlier call
// NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
// NOTE: `void ^work() {}` #1 make 'ByReference::work' a static member function that takes what it uses as arguments, so that no 'ByReference' is sent
// NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #1 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
void launch_behind_bad(Process *process) { process->start(); }
// DEFINITE: `void launch_behind_bad(Process *process) { ^process->start(); }` 'process->start()' carries 'ByPointer::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
// NOTE: `^launch_behind_bad(&process);` 'launch_behind_bad' is called here
// NOTE: `^all.emplace_back(&ByPointer::work, this);` #1 target 'ByPointer::work' is bound to 'this' here, so the 'ByPointer' is sent
// NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #2 'ByPointer' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
// NOTE: `void launch_behind_bad(Process *process) { ^process->start(); }` an element of 'ByPointer::all' is started here, by an earlier call
// NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
// NOTE: `void ^work() {}` #2 make 'ByPointer::work' a static member function that takes what it uses as arguments, so that no 'ByPointer' is sent
// NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #2 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
void leave_alone(Process &process) { process.is_alive(); }
void unseen(Process &process);

template <class P> void launch_any_bad(P &process) { process.start(); }
// DEFINITE: `template <class P> void launch_any_bad(P &process) { ^process.start(); }` 'process.start()' carries 'ByTemplate::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
// NOTE: `^launch_any_bad(process);` 'launch_any_bad' is called here
// NOTE: `^all.emplace_back(&ByTemplate::work, this);` #1 target 'ByTemplate::work' is bound to 'this' here, so the 'ByTemplate' is sent
// NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #3 'ByTemplate' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
// NOTE: `template <class P> void launch_any_bad(P &process) { ^process.start(); }` an element of 'ByTemplate::all' is started here, by an earlier call
// NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
// NOTE: `void ^work() {}` #3 make 'ByTemplate::work' a static member function that takes what it uses as arguments, so that no 'ByTemplate' is sent
// NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #3 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'

struct ByReference {
  std::vector<Process> all;
  ByReference() {
    all.emplace_back(&ByReference::work, this);
    all.emplace_back(&ByReference::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start() {
    for (auto &process : all)
      launch_bad(process);
  }
};

struct ByPointer {
  std::vector<Process> all;
  ByPointer() {
    all.emplace_back(&ByPointer::work, this);
    all.emplace_back(&ByPointer::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start() {
    for (auto &process : all)
      launch_behind_bad(&process);
  }
};

struct ByTemplate {
  std::vector<Process> all;
  ByTemplate() {
    all.emplace_back(&ByTemplate::work, this);
    all.emplace_back(&ByTemplate::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start() {
    for (auto &process : all)
      launch_any_bad(process);
  }
};

struct ByMethod {
  std::vector<Process> all;
  ByMethod() {
    all.emplace_back(&ByMethod::work, this);
    all.emplace_back(&ByMethod::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void one_bad(size_t i) { all[i].start(); }
  // DEFINITE: `void one_bad(size_t i) { ^all[i].start(); }` 'all[i].start()' carries 'ByMethod::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `^one_bad(1);` 'ByMethod::one_bad' is called here
  // NOTE: `^all.emplace_back(&ByMethod::work, this);` #1 target 'ByMethod::work' is bound to 'this' here, so the 'ByMethod' is sent
  // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #4 'ByMethod' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
  // NOTE: `void one_bad(size_t i) { ^all[i].start(); }` an element of 'ByMethod::all' is started here, by an earlier call
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `void ^work() {}` #4 make 'ByMethod::work' a static member function that takes what it uses as arguments, so that no 'ByMethod' is sent
  // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #4 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  void start() {
    one_bad(0);
    one_bad(1);
  }
};

struct ByAccessor {
  std::vector<Process> all;
  ByAccessor() {
    all.emplace_back(&ByAccessor::work, this);
    all.emplace_back(&ByAccessor::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  Process &get(size_t i) { return all[i]; }
  void start_bad() {
    get(0).start();
    get(1).start();
    // DEFINITE: `get(1).^start();` 'get(1).start()' carries 'ByAccessor::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `^all.emplace_back(&ByAccessor::work, this);` #1 target 'ByAccessor::work' is bound to 'this' here, so the 'ByAccessor' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #5 'ByAccessor' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
    // NOTE: `get(0).^start();` an element of 'ByAccessor::all' is started here
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^work() {}` #5 make 'ByAccessor::work' a static member function that takes what it uses as arguments, so that no 'ByAccessor' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #5 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
};

struct ByContainerAccessor {
  std::vector<Process> all;
  ByContainerAccessor() {
    all.emplace_back(&ByContainerAccessor::work, this);
    all.emplace_back(&ByContainerAccessor::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  std::vector<Process> &processes() { return all; }
  void start_bad() {
    for (auto &process : processes())
      process.start();
      // DEFINITE: 'process.start()' carries 'ByContainerAccessor::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `^all.emplace_back(&ByContainerAccessor::work, this);` #1 target 'ByContainerAccessor::work' is bound to 'this' here, so the 'ByContainerAccessor' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #6 'ByContainerAccessor' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^process.start();` #1 an element of 'ByContainerAccessor::all' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #6 make 'ByContainerAccessor::work' a static member function that takes what it uses as arguments, so that no 'ByContainerAccessor' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #6 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
};

struct ByLocalReference {
  std::vector<Process> all;
  ByLocalReference() {
    all.emplace_back(&ByLocalReference::work, this);
    all.emplace_back(&ByLocalReference::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    auto &list = all;
    Process &first = list[0];
    Process *second = &list[1];
    first.start();
    second->start();
    // DEFINITE: 'second->start()' carries 'ByLocalReference::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `^all.emplace_back(&ByLocalReference::work, this);` #1 target 'ByLocalReference::work' is bound to 'this' here, so the 'ByLocalReference' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #7 'ByLocalReference' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
    // NOTE: `^first.start();` an element of 'ByLocalReference::all' is started here
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^work() {}` #7 make 'ByLocalReference::work' a static member function that takes what it uses as arguments, so that no 'ByLocalReference' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #7 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
};

struct ByLambda {
  std::vector<Process> all;
  ByLambda() {
    all.emplace_back(&ByLambda::work, this);
    all.emplace_back(&ByLambda::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    auto start = [this](int i) { all[i].start(); };
    // DEFINITE: `auto start = [this](int i) { ^all[i].start(); };` 'all[i].start()' carries 'ByLambda::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `^start(1);` the lambda is called here
    // NOTE: `^all.emplace_back(&ByLambda::work, this);` #1 target 'ByLambda::work' is bound to 'this' here, so the 'ByLambda' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #8 'ByLambda' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
    // NOTE: `auto start = [this](int i) { ^all[i].start(); };` an element of 'ByLambda::all' is started here, by an earlier call
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^work() {}` #8 make 'ByLambda::work' a static member function that takes what it uses as arguments, so that no 'ByLambda' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #8 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
    start(0);
    start(1);
  }
};

struct FromOutside {
  std::vector<Process> all;
  FromOutside() {
    all.emplace_back(&FromOutside::work, this);
    all.emplace_back(&FromOutside::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
};

void start_from_outside_bad() {
  FromOutside outside;
  for (auto &process : outside.all)
    process.start();
    // DEFINITE: 'process.start()' carries 'FromOutside::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `^all.emplace_back(&FromOutside::work, this);` #1 target 'FromOutside::work' is bound to 'this' here, so the 'FromOutside' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #9 'FromOutside' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
    // NOTE: `^process.start();` #2 an element of 'FromOutside::all' is started here, by an earlier iteration
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^work() {}` #9 make 'FromOutside::work' a static member function that takes what it uses as arguments, so that no 'FromOutside' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #9 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
}

void start_by_pointer_bad(FromOutside *outside) {
  for (auto &process : outside->all)
    process.start();
    // POSSIBLE: 'process.start()' carries 'FromOutside::all[...]', a 'stowaway::Process' that may be started, to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `^all.emplace_back(&FromOutside::work, this);` #1 target 'FromOutside::work' is bound to 'this' here, so the 'FromOutside' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #9 'FromOutside' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
    // NOTE: `^process.start();` #3 an element of 'FromOutside::all' is started here, by an earlier iteration
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^work() {}` #9 make 'FromOutside::work' a static member function that takes what it uses as arguments, so that no 'FromOutside' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #9 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
}

// The callee starts nothing.
struct CalleeLeavesAlone {
  Process first{&CalleeLeavesAlone::work, this};
  Process second{&CalleeLeavesAlone::work, this};
  void work() {}
  template <class A> void serialize(A &ar) { ar(first, second); }
  void start_ok() {
    leave_alone(first);
    second.start();
  }
};

// What an unseen function does with the first is not guessed at.
struct CalleeUnseen {
  Process first{&CalleeUnseen::work, this};
  Process second{&CalleeUnseen::work, this};
  void work() {}
  template <class A> void serialize(A &ar) { ar(first, second); }
  void start_ok() {
    unseen(first);
    second.start();
  }
};

// The lambda that would start the first is never called.
struct LambdaNotCalled {
  Process first{&LambdaNotCalled::work, this};
  Process second{&LambdaNotCalled::work, this};
  void work() {}
  template <class A> void serialize(A &ar) { ar(first, second); }
  void start_ok() {
    auto start = [this] { first.start(); };
    second.start();
    (void)start;
  }
};

// Two objects: what one has started the other does not send.
struct Separate {
  Process process{&Separate::work, this};
  void work() {}
  template <class A> void serialize(A &ar) { ar(process); }
};

void start_two_objects_ok() {
  Separate one, other;
  one.process.start();
  other.process.start();
}

void start_objects_in_a_loop_ok() {
  std::vector<Separate> several(4);
  for (auto &each : several)
    each.process.start();
}
