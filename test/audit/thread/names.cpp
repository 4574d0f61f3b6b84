//===- names.cpp - Is a user's function taken for a library's of that name? ===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

// Some model names a function like each of these, of another class or
// namespace. The user's own are followed all the same.

#include <mutex>
#include <unistd.h>

struct Ring {
  std::mutex m;
  void push() { m.lock(); }
  void start() { m.lock(); }
  void stop() { m.unlock(); }
  void apply() { stop(); }
};
void method_bad(Ring &ring) {
  if (fork() == 0)
  // DEFINITE: `if (^fork() == 0)` #1 'fork' carries 'ring.m' of type 'std::mutex' into a forked child, where it is locked; that is wrong because if another thread held it at the fork, nobody in the child will ever unlock it [stowaway-carried-handle]
  // NOTE: `void method_bad(Ring &^ring) {` the child inherits 'ring' of type 'Ring'
  // NOTE: `std::mutex ^m;` #1 member 'm' of 'Ring' has type 'std::mutex'
  // NOTE: `void push() { m.^lock(); }` 'ring.m' is locked here, on the other side
  // NOTE: <mutex> `class ^mutex {` 'std::mutex' is declared here; if another thread held it at the fork, nobody in the child will ever unlock it
  // NOTE: `std::mutex ^m;` #1 instead, lock it before the fork and unlock it on both sides, or only exec in the child
    ring.push();
}
void like_a_start_bad(Ring &ring) {
  if (fork() == 0)
  // DEFINITE: `if (^fork() == 0)` #2 'fork' carries 'ring.m' of type 'std::mutex' into a forked child, where it is locked; that is wrong because if another thread held it at the fork, nobody in the child will ever unlock it [stowaway-carried-handle]
  // NOTE: `void like_a_start_bad(Ring &^ring) {` the child inherits 'ring' of type 'Ring'
  // NOTE: `std::mutex ^m;` #1 member 'm' of 'Ring' has type 'std::mutex'
  // NOTE: `void start() { m.^lock(); }` 'ring.m' is locked here, on the other side
  // NOTE: <mutex> `class ^mutex {` 'std::mutex' is declared here; if another thread held it at the fork, nobody in the child will ever unlock it
  // NOTE: `std::mutex ^m;` #1 instead, lock it before the fork and unlock it on both sides, or only exec in the child
    ring.start();
}
void harmless_ok(Ring &ring) {
  if (fork() == 0)
    ring.apply();
}
namespace own {
void invoke(Ring &ring) { ring.m.lock(); }
void move(int) {}
} // namespace own
void free_function_bad(Ring &ring) {
  if (fork() == 0)
  // DEFINITE: `if (^fork() == 0)` #4 'fork' carries 'ring.m' of type 'std::mutex' into a forked child, where it is locked; that is wrong because if another thread held it at the fork, nobody in the child will ever unlock it [stowaway-carried-handle]
  // NOTE: `void free_function_bad(Ring &^ring) {` the child inherits 'ring' of type 'Ring'
  // NOTE: `std::mutex ^m;` #1 member 'm' of 'Ring' has type 'std::mutex'
  // NOTE: `void invoke(Ring &ring) { ring.m.^lock(); }` 'ring.m' is locked here, on the other side
  // NOTE: <mutex> `class ^mutex {` 'std::mutex' is declared here; if another thread held it at the fork, nobody in the child will ever unlock it
  // NOTE: `std::mutex ^m;` #1 instead, lock it before the fork and unlock it on both sides, or only exec in the child
    own::invoke(ring);
}
void free_function_ok() {
  if (fork() == 0)
    own::move(1);
}
// Overrides and inherited methods.
struct Base {
  std::mutex m;
  virtual void join() { m.lock(); }
};
struct Derived : Base {
  void join() override { Base::m.lock(); }
};
void inherited_bad(Derived &object) {
  if (fork() == 0)
  // DEFINITE: `if (^fork() == 0)` #6 'fork' carries 'object.m' of type 'std::mutex' into a forked child, where it is locked; that is wrong because if another thread held it at the fork, nobody in the child will ever unlock it [stowaway-carried-handle]
  // NOTE: `void inherited_bad(Derived &^object) {` the child inherits 'object' of type 'Derived'
  // NOTE: `std::mutex ^m;` #2 member 'm' of 'Base' has type 'std::mutex'
  // NOTE: `void join() override { Base::m.^lock(); }` 'object.m' is locked here, on the other side
  // NOTE: <mutex> `class ^mutex {` 'std::mutex' is declared here; if another thread held it at the fork, nobody in the child will ever unlock it
  // NOTE: `std::mutex ^m;` #2 instead, lock it before the fork and unlock it on both sides, or only exec in the child
    object.join();
}
