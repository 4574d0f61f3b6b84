//===- forked_workers.cpp - What may a worker that is forked be given? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s --start-method=fork

// All memory is inherited: addresses, weak references and files mean the same.
// A thread cannot be joined and a lock that another thread held is never
// released.

#include <cstdio>
#include <functional>
#include <memory>
#include <mutex>
#include <stowaway/stowaway.h>
#include <string_view>
#include <thread>

using stowaway::Process;

void use(int);

void weak_ok(std::weak_ptr<int> weak) {
  Process([weak] { weak.lock(); }).start();
}
void reference_ok(int number) {
  Process([&number] { use(number); }).start();
}
void pointer_ok(int *pointer) {
  Process([pointer] { use(*pointer); }).start();
}
void view_ok(std::string_view view) {
  Process([view] { view.size(); }).start();
}
void file_ok(FILE *file) { Process([file] { (void)file; }).start(); }

struct Object {
  std::weak_ptr<int> weak;
  Process process;
  void run() {}
  template <class Archive> void serialize(Archive &ar) { ar(weak, process); }
};
void object_ok(Object &object) {
  object.process.start();
  Process(&Object::run, &object).start();
}

// The mutex is only carried.
void mutex_carried_ok(std::mutex &mutex) {
  Process([&mutex] { (void)&mutex; }).start();
}
void mutex_locked_bad(std::mutex &mutex) {
  Process([&mutex] { mutex.lock(); }).start();
  // DEFINITE: `Process([&mutex] { mutex.lock(); }).^start();` 'Process([&mutex] { mutex.lock(); }).start()' carries 'mutex' of type 'std::mutex' into a forked child, where it is locked; that is wrong because if another thread held it at the fork, nobody in the child will ever unlock it [stowaway-carried-handle]
  // NOTE: `^Process([&mutex] { mutex.lock(); }).start();` the lambda is bound here
  // NOTE: `Process([&^mutex] { mutex.lock(); }).start();` the lambda captures 'mutex' of type 'std::mutex' here
  // NOTE: `Process([&mutex] { mutex.^lock(); }).start();` 'mutex' is locked here, on the other side
  // NOTE: <mutex> `class ^mutex {` 'std::mutex' is declared here; if another thread held it at the fork, nobody in the child will ever unlock it
  // NOTE: `Process([&^mutex] { mutex.lock(); }).start();` instead, lock it before the fork and unlock it on both sides, or only exec in the child
}
void mutex_guarded_bad(std::mutex &mutex) {
  Process([&mutex] { std::lock_guard<std::mutex> lock(mutex); }).start();
  // DEFINITE: `Process([&mutex] { std::lock_guard<std::mutex> lock(mutex); }).^start();` 'Process([&mutex] { std::...mutex); }).start()' carries 'mutex' of type 'std::mutex' into a forked child, where it is locked; that is wrong because if another thread held it at the fork, nobody in the child will ever unlock it [stowaway-carried-handle]
  // NOTE: `^Process([&mutex] { std::lock_guard<std::mutex> lock(mutex); }).start();` the lambda is bound here
  // NOTE: `Process([&^mutex] { std::lock_guard<std::mutex> lock(mutex); }).start();` the lambda captures 'mutex' of type 'std::mutex' here
  // NOTE: `Process([&mutex] { std::lock_guard<std::mutex> ^lock(mutex); }).start();` 'mutex' is locked here, on the other side
  // NOTE: <mutex> `class ^mutex {` 'std::mutex' is declared here; if another thread held it at the fork, nobody in the child will ever unlock it
  // NOTE: `Process([&^mutex] { std::lock_guard<std::mutex> lock(mutex); }).start();` instead, lock it before the fork and unlock it on both sides, or only exec in the child
}
// A lock of its own.
void own_mutex_ok() {
  Process([] {
    std::mutex mutex;
    mutex.lock();
  }).start();
}
void thread_carried_ok(std::thread &thread) {
  Process([&thread] { (void)thread.joinable(); }).start();
}
void thread_joined_bad(std::thread &thread) {
  Process([&thread] { thread.join(); }).start();
  // DEFINITE: `Process([&thread] { thread.join(); }).^start();` 'Process([&thread] { thread.join(); }).start()' carries 'thread' of type 'std::thread' into a forked child, where it is used by 'thread.join()'; that is wrong because of all threads only the one that forks exists in the child, so the join waits for ever [stowaway-carried-handle]
  // NOTE: `^Process([&thread] { thread.join(); }).start();` the lambda is bound here
  // NOTE: `Process([&^thread] { thread.join(); }).start();` the lambda captures 'thread' of type 'std::thread' here
  // NOTE: `Process([&thread] { thread.^join(); }).start();` 'thread' is used by 'thread.join()' here, on the other side
  // NOTE: <thread> `class ^thread {` 'std::thread' is declared here; of all threads only the one that forks exists in the child, so the join waits for ever
  // NOTE: `Process([&^thread] { thread.join(); }).start();` instead, join before the fork, or leave the thread to the parent
}
