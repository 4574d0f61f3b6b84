//===- OwnEnd.h - Which descriptors must no copy of this process keep? ----------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef STOWAWAY_SRC_OWN_END_H
#define STOWAWAY_SRC_OWN_END_H

#include <utility>

#include "System.h"

namespace stowaway::detail {

/// Owns an end of a socket that is this process's alone, because its closing tells somebody that
/// this process is gone. fork(2) closes it in the copy, whichever thread calls it and whenever:
/// it is made, closed and listed under one lock that fork takes (pthread_atfork(3)). What is copied
/// by clone(2) or _Fork(3) keeps it until it executes another program or calls close_all_in_copy().
///
/// Each one belongs to one thread at a time, or is under a lock of its owner's.
class OwnEnd {
public:
  OwnEnd() noexcept = default;
  OwnEnd(OwnEnd &&other) noexcept { take(other); }
  OwnEnd &operator=(OwnEnd &&other) noexcept {
    if (this != &other) {
      reset();
      take(other);
    }
    return *this;
  }
  ~OwnEnd() { reset(); }

  int get() const noexcept { return fd_; }
  explicit operator bool() const noexcept { return fd_ >= 0; }
  void reset() noexcept;
  /// From now on, copies keep it.
  Fd share() noexcept;

  /// A pair of connected AF_UNIX sockets that close on exec, above the standard descriptors.
  /// Throws std::system_error.
  static std::pair<OwnEnd, OwnEnd> make_socketpair(int type);

  /// To be called before the first one is made. Handlers that are installed later hold their locks
  /// first.
  static void install_fork_handlers();
  /// In a copy that was not made by fork(2), when it has one thread.
  static void close_all_in_copy() noexcept;

private:
  class List;
  void take(OwnEnd &other) noexcept;

  int fd_ = -1;
  OwnEnd *previous_ = nullptr, *next_ = nullptr; // all of this process
};

} // namespace stowaway::detail

#endif // STOWAWAY_SRC_OWN_END_H
