//===- seastar/acts.cpp - What may the other shard do with a pointer that rides? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// 'submit_to' destroys its function at home. A pointer that the function holds
// may be looked through, not copied, moved out, dropped or sent back.
//
// RUN: %check_audit %s

#include <seastar/core/circular_buffer.hh>
#include <seastar/core/sharded.hh>
#include <utility>
#include <vector>

struct object {
  int value;
  seastar::future<> close();
};
using pointer = seastar::lw_shared_ptr<object>;
using seastar::smp;

int by_reference(const object &);
int by_pointer(const object *);
int by_const_reference(const pointer &);
void by_value(pointer);
void by_rvalue(pointer &&);
int looks(const pointer &p) { return p->value; }
int keeps(const pointer &p) {
  static pointer kept;
  kept = p;
  return p->value;
}
pointer take();

// --- riding -----------------------------------------------------------------
void dereferenced_ok(pointer p) {
  smp::submit_to(1, [p] { return p->value + (*p).value; });
}
void tested_ok(pointer p) {
  smp::submit_to(1, [p] { return p ? 1 : 0; });
}
void pointee_passed_ok(pointer p) {
  smp::submit_to(1, [p] { return by_reference(*p) + by_pointer(p.get()); });
}
void looked_at_by_a_function_ok(pointer p) {
  smp::submit_to(1, [p] { return looks(p); });
}
void not_followed_ok(pointer p) {
  smp::submit_to(1, [p] { return by_const_reference(p); });
}
void reference_to_it_ok(pointer p) {
  smp::submit_to(1, [&p] { return p->value; });
}
void bound_to_a_reference_ok(pointer p) {
  smp::submit_to(1, [p] {
    const auto &same = p;
    auto &object = *p;
    return same->value + object.value;
  });
}
void moved_in_ok(pointer p) {
  smp::submit_to(1, [p = std::move(p)] { return p->value; });
}
void nested_by_reference_ok(pointer p) {
  smp::submit_to(1, [p] { return p->close().finally([&p] { (void)p->value; }); });
}
void continued_at_home_ok(pointer p) {
  smp::submit_to(1, [p] { return p->value; }).then([p](int) {
    auto copy = p;
    by_value(std::move(copy));
  });
}
void own_pointer_ok() {
  smp::submit_to(1, [] {
    auto mine = take();
    by_value(mine);
  });
}
void wrapped_ok(seastar::foreign_ptr<pointer> p) {
  smp::submit_to(1, [p = std::move(p)]() mutable {
    auto mine = std::move(p);
    return mine->value;
  });
}

// --- acting -----------------------------------------------------------------
void copied_bad(pointer p) {
  smp::submit_to(1, [p] { auto copy = p; });
  // DEFINITE: 'smp::submit_to' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [^p] { auto copy = p; });` the lambda captures 'p' of type 'pointer' here
  // NOTE: `smp::submit_to(1, [p] { auto copy = ^p; });` 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `smp::submit_to(1, [^p] { auto copy = p; });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void copied_through_a_reference_bad(pointer p) {
  smp::submit_to(1, [&p] { auto copy = p; });
  // DEFINITE: 'smp::submit_to' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [&^p] { auto copy = p; });` the lambda captures 'p' of type 'pointer' here
  // NOTE: `smp::submit_to(1, [&p] { auto copy = ^p; });` 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `smp::submit_to(1, [&^p] { auto copy = p; });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void copied_into_a_closure_bad(pointer p) {
  smp::submit_to(1, [p] { return p->close().then([p] {}); });
  // DEFINITE: 'smp::submit_to' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [^p] { return p->close().then([p] {}); });` the lambda captures 'p' of type 'pointer' here
  // NOTE: `smp::submit_to(1, [p] { return p->close().then([^p] {}); });` 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `smp::submit_to(1, [^p] { return p->close().then([p] {}); });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void copied_into_a_closure_of_a_closure_bad(pointer p) {
  smp::submit_to(1, [p] {
  // DEFINITE: 'smp::submit_to' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [^p] {` #2 the lambda captures 'p' of type 'pointer' here
  // NOTE: `return p->close().then([&p] { return p->close().then([^p] {}); });` 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `smp::submit_to(1, [^p] {` #2 instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
    return p->close().then([&p] { return p->close().then([p] {}); });
  });
}
void copied_by_default_bad(pointer p) {
  smp::submit_to(
  // DEFINITE: 'smp::submit_to' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `1, [=] { return ^p->close().finally([=] { (void)p->value; }); });` the lambda implicitly captures 'p', which is used here
  // NOTE: `1, [=] { return p->close().finally([^=] { (void)p->value; }); });` 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `1, [=] { return ^p->close().finally([=] { (void)p->value; }); });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
      1, [=] { return p->close().finally([=] { (void)p->value; }); });
}
void passed_by_value_bad(pointer p) {
  smp::submit_to(1, [p] { by_value(p); });
  // DEFINITE: 'smp::submit_to' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [^p] { by_value(p); });` the lambda captures 'p' of type 'pointer' here
  // NOTE: `smp::submit_to(1, [p] { by_value(^p); });` 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `smp::submit_to(1, [^p] { by_value(p); });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void moved_out_bad(pointer p) {
  smp::submit_to(1, [p]() mutable { auto mine = std::move(p); });
  // DEFINITE: 'smp::submit_to' carries 'p' of type 'seastar::lw_shared_ptr<object>' to another shard, where it is moved away; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [^p]() mutable { auto mine = std::move(p); });` the lambda captures 'p' of type 'pointer' here
  // NOTE: `smp::submit_to(1, [p]() mutable { auto mine = ^std::move(p); });` 'p' is moved away here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `smp::submit_to(1, [^p]() mutable { auto mine = std::move(p); });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void moved_into_a_closure_bad(pointer p) {
  smp::submit_to(1, [p]() mutable {
  // DEFINITE: 'smp::submit_to' carries 'p' of type 'seastar::lw_shared_ptr<object>' to another shard, where it is moved away; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [^p]() mutable {` the lambda captures 'p' of type 'pointer' here
  // NOTE: `return p->close().finally([p = ^std::move(p)] {});` 'p' is moved away here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `smp::submit_to(1, [^p]() mutable {` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
    return p->close().finally([p = std::move(p)] {});
  });
}
void exchanged_bad(pointer p) {
  smp::submit_to(1, [p]() mutable { auto mine = std::exchange(p, pointer()); });
  // DEFINITE: 'smp::submit_to' carries 'p' of type 'pointer' to another shard, where it is moved away; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [^p]() mutable { auto mine = std::exchange(p, pointer()); });` the lambda captures 'p' of type 'pointer' here
  // NOTE: `smp::submit_to(1, [p]() mutable { auto mine = ^std::exchange(p, pointer()); });` 'p' is moved away here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `smp::submit_to(1, [^p]() mutable { auto mine = std::exchange(p, pointer()); });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void dropped_bad(pointer p) {
  smp::submit_to(1, [&p] { p = nullptr; });
  // DEFINITE: 'smp::submit_to' carries 'p' of type 'pointer' to another shard, where it is dropped; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [&^p] { p = nullptr; });` the lambda captures 'p' of type 'pointer' here
  // NOTE: `smp::submit_to(1, [&p] { p ^= nullptr; });` 'p' is dropped here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `smp::submit_to(1, [&^p] { p = nullptr; });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void overwritten_bad(pointer p) {
  smp::submit_to(1, [&p] { p = take(); });
  // DEFINITE: 'smp::submit_to' carries 'p' of type 'pointer' to another shard, where it is dropped; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [&^p] { p = take(); });` the lambda captures 'p' of type 'pointer' here
  // NOTE: `smp::submit_to(1, [&p] { p ^= take(); });` 'p' is dropped here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `smp::submit_to(1, [&^p] { p = take(); });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void returned_bad(pointer p) {
  smp::submit_to(1, [p] { return p; });
  // DEFINITE: 'smp::submit_to' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [^p] { return p; });` the lambda captures 'p' of type 'pointer' here
  // NOTE: `smp::submit_to(1, [p] { return ^p; });` 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `smp::submit_to(1, [^p] { return p; });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void kept_by_a_function_bad(pointer p) {
  smp::submit_to(1, [p] { return keeps(p); });
  // DEFINITE: 'smp::submit_to' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [^p] { return keeps(p); });` the lambda captures 'p' of type 'pointer' here
  // NOTE: `kept ^= p;` 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `smp::submit_to(1, [^p] { return keeps(p); });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void put_into_a_container_bad(pointer p) {
  smp::submit_to(1, [p] {
  // DEFINITE: 'smp::submit_to' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [^p] {` #3 the lambda captures 'p' of type 'pointer' here
  // NOTE: `all.^push_back(p);` 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `smp::submit_to(1, [^p] {` #3 instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
    std::vector<pointer> all;
    all.push_back(p);
  });
}
void copied_in_a_loop_bad(std::vector<pointer> all) {
  smp::submit_to(1, [all] {
  // DEFINITE: 'smp::submit_to' carries 'all[...]' of type 'seastar::lw_shared_ptr<object>' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [^all] {` #1 the lambda captures 'all' of type 'std::vector<pointer>' here; its elements are 'seastar::lw_shared_ptr<object>'
  // NOTE: `for (auto p ^: all)` 'all[...]' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `smp::submit_to(1, [^all] {` #1 instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
    for (auto p : all)
      (void)p->value;
  });
}
void referred_to_in_a_loop_ok(std::vector<pointer> all) {
  smp::submit_to(1, [all] {
    for (const auto &p : all)
      (void)p->value;
  });
}
void whole_container_copied_bad(std::vector<pointer> all) {
  smp::submit_to(1, [all] { auto copy = all; });
  // DEFINITE: 'smp::submit_to' carries 'all[...]' of type 'seastar::lw_shared_ptr<object>' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [^all] { auto copy = all; });` the lambda captures 'all' of type 'std::vector<pointer>' here; its elements are 'seastar::lw_shared_ptr<object>'
  // NOTE: `smp::submit_to(1, [all] { auto copy = ^all; });` 'all[...]' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `smp::submit_to(1, [^all] { auto copy = all; });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}

// The object may live on the shard that the call goes to.
struct state {
  pointer current;
  int count = 0;

  void member_copied_bad() {
    smp::submit_to(1, [this] { auto copy = current; });
    // POSSIBLE: 'smp::submit_to' may carry 'state::current' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
    // NOTE: `smp::submit_to(1, [^this] { auto copy = current; });` the lambda captures 'this' of type 'state *' here
    // NOTE: `pointer ^current;` member 'current' of 'state' has type 'pointer'
    // NOTE: `smp::submit_to(1, [this] { auto copy = ^current; });` 'state::current' is copied here, on the other side
    // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
    // NOTE: `pointer ^current;` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
  }
  void member_of_a_copy_bad() {
    smp::submit_to(1, [*this] { by_value(current); });
    // DEFINITE: 'smp::submit_to' carries 'state::current' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
    // NOTE: `smp::submit_to(1, [^*this] { by_value(current); });` the lambda captures '*this' of type 'state' here
    // NOTE: `pointer ^current;` member 'current' of 'state' has type 'pointer'
    // NOTE: `smp::submit_to(1, [*this] { by_value(^current); });` 'state::current' is copied here, on the other side
    // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
    // NOTE: `pointer ^current;` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
  }
  void member_used_ok() {
    smp::submit_to(1, [this] { return count + current->value; });
  }
  void work() { by_value(current); }
  void look() { ++count; }
  void method_copies_bad() {
    smp::submit_to(1, [this] { work(); });
    // POSSIBLE: 'smp::submit_to' may carry 'state::current' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
    // NOTE: `smp::submit_to(1, [^this] { work(); });` the lambda captures 'this' of type 'state *' here
    // NOTE: `pointer ^current;` member 'current' of 'state' has type 'pointer'
    // NOTE: `void work() { by_value(^current); }` 'state::current' is copied here, on the other side
    // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
    // NOTE: `pointer ^current;` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
  }
  void method_looks_ok() {
    smp::submit_to(1, [this] { look(); });
  }
};

void generic_lambda_bad(seastar::sharded<state> &all, pointer p) {
  all.invoke_on_all([p](auto &local) { by_value(p); });
  // DEFINITE: 'all.invoke_on_all(...)' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `all.invoke_on_all([^p](auto &local) { by_value(p); });` the lambda captures 'p' of type 'pointer' here
  // NOTE: `all.invoke_on_all([p](auto &local) { by_value(^p); });` 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `all.invoke_on_all([^p](auto &local) { by_value(p); });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
