//===- named.cpp - Which callable does a name denote? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

// What is a target? A function carries nothing; a functor carries itself; a
// member function carries the object that it is bound to.

#include <functional>
#include <memory>
#include <stowaway/stowaway.h>
#include <string>
#include <utility>

using stowaway::Process;
using Weak = std::weak_ptr<int>;

void work();
void use(int);
void use_weak(Weak);
template <class T> void use_any(T);

struct Functor {
  Weak weak;
  void operator()() const {}
};
struct PlainFunctor {
  int number = 0;
  void operator()() const {}
};
struct Object {
  Weak weak;
  void run() {}
  static void run_static() {}
  template <class Archive> void serialize(Archive &ar) { ar(weak); }
};
struct PlainObject {
  int number = 0;
  void run() {}
  void run_with(int) {}
  template <class Archive> void serialize(Archive &ar) { ar(number); }
};

// Functions.
void function_ok() { Process(work).start(); }
void address_of_function_ok() { Process(&work).start(); }
void static_member_ok() { Process(&Object::run_static).start(); }
void static_member_by_name_ok() { Process(Object::run_static).start(); }
void function_template_ok() { Process(use_any<int>, 1).start(); }
void function_with_argument_ok() { Process(use, 1).start(); }
void function_with_argument_bad(Weak weak) { Process(use_weak, weak).start(); }
// DEFINITE: `void function_with_argument_bad(Weak weak) { Process(use_weak, weak).^start(); }` 'Process(use_weak, weak).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void function_with_argument_bad(Weak weak) { ^Process(use_weak, weak).start(); }` target 'use_weak' is bound here
// NOTE: `void function_with_argument_bad(Weak weak) { Process(use_weak, ^weak).start(); }` argument 'weak' of type 'Weak' is passed here
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `void function_with_argument_bad(Weak weak) { Process(use_weak, ^weak).start(); }` instead, send the object itself, or an id by which the worker finds its own
void function_template_bad(Weak weak) { Process(use_any<Weak>, weak).start(); }
// DEFINITE: `void function_template_bad(Weak weak) { Process(use_any<Weak>, weak).^start(); }` 'Process(use_any<Weak>, weak).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void function_template_bad(Weak weak) { ^Process(use_any<Weak>, weak).start(); }` target 'use_any' is bound here
// NOTE: `void function_template_bad(Weak weak) { Process(use_any<Weak>, ^weak).start(); }` argument 'weak' of type 'Weak' is passed here
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `void function_template_bad(Weak weak) { Process(use_any<Weak>, ^weak).start(); }` instead, send the object itself, or an id by which the worker finds its own

// Functors.
void functor_bad(Functor functor) { Process(functor).start(); }
// DEFINITE: `void functor_bad(Functor functor) { Process(functor).^start(); }` 'Process(functor).start()' carries 'functor.weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void functor_bad(Functor functor) { ^Process(functor).start(); }` target 'Functor' is bound here
// NOTE: `void functor_bad(Functor functor) { Process(^functor).start(); }` argument 'functor' of type 'Functor' is passed here
// NOTE: `Weak ^weak;` #1 member 'weak' of 'Functor' has type 'Weak'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `Weak ^weak;` #1 instead, send the object itself, or an id by which the worker finds its own
void functor_temporary_bad(Weak weak) { Process(Functor{weak}).start(); }
// DEFINITE: `void functor_temporary_bad(Weak weak) { Process(Functor{weak}).^start(); }` 'Process(Functor{weak}).start()' carries 'Functor::weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void functor_temporary_bad(Weak weak) { ^Process(Functor{weak}).start(); }` target 'Functor' is bound here
// NOTE: `void functor_temporary_bad(Weak weak) { Process(Functor^{weak}).start(); }` argument '{weak}' of type 'Functor' is passed here
// NOTE: `Weak ^weak;` #1 member 'weak' of 'Functor' has type 'Weak'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `Weak ^weak;` #1 instead, send the object itself, or an id by which the worker finds its own
void functor_moved_bad(Functor functor) { Process(std::move(functor)).start(); }
// DEFINITE: `void functor_moved_bad(Functor functor) { Process(std::move(functor)).^start(); }` 'Process(std::move(functor)).start()' carries 'functor.weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void functor_moved_bad(Functor functor) { ^Process(std::move(functor)).start(); }` target 'Functor' is bound here
// NOTE: `void functor_moved_bad(Functor functor) { Process(std::move(^functor)).start(); }` argument 'functor' of type 'Functor' is passed here
// NOTE: `Weak ^weak;` #1 member 'weak' of 'Functor' has type 'Weak'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `Weak ^weak;` #1 instead, send the object itself, or an id by which the worker finds its own
void functor_ok(PlainFunctor functor) { Process(functor).start(); }
void functor_temporary_ok() { Process(PlainFunctor{1}).start(); }
// By reference the functor is sent, as pickle does.
void functor_by_reference_bad(Functor &functor) {
  Process(std::ref(functor)).start();
  // DEFINITE: `Process(std::ref(functor)).^start();` #1 'Process(std::ref(functor)).start()' carries 'functor.weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(std::ref(functor)).start();` #1 target 'Functor' is bound here
  // NOTE: `Process(std::ref(^functor)).start();` #1 argument 'functor' of type 'Functor' is passed here
  // NOTE: `Weak ^weak;` #1 member 'weak' of 'Functor' has type 'Weak'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Weak ^weak;` #1 instead, send the object itself, or an id by which the worker finds its own
}
void functor_by_reference_ok(PlainFunctor &functor) {
  Process(std::ref(functor)).start();
}
struct InheritsCall : Functor {};
void inherited_call_bad(InheritsCall functor) { Process(functor).start(); }
// DEFINITE: `void inherited_call_bad(InheritsCall functor) { Process(functor).^start(); }` 'Process(functor).start()' carries 'functor.weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void inherited_call_bad(InheritsCall functor) { ^Process(functor).start(); }` target 'InheritsCall' is bound here
// NOTE: `void inherited_call_bad(InheritsCall functor) { Process(^functor).start(); }` argument 'functor' of type 'InheritsCall' is passed here
// NOTE: `struct InheritsCall : ^Functor {};` base class 'Functor' of 'InheritsCall' goes with it
// NOTE: `Weak ^weak;` #1 member 'weak' of 'Functor' has type 'Weak'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `Weak ^weak;` #1 instead, send the object itself, or an id by which the worker finds its own

// Member functions with an object.
void pointer_bad(Object *object) { Process(&Object::run, object).start(); }
// DEFINITE: `void pointer_bad(Object *object) { Process(&Object::run, object).^start(); }` 'Process(&Object::run, object).start()' carries 'Object::weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void pointer_bad(Object *object) { ^Process(&Object::run, object).start(); }` target 'Object::run' is bound to 'object' here, so the 'Object' is sent
// NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` 'Object' sends member 'weak' of type 'Weak' here, in 'serialize'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `void ^run() {}` #1 make 'Object::run' a static member function that takes what it uses as arguments, so that no 'Object' is sent
// NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` leave 'weak' out of 'serialize', or declare it as 'stowaway::Local<Weak>'
// NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` instead, send the object itself, or an id by which the worker finds its own
void address_bad(Object &object) { Process(&Object::run, &object).start(); }
// DEFINITE: `void address_bad(Object &object) { Process(&Object::run, &object).^start(); }` 'Process(&Object::run, &object).start()' carries 'Object::weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void address_bad(Object &object) { ^Process(&Object::run, &object).start(); }` target 'Object::run' is bound to '&object' here, so the 'Object' is sent
// NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` 'Object' sends member 'weak' of type 'Weak' here, in 'serialize'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `void ^run() {}` #1 make 'Object::run' a static member function that takes what it uses as arguments, so that no 'Object' is sent
// NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` leave 'weak' out of 'serialize', or declare it as 'stowaway::Local<Weak>'
// NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` instead, send the object itself, or an id by which the worker finds its own
void reference_bad(Object &object) {
  Process(&Object::run, std::ref(object)).start();
  // DEFINITE: `Process(&Object::run, std::ref(object)).^start();` 'Process(&Object::run, std::ref(object)).start()' carries 'Object::weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&Object::run, std::ref(object)).start();` target 'Object::run' is bound to 'std::ref(object)' here, so the 'Object' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` 'Object' sends member 'weak' of type 'Weak' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #1 make 'Object::run' a static member function that takes what it uses as arguments, so that no 'Object' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` leave 'weak' out of 'serialize', or declare it as 'stowaway::Local<Weak>'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` instead, send the object itself, or an id by which the worker finds its own
}
void copy_bad(Object &object) { Process(&Object::run, object).start(); }
// DEFINITE: `void copy_bad(Object &object) { Process(&Object::run, object).^start(); }` 'Process(&Object::run, object).start()' carries 'Object::weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void copy_bad(Object &object) { ^Process(&Object::run, object).start(); }` target 'Object::run' is bound to 'object' here, so the 'Object' is sent
// NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` 'Object' sends member 'weak' of type 'Weak' here, in 'serialize'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `void ^run() {}` #1 make 'Object::run' a static member function that takes what it uses as arguments, so that no 'Object' is sent
// NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` leave 'weak' out of 'serialize', or declare it as 'stowaway::Local<Weak>'
// NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` instead, send the object itself, or an id by which the worker finds its own
void shared_bad(std::shared_ptr<Object> object) {
  Process(&Object::run, object).start();
  // DEFINITE: `Process(&Object::run, object).^start();` 'Process(&Object::run, object).start()' carries 'Object::weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&Object::run, object).start();` target 'Object::run' is bound to 'object' here, so the 'std::shared_ptr<Object>' is sent; it owns or shares a 'Object'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` 'Object' sends member 'weak' of type 'Weak' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #1 make 'Object::run' a static member function that takes what it uses as arguments, so that no 'std::shared_ptr<Object>' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` leave 'weak' out of 'serialize', or declare it as 'stowaway::Local<Weak>'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` instead, send the object itself, or an id by which the worker finds its own
}
void unique_bad(std::unique_ptr<Object> object) {
  Process(&Object::run, std::move(object)).start();
  // DEFINITE: `Process(&Object::run, std::move(object)).^start();` 'Process(&Object::run, std::move(object)).start()' carries 'Object::weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&Object::run, std::move(object)).start();` target 'Object::run' is bound to 'std::move(object)' here, so the 'std::unique_ptr<Object>' is sent; it owns or shares a 'Object'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` 'Object' sends member 'weak' of type 'Weak' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #1 make 'Object::run' a static member function that takes what it uses as arguments, so that no 'std::unique_ptr<Object>' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` leave 'weak' out of 'serialize', or declare it as 'stowaway::Local<Weak>'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` instead, send the object itself, or an id by which the worker finds its own
}
void addressof_bad(Object &object) {
  Process(&Object::run, std::addressof(object)).start();
  // DEFINITE: `Process(&Object::run, std::addressof(object)).^start();` 'Process(&Object::run, st...f(object)).start()' carries 'Object::weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&Object::run, std::addressof(object)).start();` target 'Object::run' is bound to 'std::addressof(object)' here, so the 'Object' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` 'Object' sends member 'weak' of type 'Weak' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #1 make 'Object::run' a static member function that takes what it uses as arguments, so that no 'Object' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` leave 'weak' out of 'serialize', or declare it as 'stowaway::Local<Weak>'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` instead, send the object itself, or an id by which the worker finds its own
}
void pointer_ok(PlainObject *object) {
  Process(&PlainObject::run, object).start();
}
void reference_ok(PlainObject &object) {
  Process(&PlainObject::run, std::ref(object)).start();
}
void shared_ok(std::shared_ptr<PlainObject> object) {
  Process(&PlainObject::run, object).start();
}
void member_with_argument_ok(PlainObject &object) {
  Process(&PlainObject::run_with, &object, 1).start();
}
// The object is plain, the argument is not.
struct TakesWeak {
  void run(Weak) {}
};
void member_with_argument_bad(TakesWeak &object, Weak weak) {
  Process(&TakesWeak::run, &object, weak).start();
  // DEFINITE: `Process(&TakesWeak::run, &object, weak).^start();` 'Process(&TakesWeak::run, &object, weak).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&TakesWeak::run, &object, weak).start();` target 'TakesWeak::run' is bound to '&object' here
  // NOTE: `Process(&TakesWeak::run, &object, ^weak).start();` argument 'weak' of type 'Weak' is passed here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process(&TakesWeak::run, &object, ^weak).start();` instead, send the object itself, or an id by which the worker finds its own
}

// Variables that hold a callable.
void pointer_variable_ok() {
  void (*function)() = work;
  Process(function).start();
}
void pointer_variable_assigned_ok(bool flag) {
  void (*function)() = work;
  if (flag)
    function = &Object::run_static;
  Process(function).start();
}
void member_pointer_variable_bad(Object &object) {
  auto method = &Object::run;
  Process(method, &object).start();
  // DEFINITE: `Process(method, &object).^start();` #1 'Process(method, &object).start()' carries 'Object::weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(method, &object).start();` #1 target 'Object::run' is bound to '&object' here, so the 'Object' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` 'Object' sends member 'weak' of type 'Weak' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #1 make 'Object::run' a static member function that takes what it uses as arguments, so that no 'Object' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` leave 'weak' out of 'serialize', or declare it as 'stowaway::Local<Weak>'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` instead, send the object itself, or an id by which the worker finds its own
}
void member_pointer_variable_ok(PlainObject &object) {
  auto method = &PlainObject::run;
  Process(method, &object).start();
}
void lambda_variable_bad(Weak weak) {
  auto work = [weak] { weak.lock(); };
  Process(work).start();
  // DEFINITE: `Process(work).^start();` #1 'Process(work).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(work).start();` #1 the lambda is bound here
  // NOTE: `auto work = [^weak] { weak.lock(); };` #1 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `auto work = [^weak] { weak.lock(); };` #1 instead, send the object itself, or an id by which the worker finds its own
}
void lambda_variable_moved_bad(Weak weak) {
  auto work = [weak] { weak.lock(); };
  Process(std::move(work)).start();
  // DEFINITE: `Process(std::move(work)).^start();` 'Process(std::move(work)).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(std::move(work)).start();` the lambda is bound here
  // NOTE: `auto work = [^weak] { weak.lock(); };` #2 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `auto work = [^weak] { weak.lock(); };` #2 instead, send the object itself, or an id by which the worker finds its own
}
void lambda_variable_ok(int number) {
  auto work = [number] { use(number); };
  Process(work).start();
}
void lambda_copied_bad(Weak weak) {
  auto first = [weak] { weak.lock(); };
  auto second = first;
  Process(second).start();
  // DEFINITE: `Process(second).^start();` 'Process(second).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(second).start();` the lambda is bound here
  // NOTE: `auto first = [^weak] { weak.lock(); };` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `auto first = [^weak] { weak.lock(); };` instead, send the object itself, or an id by which the worker finds its own
}
void lambda_by_reference_bad(Weak weak) {
  const auto &work = [weak] { weak.lock(); };
  Process(work).start();
  // DEFINITE: `Process(work).^start();` #3 'Process(work).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(work).start();` #3 the lambda is bound here
  // NOTE: `const auto &work = [^weak] { weak.lock(); };` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `const auto &work = [^weak] { weak.lock(); };` instead, send the object itself, or an id by which the worker finds its own
}
auto global_lambda = [] {};
void global_lambda_ok() { Process(global_lambda).start(); }

// Both arms of a conditional.
void conditional_bad(bool flag, Weak weak) {
  Process process(flag ? std::function<void()>([weak] { weak.lock(); })
                       : std::function<void()>(work));
  process.start();
  // POSSIBLE: 'process.start()' may carry 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `Process ^process(flag ? std::function<void()>([weak] { weak.lock(); })` the lambda is bound here
  // NOTE: `Process process(flag ? std::function<void()>([^weak] { weak.lock(); })` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process process(flag ? std::function<void()>([^weak] { weak.lock(); })` instead, send the object itself, or an id by which the worker finds its own
}
void conditional_functor_bad(bool flag, Functor one, Functor other) {
  Process(flag ? one : other).start();
  // POSSIBLE: `Process(flag ? one : other).^start();` 'Process(flag ? one : other).start()' may carry 'one.weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(flag ? one : other).start();` target 'Functor' is bound here
  // NOTE: `Process(flag ? ^one : other).start();` argument 'one' of type 'Functor' is passed here
  // NOTE: `Weak ^weak;` #1 member 'weak' of 'Functor' has type 'Weak'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Weak ^weak;` #1 instead, send the object itself, or an id by which the worker finds its own
  // POSSIBLE: `Process(flag ? one : other).^start();` 'Process(flag ? one : other).start()' may carry 'other.weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(flag ? one : other).start();` target 'Functor' is bound here
  // NOTE: `Process(flag ? one : ^other).start();` argument 'other' of type 'Functor' is passed here
  // NOTE: `Weak ^weak;` #1 member 'weak' of 'Functor' has type 'Weak'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Weak ^weak;` #1 instead, send the object itself, or an id by which the worker finds its own
}
void conditional_function_ok(bool flag) {
  Process(flag ? work : &Object::run_static).start();
}
void conditional_object_bad(bool flag, Object &one, Object &other) {
  Process(&Object::run, flag ? &one : &other).start();
  // DEFINITE: `Process(&Object::run, flag ? &one : &other).^start();` 'Process(&Object::run, fl... : &other).start()' carries 'Object::weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&Object::run, flag ? &one : &other).start();` target 'Object::run' is bound to 'flag ? &one : &other' here, so the 'Object' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` 'Object' sends member 'weak' of type 'Weak' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #1 make 'Object::run' a static member function that takes what it uses as arguments, so that no 'Object' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` leave 'weak' out of 'serialize', or declare it as 'stowaway::Local<Weak>'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` instead, send the object itself, or an id by which the worker finds its own
}

// Returned by functions of this file.
auto make_bad_one(Weak weak) {
  return [weak] { weak.lock(); };
}
auto make_good_one(int number) {
  return [number] { use(number); };
}
void returned_bad(Weak weak) { Process(make_bad_one(weak)).start(); }
// DEFINITE: `void returned_bad(Weak weak) { Process(make_bad_one(weak)).^start(); }` 'Process(make_bad_one(weak)).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void returned_bad(Weak weak) { ^Process(make_bad_one(weak)).start(); }` the lambda is bound here
// NOTE: `return [^weak] { weak.lock(); };` #1 the lambda captures 'weak' of type 'Weak' here
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `return [^weak] { weak.lock(); };` #1 instead, send the object itself, or an id by which the worker finds its own
void returned_ok() { Process(make_good_one(1)).start(); }
void returned_into_variable_bad(Weak weak) {
  auto work = make_bad_one(weak);
  Process(work).start();
  // DEFINITE: `Process(work).^start();` #4 'Process(work).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(work).start();` #4 the lambda is bound here
  // NOTE: `return [^weak] { weak.lock(); };` #1 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `return [^weak] { weak.lock(); };` #1 instead, send the object itself, or an id by which the worker finds its own
}
Functor make_functor(Weak weak) { return {weak}; }
void returned_functor_bad(Weak weak) { Process(make_functor(weak)).start(); }
// DEFINITE: `void returned_functor_bad(Weak weak) { Process(make_functor(weak)).^start(); }` 'Process(make_functor(weak)).start()' carries 'Functor::weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void returned_functor_bad(Weak weak) { ^Process(make_functor(weak)).start(); }` target 'Functor' is bound here
// NOTE: `Functor make_functor(Weak weak) { return ^{weak}; }` argument '{weak}' of type 'Functor' is passed here
// NOTE: `Weak ^weak;` #1 member 'weak' of 'Functor' has type 'Weak'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `Weak ^weak;` #1 instead, send the object itself, or an id by which the worker finds its own
auto make_either(bool flag, Weak weak) -> std::function<void()> {
  if (flag)
    return [weak] { weak.lock(); };
  return work;
}
void returned_in_branch_bad(bool flag, Weak weak) {
  Process(make_either(flag, weak)).start();
  // POSSIBLE: `Process(make_either(flag, weak)).^start();` 'Process(make_either(flag, weak)).start()' may carry 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(make_either(flag, weak)).start();` the lambda is bound here
  // NOTE: `return [^weak] { weak.lock(); };` #2 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `return [^weak] { weak.lock(); };` #2 instead, send the object itself, or an id by which the worker finds its own
}
auto returns_pointer() { return &work; }
void returned_pointer_ok() { Process(returns_pointer()).start(); }
// Made elsewhere: what it holds is not seen, and not guessed at.
std::function<void()> made_elsewhere();
void made_elsewhere_ok() { Process(made_elsewhere()).start(); }

// Fields.
struct HasTarget {
  Functor functor;
  PlainFunctor plain;
  std::function<void()> any = [] {};
  void functor_bad() { Process(functor).start(); }
  // DEFINITE: `void functor_bad() { Process(functor).^start(); }` 'Process(functor).start()' carries 'functor.weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `void functor_bad() { ^Process(functor).start(); }` target 'Functor' is bound here
  // NOTE: `void functor_bad() { Process(^functor).start(); }` argument 'functor' of type 'Functor' is passed here
  // NOTE: `Weak ^weak;` #1 member 'weak' of 'Functor' has type 'Weak'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Weak ^weak;` #1 instead, send the object itself, or an id by which the worker finds its own
  void plain_ok() { Process(plain).start(); }
  // Anybody may have assigned it.
  void any_ok() { Process(any).start(); }
};
