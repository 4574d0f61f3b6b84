//===- templates.cpp - Is what instantiations launch found, each once? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include <memory>
#include <stowaway/stowaway.h>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using stowaway::Process;
using Weak = std::weak_ptr<int>;

template <class T> void use(T);

// The same place for many instantiations: one finding a root cause.
template <class T> void launch_bad(T value) {
  Process([value] { use(value); }).start();
  // DEFINITE: `Process([value] { use(value); }).^start();` #1 'Process([value] { use(value); }).start()' carries 'value' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `^Process([value] { use(value); }).start();` #1 the lambda is bound here
  // NOTE: `Process([^value] { use(value); }).start();` #1 the lambda captures 'value' of type 'int *' here
  // NOTE: `Process([^value] { use(value); }).start();` #1 instead, send the value, or an index or name that the other side can look up
  // DEFINITE: `Process([value] { use(value); }).^start();` #1 'Process([value] { use(value); }).start()' carries 'value' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([value] { use(value); }).start();` #1 the lambda is bound here
  // NOTE: `Process([^value] { use(value); }).start();` #1 the lambda captures 'value' of type 'std::weak_ptr<int>' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([^value] { use(value); }).start();` #1 instead, send the object itself, or an id by which the worker finds its own
}
template <class T> void launch_plain_ok(T value) {
  Process([value] { use(value); }).start();
}
void instantiate(Weak weak, int *pointer) {
  launch_bad(1);
  launch_bad(weak);
  launch_bad(pointer);
  launch_plain_ok(1);
  launch_plain_ok(std::string());
}

// Never instantiated: what does not depend on the parameter is still wrong.
template <class T> void never_instantiated_bad(Weak weak) {
  Process([weak] { weak.lock(); }).start();
  // DEFINITE: `Process([weak] { weak.lock(); }).^start();` 'Process([weak] { weak.lock(); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([weak] { weak.lock(); }).start();` the lambda is bound here
  // NOTE: `Process([^weak] { weak.lock(); }).start();` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([^weak] { weak.lock(); }).start();` instead, send the object itself, or an id by which the worker finds its own
}
template <class T> void never_instantiated_ok(T value) {
  Process([value] { use(value); }).start();
}

// A class template: members are launched when they are used.
template <class T> struct Worker {
  T value;
  void run() {}
  template <class Archive> void serialize(Archive &ar) { ar(value); }
  void start_bad() { Process(&Worker::run, this).start(); }
  // DEFINITE: `void start_bad() { Process(&Worker::run, this).^start(); }` 'Process(&Worker::run, this).start()' carries 'Worker<std::weak_ptr<int>>::value' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `void start_bad() { ^Process(&Worker::run, this).start(); }` target 'Worker::run' is bound to 'this' here, so the 'Worker<std::weak_ptr<int>>' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^value); }` #1 'Worker' sends member 'value' of type 'std::weak_ptr<int>' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #1 make 'Worker::run' a static member function that takes what it uses as arguments, so that no 'Worker<std::weak_ptr<int>>' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^value); }` #1 leave 'value' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^value); }` #1 instead, send the object itself, or an id by which the worker finds its own
};
void class_template(Worker<Weak> &bad, Worker<int> &good) {
  bad.start_bad();
  good.start_bad();
}

template <class T> struct Plain {
  T value;
  void run() {}
  template <class Archive> void serialize(Archive &ar) { ar(value); }
  void start_ok() { Process(&Plain::run, this).start(); }
};
void class_template_ok(Plain<int> &plain) { plain.start_ok(); }
// The method that would be wrong is never used.
void unused_method_ok(Plain<Weak> &plain) { plain.run(); }

// Explicit and partial specialisations.
template <class T> struct Special {
  T value;
};
template <> struct Special<Weak> {
  int value;
};
template <class T> struct Special<std::vector<T>> {
  T *value;
};
void specialised_ok(Special<Weak> x) { Process(use<Special<Weak>>, x).start(); }
void partial_bad(Special<std::vector<int>> x) {
  Process(use<Special<std::vector<int>>>, x).start();
  // DEFINITE: `Process(use<Special<std::vector<int>>>, x).^start();` 'Process(use<Special<std::vector<int>>>, x).start()' carries 'x.value' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `^Process(use<Special<std::vector<int>>>, x).start();` target 'use' is bound here
  // NOTE: `Process(use<Special<std::vector<int>>>, ^x).start();` argument 'x' of type 'Special<std::vector<int>>' is passed here
  // NOTE: `T *^value;` member 'value' of 'Special' has type 'int *'
  // NOTE: `T *^value;` instead, send the value, or an index or name that the other side can look up
}

// Explicit instantiation.
template <class T> struct Explicit {
  T value;
  void start_bad() {
    Process([value = value] { use(value); }).start();
    // DEFINITE: `Process([value = value] { use(value); }).^start();` 'Process([value = value] { use(value); }).start()' carries 'value' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
    // NOTE: `^Process([value = value] { use(value); }).start();` the lambda is bound here
    // NOTE: `Process([^value = value] { use(value); }).start();` the lambda captures 'value' of type 'std::weak_ptr<int>' here
    // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
    // NOTE: `Process([^value = value] { use(value); }).start();` instead, send the object itself, or an id by which the worker finds its own
  }
};
template struct Explicit<Weak>;

// if constexpr: only the branch that is taken.
template <class T> void choose_ok(T value) {
  if constexpr (__is_pointer(T))
    Process([value = *value] { use(value); }).start();
  else
    Process([value] { use(value); }).start();
}
void chosen(int *pointer) {
  choose_ok(1);
  choose_ok(pointer);
}

// Variadic recursion.
void launch_all() {}
template <class T, class... Rest> void launch_all_bad(T first, Rest... rest) {
  Process([first] { use(first); }).start();
  // DEFINITE: `Process([first] { use(first); }).^start();` 'Process([first] { use(first); }).start()' carries 'first' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^launch_all_bad(rest...);` 'launch_all_bad' is called here
  // NOTE: `^launch_all_bad(rest...);` 'launch_all_bad' is called here
  // NOTE: `^Process([first] { use(first); }).start();` the lambda is bound here
  // NOTE: `Process([^first] { use(first); }).start();` the lambda captures 'first' of type 'std::weak_ptr<int>' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([^first] { use(first); }).start();` instead, send the object itself, or an id by which the worker finds its own
  if constexpr (sizeof...(rest) > 0)
    launch_all_bad(rest...);
}
void variadic(Weak weak) { launch_all_bad(1, 2.0, weak); }

// Default arguments, defaulted template arguments, non-type parameters.
template <class T = Weak, int N = 3> void defaulted_bad(T value = T()) {
  Process([value] { use(value); }).start();
  // DEFINITE: `Process([value] { use(value); }).^start();` #5 'Process([value] { use(value); }).start()' carries 'value' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([value] { use(value); }).start();` #5 the lambda is bound here
  // NOTE: `Process([^value] { use(value); }).start();` #5 the lambda captures 'value' of type 'std::weak_ptr<int>' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([^value] { use(value); }).start();` #5 instead, send the object itself, or an id by which the worker finds its own
}
void defaulted() { defaulted_bad(); }

// Alias templates and dependent names.
template <class T> struct Traits {
  using type = T;
};
template <class T> using type_of = typename Traits<T>::type;
template <class T> void dependent_bad(type_of<T> value) {
  Process([value] { use(value); }).start();
  // DEFINITE: `Process([value] { use(value); }).^start();` #6 'Process([value] { use(value); }).start()' carries 'value' of type 'type_of<std::weak_ptr<int>>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([value] { use(value); }).start();` #6 the lambda is bound here
  // NOTE: `Process([^value] { use(value); }).start();` #6 the lambda captures 'value' of type 'type_of<std::weak_ptr<int>>' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([^value] { use(value); }).start();` #6 instead, send the object itself, or an id by which the worker finds its own
}
void dependent(Weak weak) { dependent_bad<Weak>(weak); }

// A target that is a template argument.
template <auto Function> void by_template_argument_ok() {
  Process(Function).start();
}
void target();
void template_argument() { by_template_argument_ok<&target>(); }

// CRTP.
template <class Derived> struct Base {
  void start_bad() {
    Process(&Derived::run, static_cast<Derived *>(this)).start();
    // DEFINITE: `Process(&Derived::run, static_cast<Derived *>(this)).^start();` 'Process(&Derived::run, s... *>(this)).start()' carries 'Crtp::weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
    // NOTE: `^Process(&Derived::run, static_cast<Derived *>(this)).start();` target 'Crtp::run' is bound to 'static_cast<Derived *>(this)' here, so the 'Crtp' is sent
    // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` 'Crtp' sends member 'weak' of type 'Weak' here, in 'serialize'
    // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
    // NOTE: `void ^run() {}` #3 make 'Crtp::run' a static member function that takes what it uses as arguments, so that no 'Crtp' is sent
    // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` leave 'weak' out of 'serialize', or declare it as 'stowaway::Local<Weak>'
    // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` instead, send the object itself, or an id by which the worker finds its own
  }
};
struct Crtp : Base<Crtp> {
  Weak weak;
  void run() {}
  template <class Archive> void serialize(Archive &ar) { ar(weak); }
};
void crtp(Crtp &object) { object.start_bad(); }

// A concept.
template <class T>
concept Sendable = __is_trivially_copyable(T);
void constrained_ok(Sendable auto value) {
  Process([value] { use(value); }).start();
}
void constrained() { constrained_ok(1); }
