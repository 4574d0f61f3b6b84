//===- coroutines.cpp - Are launches in coroutines found? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include <coroutine>
#include <functional>
#include <memory>
#include <stowaway/stowaway.h>

using stowaway::Process;
using Weak = std::weak_ptr<int>;

void use(int);

struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    std::suspend_never yield_value(int) { return {}; }
    void unhandled_exception() {}
  };
};

Task coroutine_bad(Weak weak) {
  co_await std::suspend_never{};
  Process([weak] { weak.lock(); }).start();
  // DEFINITE: `Process([weak] { weak.lock(); }).^start();` 'Process([weak] { weak.lock(); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([weak] { weak.lock(); }).start();` the lambda is bound here
  // NOTE: `Process([^weak] { weak.lock(); }).start();` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([^weak] { weak.lock(); }).start();` instead, send the object itself, or an id by which the worker finds its own
}
Task coroutine_ok(int number) {
  co_await std::suspend_never{};
  Process([number] { use(number); }).start();
}
Task after_yield_bad(Weak weak) {
  Process process([weak] { weak.lock(); });
  co_yield 1;
  process.start();
  // DEFINITE: 'process.start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `Process ^process([weak] { weak.lock(); });` the lambda is bound here
  // NOTE: `Process process([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process process([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
Task loop_bad() {
  Process first([] {});
  Process second([](Process &) {}, std::ref(first));
  first.start();
  co_await std::suspend_never{};
  second.start();
  // DEFINITE: 'second.start()' carries 'first', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `Process ^second([](Process &) {}, std::ref(first));` #1 the lambda is bound here
  // NOTE: `Process second([](Process &) {}, ^std::ref(first));` #1 argument 'first' of type 'stowaway::Process' is passed here
  // NOTE: `^first.start();` #1 'first' is started here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `Process second([](Process &) {}, ^std::ref(first));` #1 instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
  co_return;
}
Task loop_ok() {
  Process first([] {});
  Process second([](Process &) {}, std::ref(first));
  second.start();
  co_await std::suspend_never{};
  first.start();
  co_return;
}
// A coroutine as target: what it is given travels.
Task body(Weak weak) {
  weak.lock();
  co_return;
}
void coroutine_target_bad(Weak weak) { Process(body, weak).start(); }
// DEFINITE: `void coroutine_target_bad(Weak weak) { Process(body, weak).^start(); }` 'Process(body, weak).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void coroutine_target_bad(Weak weak) { ^Process(body, weak).start(); }` target 'body' is bound here
// NOTE: `void coroutine_target_bad(Weak weak) { Process(body, ^weak).start(); }` argument 'weak' of type 'Weak' is passed here
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `void coroutine_target_bad(Weak weak) { Process(body, ^weak).start(); }` instead, send the object itself, or an id by which the worker finds its own
Task plain_body(int) { co_return; }
void coroutine_target_ok() { Process(plain_body, 1).start(); }
// A handle of a coroutine is an address.
void handle_bad(std::coroutine_handle<> handle) {
  Process([handle] { handle.resume(); }).start();
  // DEFINITE: `Process([handle] { handle.resume(); }).^start();` 'Process([handle] { handle.resume(); }).start()' carries 'handle' of type 'std::coroutine_handle<>' to another process; it cannot cross because it points to a coroutine frame in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([handle] { handle.resume(); }).start();` the lambda is bound here
  // NOTE: `Process([^handle] { handle.resume(); }).start();` the lambda captures 'handle' of type 'std::coroutine_handle<>' here
  // NOTE: <coroutine> `template <> struct ^coroutine_handle<void> {` 'std::coroutine_handle' is declared here; it points to a coroutine frame in the memory of this process
  // NOTE: `Process([^handle] { handle.resume(); }).start();` instead, send what the coroutine needs and start it on the other side
}
