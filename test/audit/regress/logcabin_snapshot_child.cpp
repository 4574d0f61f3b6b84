//===- regress/logcabin_snapshot_child.cpp - May the child that writes a snapshot take the lock of the log? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After logcabin issue 121: the child that writes the snapshot takes a lock
// that a thread of the parent may hold.
//
// RUN: %check_audit %s

#include <mutex>
#include <unistd.h>

struct state_machine {
  std::recursive_mutex mutex;
  void write_snapshot();

  void snapshot_bad() {
    auto child = fork();
    // DEFINITE: `auto child = ^fork();` #1 'fork' carries 'state_machine::mutex' of type 'std::recursive_mutex' into a forked child, where it is locked; that is wrong because if another thread held it at the fork, nobody in the child will ever unlock it [stowaway-carried-handle]
    // NOTE: `^mutex.lock();` #1 the child inherits 'this' of type 'state_machine *'
    // NOTE: `std::recursive_mutex ^mutex;` member 'mutex' of 'state_machine' has type 'std::recursive_mutex'
    // NOTE: `mutex.^lock();` #1 'state_machine::mutex' is locked here, on the other side
    // NOTE: <mutex> `class ^recursive_mutex {` 'std::recursive_mutex' is declared here; if another thread held it at the fork, nobody in the child will ever unlock it
    // NOTE: `std::recursive_mutex ^mutex;` instead, lock it before the fork and unlock it on both sides, or only exec in the child
    if (child == 0) {
      mutex.lock();
      write_snapshot();
      mutex.unlock();
      _exit(0);
    }
  }
  void snapshot_ok() {
    mutex.lock();
    auto child = fork();
    if (child == 0) {
      write_snapshot();
      _exit(0);
    }
    mutex.unlock();
  }
};
