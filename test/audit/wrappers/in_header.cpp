//===- in_header.cpp - Is what goes through a header's wrapper told apart? ===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

// A finding stands at the outermost call whose payload is concrete: each user
// of a wrapper is told of its own mistake, where it can be mended or silenced.

#include <mutex>

#include "Inputs/launch.h"

static std::mutex m, n, q;

void one_bad() {
  std::unique_lock<std::mutex> lock(m);
  launch("one", [lock = std::move(lock)] {}).join();
  // DEFINITE: 'launch' carries 'lock' of type 'std::unique_lock<std::mutex>' to another thread, where it is destroyed; that is wrong because a lock must be released by the thread that took it [stowaway-carried-handle]
  // NOTE: <launch.h> `return ^std::thread{std::move(body), 1};` 'std::thread' launches it here
  // NOTE: <launch.h> `auto body = [^f = std::move(f)](int) mutable { f(); };` the lambda captures 'f' of type 'lambda' here
  // NOTE: `launch("one", [^lock = std::move(lock)] {}).join();` the lambda captures 'lock' of type 'std::unique_lock<std::mutex>' here
  // NOTE: <mutex> `template <class M> class ^unique_lock {` 'std::unique_lock' is declared here; a lock must be released by the thread that took it
  // NOTE: `launch("one", [^lock = std::move(lock)] {}).join();` instead, lock on the other side
}
void two_bad() {
  std::unique_lock<std::mutex> guard(n);
  launch("two", [guard = std::move(guard)] {}).join();
  // DEFINITE: 'launch' carries 'guard' of type 'std::unique_lock<std::mutex>' to another thread, where it is destroyed; that is wrong because a lock must be released by the thread that took it [stowaway-carried-handle]
  // NOTE: <launch.h> `return ^std::thread{std::move(body), 1};` 'std::thread' launches it here
  // NOTE: <launch.h> `auto body = [^f = std::move(f)](int) mutable { f(); };` the lambda captures 'f' of type 'lambda' here
  // NOTE: `launch("two", [^guard = std::move(guard)] {}).join();` the lambda captures 'guard' of type 'std::unique_lock<std::mutex>' here
  // NOTE: <mutex> `template <class M> class ^unique_lock {` 'std::unique_lock' is declared here; a lock must be released by the thread that took it
  // NOTE: `launch("two", [^guard = std::move(guard)] {}).join();` instead, lock on the other side
}
void same_name_bad() {
  std::unique_lock<std::mutex> lock(q);
  launch("three", [lock = std::move(lock)] {}).join();
  // DEFINITE: 'launch' carries 'lock' of type 'std::unique_lock<std::mutex>' to another thread, where it is destroyed; that is wrong because a lock must be released by the thread that took it [stowaway-carried-handle]
  // NOTE: <launch.h> `return ^std::thread{std::move(body), 1};` 'std::thread' launches it here
  // NOTE: <launch.h> `auto body = [^f = std::move(f)](int) mutable { f(); };` the lambda captures 'f' of type 'lambda' here
  // NOTE: `launch("three", [^lock = std::move(lock)] {}).join();` the lambda captures 'lock' of type 'std::unique_lock<std::mutex>' here
  // NOTE: <mutex> `template <class M> class ^unique_lock {` 'std::unique_lock' is declared here; a lock must be released by the thread that took it
  // NOTE: `launch("three", [^lock = std::move(lock)] {}).join();` instead, lock on the other side
}
void through_two_bad() {
  std::unique_lock<std::mutex> lock(q);
  launch_twice_wrapped([lock = std::move(lock)] {});
  // DEFINITE: 'launch_twice_wrapped' carries 'lock' of type 'std::unique_lock<std::mutex>' to another thread, where it is destroyed; that is wrong because a lock must be released by the thread that took it [stowaway-carried-handle]
  // NOTE: <launch.h> `^launch("inner", [f = std::move(f)]() mutable { f(); }).join();` it is passed on to 'launch' here
  // NOTE: <launch.h> `return ^std::thread{std::move(body), 1};` 'std::thread' launches it here
  // NOTE: <launch.h> `auto body = [^f = std::move(f)](int) mutable { f(); };` the lambda captures 'f' of type 'lambda' here
  // NOTE: <launch.h> `launch("inner", [^f = std::move(f)]() mutable { f(); }).join();` the lambda captures 'f' of type 'lambda' here
  // NOTE: `launch_twice_wrapped([^lock = std::move(lock)] {});` the lambda captures 'lock' of type 'std::unique_lock<std::mutex>' here
  // NOTE: <mutex> `template <class M> class ^unique_lock {` 'std::unique_lock' is declared here; a lock must be released by the thread that took it
  // NOTE: `launch_twice_wrapped([^lock = std::move(lock)] {});` instead, lock on the other side
}
void silenced_ok() {
  std::unique_lock<std::mutex> lock(q);
  launch("four", [lock = std::move(lock)] {}).join(); // NOLINT
}
void nothing_carried_ok() {
  launch("five", [] {}).join();
  launch_twice_wrapped([] {});
}
// What the header does by itself is told there.
void own_mistake_bad() { launch_own(m); }
// DEFINITE: <launch.h> `^std::thread([lock = std::move(lock)] {}).join();` 'std::thread' carries 'lock' of type 'std::unique_lock<std::mutex>' to another thread, where it is destroyed; that is wrong because a lock must be released by the thread that took it [stowaway-carried-handle]
// NOTE: <launch.h> `std::thread([^lock = std::move(lock)] {}).join();` the lambda captures 'lock' of type 'std::unique_lock<std::mutex>' here
// NOTE: <mutex> `template <class M> class ^unique_lock {` 'std::unique_lock' is declared here; a lock must be released by the thread that took it
// NOTE: <launch.h> `std::thread([^lock = std::move(lock)] {}).join();` instead, lock on the other side
