//===- loops.cpp - Which ways of going through the processes are followed? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

// One object, bound in its constructor; each class starts its processes in
// another way. Two elements are certain, so the verdicts are.

#include <algorithm>
#include <functional>
#include <stowaway/stowaway.h>
#include <vector>

using stowaway::Process;

struct IndexLoop {
  std::vector<Process> all;
  IndexLoop() {
    all.emplace_back(&IndexLoop::work, this);
    all.emplace_back(&IndexLoop::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    for (size_t i = 0; i < all.size(); ++i)
      all[i].start();
      // DEFINITE: 'all[i].start()' carries 'IndexLoop::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `^all.emplace_back(&IndexLoop::work, this);` #1 target 'IndexLoop::work' is bound to 'this' here, so the 'IndexLoop' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #1 'IndexLoop' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^all[i].start();` #1 an element of 'IndexLoop::all' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #1 make 'IndexLoop::work' a static member function that takes what it uses as arguments, so that no 'IndexLoop' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #1 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
};

struct AtLoop {
  std::vector<Process> all;
  AtLoop() {
    all.emplace_back(&AtLoop::work, this);
    all.emplace_back(&AtLoop::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    for (int i = 0; i != 2; i++)
      all.at(i).start();
      // DEFINITE: `all.at(i).^start();` 'all.at(i).start()' carries 'AtLoop::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `^all.emplace_back(&AtLoop::work, this);` #1 target 'AtLoop::work' is bound to 'this' here, so the 'AtLoop' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #2 'AtLoop' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `all.at(i).^start();` an element of 'AtLoop::all' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #2 make 'AtLoop::work' a static member function that takes what it uses as arguments, so that no 'AtLoop' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #2 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
};

struct IteratorLoop {
  std::vector<Process> all;
  IteratorLoop() {
    all.emplace_back(&IteratorLoop::work, this);
    all.emplace_back(&IteratorLoop::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    for (auto it = all.begin(); it != all.end(); ++it)
      it->start();
      // DEFINITE: 'it->start()' carries 'IteratorLoop::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `^all.emplace_back(&IteratorLoop::work, this);` #1 target 'IteratorLoop::work' is bound to 'this' here, so the 'IteratorLoop' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #3 'IteratorLoop' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^it->start();` an element of 'IteratorLoop::all' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #3 make 'IteratorLoop::work' a static member function that takes what it uses as arguments, so that no 'IteratorLoop' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #3 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
};

struct DereferencedIterator {
  std::vector<Process> all;
  DereferencedIterator() {
    all.emplace_back(&DereferencedIterator::work, this);
    all.emplace_back(&DereferencedIterator::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    for (auto it = std::begin(all); it != std::end(all); it++)
      (*it).start();
      // DEFINITE: '(*it).start()' carries 'DereferencedIterator::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `^all.emplace_back(&DereferencedIterator::work, this);` #1 target 'DereferencedIterator::work' is bound to 'this' here, so the 'DereferencedIterator' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #4 'DereferencedIterator' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^(*it).start();` an element of 'DereferencedIterator::all' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #4 make 'DereferencedIterator::work' a static member function that takes what it uses as arguments, so that no 'DereferencedIterator' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #4 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
};

struct WhileLoop {
  std::vector<Process> all;
  WhileLoop() {
    all.emplace_back(&WhileLoop::work, this);
    all.emplace_back(&WhileLoop::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    size_t i = 0;
    while (i < all.size())
      all[i++].start();
      // POSSIBLE: 'all[i++].start()' carries 'WhileLoop::all[...]', a 'stowaway::Process' that may be started, to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `^all.emplace_back(&WhileLoop::work, this);` #1 target 'WhileLoop::work' is bound to 'this' here, so the 'WhileLoop' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #5 'WhileLoop' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^all[i++].start();` an element of 'WhileLoop::all' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #5 make 'WhileLoop::work' a static member function that takes what it uses as arguments, so that no 'WhileLoop' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #5 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
};

struct DoLoop {
  std::vector<Process> all;
  DoLoop() {
    all.emplace_back(&DoLoop::work, this);
    all.emplace_back(&DoLoop::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    size_t i = 0;
    do {
      all[i].start();
      // POSSIBLE: 'all[i].start()' carries 'DoLoop::all[...]', a 'stowaway::Process' that may be started, to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `^all.emplace_back(&DoLoop::work, this);` #1 target 'DoLoop::work' is bound to 'this' here, so the 'DoLoop' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #6 'DoLoop' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^all[i].start();` #2 an element of 'DoLoop::all' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #6 make 'DoLoop::work' a static member function that takes what it uses as arguments, so that no 'DoLoop' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #6 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
      ++i;
    } while (i < all.size());
  }
};

// There may be just one.
struct DoLoopUnknown {
  std::vector<Process> all;
  explicit DoLoopUnknown(int n) {
    for (int i = 0; i < n; ++i)
      all.emplace_back(&DoLoopUnknown::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    size_t i = 0;
    do {
      all[i].start();
      // POSSIBLE: 'all[i].start()' carries 'DoLoopUnknown::all[...]', a 'stowaway::Process' that may be started, to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `^all.emplace_back(&DoLoopUnknown::work, this);` target 'DoLoopUnknown::work' is bound to 'this' here, so the 'DoLoopUnknown' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #7 'DoLoopUnknown' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^all[i].start();` #3 an element of 'DoLoopUnknown::all' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #7 make 'DoLoopUnknown::work' a static member function that takes what it uses as arguments, so that no 'DoLoopUnknown' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #7 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
      ++i;
    } while (i < all.size());
  }
};

struct ForEach {
  std::vector<Process> all;
  ForEach() {
    all.emplace_back(&ForEach::work, this);
    all.emplace_back(&ForEach::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    std::for_each(all.begin(), all.end(), [](Process &p) { p.start(); });
    // DEFINITE: `std::for_each(all.begin(), all.end(), [](Process &p) { ^p.start(); });` 'p.start()' carries 'ForEach::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `^std::for_each(all.begin(), all.end(), [](Process &p) { p.start(); });` the lambda is called here
    // NOTE: `^all.emplace_back(&ForEach::work, this);` #1 target 'ForEach::work' is bound to 'this' here, so the 'ForEach' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #8 'ForEach' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
    // NOTE: `std::for_each(all.begin(), all.end(), [](Process &p) { ^p.start(); });` an element of 'ForEach::all' is started here, by an earlier iteration
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^work() {}` #8 make 'ForEach::work' a static member function that takes what it uses as arguments, so that no 'ForEach' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #8 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
};

struct GenericForEach {
  std::vector<Process> all;
  GenericForEach() {
    all.emplace_back(&GenericForEach::work, this);
    all.emplace_back(&GenericForEach::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    std::for_each(all.begin(), all.end(), [](auto &p) { p.start(); });
    // DEFINITE: `std::for_each(all.begin(), all.end(), [](auto &p) { ^p.start(); });` 'p.start()' carries 'GenericForEach::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `^std::for_each(all.begin(), all.end(), [](auto &p) { p.start(); });` the lambda is called here
    // NOTE: `^all.emplace_back(&GenericForEach::work, this);` #1 target 'GenericForEach::work' is bound to 'this' here, so the 'GenericForEach' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #9 'GenericForEach' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
    // NOTE: `std::for_each(all.begin(), all.end(), [](auto &p) { ^p.start(); });` an element of 'GenericForEach::all' is started here, by an earlier iteration
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^work() {}` #9 make 'GenericForEach::work' a static member function that takes what it uses as arguments, so that no 'GenericForEach' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #9 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
};

struct RangesForEach {
  std::vector<Process> all;
  RangesForEach() {
    all.emplace_back(&RangesForEach::work, this);
    all.emplace_back(&RangesForEach::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    std::ranges::for_each(all, [](Process &p) { p.start(); });
    // DEFINITE: `std::ranges::for_each(all, [](Process &p) { ^p.start(); });` 'p.start()' carries 'RangesForEach::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `^std::ranges::for_each(all, [](Process &p) { p.start(); });` the lambda is called here
    // NOTE: `^all.emplace_back(&RangesForEach::work, this);` #1 target 'RangesForEach::work' is bound to 'this' here, so the 'RangesForEach' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #10 'RangesForEach' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
    // NOTE: `std::ranges::for_each(all, [](Process &p) { ^p.start(); });` an element of 'RangesForEach::all' is started here, by an earlier iteration
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^work() {}` #10 make 'RangesForEach::work' a static member function that takes what it uses as arguments, so that no 'RangesForEach' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #10 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
};

struct MemberForEach {
  std::vector<Process> all;
  MemberForEach() {
    all.emplace_back(&MemberForEach::work, this);
    all.emplace_back(&MemberForEach::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    std::ranges::for_each(all, &Process::start);
    // DEFINITE: 'std::ranges::for_each' carries 'MemberForEach::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `^all.emplace_back(&MemberForEach::work, this);` #1 target 'MemberForEach::work' is bound to 'this' here, so the 'MemberForEach' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #11 'MemberForEach' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
    // NOTE: `^std::ranges::for_each(all, &Process::start);` an element of 'MemberForEach::all' is started here, by an earlier iteration
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^work() {}` #11 make 'MemberForEach::work' a static member function that takes what it uses as arguments, so that no 'MemberForEach' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #11 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
};

struct MemFnForEach {
  std::vector<Process> all;
  MemFnForEach() {
    all.emplace_back(&MemFnForEach::work, this);
    all.emplace_back(&MemFnForEach::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    std::for_each(all.begin(), all.end(), std::mem_fn(&Process::start));
    // DEFINITE: 'std::for_each' carries 'MemFnForEach::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `^all.emplace_back(&MemFnForEach::work, this);` #1 target 'MemFnForEach::work' is bound to 'this' here, so the 'MemFnForEach' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #12 'MemFnForEach' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
    // NOTE: `^std::for_each(all.begin(), all.end(), std::mem_fn(&Process::start));` an element of 'MemFnForEach::all' is started here, by an earlier iteration
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^work() {}` #12 make 'MemFnForEach::work' a static member function that takes what it uses as arguments, so that no 'MemFnForEach' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #12 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
};

struct Unrolled {
  std::vector<Process> all;
  Unrolled() {
    all.emplace_back(&Unrolled::work, this);
    all.emplace_back(&Unrolled::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    all[0].start();
    all[1].start();
    // DEFINITE: 'all[1].start()' carries 'Unrolled::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `^all.emplace_back(&Unrolled::work, this);` #1 target 'Unrolled::work' is bound to 'this' here, so the 'Unrolled' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #13 'Unrolled' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
    // NOTE: `^all[0].start();` an element of 'Unrolled::all' is started here
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^work() {}` #13 make 'Unrolled::work' a static member function that takes what it uses as arguments, so that no 'Unrolled' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #13 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
};

struct FrontAndBack {
  std::vector<Process> all;
  FrontAndBack() {
    all.emplace_back(&FrontAndBack::work, this);
    all.emplace_back(&FrontAndBack::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    all.front().start();
    // POSSIBLE: `all.front().^start();` 'all.front().start()' carries 'FrontAndBack::all[...]', a 'stowaway::Process' that may be started, to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `^all.emplace_back(&FrontAndBack::work, this);` #1 target 'FrontAndBack::work' is bound to 'this' here, so the 'FrontAndBack' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #14 'FrontAndBack' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
    // NOTE: `all.front().^start();` an element of 'FrontAndBack::all' may be started here, by an earlier call of 'FrontAndBack::start_bad'
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^work() {}` #14 make 'FrontAndBack::work' a static member function that takes what it uses as arguments, so that no 'FrontAndBack' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #14 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
    all.back().start();
    // DEFINITE: `all.back().^start();` #1 'all.back().start()' carries 'FrontAndBack::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `^all.emplace_back(&FrontAndBack::work, this);` #1 target 'FrontAndBack::work' is bound to 'this' here, so the 'FrontAndBack' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #14 'FrontAndBack' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
    // NOTE: `all.front().^start();` an element of 'FrontAndBack::all' is started here
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^work() {}` #14 make 'FrontAndBack::work' a static member function that takes what it uses as arguments, so that no 'FrontAndBack' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #14 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
};

// Only one element is ever started.
struct OnlyFirst {
  std::vector<Process> all;
  OnlyFirst() {
    all.emplace_back(&OnlyFirst::work, this);
    all.emplace_back(&OnlyFirst::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_ok() { all[0].start(); }
};

// Nor here: the loop ends with the first.
struct FirstOfLoop {
  std::vector<Process> all;
  FirstOfLoop() {
    all.emplace_back(&FirstOfLoop::work, this);
    all.emplace_back(&FirstOfLoop::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_ok() {
    for (auto &process : all) {
      process.start();
      break;
    }
  }
};

// Each is closed before the next one is started.
struct OneAfterTheOther {
  std::vector<Process> all;
  OneAfterTheOther() {
    all.emplace_back(&OneAfterTheOther::work, this);
    all.emplace_back(&OneAfterTheOther::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_ok() {
    for (auto &process : all) {
      process.start();
      process.join();
      process.close();
    }
  }
};

// Bound and started one at a time, and the vector is empty when that happens.
struct NeverKept {
  std::vector<Process> all;
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_ok() {
    for (int i = 0; i < 4; ++i) {
      Process process(&NeverKept::work, this);
      process.start();
      process.join();
    }
  }
};

// Bound and started one at a time, and kept: the second finds the first.
struct Kept {
  std::vector<Process> all;
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    for (int i = 0; i < 4; ++i) {
      all.emplace_back(&Kept::work, this);
      all.back().start();
      // DEFINITE: `all.back().^start();` #2 'all.back().start()' carries 'Kept::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `^all.emplace_back(&Kept::work, this);` target 'Kept::work' is bound to 'this' here, so the 'Kept' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #19 'Kept' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `all.back().^start();` #2 an element of 'Kept::all' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #19 make 'Kept::work' a static member function that takes what it uses as arguments, so that no 'Kept' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #19 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
    }
  }
};

// Started before it is kept, which changes nothing for the second.
struct KeptAfterwards {
  std::vector<Process> all;
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  void start_bad() {
    for (int i = 0; i < 4; ++i) {
      Process process(&KeptAfterwards::work, this);
      process.start();
      // DEFINITE: 'process.start()' carries 'KeptAfterwards::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `Process ^process(&KeptAfterwards::work, this);` target 'KeptAfterwards::work' is bound to 'this' here, so the 'KeptAfterwards' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #20 'KeptAfterwards' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^process.start();` #4 an element of 'KeptAfterwards::all' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^work() {}` #20 make 'KeptAfterwards::work' a static member function that takes what it uses as arguments, so that no 'KeptAfterwards' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #20 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
      all.push_back(std::move(process));
    }
  }
};

// The loop only looks.
struct OnlyAsked {
  std::vector<Process> all;
  OnlyAsked() {
    all.emplace_back(&OnlyAsked::work, this);
    all.emplace_back(&OnlyAsked::work, this);
  }
  void work() {}
  template <class A> void serialize(A &ar) { ar(all); }
  bool running_ok() {
    for (auto &process : all)
      if (process.is_alive())
        return true;
    return false;
  }
};
