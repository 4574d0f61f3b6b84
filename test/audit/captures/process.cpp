//===- process.cpp - What do captures carry into another process? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

// Into another process a copy of the closure's bytes travels.

#include <functional>
#include <memory>
#include <mutex>
#include <stowaway/stowaway.h>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using stowaway::Event;
using stowaway::Process;

void use(int);

void nothing_ok() { Process([] {}).start(); }
void number_ok(int n) { Process([n] { use(n); }).start(); }
void text_ok(std::string text) { Process([text] { text.size(); }).start(); }
void event_ok(Event event) {
  Process([event]() mutable { event.set(); }).start();
}
void vector_ok(std::vector<int> numbers) {
  Process([numbers] { numbers.size(); }).start();
}
void function_pointer_ok(void (*function)(int)) {
  Process([function] { function(1); }).start();
}

void weak_bad(std::weak_ptr<int> weak) {
  Process([weak] { weak.lock(); }).start();
  // DEFINITE: `Process([weak] { weak.lock(); }).^start();` 'Process([weak] { weak.lock(); }).start()' carries 'weak' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([weak] { weak.lock(); }).start();` the lambda is bound here
  // NOTE: `Process([^weak] { weak.lock(); }).start();` the lambda captures 'weak' of type 'std::weak_ptr<int>' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([^weak] { weak.lock(); }).start();` instead, send the object itself, or an id by which the worker finds its own
}
void weak_in_vector_bad(std::vector<std::weak_ptr<int>> weak) {
  Process([weak] { weak.size(); }).start();
  // DEFINITE: `Process([weak] { weak.size(); }).^start();` 'Process([weak] { weak.size(); }).start()' carries 'weak[...]' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([weak] { weak.size(); }).start();` the lambda is bound here
  // NOTE: `Process([^weak] { weak.size(); }).start();` the lambda captures 'weak' of type 'std::vector<std::weak_ptr<int>>' here; its elements are 'std::weak_ptr<int>'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([^weak] { weak.size(); }).start();` instead, send the object itself, or an id by which the worker finds its own
}

void by_reference_bad(int number) {
  Process([&number] { use(number); }).start();
  // DEFINITE: `Process([&number] { use(number); }).^start();` 'Process([&number] { use(number); }).start()' carries 'number' of type 'int &' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `^Process([&number] { use(number); }).start();` the lambda is bound here
  // NOTE: `Process([&^number] { use(number); }).start();` the lambda captures 'number' by reference here
  // NOTE: `Process([&^number] { use(number); }).start();` instead, send the value, or an index or name that the other side can look up
}
void default_by_reference_bad(int number) {
  Process([&] { use(number); }).start();
  // DEFINITE: `Process([&] { use(number); }).^start();` #1 'Process([&] { use(number); }).start()' carries 'number' of type 'int &' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `^Process([&] { use(number); }).start();` #1 the lambda is bound here
  // NOTE: `Process([&] { use(^number); }).start();` #1 the lambda implicitly captures 'number' by reference, which is used here
  // NOTE: `Process([&] { use(^number); }).start();` #1 instead, send the value, or an index or name that the other side can look up
}
void default_by_copy_ok(int number) {
  Process([=] { use(number); }).start();
}
void default_by_copy_bad(std::weak_ptr<int> weak) {
  Process([=] { weak.lock(); }).start();
  // DEFINITE: `Process([=] { weak.lock(); }).^start();` 'Process([=] { weak.lock(); }).start()' carries 'weak' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([=] { weak.lock(); }).start();` the lambda is bound here
  // NOTE: `Process([=] { ^weak.lock(); }).start();` the lambda implicitly captures 'weak', which is used here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([=] { ^weak.lock(); }).start();` instead, send the object itself, or an id by which the worker finds its own
}
// Nothing is used, so nothing is captured.
void default_unused_ok(std::weak_ptr<int> weak) {
  Process([&] {}).start();
  Process([=] {}).start();
}
// Explicitly captured, it travels whether it is used or not.
void explicit_unused_bad(std::weak_ptr<int> weak) {
  Process([weak] {}).start();
  // DEFINITE: `Process([weak] {}).^start();` 'Process([weak] {}).start()' carries 'weak' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([weak] {}).start();` the lambda is bound here
  // NOTE: `Process([^weak] {}).start();` the lambda captures 'weak' of type 'std::weak_ptr<int>' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([^weak] {}).start();` instead, send the object itself, or an id by which the worker finds its own
}
void mixed_bad(int number, int other) {
  Process([=, &other] { use(number + other); }).start();
  // DEFINITE: `Process([=, &other] { use(number + other); }).^start();` 'Process([=, &other] { us...other); }).start()' carries 'other' of type 'int &' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `^Process([=, &other] { use(number + other); }).start();` the lambda is bound here
  // NOTE: `Process([=, &^other] { use(number + other); }).start();` the lambda captures 'other' by reference here
  // NOTE: `Process([=, &^other] { use(number + other); }).start();` instead, send the value, or an index or name that the other side can look up
}
void mixed_ok(int number, std::string text) {
  Process([&, number, text] { use(number + int(text.size())); }).start();
}

// Globals, statics and constants are not captured.
int global;
void global_ok() { Process([&] { use(global); }).start(); }
void static_ok() {
  static int number = 0;
  Process([&] { use(number); }).start();
}
void constant_ok() {
  constexpr int number = 1;
  Process([&] { use(number); }).start();
}
void unevaluated_ok(int number) {
  Process([&] { use(sizeof(number)); }).start();
}

void pointer_bad(int *pointer) { Process([pointer] { use(*pointer); }).start(); }
// DEFINITE: `void pointer_bad(int *pointer) { Process([pointer] { use(*pointer); }).^start(); }` 'Process([pointer] { use(*pointer); }).start()' carries 'pointer' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
// NOTE: `void pointer_bad(int *pointer) { ^Process([pointer] { use(*pointer); }).start(); }` the lambda is bound here
// NOTE: `void pointer_bad(int *pointer) { Process([^pointer] { use(*pointer); }).start(); }` the lambda captures 'pointer' of type 'int *' here
// NOTE: `void pointer_bad(int *pointer) { Process([^pointer] { use(*pointer); }).start(); }` instead, send the value, or an index or name that the other side can look up
void view_bad(std::string_view view) {
  Process([view] { view.size(); }).start();
  // DEFINITE: `Process([view] { view.size(); }).^start();` 'Process([view] { view.size(); }).start()' carries 'view' of type 'std::string_view' to another process; it cannot cross because a view is an address and a length; what it shows stays here [stowaway-carried-address]
  // NOTE: `^Process([view] { view.size(); }).start();` the lambda is bound here
  // NOTE: `Process([^view] { view.size(); }).start();` the lambda captures 'view' of type 'std::string_view' here
  // NOTE: <string_view> `template <class C> class ^basic_string_view {` 'std::basic_string_view' is declared here; a view is an address and a length; what it shows stays here
  // NOTE: `Process([^view] { view.size(); }).start();` instead, send a container that owns the data ('std::string', 'std::vector')
}
void mutex_bad(std::mutex &mutex) {
  Process([&mutex] { mutex.lock(); }).start();
  // DEFINITE: `Process([&mutex] { mutex.lock(); }).^start();` 'Process([&mutex] { mutex.lock(); }).start()' carries 'mutex' of type 'std::mutex &' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `^Process([&mutex] { mutex.lock(); }).start();` the lambda is bound here
  // NOTE: `Process([&^mutex] { mutex.lock(); }).start();` the lambda captures 'mutex' by reference here
  // NOTE: `Process([&^mutex] { mutex.lock(); }).start();` instead, send the value, or an index or name that the other side can look up
}
void nullptr_ok() {
  auto nothing = nullptr;
  Process([nothing] {}).start();
}

// Init captures.
void init_copy_ok(std::vector<int> &numbers) {
  Process([numbers = numbers] { numbers.size(); }).start();
}
void init_number_ok(std::weak_ptr<int> weak) {
  Process([expired = weak.expired()] { use(expired); }).start();
}
void init_reference_bad(std::vector<int> numbers) {
  Process([&numbers = numbers] { numbers.size(); }).start();
  // DEFINITE: `Process([&numbers = numbers] { numbers.size(); }).^start();` 'Process([&numbers = numb...size(); }).start()' carries 'numbers' of type 'std::vector<int> &' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `^Process([&numbers = numbers] { numbers.size(); }).start();` the lambda is bound here
  // NOTE: `Process([&^numbers = numbers] { numbers.size(); }).start();` the lambda captures 'numbers' by reference here
  // NOTE: `Process([&^numbers = numbers] { numbers.size(); }).start();` instead, send the value, or an index or name that the other side can look up
}
void init_address_bad(int number) {
  Process([pointer = &number] { use(*pointer); }).start();
  // DEFINITE: `Process([pointer = &number] { use(*pointer); }).^start();` 'Process([pointer = &numb...inter); }).start()' carries 'pointer' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `^Process([pointer = &number] { use(*pointer); }).start();` the lambda is bound here
  // NOTE: `Process([^pointer = &number] { use(*pointer); }).start();` the lambda captures 'pointer' of type 'int *' here
  // NOTE: `Process([^pointer = &number] { use(*pointer); }).start();` instead, send the value, or an index or name that the other side can look up
}
void init_move_bad(std::thread thread) {
  Process([thread = std::move(thread)] {}).start();
  // DEFINITE: `Process([thread = std::move(thread)] {}).^start();` 'Process([thread = std::move(thread)] {}).start()' carries 'thread' of type 'std::thread' to another process; it cannot cross because a thread runs in this process and only there can it be joined [stowaway-carried-handle]
  // NOTE: `^Process([thread = std::move(thread)] {}).start();` the lambda is bound here
  // NOTE: `Process([^thread = std::move(thread)] {}).start();` the lambda captures 'thread' of type 'std::thread' here
  // NOTE: <thread> `class ^thread {` 'std::thread' is declared here; a thread runs in this process and only there can it be joined
  // NOTE: `Process([^thread = std::move(thread)] {}).start();` instead, start the thread in the worker
}
void init_view_bad(std::string text) {
  Process([view = std::string_view(text)] { view.size(); }).start();
  // DEFINITE: `Process([view = std::string_view(text)] { view.size(); }).^start();` 'Process([view = std::str...size(); }).start()' carries 'view' of type 'std::string_view' to another process; it cannot cross because a view is an address and a length; what it shows stays here [stowaway-carried-address]
  // NOTE: `^Process([view = std::string_view(text)] { view.size(); }).start();` the lambda is bound here
  // NOTE: `Process([^view = std::string_view(text)] { view.size(); }).start();` the lambda captures 'view' of type 'std::string_view' here
  // NOTE: <string_view> `template <class C> class ^basic_string_view {` 'std::basic_string_view' is declared here; a view is an address and a length; what it shows stays here
  // NOTE: `Process([^view = std::string_view(text)] { view.size(); }).start();` instead, send a container that owns the data ('std::string', 'std::vector')
}
void init_text_ok(std::string_view text) {
  Process([size = text.size()] { use(int(size)); }).start();
}
void init_pointee_ok(int *pointer) {
  Process([number = *pointer] { use(number); }).start();
}

// Unique and shared pointers own what they point to: it is sent along.
void unique_ok(std::unique_ptr<int> owned) {
  Process([owned = std::move(owned)] { use(*owned); }).start();
}
void shared_ok(std::shared_ptr<int> owned) {
  Process([owned] { use(*owned); }).start();
}
void shared_mutex_bad(std::shared_ptr<std::mutex> owned) {
  Process([owned] { owned->lock(); }).start();
  // DEFINITE: `Process([owned] { owned->lock(); }).^start();` 'Process([owned] { owned->lock(); }).start()' carries 'owned' of type 'std::mutex' to another process; it cannot cross because a mutex excludes only threads of this process [stowaway-carried-handle]
  // NOTE: `^Process([owned] { owned->lock(); }).start();` the lambda is bound here
  // NOTE: `Process([^owned] { owned->lock(); }).start();` the lambda captures 'owned' of type 'std::shared_ptr<std::mutex>' here; it owns or shares a 'std::mutex'
  // NOTE: <mutex> `class ^mutex {` 'std::mutex' is declared here; a mutex excludes only threads of this process
  // NOTE: `Process([^owned] { owned->lock(); }).start();` instead, leave it out, so that the worker has its own, and send what it protects
}

struct Object {
  int number = 0;
  std::weak_ptr<int> link;
  std::mutex mutex;

  void this_bad() { Process([this] { use(number); }).start(); }
  // DEFINITE: `void this_bad() { Process([this] { use(number); }).^start(); }` 'Process([this] { use(number); }).start()' carries 'this' of type 'Object *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `void this_bad() { ^Process([this] { use(number); }).start(); }` the lambda is bound here
  // NOTE: `void this_bad() { Process([^this] { use(number); }).start(); }` the lambda captures 'this' of type 'Object *' here
  // NOTE: `void this_bad() { Process([^this] { use(number); }).start(); }` capture copies of the members it uses instead of 'this'
  // NOTE: `void this_bad() { Process([^this] { use(number); }).start(); }` instead, send the value, or an index or name that the other side can look up
  void implicit_this_bad() { Process([=] { use(number); }).start(); }
  // DEFINITE: `void implicit_this_bad() { Process([=] { use(number); }).^start(); }` 'Process([=] { use(number); }).start()' carries 'this' of type 'Object *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `void implicit_this_bad() { ^Process([=] { use(number); }).start(); }` the lambda is bound here
  // NOTE: `void implicit_this_bad() { Process([=] { use(^number); }).start(); }` the lambda implicitly captures 'this' because 'number' is used here
  // NOTE: `void implicit_this_bad() { Process([=] { use(^number); }).start(); }` capture a copy of what it uses instead of 'this', as in '[number = number]'
  // NOTE: `void implicit_this_bad() { Process([=] { use(^number); }).start(); }` instead, send the value, or an index or name that the other side can look up
  void implicit_reference_this_bad() { Process([&] { use(number); }).start(); }
  // DEFINITE: `void implicit_reference_this_bad() { Process([&] { use(number); }).^start(); }` 'Process([&] { use(number); }).start()' carries 'this' of type 'Object *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `void implicit_reference_this_bad() { ^Process([&] { use(number); }).start(); }` the lambda is bound here
  // NOTE: `void implicit_reference_this_bad() { Process([&] { use(^number); }).start(); }` the lambda implicitly captures 'this' because 'number' is used here
  // NOTE: `void implicit_reference_this_bad() { Process([&] { use(^number); }).start(); }` capture a copy of what it uses instead of 'this', as in '[number = number]'
  // NOTE: `void implicit_reference_this_bad() { Process([&] { use(^number); }).start(); }` instead, send the value, or an index or name that the other side can look up
  void method_bad() { Process([this] { this->work(); }).start(); }
  // DEFINITE: `void method_bad() { Process([this] { this->work(); }).^start(); }` 'Process([this] { this->work(); }).start()' carries 'this' of type 'Object *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `void method_bad() { ^Process([this] { this->work(); }).start(); }` the lambda is bound here
  // NOTE: `void method_bad() { Process([^this] { this->work(); }).start(); }` the lambda captures 'this' of type 'Object *' here
  // NOTE: `void method_bad() { Process([^this] { this->work(); }).start(); }` capture copies of the members it uses instead of 'this'
  // NOTE: `void method_bad() { Process([^this] { this->work(); }).start(); }` instead, send the value, or an index or name that the other side can look up
  void unused_this_bad() { Process([this] {}).start(); }
  // DEFINITE: `void unused_this_bad() { Process([this] {}).^start(); }` 'Process([this] {}).start()' carries 'this' of type 'Object *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `void unused_this_bad() { ^Process([this] {}).start(); }` the lambda is bound here
  // NOTE: `void unused_this_bad() { Process([^this] {}).start(); }` the lambda captures 'this' of type 'Object *' here
  // NOTE: `void unused_this_bad() { Process([^this] {}).start(); }` capture copies of the members it uses instead of 'this'
  // NOTE: `void unused_this_bad() { Process([^this] {}).start(); }` instead, send the value, or an index or name that the other side can look up
  // Nothing of the object is used, so 'this' is not captured.
  void no_this_ok() { Process([=] { use(1); }).start(); }
  void field_ok() { Process([number = number] { use(number); }).start(); }
  void field_bad() { Process([link = link] { link.lock(); }).start(); }
  // DEFINITE: `void field_bad() { Process([link = link] { link.lock(); }).^start(); }` 'Process([link = link] { link.lock(); }).start()' carries 'link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `void field_bad() { ^Process([link = link] { link.lock(); }).start(); }` the lambda is bound here
  // NOTE: `void field_bad() { Process([^link = link] { link.lock(); }).start(); }` the lambda captures 'link' of type 'std::weak_ptr<int>' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void field_bad() { Process([^link = link] { link.lock(); }).start(); }` instead, send the object itself, or an id by which the worker finds its own
  void static_member_ok() { Process([=] { work_static(); }).start(); }
  void local_copy_ok() {
    int copy = number;
    Process([copy] { use(copy); }).start();
  }
  void work();
  static void work_static();
};

struct Copied {
  int number = 0;
  void star_this_ok() { Process([*this] { use(number); }).start(); }
  void star_this_default_ok() { Process([=, *this] { use(number); }).start(); }
};
struct CopiedWithLink {
  int number = 0;
  std::weak_ptr<int> link;
  void star_this_bad() { Process([*this] { use(number); }).start(); }
  // DEFINITE: `void star_this_bad() { Process([*this] { use(number); }).^start(); }` 'Process([*this] { use(number); }).start()' carries 'CopiedWithLink::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `void star_this_bad() { ^Process([*this] { use(number); }).start(); }` the lambda is bound here
  // NOTE: `void star_this_bad() { Process([^*this] { use(number); }).start(); }` the lambda captures '*this' of type 'CopiedWithLink' here
  // NOTE: `std::weak_ptr<int> ^link;` #2 member 'link' of 'CopiedWithLink' has type 'std::weak_ptr<int>'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `std::weak_ptr<int> ^link;` #2 instead, send the object itself, or an id by which the worker finds its own
};
