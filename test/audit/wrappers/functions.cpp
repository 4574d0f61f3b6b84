//===- functions.cpp - Are functions that forward their callable to a launch seen through? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

// The finding is where the user's target enters; notes lead down to the launch.

#include <functional>
#include <future>
#include <memory>
#include <stowaway/stowaway.h>
#include <utility>

using stowaway::Process;
using Weak = std::weak_ptr<int>;

void work();
void use(int);
void use_weak(Weak);

// By value.
template <class F> void run_copy(F f) {
  Process process(f);
  process.start();
}
void by_value_bad(Weak weak) {
  run_copy([weak] { weak.lock(); });
  // DEFINITE: 'run_copy' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^process.start();` #1 'process.start()' launches it here
  // NOTE: `Process ^process(f);` #1 the lambda is bound here
  // NOTE: `run_copy([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `run_copy([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void by_value_ok(int number) {
  run_copy([number] { use(number); });
}
void function_ok() { run_copy(work); }

// By forwarding reference.
template <class F> void run_forward(F &&f) {
  Process(std::forward<F>(f)).start();
}
void forward_bad(Weak weak) {
  run_forward([weak] { weak.lock(); });
  // DEFINITE: 'run_forward' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `Process(std::forward<F>(f)).^start();` 'Process(std::forward<F>(f)).start()' launches it here
  // NOTE: `^Process(std::forward<F>(f)).start();` the lambda is bound here
  // NOTE: `run_forward([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `run_forward([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void forward_variable_bad(Weak weak) {
  auto work = [weak] { weak.lock(); };
  run_forward(work);
  // DEFINITE: 'run_forward' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `Process(std::forward<F>(f)).^start();` 'Process(std::forward<F>(f)).start()' launches it here
  // NOTE: `^Process(std::forward<F>(f)).start();` the lambda is bound here
  // NOTE: `auto work = [^weak] { weak.lock(); };` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `auto work = [^weak] { weak.lock(); };` instead, send the object itself, or an id by which the worker finds its own
}
void forward_ok(int number) {
  run_forward([number] { use(number); });
}

// With arguments.
template <class F, class... Args> void run_with(F &&f, Args &&...args) {
  Process process(std::forward<F>(f), std::forward<Args>(args)...);
  process.start();
}
void with_arguments_bad(Weak weak) { run_with(use_weak, weak); }
// DEFINITE: `void with_arguments_bad(Weak weak) { ^run_with(use_weak, weak); }` 'run_with' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `^process.start();` #2 'process.start()' launches it here
// NOTE: `Process ^process(std::forward<F>(f), std::forward<Args>(args)...);` target 'use_weak' is bound here
// NOTE: `void with_arguments_bad(Weak weak) { run_with(use_weak, ^weak); }` argument 'weak' of type 'Weak' is passed here
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `void with_arguments_bad(Weak weak) { run_with(use_weak, ^weak); }` instead, send the object itself, or an id by which the worker finds its own
void with_arguments_ok() { run_with(use, 1); }
void with_reference_bad(int number) {
  run_with([&number] { use(number); });
  // DEFINITE: 'run_with' carries 'number' of type 'int &' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `^process.start();` #2 'process.start()' launches it here
  // NOTE: `Process ^process(std::forward<F>(f), std::forward<Args>(args)...);` the lambda is bound here
  // NOTE: `run_with([&^number] { use(number); });` the lambda captures 'number' by reference here
  // NOTE: `run_with([&^number] { use(number); });` instead, send the value, or an index or name that the other side can look up
}

// Type-erased.
void run_any(std::function<void()> f) {
  Process process(f);
  process.start();
}
void erased_bad(Weak weak) {
  run_any([weak] { weak.lock(); });
  // DEFINITE: 'run_any' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^process.start();` #3 'process.start()' launches it here
  // NOTE: `Process ^process(f);` #2 the lambda is bound here
  // NOTE: `run_any([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `run_any([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void erased_ok(int number) {
  run_any([number] { use(number); });
}
void erased_function_ok() { run_any(work); }
void erased_bind_bad(Weak weak) { run_any(std::bind(use_weak, weak)); }
// DEFINITE: `void erased_bind_bad(Weak weak) { ^run_any(std::bind(use_weak, weak)); }` 'run_any' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `^process.start();` #3 'process.start()' launches it here
// NOTE: `Process ^process(f);` #2 target 'use_weak' is bound here
// NOTE: `void erased_bind_bad(Weak weak) { run_any(std::bind(use_weak, ^weak)); }` argument 'weak' of type 'Weak' is passed here
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `void erased_bind_bad(Weak weak) { run_any(std::bind(use_weak, ^weak)); }` instead, send the object itself, or an id by which the worker finds its own

void run_reference(const std::function<void()> &f) { Process(f).start(); }
void erased_reference_bad(Weak weak) {
  run_reference([weak] { weak.lock(); });
  // DEFINITE: 'run_reference' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `void run_reference(const std::function<void()> &f) { Process(f).^start(); }` 'Process(f).start()' launches it here
  // NOTE: `void run_reference(const std::function<void()> &f) { ^Process(f).start(); }` the lambda is bound here
  // NOTE: `run_reference([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `run_reference([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void erased_reference_ok() { run_reference([] {}); }

void run_moved(std::move_only_function<void()> f) {
  Process(std::move(f)).start();
}
void erased_moved_bad(Weak weak) {
  run_moved([weak] { weak.lock(); });
  // DEFINITE: 'run_moved' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `Process(std::move(f)).^start();` 'Process(std::move(f)).start()' launches it here
  // NOTE: `^Process(std::move(f)).start();` the lambda is bound here
  // NOTE: `run_moved([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `run_moved([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}

// A function pointer carries nothing.
void run_pointer(void (*f)()) { Process(f).start(); }
void pointer_ok() { run_pointer(work); }
void pointer_lambda_ok() {
  run_pointer([] { use(1); });
}

// An abbreviated template.
void run_auto(auto f) { Process(f).start(); }
void abbreviated_bad(Weak weak) {
  run_auto([weak] { weak.lock(); });
  // DEFINITE: 'run_auto' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `void run_auto(auto f) { Process(f).^start(); }` 'Process(f).start()' launches it here
  // NOTE: `void run_auto(auto f) { ^Process(f).start(); }` the lambda is bound here
  // NOTE: `run_auto([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `run_auto([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void abbreviated_ok() { run_auto(work); }

// Two and three layers.
template <class F> void outer(F f) { run_copy(f); }
template <class F> void outermost(F &&f) { outer(std::forward<F>(f)); }
void two_layers_bad(Weak weak) {
  outer([weak] { weak.lock(); });
  // DEFINITE: 'outer' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `template <class F> void outer(F f) { ^run_copy(f); }` it is passed on to 'run_copy' here
  // NOTE: `^process.start();` #1 'process.start()' launches it here
  // NOTE: `Process ^process(f);` #1 the lambda is bound here
  // NOTE: `outer([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `outer([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void three_layers_bad(Weak weak) {
  outermost([weak] { weak.lock(); });
  // DEFINITE: 'outermost' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `template <class F> void outermost(F &&f) { ^outer(std::forward<F>(f)); }` it is passed on to 'outer' here
  // NOTE: `template <class F> void outer(F f) { ^run_copy(f); }` it is passed on to 'run_copy' here
  // NOTE: `^process.start();` #1 'process.start()' launches it here
  // NOTE: `Process ^process(f);` #1 the lambda is bound here
  // NOTE: `outermost([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `outermost([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void two_layers_ok(int number) {
  outer([number] { use(number); });
}
void three_layers_ok(int number) {
  outermost([number] { use(number); });
}
void mixed_layers(std::function<void()> f) { outermost(f); }
void mixed_layers_bad(Weak weak) {
  mixed_layers([weak] { weak.lock(); });
  // DEFINITE: 'mixed_layers' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `void mixed_layers(std::function<void()> f) { ^outermost(f); }` it is passed on to 'outermost' here
  // NOTE: `template <class F> void outermost(F &&f) { ^outer(std::forward<F>(f)); }` it is passed on to 'outer' here
  // NOTE: `template <class F> void outer(F f) { ^run_copy(f); }` it is passed on to 'run_copy' here
  // NOTE: `^process.start();` #1 'process.start()' launches it here
  // NOTE: `Process ^process(f);` #1 the lambda is bound here
  // NOTE: `mixed_layers([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `mixed_layers([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}

// The wrapper wraps it in a lambda of its own.
template <class F> void run_logged(F f) {
  Process([f] {
    work();
    f();
  }).start();
}
void wrapped_in_lambda_bad(Weak weak) {
  run_logged([weak] { weak.lock(); });
  // DEFINITE: 'run_logged' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `}).^start();` #1 'Process([f] { work(); f(); }).start()' launches it here
  // NOTE: `^Process([f] {` #1 the lambda is bound here
  // NOTE: `Process([^f] {` #1 the lambda captures 'f' of type 'lambda' here
  // NOTE: `run_logged([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `run_logged([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void wrapped_in_lambda_ok(int number) {
  run_logged([number] { use(number); });
}
void run_any_logged(std::function<void()> f) {
  Process([f] {
    work();
    f();
  }).start();
}
void erased_in_lambda_bad(Weak weak) {
  run_any_logged([weak] { weak.lock(); });
  // DEFINITE: 'run_any_logged' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `}).^start();` #2 'Process([f] { work(); f(); }).start()' launches it here
  // NOTE: `^Process([f] {` #2 the lambda is bound here
  // NOTE: `Process([^f] {` #2 the lambda captures 'f' of type 'std::function<void ()>' here
  // NOTE: `run_any_logged([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `run_any_logged([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void erased_in_lambda_ok(int number) {
  run_any_logged([number] { use(number); });
}
// By reference: the wrapper itself is wrong, whatever it is given.
template <class F> void run_by_reference_bad(F f) {
  Process([&f] { f(); }).start();
  // DEFINITE: `Process([&f] { f(); }).^start();` 'Process([&f] { f(); }).start()' carries 'f' of type 'lambda &' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `^Process([&f] { f(); }).start();` the lambda is bound here
  // NOTE: `Process([&^f] { f(); }).start();` the lambda captures 'f' by reference here
  // NOTE: `Process([&^f] { f(); }).start();` instead, send the value, or an index or name that the other side can look up
}
void wrapped_by_reference() {
  run_by_reference_bad([] {});
}

// The wrapper adds something of its own.
void run_with_own_bad(std::function<void()> f, Weak weak) {
  Process([f, weak] { f(); }).start();
  // DEFINITE: `Process([f, weak] { f(); }).^start();` 'Process([f, weak] { f(); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([f, weak] { f(); }).start();` the lambda is bound here
  // NOTE: `Process([f, ^weak] { f(); }).start();` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([f, ^weak] { f(); }).start();` instead, send the object itself, or an id by which the worker finds its own
}

// It is called here, not launched.
template <class F> void call(F f) { f(); }
void called_ok(Weak weak) {
  call([weak] { weak.lock(); });
}
// Launched only when it is not.
template <class F> void run_unless(bool here, F f) {
  if (here)
    f();
  else
    Process(f).start();
}
void sometimes_bad(Weak weak) {
  run_unless(false, [weak] { weak.lock(); });
  // DEFINITE: 'run_unless' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `Process(f).^start();` #1 'Process(f).start()' launches it here
  // NOTE: `^Process(f).start();` #1 the lambda is bound here
  // NOTE: `run_unless(false, [^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `run_unless(false, [^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
// Another argument is launched.
template <class F, class G> void run_second(F f, G g) {
  f();
  Process(g).start();
}
void second_bad(Weak weak) {
  run_second([] {}, [weak] { weak.lock(); });
  // DEFINITE: 'run_second' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `Process(g).^start();` 'Process(g).start()' launches it here
  // NOTE: `^Process(g).start();` the lambda is bound here
  // NOTE: `run_second([] {}, [^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `run_second([] {}, [^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void second_ok(Weak weak) {
  run_second([weak] { weak.lock(); }, [] {});
}

// Recursion ends.
template <class F> void run_again(int n, F f) {
  if (n > 0)
    run_again(n - 1, f);
  Process(f).start();
}
void recursive_bad(Weak weak) {
  run_again(3, [weak] { weak.lock(); });
  // DEFINITE: 'run_again' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `Process(f).^start();` #2 'Process(f).start()' launches it here
  // NOTE: `^Process(f).start();` #2 the lambda is bound here
  // NOTE: `run_again(3, [^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `run_again(3, [^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void recursive_ok() {
  run_again(3, [] {});
}

// A lambda as wrapper.
void lambda_wrapper_bad(Weak weak) {
  auto run = [](auto f) { Process(f).start(); };
  run([weak] { weak.lock(); });
  // DEFINITE: 'run(...)' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `auto run = [](auto f) { Process(f).^start(); };` #1 'Process(f).start()' launches it here
  // NOTE: `auto run = [](auto f) { ^Process(f).start(); };` #1 the lambda is bound here
  // NOTE: `run([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `run([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void lambda_wrapper_ok() {
  auto run = [](auto f) { Process(f).start(); };
  run([] {});
}

// It returns the process, and the caller starts it.
template <class F> Process bind(F f) { return Process(f); }
void bound_by_wrapper_bad(Weak weak) {
  Process process = bind([weak] { weak.lock(); });
  process.start();
  // DEFINITE: 'process.start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `template <class F> Process bind(F f) { return ^Process(f); }` the lambda is bound here
  // NOTE: `Process process = bind([^weak] { weak.lock(); });` #1 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process process = bind([^weak] { weak.lock(); });` #1 instead, send the object itself, or an id by which the worker finds its own
}
void bound_by_wrapper_ok(Weak weak) {
  Process process = bind([weak] { weak.lock(); });
}

// Only declared: what it does is not known.
void run_elsewhere(std::function<void()> f);
void unseen_ok(Weak weak) {
  run_elsewhere([weak] { weak.lock(); });
}
