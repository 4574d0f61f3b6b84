//===- holders.cpp - What is behind binders and type-erased holders? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include <functional>
#include <memory>
#include <stowaway/stowaway.h>
#include <utility>

using stowaway::Process;
using Weak = std::weak_ptr<int>;
using namespace std::placeholders;

void work();
void use(int);
void use_weak(Weak);
void use_both(int, Weak);

struct Object {
  Weak weak;
  void run() {}
  template <class Archive> void serialize(Archive &ar) { ar(weak); }
};
struct PlainObject {
  int number = 0;
  void run() {}
  void run_with(int) {}
  template <class Archive> void serialize(Archive &ar) { ar(number); }
};

// std::bind.
void bind_ok() { Process(std::bind(use, 1)).start(); }
void bind_bad(Weak weak) { Process(std::bind(use_weak, weak)).start(); }
// DEFINITE: `void bind_bad(Weak weak) { Process(std::bind(use_weak, weak)).^start(); }` 'Process(std::bind(use_weak, weak)).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void bind_bad(Weak weak) { ^Process(std::bind(use_weak, weak)).start(); }` target 'use_weak' is bound here
// NOTE: `void bind_bad(Weak weak) { Process(std::bind(use_weak, ^weak)).start(); }` argument 'weak' of type 'Weak' is passed here
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `void bind_bad(Weak weak) { Process(std::bind(use_weak, ^weak)).start(); }` instead, send the object itself, or an id by which the worker finds its own
void bind_object_bad(Object &object) {
  Process(std::bind(&Object::run, object)).start();
  // DEFINITE: `Process(std::bind(&Object::run, object)).^start();` 'Process(std::bind(&Object::run, object)).start()' carries 'Object::weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(std::bind(&Object::run, object)).start();` target 'Object::run' is bound to 'object' here, so the 'Object' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` 'Object' sends member 'weak' of type 'Weak' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #1 make 'Object::run' a static member function that takes what it uses as arguments, so that no 'Object' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` leave 'weak' out of 'serialize', or declare it as 'stowaway::Local<Weak>'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` instead, send the object itself, or an id by which the worker finds its own
}
void bind_object_ok(PlainObject &object) {
  Process(std::bind(&PlainObject::run, object)).start();
}
void bind_variable_bad(Weak weak) {
  auto bound = std::bind(use_weak, weak);
  Process(bound).start();
  // DEFINITE: `Process(bound).^start();` 'Process(bound).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(bound).start();` target 'use_weak' is bound here
  // NOTE: `auto bound = std::bind(use_weak, ^weak);` argument 'weak' of type 'Weak' is passed here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `auto bound = std::bind(use_weak, ^weak);` instead, send the object itself, or an id by which the worker finds its own
}
void bind_placeholder_ok() { Process(std::bind(use, _1), 1).start(); }
void bind_placeholder_bad(Weak weak) {
  Process(std::bind(use_both, _1, weak), 1).start();
  // DEFINITE: `Process(std::bind(use_both, _1, weak), 1).^start();` 'Process(std::bind(use_both, _1, weak), 1).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(std::bind(use_both, _1, weak), 1).start();` target 'use_both' is bound here
  // NOTE: `Process(std::bind(use_both, _1, ^weak), 1).start();` argument 'weak' of type 'Weak' is passed here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process(std::bind(use_both, _1, ^weak), 1).start();` instead, send the object itself, or an id by which the worker finds its own
}
void bind_placeholder_argument_bad(Weak weak) {
  Process(std::bind(use_weak, _1), weak).start();
  // DEFINITE: `Process(std::bind(use_weak, _1), weak).^start();` 'Process(std::bind(use_weak, _1), weak).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(std::bind(use_weak, _1), weak).start();` target 'use_weak' is bound here
  // NOTE: `Process(std::bind(use_weak, _1), ^weak).start();` argument 'weak' of type 'Weak' is passed here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process(std::bind(use_weak, _1), ^weak).start();` instead, send the object itself, or an id by which the worker finds its own
}
void bind_front_bad(Weak weak) {
  Process(std::bind_front(use_weak, weak)).start();
  // DEFINITE: `Process(std::bind_front(use_weak, weak)).^start();` 'Process(std::bind_front(use_weak, weak)).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(std::bind_front(use_weak, weak)).start();` target 'use_weak' is bound here
  // NOTE: `Process(std::bind_front(use_weak, ^weak)).start();` argument 'weak' of type 'Weak' is passed here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process(std::bind_front(use_weak, ^weak)).start();` instead, send the object itself, or an id by which the worker finds its own
}
void bind_front_ok() { Process(std::bind_front(use, 1)).start(); }
void bind_front_object_bad(Object &object) {
  Process(std::bind_front(&Object::run, object)).start();
  // DEFINITE: `Process(std::bind_front(&Object::run, object)).^start();` 'Process(std::bind_front(..., object)).start()' carries 'Object::weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(std::bind_front(&Object::run, object)).start();` target 'Object::run' is bound to 'object' here, so the 'Object' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` 'Object' sends member 'weak' of type 'Weak' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #1 make 'Object::run' a static member function that takes what it uses as arguments, so that no 'Object' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` leave 'weak' out of 'serialize', or declare it as 'stowaway::Local<Weak>'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` instead, send the object itself, or an id by which the worker finds its own
}
void bind_nested_bad(Weak weak) {
  Process(std::bind(std::bind(use_both, 1, _1), weak)).start();
  // DEFINITE: `Process(std::bind(std::bind(use_both, 1, _1), weak)).^start();` 'Process(std::bind(std::b...1), weak)).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(std::bind(std::bind(use_both, 1, _1), weak)).start();` target 'use_both' is bound here
  // NOTE: `Process(std::bind(std::bind(use_both, 1, _1), ^weak)).start();` argument 'weak' of type 'Weak' is passed here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process(std::bind(std::bind(use_both, 1, _1), ^weak)).start();` instead, send the object itself, or an id by which the worker finds its own
}
void bind_lambda_bad(Weak weak) {
  Process(std::bind([weak](int n) { use(n); }, 1)).start();
  // DEFINITE: `Process(std::bind([weak](int n) { use(n); }, 1)).^start();` 'Process(std::bind([weak]...n); }, 1)).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(std::bind([weak](int n) { use(n); }, 1)).start();` the lambda is bound here
  // NOTE: `Process(std::bind([^weak](int n) { use(n); }, 1)).start();` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process(std::bind([^weak](int n) { use(n); }, 1)).start();` instead, send the object itself, or an id by which the worker finds its own
}
void bind_lambda_ok() {
  Process(std::bind([](int n) { use(n); }, 1)).start();
}

// std::mem_fn.
void mem_fn_bad(Object &object) {
  Process(std::mem_fn(&Object::run), std::ref(object)).start();
  // DEFINITE: `Process(std::mem_fn(&Object::run), std::ref(object)).^start();` 'Process(std::mem_fn(&Obj...f(object)).start()' carries 'Object::weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(std::mem_fn(&Object::run), std::ref(object)).start();` target 'Object::run' is bound to 'std::ref(object)' here, so the 'Object' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` 'Object' sends member 'weak' of type 'Weak' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #1 make 'Object::run' a static member function that takes what it uses as arguments, so that no 'Object' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` leave 'weak' out of 'serialize', or declare it as 'stowaway::Local<Weak>'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` instead, send the object itself, or an id by which the worker finds its own
}
void mem_fn_ok(PlainObject &object) {
  Process(std::mem_fn(&PlainObject::run), std::ref(object)).start();
}

// std::function and its like.
void function_bad(Weak weak) {
  std::function<void()> function = [weak] { weak.lock(); };
  Process(function).start();
  // DEFINITE: `Process(function).^start();` #1 'Process(function).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(function).start();` #1 the lambda is bound here
  // NOTE: `std::function<void()> function = [^weak] { weak.lock(); };` #1 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `std::function<void()> function = [^weak] { weak.lock(); };` #1 instead, send the object itself, or an id by which the worker finds its own
}
void function_ok(int number) {
  std::function<void()> function = [number] { use(number); };
  Process(function).start();
}
void function_temporary_bad(Weak weak) {
  Process(std::function<void()>([weak] { weak.lock(); })).start();
  // DEFINITE: `Process(std::function<void()>([weak] { weak.lock(); })).^start();` 'Process(std::function<vo...ock(); })).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(std::function<void()>([weak] { weak.lock(); })).start();` the lambda is bound here
  // NOTE: `Process(std::function<void()>([^weak] { weak.lock(); })).start();` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process(std::function<void()>([^weak] { weak.lock(); })).start();` instead, send the object itself, or an id by which the worker finds its own
}
void function_moved_bad(Weak weak) {
  std::function<void()> function = [weak] { weak.lock(); };
  Process(std::move(function)).start();
  // DEFINITE: `Process(std::move(function)).^start();` #1 'Process(std::move(function)).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(std::move(function)).start();` #1 the lambda is bound here
  // NOTE: `std::function<void()> function = [^weak] { weak.lock(); };` #2 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `std::function<void()> function = [^weak] { weak.lock(); };` #2 instead, send the object itself, or an id by which the worker finds its own
}
void function_of_bind_bad(Weak weak) {
  std::function<void()> function = std::bind(use_weak, weak);
  Process(function).start();
  // DEFINITE: `Process(function).^start();` #3 'Process(function).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(function).start();` #3 target 'use_weak' is bound here
  // NOTE: `std::function<void()> function = std::bind(use_weak, ^weak);` argument 'weak' of type 'Weak' is passed here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `std::function<void()> function = std::bind(use_weak, ^weak);` instead, send the object itself, or an id by which the worker finds its own
}
void function_of_function_ok() {
  std::function<void()> function = work;
  Process(function).start();
}
void move_only_bad(Weak weak) {
  std::move_only_function<void()> function = [weak] { weak.lock(); };
  Process(std::move(function)).start();
  // DEFINITE: `Process(std::move(function)).^start();` #2 'Process(std::move(function)).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(std::move(function)).start();` #2 the lambda is bound here
  // NOTE: `std::move_only_function<void()> function = [^weak] { weak.lock(); };` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `std::move_only_function<void()> function = [^weak] { weak.lock(); };` instead, send the object itself, or an id by which the worker finds its own
}
void move_only_ok() {
  std::move_only_function<void()> function = work;
  Process(std::move(function)).start();
}
void function_assigned_bad(Weak weak) {
  std::function<void()> function;
  function = [weak] { weak.lock(); };
  Process(function).start();
  // DEFINITE: `Process(function).^start();` #5 'Process(function).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(function).start();` #5 the lambda is bound here
  // NOTE: `function = [^weak] { weak.lock(); };` #1 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `function = [^weak] { weak.lock(); };` #1 instead, send the object itself, or an id by which the worker finds its own
}
void function_assigned_ok() {
  std::function<void()> function;
  function = work;
  Process(function).start();
}
void function_assigned_in_branch_bad(bool flag, Weak weak) {
  std::function<void()> function = work;
  if (flag)
    function = [weak] { weak.lock(); };
  Process(function).start();
  // POSSIBLE: `Process(function).^start();` #7 'Process(function).start()' may carry 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(function).start();` #7 the lambda is bound here
  // NOTE: `function = [^weak] { weak.lock(); };` #2 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `function = [^weak] { weak.lock(); };` #2 instead, send the object itself, or an id by which the worker finds its own
}
// The closure with the weak reference was overwritten.
void function_overwritten_ok(Weak weak) {
  std::function<void()> function = [weak] { weak.lock(); };
  function = work;
  Process(function).start();
}
void function_in_function_bad(Weak weak) {
  std::function<void()> inner = [weak] { weak.lock(); };
  std::function<void()> outer = [inner] { inner(); };
  Process(outer).start();
  // DEFINITE: `Process(outer).^start();` 'Process(outer).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(outer).start();` the lambda is bound here
  // NOTE: `std::function<void()> outer = [^inner] { inner(); };` the lambda captures 'inner' of type 'std::function<void ()>' here
  // NOTE: `std::function<void()> inner = [^weak] { weak.lock(); };` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `std::function<void()> inner = [^weak] { weak.lock(); };` instead, send the object itself, or an id by which the worker finds its own
}
// A parameter: it is judged at the callers that this file shows.
void function_parameter_ok(std::function<void()> function) {
  Process(function).start();
}
// An argument that is itself a callable.
void callable_argument_bad(Weak weak) {
  Process([](auto f) { f(); }, [weak] { weak.lock(); }).start();
  // DEFINITE: `Process([](auto f) { f(); }, [weak] { weak.lock(); }).^start();` 'Process([](auto f) { f()...lock(); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([](auto f) { f(); }, [weak] { weak.lock(); }).start();` the lambda is bound here
  // NOTE: `Process([](auto f) { f(); }, ^[weak] { weak.lock(); }).start();` argument '[weak] { weak.lock(); }' of type 'lambda' is passed here
  // NOTE: `Process([](auto f) { f(); }, [^weak] { weak.lock(); }).start();` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([](auto f) { f(); }, [^weak] { weak.lock(); }).start();` instead, send the object itself, or an id by which the worker finds its own
}
void callable_argument_ok(int number) {
  Process([](auto f) { f(); }, [number] { use(number); }).start();
}
