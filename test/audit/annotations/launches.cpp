//===- launches.cpp - What do the annotations of functions say? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include <functional>
#include <memory>
#include <stowaway/annotations.h>
#include <utility>

using Weak = std::weak_ptr<int>;
struct STOWAWAY_HANDLE(thread, "a context is bound to the thread that made it")
    Context {};

void work();
void use(int);
void use_weak(Weak);

STOWAWAY_LAUNCH(process)
void run_in_process(STOWAWAY_TARGET std::function<void()> job);

STOWAWAY_LAUNCH(thread)
void run_in_thread(STOWAWAY_TARGET std::function<void()> job);

void process_bad(Weak weak) {
  run_in_process([weak] { weak.lock(); });
  // DEFINITE: 'run_in_process' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `run_in_process([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `run_in_process([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void process_ok(int number) {
  run_in_process([number] { use(number); });
}
void function_ok() { run_in_process(work); }
void process_bind_bad(Weak weak) { run_in_process(std::bind(use_weak, weak)); }
// DEFINITE: `void process_bind_bad(Weak weak) { ^run_in_process(std::bind(use_weak, weak)); }` 'run_in_process' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void process_bind_bad(Weak weak) { run_in_process(std::bind(use_weak, ^weak)); }` argument 'weak' of type 'Weak' is passed here
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `void process_bind_bad(Weak weak) { run_in_process(std::bind(use_weak, ^weak)); }` instead, send the object itself, or an id by which the worker finds its own
void address_bad(int number) {
  run_in_process([&number] { use(number); });
  // DEFINITE: 'run_in_process' carries 'number' of type 'int &' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `run_in_process([&^number] { use(number); });` the lambda captures 'number' by reference here
  // NOTE: `run_in_process([&^number] { use(number); });` instead, send the value, or an index or name that the other side can look up
}
// Another boundary, another verdict.
void thread_bad(Context context) {
  run_in_thread([context] {});
  // DEFINITE: 'run_in_thread' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
  // NOTE: `run_in_thread([^context] {});` the lambda captures 'context' of type 'Context' here
  // NOTE: `^Context {};` 'Context' is declared here; a context is bound to the thread that made it
}
void thread_ok(Weak weak, int number) {
  run_in_thread([weak, &number] { use(number); });
}
void context_to_process_ok(Context context) {
  run_in_process([context] {});
}

// The target is not the first parameter; what is before it does not travel.
STOWAWAY_LAUNCH(process)
void run_named(const char *name, int *status,
               STOWAWAY_TARGET std::function<void()> job);
void named_bad(Weak weak) {
  int status = 0;
  run_named("worker", &status, [weak] { weak.lock(); });
  // DEFINITE: 'run_named' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `run_named("worker", &status, [^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `run_named("worker", &status, [^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void named_ok() {
  int status = 0;
  run_named("worker", &status, [] {});
}

// Arguments behind the target travel with it.
template <class F, class... Args>
STOWAWAY_LAUNCH(process)
void run_with(STOWAWAY_TARGET F &&job, Args &&...args);
void with_arguments_bad(Weak weak) { run_with(use_weak, weak); }
// DEFINITE: `void with_arguments_bad(Weak weak) { ^run_with(use_weak, weak); }` 'run_with' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void with_arguments_bad(Weak weak) { run_with(use_weak, ^weak); }` argument 'weak' of type 'Weak' is passed here
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `void with_arguments_bad(Weak weak) { run_with(use_weak, ^weak); }` instead, send the object itself, or an id by which the worker finds its own
void with_arguments_ok() { run_with(use, 1); }

// Without STOWAWAY_TARGET it is the first that can be called.
STOWAWAY_LAUNCH(process) void run_plain(int priority, std::function<void()> job);
void plain_bad(Weak weak) {
  run_plain(1, [weak] { weak.lock(); });
  // DEFINITE: 'run_plain' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `run_plain(1, [^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `run_plain(1, [^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void plain_ok() { run_plain(1, work); }

// A method, a static one, a virtual one with its override.
class Executor {
public:
  virtual ~Executor() = default;
  STOWAWAY_LAUNCH(process)
  void run(STOWAWAY_TARGET std::function<void()> job);
  STOWAWAY_LAUNCH(process)
  static void run_static(STOWAWAY_TARGET std::function<void()> job);
  STOWAWAY_LAUNCH(process)
  virtual void post(STOWAWAY_TARGET std::function<void()> job) = 0;
  void run_here(std::function<void()> job) { job(); }
};
class Derived : public Executor {
public:
  void post(std::function<void()> job) override;
};
void method_bad(Executor &executor, Weak weak) {
  executor.run([weak] { weak.lock(); });
  // DEFINITE: 'executor.run(...)' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `executor.run([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `executor.run([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void method_ok(Executor &executor) { executor.run(work); }
void static_method_bad(Weak weak) {
  Executor::run_static([weak] { weak.lock(); });
  // DEFINITE: 'Executor::run_static' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `Executor::run_static([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Executor::run_static([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void static_method_ok() { Executor::run_static(work); }
void virtual_bad(Executor &executor, Weak weak) {
  executor.post([weak] { weak.lock(); });
  // DEFINITE: 'executor.post(...)' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `executor.post([^weak] { weak.lock(); });` #1 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `executor.post([^weak] { weak.lock(); });` #1 instead, send the object itself, or an id by which the worker finds its own
}
void override_bad(Derived &executor, Weak weak) {
  executor.post([weak] { weak.lock(); });
  // DEFINITE: 'executor.post(...)' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `executor.post([^weak] { weak.lock(); });` #2 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `executor.post([^weak] { weak.lock(); });` #2 instead, send the object itself, or an id by which the worker finds its own
}
void override_ok(Derived &executor) { executor.post(work); }
// The method beside it is not annotated.
void other_method_ok(Executor &executor, Weak weak) {
  executor.run_here([weak] { weak.lock(); });
}

// Annotated at its first declaration.
STOWAWAY_LAUNCH(process)
void declared(STOWAWAY_TARGET std::function<void()> job);
void declared(std::function<void()> job) { job(); }
void declared_bad(Weak weak) {
  declared([weak] { weak.lock(); });
  // DEFINITE: 'declared' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `declared([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `declared([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void declared_ok() { declared([] {}); }

// Through a wrapper.
template <class F> void wrapper(F f) { run_in_process(f); }
void wrapped_bad(Weak weak) {
  wrapper([weak] { weak.lock(); });
  // DEFINITE: 'wrapper' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `template <class F> void wrapper(F f) { ^run_in_process(f); }` 'run_in_process' launches it here
  // NOTE: `wrapper([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `wrapper([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void wrapped_ok() {
  wrapper([] {});
}

// An overload that is not annotated.
void run_in_process(std::function<void()> job, int here);
void overload_ok(Weak weak) {
  run_in_process([weak] { weak.lock(); }, 1);
}

// Without a target: data only.
STOWAWAY_LAUNCH(process) void send(std::shared_ptr<Weak> data, int tag);

// A constructor that launches.
class Worker {
public:
  template <class F>
  STOWAWAY_LAUNCH(process)
  explicit Worker(STOWAWAY_TARGET F job) {}
};
void constructor_bad(Weak weak) {
  Worker worker([weak] { weak.lock(); });
  // DEFINITE: `Worker ^worker([weak] { weak.lock(); });` 'Worker' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `Worker worker([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Worker worker([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void constructor_ok() {
  Worker worker([] {});
}
