//===- classes.cpp - Are classes that launch what they were given seen through? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include <functional>
#include <memory>
#include <stowaway/stowaway.h>
#include <utility>
#include <vector>

using stowaway::Process;
using Weak = std::weak_ptr<int>;

void work();
void use(int);

// A member function.
class Runner {
public:
  template <class F> void run(F f) { Process(f).start(); }
  void run_any(std::function<void()> f) { Process(f).start(); }
  static void run_static(std::function<void()> f) { Process(f).start(); }
};
void member_bad(Runner &runner, Weak weak) {
  runner.run([weak] { weak.lock(); });
  // DEFINITE: 'runner.run(...)' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `template <class F> void run(F f) { Process(f).^start(); }` 'Process(f).start()' launches it here
  // NOTE: `template <class F> void run(F f) { ^Process(f).start(); }` the lambda is bound here
  // NOTE: `runner.run([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `runner.run([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void member_ok(Runner &runner, int number) {
  runner.run([number] { use(number); });
}
void member_any_bad(Runner &runner, Weak weak) {
  runner.run_any([weak] { weak.lock(); });
  // DEFINITE: 'runner.run_any(...)' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `void run_any(std::function<void()> f) { Process(f).^start(); }` 'Process(f).start()' launches it here
  // NOTE: `void run_any(std::function<void()> f) { ^Process(f).start(); }` the lambda is bound here
  // NOTE: `runner.run_any([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `runner.run_any([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void member_any_ok(Runner &runner) { runner.run_any(work); }
void static_member_bad(Weak weak) {
  Runner::run_static([weak] { weak.lock(); });
  // DEFINITE: 'Runner::run_static' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `static void run_static(std::function<void()> f) { Process(f).^start(); }` 'Process(f).start()' launches it here
  // NOTE: `static void run_static(std::function<void()> f) { ^Process(f).start(); }` the lambda is bound here
  // NOTE: `Runner::run_static([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Runner::run_static([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void static_member_ok() { Runner::run_static(work); }
void temporary_bad(Weak weak) {
  Runner().run([weak] { weak.lock(); });
  // DEFINITE: `Runner().^run([weak] { weak.lock(); });` 'Runner().run(...)' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `template <class F> void run(F f) { Process(f).^start(); }` 'Process(f).start()' launches it here
  // NOTE: `template <class F> void run(F f) { ^Process(f).start(); }` the lambda is bound here
  // NOTE: `Runner().run([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Runner().run([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}

// A constructor that launches.
class Scoped {
public:
  template <class F> explicit Scoped(F f) : process_(f) { process_.start(); }
  ~Scoped() { process_.join(); }

private:
  Process process_;
};
void constructor_bad(Weak weak) {
  Scoped scoped([weak] { weak.lock(); });
  // DEFINITE: `Scoped ^scoped([weak] { weak.lock(); });` 'Scoped' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `template <class F> explicit Scoped(F f) : process_(f) { ^process_.start(); }` 'process_.start()' launches it here
  // NOTE: `template <class F> explicit Scoped(F f) : ^process_(f) { process_.start(); }` the lambda is bound here
  // NOTE: `Scoped scoped([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Scoped scoped([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void constructor_ok(int number) {
  Scoped scoped([number] { use(number); });
}

// Kept in a field, launched by another method.
class Later {
public:
  explicit Later(std::function<void()> f) : function_(f) {}
  void start_bad() { Process(function_).start(); }
  // DEFINITE: `void start_bad() { Process(function_).^start(); }` #1 'Process(function_).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^later.start_bad();` #1 'Later::start_bad' is called here
  // NOTE: `void start_bad() { ^Process(function_).start(); }` #1 the lambda is bound here
  // NOTE: `Later later([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Later later([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own

private:
  std::function<void()> function_;
};
// The finding would be at 'start', with the closure below as its target.
void kept_in_field(Weak weak) {
  Later later([weak] { weak.lock(); });
  later.start_bad();
}

template <class F> class TypedLater {
public:
  explicit TypedLater(F f) : function_(f) {}
  void start_bad() { Process(function_).start(); }
  // DEFINITE: `void start_bad() { Process(function_).^start(); }` #2 'Process(function_).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `void start_bad() { ^Process(function_).start(); }` #2 the lambda is bound here
  // NOTE: `TypedLater later([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `TypedLater later([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own

private:
  F function_;
};
void kept_in_typed_field(Weak weak) {
  TypedLater later([weak] { weak.lock(); });
  later.start_bad();
}
template <class F> class TypedLaterOk {
public:
  explicit TypedLaterOk(F f) : function_(f) {}
  void start_ok() { Process(function_).start(); }

private:
  F function_;
};
void kept_in_typed_field_ok(int number) {
  TypedLaterOk later([number] { use(number); });
  later.start_ok();
}

// A queue of work that runs here.
class Queue {
public:
  void add(std::function<void()> f) { jobs_.push_back(f); }
  void run() {
    for (auto &job : jobs_)
      job();
  }

private:
  std::vector<std::function<void()>> jobs_;
};
void queue_ok(Queue &queue, Weak weak) {
  queue.add([weak] { weak.lock(); });
  queue.run();
}

// An interface: which of its implementations is called is not known here, but
// one of them launches.
class Executor {
public:
  virtual ~Executor() = default;
  virtual void post(std::function<void()> f) = 0;
};
class Inline : public Executor {
public:
  void post(std::function<void()> f) override { f(); }
};
class Remote final : public Executor {
public:
  void post(std::function<void()> f) override { Process(f).start(); }
};
void interface_ok(Executor &executor, Weak weak) {
  executor.post([weak] { weak.lock(); });
}
void inline_ok(Inline &executor, Weak weak) {
  executor.post([weak] { weak.lock(); });
}
void remote_bad(Remote &executor, Weak weak) {
  executor.post([weak] { weak.lock(); });
  // DEFINITE: 'executor.post(...)' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `void post(std::function<void()> f) override { Process(f).^start(); }` 'Process(f).start()' launches it here
  // NOTE: `void post(std::function<void()> f) override { ^Process(f).start(); }` the lambda is bound here
  // NOTE: `executor.post([^weak] { weak.lock(); });` #3 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `executor.post([^weak] { weak.lock(); });` #3 instead, send the object itself, or an id by which the worker finds its own
}

// A pool that starts all that it was given.
class Pool {
public:
  template <class F, class... Args> void add(F &&f, Args &&...args) {
    processes_.emplace_back(std::forward<F>(f), std::forward<Args>(args)...);
  }
  void start() {
    for (auto &process : processes_)
      process.start();
  }

private:
  std::vector<Process> processes_;
};
void pool_bad(Weak weak) {
  Pool pool;
  pool.add([weak] { weak.lock(); });
  pool.start();
  // DEFINITE: 'pool.start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^process.start();` 'process.start()' launches it here
  // NOTE: `^processes_.emplace_back(std::forward<F>(f), std::forward<Args>(args)...);` the lambda is bound here
  // NOTE: `pool.add([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `pool.add([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}

// An operator.
struct Spawn {
  template <class F> void operator()(F f) const { Process(f).start(); }
  template <class F> friend void operator<<(const Spawn &, F f) {
    Process(f).start();
  }
};
void call_operator_bad(Spawn spawn, Weak weak) {
  spawn([weak] { weak.lock(); });
  // DEFINITE: 'spawn(...)' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `template <class F> void operator()(F f) const { Process(f).^start(); }` 'Process(f).start()' launches it here
  // NOTE: `template <class F> void operator()(F f) const { ^Process(f).start(); }` the lambda is bound here
  // NOTE: `spawn([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `spawn([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void call_operator_ok(Spawn spawn) {
  spawn([] {});
}
void shift_operator_bad(Spawn spawn, Weak weak) {
  spawn << [weak] { weak.lock(); };
  // DEFINITE: 'spawn << ...' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `Process(f).^start();` 'Process(f).start()' launches it here
  // NOTE: `^Process(f).start();` the lambda is bound here
  // NOTE: `spawn << [^weak] { weak.lock(); };` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `spawn << [^weak] { weak.lock(); };` instead, send the object itself, or an id by which the worker finds its own
}
void shift_operator_ok(Spawn spawn) {
  spawn << [] {};
}
