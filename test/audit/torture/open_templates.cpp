//===- torture/open_templates.cpp - Is a template judged that nothing uses? ---===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A header is often all there is to see. What does not depend on the parameters
// is judged as it stands, in every form that leaves constructor or overload
// open; what depends on them is not guessed at.
//
// RUN: %check_audit %s

#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <stowaway/stowaway.h>
#include <thread>
#include <utility>
#include <vector>

using stowaway::Process;
using Weak = std::weak_ptr<int>;
void use(int);

// --- does not depend on T ---------------------------------------------------
template <class T> void temporary_bad(Weak weak) {
  Process([weak] { weak.lock(); }).start();
  // DEFINITE: `Process([weak] { weak.lock(); }).^start();` #1 'Process([weak] { weak.lock(); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([weak] { weak.lock(); }).start();` #1 the lambda is bound here
  // NOTE: `Process([^weak] { weak.lock(); }).start();` #1 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([^weak] { weak.lock(); }).start();` #1 instead, send the object itself, or an id by which the worker finds its own
}
template <class T> void parentheses_bad(Weak weak) {
  Process process([weak] { weak.lock(); });
  process.start();
  // DEFINITE: 'process.start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `Process process^([weak] { weak.lock(); });` the lambda is bound here
  // NOTE: `Process process([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process process([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
template <class T> void braces_bad(Weak weak) {
  Process process{[weak] { weak.lock(); }};
  process.start();
  // DEFINITE: 'process.start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `Process process^{[weak] { weak.lock(); }};` the lambda is bound here
  // NOTE: `Process process{[^weak] { weak.lock(); }};` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process process{[^weak] { weak.lock(); }};` instead, send the object itself, or an id by which the worker finds its own
}
template <class T> void moved_lock_bad(std::unique_lock<std::mutex> lock) {
  std::thread thread([lock = std::move(lock)] {});
  // DEFINITE: `std::thread thread^([lock = std::move(lock)] {});` 'std::thread' carries 'lock' of type 'std::unique_lock<std::mutex>' to another thread, where it is destroyed; that is wrong because a lock must be released by the thread that took it [stowaway-carried-handle]
  // NOTE: `std::thread thread([^lock = std::move(lock)] {});` the lambda captures 'lock' of type 'std::unique_lock<std::mutex>' here
  // NOTE: <mutex> `template <class M> class ^unique_lock {` 'std::unique_lock' is declared here; a lock must be released by the thread that took it
  // NOTE: `std::thread thread([^lock = std::move(lock)] {});` instead, lock on the other side
  thread.join();
}
template <class T> void async_bad(std::unique_lock<std::mutex> lock) {
  (void)std::async([lock = std::move(lock)] {});
  // DEFINITE: `(void)^std::async([lock = std::move(lock)] {});` 'std::async' carries 'lock' of type 'std::unique_lock<std::mutex>' to another thread, where it is destroyed; that is wrong because a lock must be released by the thread that took it [stowaway-carried-handle]
  // NOTE: `(void)std::async([^lock = std::move(lock)] {});` the lambda captures 'lock' of type 'std::unique_lock<std::mutex>' here
  // NOTE: <mutex> `template <class M> class ^unique_lock {` 'std::unique_lock' is declared here; a lock must be released by the thread that took it
  // NOTE: `(void)std::async([^lock = std::move(lock)] {});` instead, lock on the other side
}
template <class T> void started_bad() {
  Process first([] {});
  first.start();
  Process second([](Process &) {}, std::ref(first));
  second.start();
  // DEFINITE: 'second.start()' carries 'first', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `Process second^([](Process &) {}, std::ref(first));` the lambda is bound here
  // NOTE: `Process second([](Process &) {}, ^std::ref(first));` argument 'first' of type 'stowaway::Process' is passed here
  // NOTE: `^first.start();` 'first' is started here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `Process second([](Process &) {}, ^std::ref(first));` instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}
template <class T> struct Holder {
  void member_bad(Weak weak) { Process([weak] { weak.lock(); }).start(); }
  // DEFINITE: `void member_bad(Weak weak) { Process([weak] { weak.lock(); }).^start(); }` 'Process([weak] { weak.lock(); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `void member_bad(Weak weak) { ^Process([weak] { weak.lock(); }).start(); }` the lambda is bound here
  // NOTE: `void member_bad(Weak weak) { Process([^weak] { weak.lock(); }).start(); }` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void member_bad(Weak weak) { Process([^weak] { weak.lock(); }).start(); }` instead, send the object itself, or an id by which the worker finds its own
  template <class U> void member_template_bad(Weak weak, U) {
    Process([weak] { weak.lock(); }).start();
    // DEFINITE: `Process([weak] { weak.lock(); }).^start();` #2 'Process([weak] { weak.lock(); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
    // NOTE: `^Process([weak] { weak.lock(); }).start();` #2 the lambda is bound here
    // NOTE: `Process([^weak] { weak.lock(); }).start();` #2 the lambda captures 'weak' of type 'Weak' here
    // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
    // NOTE: `Process([^weak] { weak.lock(); }).start();` #2 instead, send the object itself, or an id by which the worker finds its own
  }
};
template <class... Ts> void pack_bad(Weak weak, Ts... ts) {
  Process([weak, ts...] { weak.lock(); }).start();
  // DEFINITE: `Process([weak, ts...] { weak.lock(); }).^start();` 'Process([weak, ts...] { weak.lock(); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([weak, ts...] { weak.lock(); }).start();` the lambda is bound here
  // NOTE: `Process([^weak, ts...] { weak.lock(); }).start();` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([^weak, ts...] { weak.lock(); }).start();` instead, send the object itself, or an id by which the worker finds its own
}

// --- depends on T, or is no mistake -----------------------------------------
template <class T> void captured_ok(T value) {
  Process([value] { use(value); }).start();
}
template <class F, class... Args> void forwarded_ok(F &&f, Args &&...args) {
  Process(std::forward<F>(f), std::forward<Args>(args)...).start();
  std::thread(std::forward<F>(f), std::forward<Args>(args)...).join();
}
template <class T> void of_its_own_ok(T &object) {
  object.start([&object] { object.work(); });
  std::vector<T> many(3, object);
  for (auto &each : many)
    each.start();
}
template <class T> struct Own {
  T process;
  Own() : process(&Own::work, this) {}
  void work() {}
  void start_ok() { process.start(); }
};
template <class T> T made_ok(int number) {
  Process process([number] { use(number); });
  process.start();
  T made = T(number);
  return T(made);
}
template <class T> void number_ok(int number) {
  Process process([number] { use(number); });
  process.start();
}
// Instantiated: judged where it is made, once.
template <class T> void used_bad(T value) {
  Process([value] { use(value ? 1 : 0); }).start();
  // DEFINITE: `Process([value] { use(value ? 1 : 0); }).^start();` 'Process([value] { use(value ? 1 : 0); }).start()' carries 'value' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `^Process([value] { use(value ? 1 : 0); }).start();` the lambda is bound here
  // NOTE: `Process([^value] { use(value ? 1 : 0); }).start();` the lambda captures 'value' of type 'int *' here
  // NOTE: `Process([^value] { use(value ? 1 : 0); }).start();` instead, send the value, or an index or name that the other side can look up
}
void uses(int *pointer) { used_bad(pointer); }
