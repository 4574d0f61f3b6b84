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

// Known miss: another thread may hold it at the fork.
void child_locks_bad_FN() {
  if (fork() == 0) {
    mutex.lock();
    work();
    _exit(0);
  }
}

// Known miss: another thread may hold it at the fork.
void child_locks_with_pid_bad_FN() {
  pid_t pid = fork();
  if (pid == 0) {
    std::lock_guard<std::mutex> lock(mutex);
    work();
    _exit(0);
  }
}

// Known miss: the thread does not exist in the child.
void child_joins_bad_FN(std::thread &thread) {
  if (fork() == 0) {
    thread.join();
    _exit(0);
  }
}

void parent_joins_ok(std::thread &thread) {
  if (fork() == 0)
    _exit(0);
  thread.join();
}
