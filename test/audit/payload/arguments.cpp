//===- arguments.cpp - What do arguments carry? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include <functional>
#include <memory>
#include <stowaway/stowaway.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using stowaway::Process;
using Weak = std::weak_ptr<int>;

template <class... Ts> void use(Ts...);
void work(int, int, int);
int count(const std::vector<int> &);
Weak make_weak();

// Which of several arguments it is.
void first_bad(Weak weak) { Process(use<Weak, int>, weak, 1).start(); }
// DEFINITE: `void first_bad(Weak weak) { Process(use<Weak, int>, weak, 1).^start(); }` 'Process(use<Weak, int>, weak, 1).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void first_bad(Weak weak) { ^Process(use<Weak, int>, weak, 1).start(); }` target 'use' is bound here
// NOTE: `void first_bad(Weak weak) { Process(use<Weak, int>, ^weak, 1).start(); }` argument 'weak' of type 'Weak' is passed here
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `void first_bad(Weak weak) { Process(use<Weak, int>, ^weak, 1).start(); }` instead, send the object itself, or an id by which the worker finds its own
void last_bad(Weak weak) { Process(use<int, int, Weak>, 1, 2, weak).start(); }
// DEFINITE: `void last_bad(Weak weak) { Process(use<int, int, Weak>, 1, 2, weak).^start(); }` 'Process(use<int, int, Weak>, 1, 2, weak).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void last_bad(Weak weak) { ^Process(use<int, int, Weak>, 1, 2, weak).start(); }` target 'use' is bound here
// NOTE: `void last_bad(Weak weak) { Process(use<int, int, Weak>, 1, 2, ^weak).start(); }` argument 'weak' of type 'Weak' is passed here
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `void last_bad(Weak weak) { Process(use<int, int, Weak>, 1, 2, ^weak).start(); }` instead, send the object itself, or an id by which the worker finds its own
void none_ok() { Process(work, 1, 2, 3).start(); }

// Expressions.
void result_bad() { Process(use<Weak>, make_weak()).start(); }
// DEFINITE: `void result_bad() { Process(use<Weak>, make_weak()).^start(); }` 'Process(use<Weak>, make_weak()).start()' carries 'Weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void result_bad() { ^Process(use<Weak>, make_weak()).start(); }` target 'use' is bound here
// NOTE: `void result_bad() { Process(use<Weak>, ^make_weak()).start(); }` argument 'make_weak()' of type 'Weak' is passed here
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `void result_bad() { Process(use<Weak>, ^make_weak()).start(); }` instead, send the object itself, or an id by which the worker finds its own
void result_ok(std::vector<int> numbers) {
  Process(use<int>, count(numbers)).start();
}
void member_of_handle_ok(Weak weak) {
  Process(use<bool>, weak.expired()).start();
}
void conditional_bad(bool flag, Weak weak) {
  Process(use<Weak>, flag ? weak : Weak()).start();
  // DEFINITE: `Process(use<Weak>, flag ? weak : Weak()).^start();` 'Process(use<Weak>, flag ? weak : Weak()).start()' carries 'Weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(use<Weak>, flag ? weak : Weak()).start();` target 'use' is bound here
  // NOTE: `Process(use<Weak>, ^flag ? weak : Weak()).start();` argument 'flag ? weak : Weak()' of type 'Weak' is passed here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process(use<Weak>, ^flag ? weak : Weak()).start();` instead, send the object itself, or an id by which the worker finds its own
}
void cast_ok(int *pointer) {
  Process(use<unsigned long>, reinterpret_cast<unsigned long>(pointer)).start();
}
void dereferenced_ok(int *pointer) { Process(use<int>, *pointer).start(); }
void element_ok(std::vector<int> numbers) {
  Process(use<int>, numbers[0]).start();
}
void element_bad(std::vector<Weak> weak) {
  Process(use<Weak>, weak[0]).start();
  // DEFINITE: `Process(use<Weak>, weak[0]).^start();` 'Process(use<Weak>, weak[0]).start()' carries 'weak[0]' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(use<Weak>, weak[0]).start();` target 'use' is bound here
  // NOTE: `Process(use<Weak>, ^weak[0]).start();` argument 'weak[0]' of type 'std::weak_ptr<int>' is passed here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process(use<Weak>, ^weak[0]).start();` instead, send the object itself, or an id by which the worker finds its own
}
void temporary_bad() { Process(use<Weak>, Weak()).start(); }
// DEFINITE: `void temporary_bad() { Process(use<Weak>, Weak()).^start(); }` 'Process(use<Weak>, Weak()).start()' carries 'Weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void temporary_bad() { ^Process(use<Weak>, Weak()).start(); }` target 'use' is bound here
// NOTE: `void temporary_bad() { Process(use<Weak>, ^Weak()).start(); }` argument 'Weak()' of type 'Weak' is passed here
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `void temporary_bad() { Process(use<Weak>, ^Weak()).start(); }` instead, send the object itself, or an id by which the worker finds its own
void braces_ok() { Process(use<std::string>, std::string{"text"}).start(); }
void moved_ok(std::string text) {
  Process(use<std::string>, std::move(text)).start();
}
void copy_of_view_ok(std::string_view view) {
  Process(use<size_t>, view.size()).start();
}
void address_bad(int number) { Process(use<int *>, &number).start(); }
// DEFINITE: `void address_bad(int number) { Process(use<int *>, &number).^start(); }` 'Process(use<int *>, &number).start()' carries '&number' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
// NOTE: `void address_bad(int number) { ^Process(use<int *>, &number).start(); }` target 'use' is bound here
// NOTE: `void address_bad(int number) { Process(use<int *>, ^&number).start(); }` argument '&number' of type 'int *' is passed here
// NOTE: `void address_bad(int number) { Process(use<int *>, ^&number).start(); }` instead, send the value, or an index or name that the other side can look up

struct Object {
  int number = 0;
  Weak weak;
  void this_bad() { Process(use<Object *>, this).start(); }
  // DEFINITE: `void this_bad() { Process(use<Object *>, this).^start(); }` 'Process(use<Object *>, this).start()' carries 'this' of type 'Object *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `void this_bad() { ^Process(use<Object *>, this).start(); }` target 'use' is bound here
  // NOTE: `void this_bad() { Process(use<Object *>, ^this).start(); }` argument 'this' of type 'Object *' is passed here
  // NOTE: `void this_bad() { Process(use<Object *>, ^this).start(); }` instead, send the value, or an index or name that the other side can look up
  void field_ok() { Process(use<int>, number).start(); }
  void field_bad() { Process(use<Weak>, weak).start(); }
  // DEFINITE: `void field_bad() { Process(use<Weak>, weak).^start(); }` 'Process(use<Weak>, weak).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `void field_bad() { ^Process(use<Weak>, weak).start(); }` target 'use' is bound here
  // NOTE: `void field_bad() { Process(use<Weak>, ^weak).start(); }` argument 'weak' of type 'Weak' is passed here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void field_bad() { Process(use<Weak>, ^weak).start(); }` instead, send the object itself, or an id by which the worker finds its own
  void star_this_bad() { Process(use<Object>, *this).start(); }
  // DEFINITE: `void star_this_bad() { Process(use<Object>, *this).^start(); }` 'Process(use<Object>, *this).start()' carries 'Object::weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `void star_this_bad() { ^Process(use<Object>, *this).start(); }` target 'use' is bound here
  // NOTE: `void star_this_bad() { Process(use<Object>, ^*this).start(); }` argument '*this' of type 'Object' is passed here
  // NOTE: `Weak ^weak;` member 'weak' of 'Object' has type 'Weak'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Weak ^weak;` instead, send the object itself, or an id by which the worker finds its own
};
