//===- nested.cpp - What do lambdas in lambdas, packs and generic lambdas carry? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include <memory>
#include <stowaway/stowaway.h>
#include <string>
#include <utility>

using stowaway::Process;
using Weak = std::weak_ptr<int>;

void use(int);

// A lambda that carries a lambda that carries a weak reference.
void inner_lambda_bad(Weak weak) {
  auto inner = [weak] { weak.lock(); };
  Process([inner] { inner(); }).start();
  // DEFINITE: `Process([inner] { inner(); }).^start();` #1 'Process([inner] { inner(); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([inner] { inner(); }).start();` #1 the lambda is bound here
  // NOTE: `Process([^inner] { inner(); }).start();` #1 the lambda captures 'inner' of type 'lambda' here
  // NOTE: `auto inner = [^weak] { weak.lock(); };` #1 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `auto inner = [^weak] { weak.lock(); };` #1 instead, send the object itself, or an id by which the worker finds its own
}
void inner_lambda_ok(int number) {
  auto inner = [number] { use(number); };
  Process([inner] { inner(); }).start();
}
void inner_moved_bad(Weak weak) {
  auto inner = [weak] { weak.lock(); };
  Process([inner = std::move(inner)] { inner(); }).start();
  // DEFINITE: `Process([inner = std::move(inner)] { inner(); }).^start();` 'Process([inner = std::mo...nner(); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([inner = std::move(inner)] { inner(); }).start();` the lambda is bound here
  // NOTE: `Process([^inner = std::move(inner)] { inner(); }).start();` the lambda captures 'inner' of type 'lambda' here
  // NOTE: `auto inner = [^weak] { weak.lock(); };` #2 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `auto inner = [^weak] { weak.lock(); };` #2 instead, send the object itself, or an id by which the worker finds its own
}
void inner_by_reference_bad(int number) {
  auto inner = [number] { use(number); };
  Process([&inner] { inner(); }).start();
  // DEFINITE: `Process([&inner] { inner(); }).^start();` 'Process([&inner] { inner(); }).start()' carries 'inner' of type 'lambda &' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `^Process([&inner] { inner(); }).start();` the lambda is bound here
  // NOTE: `Process([&^inner] { inner(); }).start();` the lambda captures 'inner' by reference here
  // NOTE: `Process([&^inner] { inner(); }).start();` instead, send the value, or an index or name that the other side can look up
}
void three_deep_bad(Weak weak) {
  Process([f = [g = [weak] { weak.lock(); }] { g(); }] { f(); }).start();
  // DEFINITE: `Process([f = [g = [weak] { weak.lock(); }] { g(); }] { f(); }).^start();` 'Process([f = [g = [weak]... { f(); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([f = [g = [weak] { weak.lock(); }] { g(); }] { f(); }).start();` the lambda is bound here
  // NOTE: `Process([^f = [g = [weak] { weak.lock(); }] { g(); }] { f(); }).start();` the lambda captures 'f' of type 'lambda' here
  // NOTE: `Process([f = [^g = [weak] { weak.lock(); }] { g(); }] { f(); }).start();` the lambda captures 'g' of type 'lambda' here
  // NOTE: `Process([f = [g = [^weak] { weak.lock(); }] { g(); }] { f(); }).start();` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([f = [g = [^weak] { weak.lock(); }] { g(); }] { f(); }).start();` instead, send the object itself, or an id by which the worker finds its own
}

// The inner lambda is made in the worker: what it captures was captured.
void made_there_bad(Weak weak) {
  Process([weak] { [weak] { weak.lock(); }(); }).start();
  // DEFINITE: `Process([weak] { [weak] { weak.lock(); }(); }).^start();` 'Process([weak] { [weak] ...); }(); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([weak] { [weak] { weak.lock(); }(); }).start();` the lambda is bound here
  // NOTE: `Process([^weak] { [weak] { weak.lock(); }(); }).start();` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([^weak] { [weak] { weak.lock(); }(); }).start();` instead, send the object itself, or an id by which the worker finds its own
}
void made_there_implicitly_bad(Weak weak) {
  Process([=] { [=] { weak.lock(); }(); }).start();
  // DEFINITE: `Process([=] { [=] { weak.lock(); }(); }).^start();` 'Process([=] { [=] { weak.lock(); }(); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([=] { [=] { weak.lock(); }(); }).start();` the lambda is bound here
  // NOTE: `Process([=] { [=] { ^weak.lock(); }(); }).start();` the lambda implicitly captures 'weak', which is used here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([=] { [=] { ^weak.lock(); }(); }).start();` instead, send the object itself, or an id by which the worker finds its own
}
void made_there_by_reference_bad(int number) {
  Process([&] { [&] { use(number); }(); }).start();
  // DEFINITE: `Process([&] { [&] { use(number); }(); }).^start();` 'Process([&] { [&] { use(number); }(); }).start()' carries 'number' of type 'int &' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `^Process([&] { [&] { use(number); }(); }).start();` the lambda is bound here
  // NOTE: `Process([&] { [&] { use(^number); }(); }).start();` the lambda implicitly captures 'number' by reference, which is used here
  // NOTE: `Process([&] { [&] { use(^number); }(); }).start();` instead, send the value, or an index or name that the other side can look up
}
// The inner one refers to a copy that travels.
void reference_to_copy_ok(int number) {
  Process([number] { [&] { use(number); }(); }).start();
}
// Its own variables are at home there.
void own_variables_ok() {
  Process([] {
    int number = 0;
    [&] { use(number); }();
  }).start();
}

// Generic lambdas.
void generic_ok() { Process([](auto n) { use(n); }, 1).start(); }
void generic_bad(Weak weak) { Process([weak](auto n) { use(n); }, 1).start(); }
// DEFINITE: `void generic_bad(Weak weak) { Process([weak](auto n) { use(n); }, 1).^start(); }` 'Process([weak](auto n) { use(n); }, 1).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void generic_bad(Weak weak) { ^Process([weak](auto n) { use(n); }, 1).start(); }` the lambda is bound here
// NOTE: `void generic_bad(Weak weak) { Process([^weak](auto n) { use(n); }, 1).start(); }` the lambda captures 'weak' of type 'Weak' here
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `void generic_bad(Weak weak) { Process([^weak](auto n) { use(n); }, 1).start(); }` instead, send the object itself, or an id by which the worker finds its own
void template_lambda_bad(Weak weak) {
  Process([weak]<class T>(T n) { use(n); }, 1).start();
  // DEFINITE: `Process([weak]<class T>(T n) { use(n); }, 1).^start();` 'Process([weak]<class T>(...(n); }, 1).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([weak]<class T>(T n) { use(n); }, 1).start();` the lambda is bound here
  // NOTE: `Process([^weak]<class T>(T n) { use(n); }, 1).start();` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([^weak]<class T>(T n) { use(n); }, 1).start();` instead, send the object itself, or an id by which the worker finds its own
}
void generic_argument_bad(Weak weak) {
  Process([](auto w) { w.lock(); }, weak).start();
  // DEFINITE: `Process([](auto w) { w.lock(); }, weak).^start();` 'Process([](auto w) { w.lock(); }, weak).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([](auto w) { w.lock(); }, weak).start();` the lambda is bound here
  // NOTE: `Process([](auto w) { w.lock(); }, ^weak).start();` argument 'weak' of type 'Weak' is passed here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([](auto w) { w.lock(); }, ^weak).start();` instead, send the object itself, or an id by which the worker finds its own
}

// Packs.
template <class... Ts> void pack_copies(Ts... values) {
  Process([values...] { (use(values), ...); }).start();
}
template <class... Ts> void pack_init_bad(Ts... values) {
  Process([... copies = std::move(values)] {}).start();
  // DEFINITE: `Process([... copies = std::move(values)] {}).^start();` 'Process([... copies = st...lues)] {}).start()' carries 'copies' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([... copies = std::move(values)] {}).start();` the lambda is bound here
  // NOTE: `Process([... ^copies = std::move(values)] {}).start();` the lambda captures 'copies' of type 'std::weak_ptr<int>' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([... ^copies = std::move(values)] {}).start();` instead, send the object itself, or an id by which the worker finds its own
}
template <class... Ts> void pack_references_bad(Ts... values) {
  Process([&values...] { (use(values), ...); }).start();
  // DEFINITE: `Process([&values...] { (use(values), ...); }).^start();` 'Process([&values...] { (..., ...); }).start()' carries 'values' of type 'int &' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `^Process([&values...] { (use(values), ...); }).start();` the lambda is bound here
  // NOTE: `Process([&^values...] { (use(values), ...); }).start();` the lambda captures 'values' by reference here
  // NOTE: `Process([&^values...] { (use(values), ...); }).start();` instead, send the value, or an index or name that the other side can look up
}
template <class... Ts> void pack_default_bad(Ts... values) {
  Process([&] { (use(values), ...); }).start();
  // DEFINITE: `Process([&] { (use(values), ...); }).^start();` 'Process([&] { (use(values), ...); }).start()' carries 'values' of type 'int &' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `^Process([&] { (use(values), ...); }).start();` the lambda is bound here
  // NOTE: `Process([&] { (use(^values), ...); }).start();` the lambda implicitly captures 'values' by reference, which is used here
  // NOTE: `Process([&] { (use(^values), ...); }).start();` instead, send the value, or an index or name that the other side can look up
}
void packs(Weak weak) {
  pack_copies(1, 2, 3);
  pack_init_bad(1, weak);
  pack_references_bad(1, 2);
  pack_default_bad(1, 2);
}

// Immediately invoked: what is started is what the call returns.
void immediately_invoked_bad(Weak weak) {
  Process([&] { return [weak] { weak.lock(); }; }()).start();
  // DEFINITE: `Process([&] { return [weak] { weak.lock(); }; }()).^start();` 'Process([&] { return [we...); }; }()).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([&] { return [weak] { weak.lock(); }; }()).start();` the lambda is bound here
  // NOTE: `Process([&] { return [^weak] { weak.lock(); }; }()).start();` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([&] { return [^weak] { weak.lock(); }; }()).start();` instead, send the object itself, or an id by which the worker finds its own
}
void immediately_invoked_ok(Weak weak) {
  Process([&] { return [n = weak.expired()] { use(n); }; }()).start();
}
void invoked_result_as_argument_ok(Weak weak) {
  Process(use, [&] { return weak.expired() ? 1 : 2; }()).start();
}

// Mutable, with a specified return type, with attributes and noexcept.
void decorated_bad(Weak weak) {
  Process([weak]() mutable noexcept -> void { weak.lock(); }).start();
  // DEFINITE: `Process([weak]() mutable noexcept -> void { weak.lock(); }).^start();` 'Process([weak]() mutable...lock(); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([weak]() mutable noexcept -> void { weak.lock(); }).start();` the lambda is bound here
  // NOTE: `Process([^weak]() mutable noexcept -> void { weak.lock(); }).start();` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([^weak]() mutable noexcept -> void { weak.lock(); }).start();` instead, send the object itself, or an id by which the worker finds its own
}
void decorated_ok(int number) {
  Process([number]() mutable noexcept -> int { return ++number; }).start();
}

// Converted to a function pointer: it cannot capture anything.
void converted_ok() { Process(+[] { use(1); }).start(); }

// Captured structured bindings.
struct Pair {
  int number;
  Weak weak;
};
void structured_binding_ok(Pair pair) {
  auto [number, weak] = pair;
  Process([number] { use(number); }).start();
}
void structured_binding_bad(Pair pair) {
  auto [number, weak] = pair;
  Process([weak] { weak.lock(); }).start();
  // DEFINITE: `Process([weak] { weak.lock(); }).^start();` 'Process([weak] { weak.lock(); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([weak] { weak.lock(); }).start();` the lambda is bound here
  // NOTE: `Process([^weak] { weak.lock(); }).start();` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([^weak] { weak.lock(); }).start();` instead, send the object itself, or an id by which the worker finds its own
}
void structured_copy_bad(Pair pair) {
  auto [number, weak] = pair;
  Process([copy = weak] { copy.lock(); }).start();
  // DEFINITE: `Process([copy = weak] { copy.lock(); }).^start();` 'Process([copy = weak] { copy.lock(); }).start()' carries 'copy' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([copy = weak] { copy.lock(); }).start();` the lambda is bound here
  // NOTE: `Process([^copy = weak] { copy.lock(); }).start();` the lambda captures 'copy' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([^copy = weak] { copy.lock(); }).start();` instead, send the object itself, or an id by which the worker finds its own
}
