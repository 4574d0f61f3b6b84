//===- fork.cpp - What may a forked child inherit? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

// Memory is inherited, so nothing is sent. Only what the other threads held is
// lost: they do not exist in the child.

#include <memory>
#include <mutex>
#include <thread>
#include <unistd.h>

std::mutex mutex;
void work();

void memory_ok() {
  auto number = std::make_shared<int>(1);
  std::weak_ptr<int> weak = number;
  if (fork() == 0) {
    weak.lock();
    _exit(0);
  }
}

// Only the parent locks.
void parent_locks_ok() {
  if (fork() == 0)
    _exit(0);
  std::lock_guard<std::mutex> lock(mutex);
}

// A lock of its own.
void own_lock_ok() {
  if (fork() == 0) {
    std::mutex own;
    own.lock();
    own.unlock();
    _exit(0);
  }
}

void child_locks_bad() {
  if (fork() == 0) {
  // DEFINITE: `if (^fork() == 0) {` #3 'fork' carries 'mutex' of type 'std::mutex' into a forked child, where it is locked; that is wrong because if another thread held it at the fork, nobody in the child will ever unlock it [stowaway-carried-handle]
  // NOTE: `std::mutex ^mutex;` the child inherits 'mutex' of type 'std::mutex'
  // NOTE: `mutex.^lock();` 'mutex' is locked here, on the other side
  // NOTE: <mutex> `class ^mutex {` 'std::mutex' is declared here; if another thread held it at the fork, nobody in the child will ever unlock it
  // NOTE: `std::mutex ^mutex;` instead, lock it before the fork and unlock it on both sides, or only exec in the child
    mutex.lock();
    work();
    _exit(0);
  }
}

void child_locks_with_pid_bad() {
  pid_t pid = fork();
  // DEFINITE: `pid_t pid = ^fork();` 'fork' carries 'mutex' of type 'std::mutex' into a forked child, where it is locked; that is wrong because if another thread held it at the fork, nobody in the child will ever unlock it [stowaway-carried-handle]
  // NOTE: `std::mutex ^mutex;` the child inherits 'mutex' of type 'std::mutex'
  // NOTE: `std::lock_guard<std::mutex> ^lock(mutex);` #2 'mutex' is locked here, on the other side
  // NOTE: <mutex> `class ^mutex {` 'std::mutex' is declared here; if another thread held it at the fork, nobody in the child will ever unlock it
  // NOTE: `std::mutex ^mutex;` instead, lock it before the fork and unlock it on both sides, or only exec in the child
  if (pid == 0) {
    std::lock_guard<std::mutex> lock(mutex);
    work();
    _exit(0);
  }
}

void child_joins_bad(std::thread &thread) {
  if (fork() == 0) {
  // DEFINITE: `if (^fork() == 0) {` #4 'fork' carries 'thread' of type 'std::thread' into a forked child, where it is used by 'thread.join()'; that is wrong because of all threads only the one that forks exists in the child, so the join waits for ever [stowaway-carried-handle]
  // NOTE: `void child_joins_bad(std::thread &^thread) {` the child inherits 'thread' of type 'std::thread'
  // NOTE: `thread.^join();` #1 'thread' is used by 'thread.join()' here, on the other side
  // NOTE: <thread> `class ^thread {` 'std::thread' is declared here; of all threads only the one that forks exists in the child, so the join waits for ever
  // NOTE: `void child_joins_bad(std::thread &^thread) {` instead, join before the fork, or leave the thread to the parent
    thread.join();
    _exit(0);
  }
}

void parent_joins_ok(std::thread &thread) {
  if (fork() == 0)
    _exit(0);
  thread.join();
}
