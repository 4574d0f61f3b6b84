//===- regress/sdbus_connection_lock_in_child.cpp - May a child use an object that locks inside? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After sdbus-cpp issue 296: the child called a method of the parent's
// connection, which locks a mutex.
//
// RUN: %check_audit %s

#include <mutex>
#include <unistd.h>

class connection {
public:
  void send() {
    std::lock_guard<std::mutex> lock(mutex_);
    ++sent_;
  }

private:
  std::mutex mutex_;
  int sent_ = 0;
};

void spawn_bad(connection &bus) {
  if (fork() == 0) {
  // DEFINITE: `if (^fork() == 0) {` #1 'fork' carries 'bus.mutex_' of type 'std::mutex' into a forked child, where it is locked; that is wrong because if another thread held it at the fork, nobody in the child will ever unlock it [stowaway-carried-handle]
  // NOTE: `void spawn_bad(connection &^bus) {` the child inherits 'bus' of type 'connection'
  // NOTE: `std::mutex ^mutex_;` member 'mutex_' of 'connection' has type 'std::mutex'
  // NOTE: `std::lock_guard<std::mutex> ^lock(mutex_);` 'bus.mutex_' is locked here, on the other side
  // NOTE: <mutex> `class ^mutex {` 'std::mutex' is declared here; if another thread held it at the fork, nobody in the child will ever unlock it
  // NOTE: `std::mutex ^mutex_;` instead, lock it before the fork and unlock it on both sides, or only exec in the child
    bus.send();
    _exit(0);
  }
}

void spawn_ok() {
  if (fork() == 0) {
    connection mine;
    mine.send();
    _exit(0);
  }
}
