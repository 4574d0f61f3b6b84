//===- holders.cpp - In which holders is a started process found? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include <array>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <stowaway/stowaway.h>
#include <utility>
#include <vector>

using stowaway::Process;

struct UniquePointers {
  std::vector<std::unique_ptr<Process>> all;
  UniquePointers() {
    for (int i = 0; i < 4; ++i)
      all.push_back(std::make_unique<Process>(&UniquePointers::work, this));
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    for (auto &process : all)
      process->start();
      // DEFINITE: 'process->start()' carries 'UniquePointers::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `all.push_back(^std::make_unique<Process>(&UniquePointers::work, this));` target 'UniquePointers::work' is bound to 'this' here, so the 'UniquePointers' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #1 'UniquePointers' sends member 'all' of type 'std::vector<std::unique_ptr<stowaway::Process>>' here, in 'serialize'; its elements are 'std::unique_ptr<stowaway::Process>'; it owns or shares a 'stowaway::Process'
      // NOTE: `^process->start();` #1 'UniquePointers::all[...]' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #1 make 'UniquePointers::work' a static member function that takes what it uses as arguments, so that no 'UniquePointers' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #1 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<std::unique_ptr<stowaway::Process>>>'
  }
};

struct SharedPointers {
  std::vector<std::shared_ptr<Process>> all;
  SharedPointers() {
    for (int i = 0; i < 4; ++i)
      all.emplace_back(std::make_shared<Process>(&SharedPointers::work, this));
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    for (auto &process : all)
      process->start();
      // DEFINITE: 'process->start()' carries 'SharedPointers::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `all.emplace_back(^std::make_shared<Process>(&SharedPointers::work, this));` target 'SharedPointers::work' is bound to 'this' here, so the 'SharedPointers' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #2 'SharedPointers' sends member 'all' of type 'std::vector<std::shared_ptr<stowaway::Process>>' here, in 'serialize'; its elements are 'std::shared_ptr<stowaway::Process>'; it owns or shares a 'stowaway::Process'
      // NOTE: `^process->start();` #2 'SharedPointers::all[...]' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #2 make 'SharedPointers::work' a static member function that takes what it uses as arguments, so that no 'SharedPointers' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #2 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<std::shared_ptr<stowaway::Process>>>'
  }
};

struct NewedPointers {
  std::vector<std::unique_ptr<Process>> all;
  NewedPointers() {
    for (int i = 0; i < 4; ++i)
      all.emplace_back(new Process(&NewedPointers::work, this));
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    for (auto &process : all)
      process->start();
      // DEFINITE: 'process->start()' carries 'NewedPointers::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `all.emplace_back(new ^Process(&NewedPointers::work, this));` target 'NewedPointers::work' is bound to 'this' here, so the 'NewedPointers' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #3 'NewedPointers' sends member 'all' of type 'std::vector<std::unique_ptr<stowaway::Process>>' here, in 'serialize'; its elements are 'std::unique_ptr<stowaway::Process>'; it owns or shares a 'stowaway::Process'
      // NOTE: `^process->start();` #3 'NewedPointers::all[...]' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #3 make 'NewedPointers::work' a static member function that takes what it uses as arguments, so that no 'NewedPointers' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #3 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<std::unique_ptr<stowaway::Process>>>'
  }
};

struct StdArray {
  std::array<Process, 2> all;
  StdArray() {
    for (auto &process : all)
      process = Process(&StdArray::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    for (auto &process : all)
      process.start();
      // DEFINITE: 'process.start()' carries 'StdArray::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `process = ^Process(&StdArray::work, this);` target 'StdArray::work' is bound to 'this' here, so the 'StdArray' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #4 'StdArray' sends member 'all' of type 'std::array<stowaway::Process, 2>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^process.start();` #1 an element of 'StdArray::all' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #4 make 'StdArray::work' a static member function that takes what it uses as arguments, so that no 'StdArray' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #4 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::array<stowaway::Process, 2>>'
  }
};

struct BuiltinArray {
  Process all[3];
  BuiltinArray() {
    for (int i = 0; i < 3; ++i)
      all[i] = Process(&BuiltinArray::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    for (int i = 0; i < 3; ++i)
      all[i].start();
      // DEFINITE: 'all[i].start()' carries 'BuiltinArray::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `all[i] = ^Process(&BuiltinArray::work, this);` target 'BuiltinArray::work' is bound to 'this' here, so the 'BuiltinArray' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #5 'BuiltinArray' sends member 'all' of type 'Process[3]' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^all[i].start();` an element of 'BuiltinArray::all' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #5 make 'BuiltinArray::work' a static member function that takes what it uses as arguments, so that no 'BuiltinArray' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #5 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<Process[3]>'
  }
};

struct ArrayOfOne {
  std::array<Process, 1> all;
  ArrayOfOne() { all[0] = Process(&ArrayOfOne::work, this); }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  // There is no second element.
  void start_ok() {
    for (auto &process : all)
      process.start();
  }
};

struct MapValues {
  std::map<int, Process> all;
  MapValues() {
    all.emplace(1, Process(&MapValues::work, this));
    all.emplace(2, Process(&MapValues::work, this));
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    for (auto &[id, process] : all)
      process.start();
      // DEFINITE: 'process.start()' carries 'MapValues::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `all.emplace(1, ^Process(&MapValues::work, this));` target 'MapValues::work' is bound to 'this' here, so the 'MapValues' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #7 'MapValues' sends member 'all' of type 'std::map<int, stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^process.start();` #3 an element of 'MapValues::all' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #7 make 'MapValues::work' a static member function that takes what it uses as arguments, so that no 'MapValues' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #7 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::map<int, stowaway::Process>>'
  }
};

struct MapByKey {
  std::map<int, Process> all;
  MapByKey() {
    all[1] = Process(&MapByKey::work, this);
    all[2] = Process(&MapByKey::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    all[1].start();
    all.at(2).start();
    // DEFINITE: `all.at(2).^start();` 'all.at(2).start()' carries 'MapByKey::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `all[2] = ^Process(&MapByKey::work, this);` target 'MapByKey::work' is bound to 'this' here, so the 'MapByKey' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #8 'MapByKey' sends member 'all' of type 'std::map<int, stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
    // NOTE: `^all[1].start();` an element of 'MapByKey::all' is started here
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^work() {}` #8 make 'MapByKey::work' a static member function that takes what it uses as arguments, so that no 'MapByKey' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #8 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::map<int, stowaway::Process>>'
  }
};

struct MapPairs {
  std::map<int, Process> all;
  MapPairs() {
    for (int i = 0; i < 3; ++i)
      all.try_emplace(i, &MapPairs::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    for (auto &entry : all)
      entry.second.start();
      // DEFINITE: 'entry.second.start()' carries 'MapPairs::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `^all.try_emplace(i, &MapPairs::work, this);` target 'MapPairs::work' is bound to 'this' here, so the 'MapPairs' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #9 'MapPairs' sends member 'all' of type 'std::map<int, stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^entry.second.start();` an element of 'MapPairs::all' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #9 make 'MapPairs::work' a static member function that takes what it uses as arguments, so that no 'MapPairs' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #9 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::map<int, stowaway::Process>>'
  }
};

struct Deque {
  std::deque<Process> all;
  Deque() {
    all.emplace_back(&Deque::work, this);
    all.emplace_front(&Deque::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    for (auto &process : all)
      process.start();
      // DEFINITE: 'process.start()' carries 'Deque::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `^all.emplace_back(&Deque::work, this);` target 'Deque::work' is bound to 'this' here, so the 'Deque' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #10 'Deque' sends member 'all' of type 'std::deque<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^process.start();` #4 an element of 'Deque::all' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #10 make 'Deque::work' a static member function that takes what it uses as arguments, so that no 'Deque' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #10 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::deque<stowaway::Process>>'
  }
};

struct List {
  std::list<Process> all;
  List() {
    all.emplace_back(&List::work, this);
    all.emplace_back(&List::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    for (auto &process : all)
      process.start();
      // DEFINITE: 'process.start()' carries 'List::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `^all.emplace_back(&List::work, this);` #1 target 'List::work' is bound to 'this' here, so the 'List' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #11 'List' sends member 'all' of type 'std::list<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^process.start();` #5 an element of 'List::all' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #11 make 'List::work' a static member function that takes what it uses as arguments, so that no 'List' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #11 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::list<stowaway::Process>>'
  }
};

struct Worker {
  int id = 0;
  Process process;
};

struct StructElements {
  std::vector<Worker> all;
  StructElements() {
    for (int i = 0; i < 4; ++i) {
      all.emplace_back();
      all.back().process = Process(&StructElements::work, this);
    }
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    for (auto &worker : all)
      worker.process.start();
      // DEFINITE: 'worker.process.start()' carries 'StructElements::all[...].process', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `all.back().process = ^Process(&StructElements::work, this);` target 'StructElements::work' is bound to 'this' here, so the 'StructElements' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #12 'StructElements' sends member 'all' of type 'std::vector<Worker>' here, in 'serialize'; its elements are 'Worker'
      // NOTE: `Process ^process;` member 'process' of 'Worker' has type 'stowaway::Process'
      // NOTE: `^worker.process.start();` 'StructElements::all[...].process' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #12 make 'StructElements::work' a static member function that takes what it uses as arguments, so that no 'StructElements' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #12 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<Worker>>'
  }
};

struct Pairs {
  std::vector<std::pair<int, Process>> all;
  Pairs() {
    for (int i = 0; i < 4; ++i)
      all.push_back({i, Process(&Pairs::work, this)});
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    for (auto &pair : all)
      pair.second.start();
      // DEFINITE: 'pair.second.start()' carries 'Pairs::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `all.push_back({i, ^Process(&Pairs::work, this)});` target 'Pairs::work' is bound to 'this' here, so the 'Pairs' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #13 'Pairs' sends member 'all' of type 'std::vector<std::pair<int, stowaway::Process>>' here, in 'serialize'; its elements are 'std::pair<int, stowaway::Process>'; it holds a 'stowaway::Process'
      // NOTE: `^pair.second.start();` 'Pairs::all[...]' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #13 make 'Pairs::work' a static member function that takes what it uses as arguments, so that no 'Pairs' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #13 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<std::pair<int, stowaway::Process>>>'
  }
};

struct VectorsOfVectors {
  std::vector<std::vector<Process>> all;
  VectorsOfVectors() {
    for (int i = 0; i < 4; ++i) {
      all.emplace_back();
      for (int j = 0; j < 4; ++j)
        all.back().emplace_back(&VectorsOfVectors::work, this);
    }
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    for (auto &row : all)
      for (auto &process : row)
        process.start();
        // DEFINITE: 'process.start()' carries 'VectorsOfVectors::all[...][...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
        // NOTE: `all.back().^emplace_back(&VectorsOfVectors::work, this);` target 'VectorsOfVectors::work' is bound to 'this' here, so the 'VectorsOfVectors' is sent
        // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #14 'VectorsOfVectors' sends member 'all' of type 'std::vector<std::vector<stowaway::Process>>' here, in 'serialize'; its elements are 'std::vector<stowaway::Process, std::allocator<stowaway::Process>>'; its elements are 'stowaway::Process'
        // NOTE: `^process.start();` #6 an element of 'VectorsOfVectors::all[...]' is started here, by an earlier iteration
        // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
        // NOTE: `void ^work() {}` #14 make 'VectorsOfVectors::work' a static member function that takes what it uses as arguments, so that no 'VectorsOfVectors' is sent
        // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #14 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<std::vector<stowaway::Process>>>'
  }
};

struct Optional {
  std::optional<Process> first, second;
  Optional() {
    first.emplace(&Optional::work, this);
    second.emplace(&Optional::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(first, second); }
  // An optional may be empty, hence possible; alone first is started by then.
  void start_bad() {
    first->start();
    second->start();
    // POSSIBLE: 'second->start()' carries 'Optional::first', a 'stowaway::Process' that may be started, to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `^second.emplace(&Optional::work, this);` target 'Optional::work' is bound to 'this' here, so the 'Optional' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^first, second); }` #1 'Optional' sends member 'first' of type 'std::optional<stowaway::Process>' here, in 'serialize'; it may hold a 'stowaway::Process'
    // NOTE: `^first->start();` #1 'Optional::first' is started here
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^work() {}` #15 make 'Optional::work' a static member function that takes what it uses as arguments, so that no 'Optional' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^first, second); }` #1 leave 'first' out of 'serialize', or declare it as 'stowaway::Local<std::optional<stowaway::Process>>'
    //   - template <class A> void serialize(A &ar) { ar(first, second); }
    //   + template <class A> void serialize(A &ar) { ar(second); }
  }
};

struct PointerMember {
  std::unique_ptr<Process> first, second;
  void work() {}
  template <class A> void serialize(A &ar) { ar(first, second); }
  void start_bad() {
    first = std::make_unique<Process>(&PointerMember::work, this);
    first->start();
    second = std::make_unique<Process>(&PointerMember::work, this);
    second->start();
    // DEFINITE: 'second->start()' carries 'PointerMember::first', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `second = ^std::make_unique<Process>(&PointerMember::work, this);` target 'PointerMember::work' is bound to 'this' here, so the 'PointerMember' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^first, second); }` #2 'PointerMember' sends member 'first' of type 'std::unique_ptr<stowaway::Process>' here, in 'serialize'; it owns or shares a 'stowaway::Process'
    // NOTE: `^first->start();` #2 'PointerMember::first' is started here
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^work() {}` #16 make 'PointerMember::work' a static member function that takes what it uses as arguments, so that no 'PointerMember' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^first, second); }` #2 leave 'first' out of 'serialize', or declare it as 'stowaway::Local<std::unique_ptr<stowaway::Process>>'
    //   - template <class A> void serialize(A &ar) { ar(first, second); }
    //   + template <class A> void serialize(A &ar) { ar(second); }
  }
};

// Emptied before the next one is started.
struct PointerReset {
  std::unique_ptr<Process> first, second;
  void work() {}
  template <class A> void serialize(A &ar) { ar(first, second); }
  void start_ok() {
    first = std::make_unique<Process>(&PointerReset::work, this);
    first->start();
    first->join();
    first.reset();
    second = std::make_unique<Process>(&PointerReset::work, this);
    second->start();
  }
};

// Cleared before it is filled and started again.
struct Cleared {
  std::vector<Process> all;
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_ok() {
    all.emplace_back(&Cleared::work, this);
    all.back().start();
    all.back().join();
    all.clear();
    all.emplace_back(&Cleared::work, this);
    all.back().start();
    all.back().join();
    all.clear();
  }
};

// Each call adds one: the second finds the one of the first.
struct Grows {
  std::vector<Process> all;
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void add_bad() {
    all.emplace_back(&Grows::work, this);
    all.back().start();
    // POSSIBLE: `all.back().^start();` #3 'all.back().start()' carries 'Grows::all[...]', a 'stowaway::Process' that may be started, to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `^all.emplace_back(&Grows::work, this);` target 'Grows::work' is bound to 'this' here, so the 'Grows' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #16 'Grows' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
    // NOTE: `all.back().^start();` #3 an element of 'Grows::all' may be started here, by an earlier call of 'Grows::add_bad'
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^work() {}` #19 make 'Grows::work' a static member function that takes what it uses as arguments, so that no 'Grows' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #16 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
};

// The map holds numbers; the processes are elsewhere and not sent.
struct SentElsewhere {
  std::map<int, int> ids;
  std::map<int, Process> all;
  SentElsewhere() {
    for (int i = 0; i < 3; ++i)
      all.try_emplace(i, &SentElsewhere::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(ids); }
  void start_ok() {
    for (auto &[id, process] : all)
      process.start();
  }
};

// Local pointers go nowhere.
struct LocalPointers {
  stowaway::Local<std::vector<std::unique_ptr<Process>>> all;
  LocalPointers() {
    for (int i = 0; i < 4; ++i)
      all->push_back(std::make_unique<Process>(&LocalPointers::work, this));
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_ok() {
    for (auto &process : *all)
      process->start();
  }
};
