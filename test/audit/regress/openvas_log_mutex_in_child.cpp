//===- regress/openvas_log_mutex_in_child.cpp - May a child lock what the parent may hold? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After openvas-scanner pull request 491: the child took the mutex of the log,
// which another thread may have held at the fork.
//
// RUN: %check_audit %s

#include <mutex>
#include <unistd.h>

std::mutex log_mutex;
void write_log();
void scan();

void start_bad() {
  if (fork() == 0) {
  // DEFINITE: `if (^fork() == 0) {` #1 'fork' carries 'log_mutex' of type 'std::mutex' into a forked child, where it is locked; that is wrong because if another thread held it at the fork, nobody in the child will ever unlock it [stowaway-carried-handle]
  // NOTE: `std::mutex ^log_mutex;` the child inherits 'log_mutex' of type 'std::mutex'
  // NOTE: `std::lock_guard<std::mutex> ^lock(log_mutex);` #1 'log_mutex' is locked here, on the other side
  // NOTE: <mutex> `class ^mutex {` 'std::mutex' is declared here; if another thread held it at the fork, nobody in the child will ever unlock it
  // NOTE: `std::mutex ^log_mutex;` instead, lock it before the fork and unlock it on both sides, or only exec in the child
    std::lock_guard<std::mutex> lock(log_mutex);
    write_log();
    _exit(0);
  }
}

void start_ok() {
  if (fork() == 0) {
    scan();
    _exit(0);
  }
  std::lock_guard<std::mutex> lock(log_mutex);
  write_log();
}
