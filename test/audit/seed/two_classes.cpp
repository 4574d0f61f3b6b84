//===- two_classes.cpp - What if owner, worker and starter are different classes? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include <functional>
#include <memory>
#include <stowaway/stowaway.h>
#include <vector>

using stowaway::Event;
using stowaway::Process;

// The worker has what it needs, the owner has the processes: nothing to find.
struct Job {
  Event event;
  void run() { event.wait(); }
  template <class A> void serialize(A &ar) { ar(event); }
};

struct Owner {
  Job job;
  std::vector<Process> all;
  Owner() {
    for (int i = 0; i < 4; ++i)
      all.emplace_back(&Job::run, &job);
  }
  void start_ok() {
    for (auto &process : all)
      process.start();
  }
};

// The job has a pointer back to its owner: an address, whatever it leads to.
struct Boss;
struct Linked {
  Boss *boss = nullptr;
  void run() {}
  template <class A> void serialize(A &ar) { ar(boss); }
};

struct Boss {
  Linked job;
  Process process{&Linked::run, &job};
  void start_bad() { process.start(); }
  // DEFINITE: `void start_bad() { ^process.start(); }` 'process.start()' carries 'Linked::boss' of type 'Boss *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `Process process^{&Linked::run, &job};` target 'Linked::run' is bound to '&job' here, so the 'Linked' is sent
  // NOTE: `template <class A> void serialize(A &ar) { ar(^boss); }` 'Linked' sends member 'boss' of type 'Boss *' here, in 'serialize'
  // NOTE: `Boss *^boss = nullptr;` 'boss' is declared here as 'Boss *'
  // NOTE: `void ^run() {}` #1 make 'Linked::run' a static member function that takes what it uses as arguments, so that no 'Linked' is sent
  // NOTE: `template <class A> void serialize(A &ar) { ar(^boss); }` leave 'boss' out of 'serialize', or declare it as 'stowaway::Local<Boss *>'
  // NOTE: `template <class A> void serialize(A &ar) { ar(^boss); }` instead, send the value, or an index or name that the other side can look up
};

// The job owns the pool, and the pool starts.
struct Pool {
  std::vector<Process> all;
  void start_bad() {
    for (auto &process : all)
      process.start();
      // DEFINITE: 'process.start()' carries 'OwnsPool::pool.all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `void start() { ^pool.start_bad(); }` 'Pool::start_bad' is called here
      // NOTE: `^pool.all.emplace_back(&OwnsPool::run, this);` target 'OwnsPool::run' is bound to 'this' here, so the 'OwnsPool' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^pool); }` 'OwnsPool' sends member 'pool' of type 'Pool' here, in 'serialize'
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #1 'Pool' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^process.start();` #2 an element of 'OwnsPool::pool.all' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^run() {}` #2 make 'OwnsPool::run' a static member function that takes what it uses as arguments, so that no 'OwnsPool' is sent
      // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #1 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
  template <class A> void serialize(A &ar) { ar(all); }
};

struct OwnsPool {
  Pool pool;
  OwnsPool() {
    for (int i = 0; i < 4; ++i)
      pool.all.emplace_back(&OwnsPool::run, this);
  }
  void run() {}
  template <class A> void serialize(A &ar) { ar(pool); }
  void start() { pool.start_bad(); }
};

// The pool is kept at home by being behind an address that is not sent.
struct UsesPool {
  Pool &pool;
  int number = 0;
  explicit UsesPool(Pool &p) : pool(p) {
    for (int i = 0; i < 4; ++i)
      pool.all.emplace_back(&UsesPool::run, this);
  }
  void run() {}
  template <class A> void serialize(A &ar) { ar(number); }
  void start_ok() { pool.start_bad(); }
};

// One class makes, another starts: the finding is where it starts.
struct Factory {
  static void fill(Pool &pool, OwnsPool &job) {
    pool.all.emplace_back(&OwnsPool::run, &job);
    pool.all.emplace_back(&OwnsPool::run, &job);
  }
};

// 'job' sends its own pool, not the one that is started here.
void fill_another_pool_ok() {
  Pool pool;
  OwnsPool job;
  Factory::fill(pool, job);
  for (auto &process : pool.all)
    process.start();
}

// By pointer, by shared pointer and by reference: always the object is sent.
struct Task {
  std::vector<Process> all;
  void run() {}
  template <class A> void serialize(A &ar) { ar(all); }
};

void bound_by_address_bad() {
  Task task;
  task.all.emplace_back(&Task::run, &task);
  task.all.emplace_back(&Task::run, &task);
  for (auto &process : task.all)
    process.start();
    // DEFINITE: 'process.start()' carries 'Task::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `^task.all.emplace_back(&Task::run, &task);` #1 target 'Task::run' is bound to '&task' here, so the 'Task' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #2 'Task' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
    // NOTE: `^process.start();` #4 an element of 'Task::all' is started here, by an earlier iteration
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^run() {}` #4 make 'Task::run' a static member function that takes what it uses as arguments, so that no 'Task' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #2 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
}

void bound_by_reference_bad() {
  Task task;
  task.all.emplace_back(&Task::run, std::ref(task));
  task.all.emplace_back(&Task::run, std::ref(task));
  for (auto &process : task.all)
    process.start();
    // DEFINITE: 'process.start()' carries 'Task::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `^task.all.emplace_back(&Task::run, std::ref(task));` #1 target 'Task::run' is bound to 'std::ref(task)' here, so the 'Task' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #2 'Task' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
    // NOTE: `^process.start();` #5 an element of 'Task::all' is started here, by an earlier iteration
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^run() {}` #4 make 'Task::run' a static member function that takes what it uses as arguments, so that no 'Task' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #2 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
}

void bound_by_pointer_parameter_bad(Task *task) {
  task->all.emplace_back(&Task::run, task);
  task->all.emplace_back(&Task::run, task);
  for (auto &process : task->all)
    process.start();
    // DEFINITE: 'process.start()' carries 'Task::all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `^task->all.emplace_back(&Task::run, task);` #1 target 'Task::run' is bound to 'task' here, so the 'Task' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #2 'Task' sends member 'all' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
    // NOTE: `^process.start();` #6 an element of 'Task::all' is started here, by an earlier iteration
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^run() {}` #4 make 'Task::run' a static member function that takes what it uses as arguments, so that no 'Task' is sent
    // NOTE: `template <class A> void serialize(A &ar) { ar(^all); }` #2 leave 'all' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
}

// The processes belong to nobody who is sent.
void bound_elsewhere_ok() {
  Task task;
  std::vector<Process> all;
  all.emplace_back(&Task::run, &task);
  all.emplace_back(&Task::run, &task);
  for (auto &process : all)
    process.start();
}
