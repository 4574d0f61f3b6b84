//===- start_method.h - How is a worker created, and what does it inherit? -----------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef STOWAWAY_START_METHOD_H
#define STOWAWAY_START_METHOD_H

#include <string_view>

namespace stowaway {

/// How workers are created.
enum class StartMethod {
  /// This program is executed again in a fresh process; the target is sent. The default: nothing is
  /// inherited by accident, and the cost does not depend on the size of this process.
  spawn,
  /// As spawn, but by a small server (this program again, executed once) that is forked for each
  /// worker; the target is sent. 5 to 6 times faster than spawn. From the first start on, the
  /// server
  /// and one spare worker for the next start are children of this process; they cost no processor
  /// time and end with it. See preload().
  forkserver,
  /// This process is forked; nothing is sent, memory is inherited. Refused when this process has
  /// more than one thread, because locks held by the others would stay locked for ever. A worker
  /// also inherits this process's ends of all pipes: it sees the end of one only when it has closed
  /// its copy.
  fork,
};

/// The method that Process::start() uses from now on in this process, and in workers started from
/// now on. Thread-safe.
void set_start_method(StartMethod method) noexcept;

/// The method in use. Thread-safe.
StartMethod start_method() noexcept;

/// "spawn", "forkserver" or "fork".
std::string_view to_string(StartMethod method) noexcept;

/// Lets StartMethod::fork start workers although other threads run. The caller vouches that no
/// other thread holds a lock that the worker needs, malloc's included. Thread-safe.
void allow_fork_with_threads(bool allow) noexcept;

/// A function that the fork server calls once, before its first worker, so that all workers find
/// its effects in place (tables read, models loaded). To be called before the first start by
/// forkserver; later calls restart the server. The function must not leave threads behind; when it
/// does, throws or exits, the starts fail with StartError ("server"). Several are called in the
/// order of these calls. Thread-safe.
void preload(void (*function)());

} // namespace stowaway

#endif // STOWAWAY_START_METHOD_H
