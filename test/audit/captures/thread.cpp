//===- thread.cpp - Are captures judged by the boundary? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

// The same closures as for another process. Between threads only 'Context' is
// at home in one of them.

#include <memory>
#include <stowaway/annotations.h>
#include <string_view>
#include <thread>

struct STOWAWAY_HANDLE(thread, "a context is bound to the thread that made it")
    Context {
  int number = 0;
};

void use(int);

void copy_bad(Context context) {
  std::thread([context] { use(context.number); }).join();
  // DEFINITE: 'std::thread' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
  // NOTE: `std::thread([^context] { use(context.number); }).join();` #1 the lambda captures 'context' of type 'Context' here
  // NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
}
void default_copy_bad(Context context) {
  std::thread([=] { use(context.number); }).join();
  // DEFINITE: 'std::thread' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
  // NOTE: `std::thread([=] { use(^context.number); }).join();` the lambda implicitly captures 'context', which is used here
  // NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
}
// By reference it stays where it is; who uses it where is not our question.
void reference_ok(Context context) {
  std::thread([&context] { use(context.number); }).join();
}
void default_reference_ok(Context context) {
  std::thread([&] { use(context.number); }).join();
}
void number_ok(Context context) {
  std::thread([number = context.number] { use(number); }).join();
}
void moved_bad(std::unique_ptr<Context> context) {
  std::thread([context = std::move(context)] { use(context->number); }).join();
  // DEFINITE: 'std::thread' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
  // NOTE: `std::thread([^context = std::move(context)] { use(context->number); }).join();` the lambda captures 'context' of type 'std::unique_ptr<Context>' here; it owns or shares a 'Context'
  // NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
}
void pointer_ok(Context *context) {
  std::thread([context] { use(context->number); }).join();
}
void init_copy_bad(Context *context) {
  std::thread([copy = *context] { use(copy.number); }).join();
  // DEFINITE: 'std::thread' carries 'copy' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
  // NOTE: `std::thread([^copy = *context] { use(copy.number); }).join();` the lambda captures 'copy' of type 'Context' here
  // NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
}
void init_reference_ok(Context *context) {
  std::thread([&alias = *context] { use(alias.number); }).join();
}
void weak_ok(std::weak_ptr<int> weak) {
  std::thread([weak] { weak.lock(); }).join();
}
void view_ok(std::string_view view) {
  std::thread([view] { view.size(); }).join();
}

struct Object {
  Context context;
  void this_ok() {
    std::thread([this] { use(context.number); }).join();
  }
  void star_this_bad() {
    std::thread([*this] { use(context.number); }).join();
    // DEFINITE: 'std::thread' carries 'Object::context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
    // NOTE: `std::thread([^*this] { use(context.number); }).join();` the lambda captures '*this' of type 'Object' here
    // NOTE: `Context ^context;` member 'context' of 'Object' has type 'Context'
    // NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
  }
  void field_bad() {
    std::thread([context = context] { use(context.number); }).join();
    // DEFINITE: 'std::thread' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
    // NOTE: `std::thread([^context = context] { use(context.number); }).join();` the lambda captures 'context' of type 'Context' here
    // NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
  }
};

void nested_bad(Context context) {
  std::thread([context] {
  // DEFINITE: 'std::thread' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
  // NOTE: `std::thread([^context] {` the lambda captures 'context' of type 'Context' here
  // NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
    std::thread([context] { use(context.number); }).join();
    // DEFINITE: 'std::thread' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
    // NOTE: `std::thread([^context] { use(context.number); }).join();` #2 the lambda captures 'context' of type 'Context' here
    // NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
  }).join();
}
