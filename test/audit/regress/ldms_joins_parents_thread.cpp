//===- regress/ldms_joins_parents_thread.cpp - May a child join a thread of its parent? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After ovis-hpc/ldms pull request 2367: the child joined a thread that exists
// only in the parent, and waited for ever.
//
// RUN: %check_audit %s

#include <thread>
#include <unistd.h>

struct daemon {
  std::thread worker;

  void detach_bad() {
    if (fork() == 0) {
    // DEFINITE: `if (^fork() == 0) {` 'fork' carries 'daemon::worker' of type 'std::thread' into a forked child, where it is used by 'worker.join()'; that is wrong because of all threads only the one that forks exists in the child, so the join waits for ever [stowaway-carried-handle]
    // NOTE: `^worker.join();` #1 the child inherits 'this' of type 'daemon *'
    // NOTE: `std::thread ^worker;` member 'worker' of 'daemon' has type 'std::thread'
    // NOTE: `worker.^join();` #1 'daemon::worker' is used by 'worker.join()' here, on the other side
    // NOTE: <thread> `class ^thread {` 'std::thread' is declared here; of all threads only the one that forks exists in the child, so the join waits for ever
    // NOTE: `std::thread ^worker;` instead, join before the fork, or leave the thread to the parent
      worker.join();
      _exit(0);
    }
  }
  void detach_ok() {
    worker.join();
    if (fork() == 0)
      _exit(0);
  }
};
