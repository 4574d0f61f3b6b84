//===- seastar/wrapped_launches.cpp - Is a project's own helper a launch? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// RUN: %check_audit %s

#include <functional>
#include <seastar/core/sharded.hh>

struct object {
  int value;
};
using pointer = seastar::lw_shared_ptr<object>;
using seastar::smp;
void use(pointer);

template <class F> auto on_zero(F &&f) {
  return smp::submit_to(0, std::forward<F>(f));
}
template <class F> auto on_zero_too(F f) { return on_zero(std::move(f)); }
seastar::future<> on_one(std::function<void()> f) {
  return smp::submit_to(1, std::move(f));
}
struct dispatcher {
  template <class F> seastar::future<> dispatch(F &&f) {
    return smp::submit_to(home, std::forward<F>(f));
  }
  unsigned home;
};

void forwarded_bad(pointer p) {
  on_zero([p] { use(p); });
  // DEFINITE: 'on_zero' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `return ^smp::submit_to(0, std::forward<F>(f));` 'smp::submit_to' launches it here
  // NOTE: `on_zero([^p] { use(p); });` the lambda captures 'p' of type 'pointer' here
  // NOTE: `on_zero([p] { use(^p); });` 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `on_zero([^p] { use(p); });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void forwarded_ok(pointer p) {
  on_zero([p] { return p->value; });
}
void forwarded_twice_bad(pointer p) {
  on_zero_too([p] { use(p); });
  // DEFINITE: 'on_zero_too' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `template <class F> auto on_zero_too(F f) { return ^on_zero(std::move(f)); }` it is passed on to 'on_zero' here
  // NOTE: `return ^smp::submit_to(0, std::forward<F>(f));` 'smp::submit_to' launches it here
  // NOTE: `on_zero_too([^p] { use(p); });` the lambda captures 'p' of type 'pointer' here
  // NOTE: `on_zero_too([p] { use(^p); });` 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `on_zero_too([^p] { use(p); });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void type_erased_bad(pointer p) {
  on_one([p] { use(p); });
  // DEFINITE: 'on_one' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `return ^smp::submit_to(1, std::move(f));` 'smp::submit_to' launches it here
  // NOTE: `on_one([^p] { use(p); });` the lambda captures 'p' of type 'pointer' here
  // NOTE: `on_one([p] { use(^p); });` 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `on_one([^p] { use(p); });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void by_method_bad(dispatcher &d, pointer p) {
  d.dispatch([p] { use(p); });
  // DEFINITE: 'd.dispatch(...)' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `return ^smp::submit_to(home, std::forward<F>(f));` 'smp::submit_to' launches it here
  // NOTE: `d.dispatch([^p] { use(p); });` the lambda captures 'p' of type 'pointer' here
  // NOTE: `d.dispatch([p] { use(^p); });` 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `d.dispatch([^p] { use(p); });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}

// Called here, not sent.
template <class F> void here(F &&f) { f(); }
void called_here_ok(pointer p) {
  here([p] { use(p); });
}
