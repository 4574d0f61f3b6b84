//===- inheritance.cpp - Do members and processes of base classes count? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include <stowaway/stowaway.h>
#include <vector>

using stowaway::Process;

// The processes are in a base; the derived class sends the base with them.
struct Pool {
  std::vector<Process> all;
  template <class A> void serialize(A &ar) { ar(all); }
};

struct SendsInherited : Pool {
  SendsInherited() {
    for (int i = 0; i < 4; ++i)
      all.emplace_back(&SendsInherited::work, this);
  }
  void work() {}
  // 'serialize' is inherited.
  void start_bad() {
    for (auto &process : all)
      process.start();
      // DEFINITE: 'process.start()' carries 'SendsInherited::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `^all.emplace_back(&SendsInherited::work, this);` target 'SendsInherited::work' is bound to 'this' here, so the 'SendsInherited' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #1 'SendsInherited' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^process.start();` #1 an element of 'SendsInherited::all' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #1 make 'SendsInherited::work' a static member function that takes what it uses as arguments, so that no 'SendsInherited' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #1 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
};

struct SendsInheritedMember : Pool {
  SendsInheritedMember() {
    for (int i = 0; i < 4; ++i)
      all.emplace_back(&SendsInheritedMember::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    for (auto &process : all)
      process.start();
      // DEFINITE: 'process.start()' carries 'SendsInheritedMember::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `^all.emplace_back(&SendsInheritedMember::work, this);` target 'SendsInheritedMember::work' is bound to 'this' here, so the 'SendsInheritedMember' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #2 'SendsInheritedMember' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^process.start();` #2 an element of 'SendsInheritedMember::all' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #2 make 'SendsInheritedMember::work' a static member function that takes what it uses as arguments, so that no 'SendsInheritedMember' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #2 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
};

// The worker is inherited, the processes are not.
struct Working {
  void work() {}
  int result = 0;
  template <class A> void serialize(A &ar) { ar(result); }
};

// What is bound is the object as a 'Working': the base part is sent, which has
// no processes.
struct BoundAsBase : Working {
  std::vector<Process> all;
  BoundAsBase() {
    for (int i = 0; i < 4; ++i)
      all.emplace_back(&Working::work, static_cast<Working *>(this));
  }
  void start_ok() {
    for (auto &process : all)
      process.start();
  }
};

// A base class starts what a derived class bound.
struct Starter {
  std::vector<Process> all;
  void start_all_bad() {
    for (auto &process : all)
      process.start();
      // DEFINITE: 'process.start()' carries 'StartedByBase::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `^app.start_all_bad();` 'Starter::start_all_bad' is called here
      // NOTE: `^all.emplace_back(&StartedByBase::work, this);` target 'StartedByBase::work' is bound to 'this' here, so the 'StartedByBase' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #3 'StartedByBase' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^process.start();` #4 an element of 'StartedByBase::all' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #4 make 'StartedByBase::work' a static member function that takes what it uses as arguments, so that no 'StartedByBase' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #3 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
  template <class A> void serialize(A &ar) { ar(all); }
};

struct StartedByBase : Starter {
  StartedByBase() {
    for (int i = 0; i < 4; ++i)
      all.emplace_back(&StartedByBase::work, this);
  }
  void work() {}
};

void start_by_base() {
  StartedByBase app;
  app.start_all_bad();
}

// The derived class hides what the base would send.
struct SendsNothingOfBase : Starter {
  int number = 0;
  SendsNothingOfBase() {
    for (int i = 0; i < 4; ++i)
      all.emplace_back(&SendsNothingOfBase::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(number); }
  void start_ok() {
    for (auto &process : all)
      process.start();
  }
};

// Virtual: what is bound is still the whole object.
struct Abstract {
  virtual ~Abstract() = default;
  virtual void work() = 0;
};

struct Concrete : Abstract {
  std::vector<Process> all;
  Concrete() {
    for (int i = 0; i < 4; ++i)
      all.emplace_back(&Concrete::work, this);
  }
  void work() override {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    for (auto &process : all)
      process.start();
      // DEFINITE: 'process.start()' carries 'Concrete::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `^all.emplace_back(&Concrete::work, this);` target 'Concrete::work' is bound to 'this' here, so the 'Concrete' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #4 'Concrete' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^process.start();` #6 an element of 'Concrete::all' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() override {}` make 'Concrete::work' a static member function that takes what it uses as arguments, so that no 'Concrete' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #4 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
};

// Two levels up.
struct Top {
  Process first;
};
struct Middle : Top {
  Process second;
};
struct Bottom : Middle {
  Bottom() {
    first = Process(&Bottom::work, this);
    second = Process(&Bottom::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(first, second); }
  void start_bad() {
    first.start();
    second.start();
    // DEFINITE: 'second.start()' carries 'Bottom::first', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `second = ^Process(&Bottom::work, this);` target 'Bottom::work' is bound to 'this' here, so the 'Bottom' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^first, second); }` #1 'Bottom' sends member 'first' of type 'stowaway::Process' here, in 'serialize'
    // NOTE: `^first.start();` #1 'Bottom::first' is started here
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^work() {}` #6 make 'Bottom::work' a static member function that takes what it uses as arguments, so that no 'Bottom' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^first, second); }` #1 leave 'first' out of 'serialize', or declare it as 'stowaway::Local<stowaway::Process>'
    //   - template <class A> void serialize(A &ar) { ar(first, second); }
    //   + template <class A> void serialize(A &ar) { ar(second); }
  }
};

// CRTP: the base binds the derived object.
template <class Derived> struct Runs {
  std::vector<Process> all;
  void bind() {
    auto *self = static_cast<Derived *>(this);
    all.emplace_back(&Derived::work, self);
    all.emplace_back(&Derived::work, self);
  }
  void start_bad() {
    for (auto &process : all)
      process.start();
      // DEFINITE: 'process.start()' carries 'Crtp::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `^app.start_bad();` 'Runs::start_bad' is called here
      // NOTE: `^all.emplace_back(&Derived::work, self);` #1 target 'Crtp::work' is bound to 'self' here, so the 'Crtp' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #5 'Crtp' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^process.start();` #7 an element of 'Crtp::all' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #7 make 'Crtp::work' a static member function that takes what it uses as arguments, so that no 'Crtp' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #5 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
};

struct Crtp : Runs<Crtp> {
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
};

void start_crtp() {
  Crtp app;
  app.bind();
  app.start_bad();
}

// A process class of one's own, derived from the library's.
struct NamedProcess : Process {
  using Process::Process;
  int name = 0;
};

struct OwnProcessClass {
  NamedProcess first{&OwnProcessClass::work, this};
  NamedProcess second{&OwnProcessClass::work, this};
  void work() {}
  template <class A> void serialize(A &ar) { ar(first, second); }
  void start_bad() {
    first.start();
    second.start();
    // POSSIBLE: 'second.start()' carries 'OwnProcessClass::first', a 'stowaway::Process' that may be started, to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `NamedProcess second^{&OwnProcessClass::work, this};` target 'OwnProcessClass::work' is bound to 'this' here, so the 'OwnProcessClass' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^first, second); }` #2 'OwnProcessClass' sends member 'first' of type 'NamedProcess' here, in 'serialize'
    // NOTE: `struct NamedProcess : ^Process {` base class 'stowaway::Process' of 'NamedProcess' goes with it
    // NOTE: `^first.start();` #2 'OwnProcessClass::first' is started here
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^work() {}` #8 make 'OwnProcessClass::work' a static member function that takes what it uses as arguments, so that no 'OwnProcessClass' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^first, second); }` #2 leave 'first' out of 'serialize', or declare it as 'stowaway::Local<NamedProcess>'
    //   - template <class A> void serialize(A &ar) { ar(first, second); }
    //   + template <class A> void serialize(A &ar) { ar(second); }
  }
};
