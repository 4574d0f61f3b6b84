//===- seastar/launches.cpp - Which calls hand work to another shard? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The same closure at every form of a launch: it copies its pointer there.
//
// RUN: %check_audit %s

#include <functional>
#include <seastar/core/alien.hh>
#include <seastar/core/sharded.hh>
#include <seastar/util/noncopyable_function.hh>

struct object {
  int value;
};
using pointer = seastar::lw_shared_ptr<object>;
struct service : seastar::peering_sharded_service<service> {
  int value();
  seastar::future<int> ask_peer_bad(pointer p);
  seastar::future<int> ask_peer_ok(pointer p);
};

void submit_to_bad(pointer p) {
  seastar::smp::submit_to(1, [p] { auto copy = p; });
  // DEFINITE: 'seastar::smp::submit_to' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `seastar::smp::submit_to(1, [^p] { auto copy = p; });` the lambda captures 'p' of type 'pointer' here
  // NOTE: `seastar::smp::submit_to(1, [p] { auto copy = ^p; });` 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `seastar::smp::submit_to(1, [^p] { auto copy = p; });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void submit_to_with_options_bad(pointer p) {
  seastar::smp_submit_to_options options;
  seastar::smp::submit_to(1, options, [p] { auto copy = p; });
  // DEFINITE: 'seastar::smp::submit_to' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `seastar::smp::submit_to(1, options, [^p] { auto copy = p; });` the lambda captures 'p' of type 'pointer' here
  // NOTE: `seastar::smp::submit_to(1, options, [p] { auto copy = ^p; });` 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `seastar::smp::submit_to(1, options, [^p] { auto copy = p; });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void submit_to_named_bad(pointer p) {
  auto work = [p] { auto copy = p; };
  seastar::smp::submit_to(1, std::move(work));
  // DEFINITE: 'seastar::smp::submit_to' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `auto work = [^p] { auto copy = p; };` the lambda captures 'p' of type 'pointer' here
  // NOTE: `auto work = [p] { auto copy = ^p; };` 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `auto work = [^p] { auto copy = p; };` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void submit_to_ok(pointer p) {
  seastar::smp::submit_to(1, [p] { (void)p->value; });
}

void smp_invoke_on_all_bad(pointer p) {
  seastar::smp::invoke_on_all([p] { auto copy = p; });
  // DEFINITE: 'seastar::smp::invoke_on_all' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `seastar::smp::invoke_on_all([^p] { auto copy = p; });` the lambda captures 'p' of type 'pointer' here
  // NOTE: `seastar::smp::invoke_on_all([p] { auto copy = ^p; });` 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `seastar::smp::invoke_on_all([^p] { auto copy = p; });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void smp_invoke_on_all_ok(pointer p) {
  seastar::smp::invoke_on_all([p] { (void)p->value; });
}
void smp_invoke_on_others_bad(pointer p) {
  seastar::smp::invoke_on_others([p] { auto copy = p; });
  // DEFINITE: 'seastar::smp::invoke_on_others' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `seastar::smp::invoke_on_others([^p] { auto copy = p; });` the lambda captures 'p' of type 'pointer' here
  // NOTE: `seastar::smp::invoke_on_others([p] { auto copy = ^p; });` 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `seastar::smp::invoke_on_others([^p] { auto copy = p; });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void smp_invoke_on_others_from_bad(pointer p) {
  seastar::smp::invoke_on_others(0, [p] { auto copy = p; });
  // DEFINITE: 'seastar::smp::invoke_on_others' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `seastar::smp::invoke_on_others(0, [^p] { auto copy = p; });` the lambda captures 'p' of type 'pointer' here
  // NOTE: `seastar::smp::invoke_on_others(0, [p] { auto copy = ^p; });` 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `seastar::smp::invoke_on_others(0, [^p] { auto copy = p; });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}

void invoke_on_bad(seastar::sharded<service> &s, pointer p) {
  s.invoke_on(1, [p](service &) { auto copy = p; });
  // DEFINITE: 's.invoke_on(...)' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `s.invoke_on(1, [^p](service &) { auto copy = p; });` the lambda captures 'p' of type 'pointer' here
  // NOTE: `s.invoke_on(1, [p](service &) { auto copy = ^p; });` 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `s.invoke_on(1, [^p](service &) { auto copy = p; });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void invoke_on_all_bad(seastar::sharded<service> &s, pointer p) {
  s.invoke_on_all([p](service &) { auto copy = p; });
  // DEFINITE: 's.invoke_on_all(...)' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `s.invoke_on_all([^p](service &) { auto copy = p; });` the lambda captures 'p' of type 'pointer' here
  // NOTE: `s.invoke_on_all([p](service &) { auto copy = ^p; });` 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `s.invoke_on_all([^p](service &) { auto copy = p; });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void invoke_on_others_bad(seastar::sharded<service> &s, pointer p) {
  s.invoke_on_others([p](service &) { auto copy = p; });
  // DEFINITE: 's.invoke_on_others(...)' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `s.invoke_on_others([^p](service &) { auto copy = p; });` the lambda captures 'p' of type 'pointer' here
  // NOTE: `s.invoke_on_others([p](service &) { auto copy = ^p; });` 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `s.invoke_on_others([^p](service &) { auto copy = p; });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void invoke_on_all_ok(seastar::sharded<service> &s, pointer p) {
  s.invoke_on_all([p](service &) { (void)p->value; });
}
void invoke_on_all_by_function_bad(seastar::sharded<service> &s, pointer p) {
  std::function<void(service &)> f = [p](service &) { auto copy = p; };
  s.invoke_on_all(f);
  // DEFINITE: 's.invoke_on_all(...)' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `std::function<void(service &)> f = [^p](service &) { auto copy = p; };` the lambda captures 'p' of type 'pointer' here
  // NOTE: `std::function<void(service &)> f = [p](service &) { auto copy = ^p; };` 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `std::function<void(service &)> f = [^p](service &) { auto copy = p; };` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void invoke_on_all_bound_bad(seastar::sharded<service> &s, pointer p) {
  s.invoke_on_all([](service &, const pointer &) {}, p);
  // DEFINITE: 's.invoke_on_all(...)' carries 'p' of type 'pointer' to another shard, where it is destroyed; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `s.invoke_on_all([](service &, const pointer &) {}, ^p);` argument 'p' of type 'pointer' is passed here
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `s.invoke_on_all([](service &, const pointer &) {}, ^p);` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}

void map_bad(seastar::sharded<service> &s, pointer p) {
  s.map_reduce0(
  // DEFINITE: 's.map_reduce0(...)' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `[^p](service &) {` the lambda captures 'p' of type 'pointer' here
  // NOTE: `auto copy = ^p;` #1 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `[^p](service &) {` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
      [p](service &) {
        auto copy = p;
        return copy->value;
      },
      0, [](int a, int b) { return a + b; });
}
// The reducer stays at home.
void reduce_ok(seastar::sharded<service> &s, pointer p) {
  s.map_reduce0([](service &mine) { return mine.value(); }, 0,
                [p](int a, int b) {
                  auto copy = p;
                  return a + b;
                });
}

// Each argument is copied on every shard.
struct holder {
  explicit holder(pointer);
};
void start_bad(seastar::sharded<holder> &s, pointer p) { s.start(p); }
// DEFINITE: `void start_bad(seastar::sharded<holder> &s, pointer p) { ^s.start(p); }` 's.start(...)' carries 'p' of type 'pointer' to another shard, where it is destroyed; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
// NOTE: `void start_bad(seastar::sharded<holder> &s, pointer p) { s.start(^p); }` argument 'p' of type 'pointer' is passed here
// NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
// NOTE: `void start_bad(seastar::sharded<holder> &s, pointer p) { s.start(^p); }` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
// It runs on shard 0, and nearly always it is called there.
void start_single_ok(seastar::sharded<holder> &s, pointer p) {
  s.start_single(p);
}
struct asker {
  explicit asker(seastar::sharded<service> &);
};
void start_ok(seastar::sharded<asker> &s, seastar::sharded<service> &other) {
  s.start(std::ref(other));
}

seastar::future<int> service::ask_peer_bad(pointer p) {
  return container().invoke_on(1, [p](service &peer) {
  // DEFINITE: `return container().^invoke_on(1, [p](service &peer) {` 'container().invoke_on(...)' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `return container().invoke_on(1, [^p](service &peer) {` the lambda captures 'p' of type 'pointer' here
  // NOTE: `auto copy = ^p;` #3 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `return container().invoke_on(1, [^p](service &peer) {` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
    auto copy = p;
    return peer.value();
  });
}
seastar::future<int> service::ask_peer_ok(pointer p) {
  return container().invoke_on(
      1, [p](service &peer) { return peer.value() + p->value; });
}

// Destroyed by the shard that runs it.
void run_on_bad(seastar::alien::instance &i, pointer p) {
  seastar::alien::run_on(i, 0, [p] { (void)p->value; });
  // DEFINITE: 'seastar::alien::run_on' carries 'p' of type 'pointer' to another shard, where it is destroyed; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `seastar::alien::run_on(i, 0, [^p] { (void)p->value; });` the lambda captures 'p' of type 'pointer' here
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `seastar::alien::run_on(i, 0, [^p] { (void)p->value; });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void alien_submit_to_bad(seastar::alien::instance &i, pointer p) {
  seastar::alien::submit_to(i, 0, [p] {
  // DEFINITE: 'seastar::alien::submit_to' carries 'p' of type 'pointer' to another shard, where it is destroyed; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `seastar::alien::submit_to(i, 0, [^p] {` the lambda captures 'p' of type 'pointer' here
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `seastar::alien::submit_to(i, 0, [^p] {` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
    return seastar::make_ready_future<int>(p->value);
  });
}
void run_on_ok(seastar::alien::instance &i, int value) {
  seastar::alien::run_on(i, 0, [value] { (void)value; });
}
