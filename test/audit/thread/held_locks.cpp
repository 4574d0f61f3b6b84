//===- held_locks.cpp - May a held lock be handed to a thread? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

// A lock must be released by the thread that took it, so it must not be moved
// into another one: it would be destroyed, and released, there.

#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <utility>

using Lock = std::unique_lock<std::mutex>;

std::mutex mutex;
void take(Lock);
void borrow(Lock &);
void work();

void moved_as_argument_bad() {
  Lock lock(mutex);
  std::thread t(take, std::move(lock));
  // DEFINITE: `std::thread ^t(take, std::move(lock));` 'std::thread' carries 'lock' of type 'std::unique_lock<std::mutex>' to another thread, where it is destroyed; that is wrong because a lock must be released by the thread that took it [stowaway-carried-handle]
  // NOTE: `std::thread t(take, ^std::move(lock));` argument 'lock' of type 'std::unique_lock<std::mutex>' is passed here
  // NOTE: <mutex> `template <class M> class ^unique_lock {` 'std::unique_lock' is declared here; a lock must be released by the thread that took it
  // NOTE: `std::thread t(take, ^std::move(lock));` instead, lock on the other side
  t.join();
}

void moved_into_capture_bad() {
  Lock lock(mutex);
  std::thread t([lock = std::move(lock)] {});
  // DEFINITE: `std::thread ^t([lock = std::move(lock)] {});` 'std::thread' carries 'lock' of type 'std::unique_lock<std::mutex>' to another thread, where it is destroyed; that is wrong because a lock must be released by the thread that took it [stowaway-carried-handle]
  // NOTE: `std::thread t([^lock = std::move(lock)] {});` the lambda captures 'lock' of type 'std::unique_lock<std::mutex>' here
  // NOTE: <mutex> `template <class M> class ^unique_lock {` 'std::unique_lock' is declared here; a lock must be released by the thread that took it
  // NOTE: `std::thread t([^lock = std::move(lock)] {});` instead, lock on the other side
  t.join();
}

void moved_into_async_bad() {
  Lock lock(mutex);
  auto future = std::async(take, std::move(lock));
  // DEFINITE: `auto future = ^std::async(take, std::move(lock));` 'std::async' carries 'lock' of type 'std::unique_lock<std::mutex>' to another thread, where it is destroyed; that is wrong because a lock must be released by the thread that took it [stowaway-carried-handle]
  // NOTE: `auto future = std::async(take, ^std::move(lock));` argument 'lock' of type 'std::unique_lock<std::mutex>' is passed here
  // NOTE: <mutex> `template <class M> class ^unique_lock {` 'std::unique_lock' is declared here; a lock must be released by the thread that took it
  // NOTE: `auto future = std::async(take, ^std::move(lock));` instead, lock on the other side
  future.get();
}

void temporary_bad() { std::thread(take, Lock(mutex)).join(); }
// DEFINITE: `void temporary_bad() { ^std::thread(take, Lock(mutex)).join(); }` 'std::thread' carries 'Lock' of type 'Lock' to another thread, where it is destroyed; that is wrong because a lock must be released by the thread that took it [stowaway-carried-handle]
// NOTE: `void temporary_bad() { std::thread(take, ^Lock(mutex)).join(); }` argument 'Lock(mutex)' of type 'Lock' is passed here
// NOTE: <mutex> `template <class M> class ^unique_lock {` 'std::unique_lock' is declared here; a lock must be released by the thread that took it
// NOTE: `void temporary_bad() { std::thread(take, ^Lock(mutex)).join(); }` instead, lock on the other side

struct Guarded {
  Lock lock{mutex};
  int number = 0;
};
void take_guarded(Guarded);
void moved_within_struct_bad() {
  Guarded guarded;
  std::thread t(take_guarded, std::move(guarded));
  // DEFINITE: `std::thread ^t(take_guarded, std::move(guarded));` 'std::thread' carries 'guarded.lock' of type 'Lock' to another thread, where it is destroyed; that is wrong because a lock must be released by the thread that took it [stowaway-carried-handle]
  // NOTE: `std::thread t(take_guarded, ^std::move(guarded));` argument 'guarded' of type 'Guarded' is passed here
  // NOTE: `Lock ^lock{mutex};` member 'lock' of 'Guarded' has type 'Lock'
  // NOTE: <mutex> `template <class M> class ^unique_lock {` 'std::unique_lock' is declared here; a lock must be released by the thread that took it
  // NOTE: `Lock ^lock{mutex};` instead, lock on the other side
  t.join();
}

// By reference the lock stays here; the other side only looks.
void by_reference_ok() {
  Lock lock(mutex);
  std::thread t([&lock] {});
  t.join();
}
void as_reference_ok() {
  Lock lock(mutex);
  std::thread t(borrow, std::ref(lock));
  t.join();
}

// Held while the thread runs, and not carried.
void held_ok() {
  std::lock_guard<std::mutex> lock(mutex);
  std::thread t(work);
  t.join();
}

// Taken on the other side.
void taken_there_ok() {
  std::thread t([] {
    Lock lock(mutex);
    work();
  });
  t.join();
}
void deferred_ok(std::mutex &m) {
  std::thread t([&m] { std::scoped_lock<std::mutex> lock(m); });
  t.join();
}

// The mutex as such may be shared.
void mutex_ok() {
  std::thread t([](std::mutex &m) { m.lock(); }, std::ref(mutex));
  t.join();
}
