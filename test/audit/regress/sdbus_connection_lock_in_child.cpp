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

// Known miss: the method locks a mutex of an object from before the fork.
void spawn_bad_FN(connection &bus) {
  if (fork() == 0) {
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
