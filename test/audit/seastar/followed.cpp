//===- seastar/followed.cpp - How far is a pointer that rides followed? -------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Through functions of the file, their parameters, methods of captured objects,
// other names and elements of containers; not behind wrappers.
//
// RUN: %check_audit %s

#include <seastar/core/sharded.hh>
#include <utility>
#include <vector>

struct object {
  int value;
};
using pointer = seastar::lw_shared_ptr<object>;
using seastar::smp;

static int innermost(const pointer &p) {
  auto copy = p;
  return copy->value;
}
static int middle(const pointer &p) { return innermost(p); }
static int through_address(const pointer *p) {
  auto copy = *p;
  return copy->value;
}
static int reads(const pointer &p, int depth) {
  return depth > 0 ? reads(p, depth - 1) : p->value;
}

struct session {
  pointer current;
  int id = 0;
  int number() const { return id + current->value; }
  pointer give() const { return current; }
  int operator()(int n) const {
    auto copy = current;
    return copy->value + n;
  }
};

// --- acting -----------------------------------------------------------------
void two_functions_down_bad(pointer p) {
  smp::submit_to(1, [p] { return middle(p); });
  // DEFINITE: 'smp::submit_to' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [^p] { return middle(p); });` the lambda captures 'p' of type 'pointer' here
  // NOTE: `auto copy = ^p;` 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `smp::submit_to(1, [^p] { return middle(p); });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void by_address_bad(pointer p) {
  smp::submit_to(1, [p] { return through_address(&p); });
  // DEFINITE: 'smp::submit_to' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [^p] { return through_address(&p); });` the lambda captures 'p' of type 'pointer' here
  // NOTE: `auto copy = ^*p;` 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `smp::submit_to(1, [^p] { return through_address(&p); });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void other_name_bad(std::vector<pointer> all) {
  smp::submit_to(1, [all] {
  // DEFINITE: 'smp::submit_to' carries 'all[...]' of type 'seastar::lw_shared_ptr<object>' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [^all] {` #1 the lambda captures 'all' of type 'std::vector<pointer>' here; its elements are 'seastar::lw_shared_ptr<object>'
  // NOTE: `auto copy = ^first;` 'all[...]' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `smp::submit_to(1, [^all] {` #1 instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
    const auto &first = all.front();
    auto copy = first;
    return copy->value;
  });
}
void element_bad(std::vector<pointer> all) {
  smp::submit_to(1, [all] {
  // DEFINITE: 'smp::submit_to' carries 'all[...]' of type 'seastar::lw_shared_ptr<object>' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [^all] {` #2 the lambda captures 'all' of type 'std::vector<pointer>' here; its elements are 'seastar::lw_shared_ptr<object>'
  // NOTE: `auto copy = ^all[0];` 'all[...]' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `smp::submit_to(1, [^all] {` #2 instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
    auto copy = all[0];
    return copy->value;
  });
}
// Where the session lives is not told by the code, so it is possible only.
void method_of_a_captured_object_bad(session &s) {
  smp::submit_to(1, [&s] { return s.give()->value; });
  // POSSIBLE: 'smp::submit_to' may carry 's.current' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [&^s] { return s.give()->value; });` the lambda captures 's' of type 'session' here
  // NOTE: `pointer ^current;` member 'current' of 'session' has type 'pointer'
  // NOTE: `pointer give() const { return ^current; }` 's.current' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `pointer ^current;` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void call_operator_of_a_captured_object_bad(session &s) {
  smp::submit_to(1, [&s] { return s(1); });
  // POSSIBLE: 'smp::submit_to' may carry 's.current' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [&^s] { return s(1); });` the lambda captures 's' of type 'session' here
  // NOTE: `pointer ^current;` member 'current' of 'session' has type 'pointer'
  // NOTE: `auto copy = ^current;` 's.current' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `pointer ^current;` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void copied_twice_bad(pointer p) {
  smp::submit_to(1, [p] {
  // DEFINITE: 'smp::submit_to' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [^p] {` the lambda captures 'p' of type 'pointer' here
  // NOTE: `auto one = ^p; // the first is told, one finding is enough` 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `smp::submit_to(1, [^p] {` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
    auto one = p; // the first is told, one finding is enough
    auto two = p;
    return one->value + two->value;
  });
}

// --- riding -----------------------------------------------------------------
// It is only looked at, however deep; and the recursion ends.
void recursion_ok(pointer p) {
  smp::submit_to(1, [p] { return reads(p, 3); });
}
void reading_method_ok(session &s) {
  smp::submit_to(1, [&s] { return s.number(); });
}
// What the worker makes itself is its own, whatever it does with it.
void own_object_ok() {
  smp::submit_to(1, [] {
    session own;
    return own.give() ? own(1) : middle(own.current);
  });
}
void references_to_elements_ok(std::vector<pointer> all) {
  smp::submit_to(1, [all] {
    int sum = 0;
    for (const auto &p : all)
      sum += p->value;
    return sum;
  });
}
// A foreign_ptr is made to be looked through on other shards.
void behind_a_wrapper_ok(seastar::foreign_ptr<pointer> p) {
  smp::submit_to(1, [p = std::move(p)] { return p->value; });
}

// --- launches that only a library's code reaches ------------------------------
template <class Range, class F> void for_each_in_parallel(Range &&, F) {}
void in_a_generic_lambda_bad(std::vector<int> shards, pointer p) {
  for_each_in_parallel(shards, [p](auto shard) {
    return smp::submit_to(shard, [p] { return p->value ? p : pointer(); });
    // DEFINITE: `return ^smp::submit_to(shard, [p] { return p->value ? p : pointer(); });` 'smp::submit_to' carries 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
    // NOTE: `return smp::submit_to(shard, [^p] { return p->value ? p : pointer(); });` the lambda captures 'p' of type 'pointer' here
    // NOTE: `return smp::submit_to(shard, [p] { return p->value ? ^p : pointer(); });` 'p' is copied here, on the other side
    // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
    // NOTE: `return smp::submit_to(shard, [^p] { return p->value ? p : pointer(); });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
  });
}
void in_a_local_destructor_bad(pointer p) {
  struct deferred {
    pointer p;
    ~deferred() {
      smp::submit_to(0, [p = p] { pointer copy = p; });
      // POSSIBLE: 'smp::submit_to' may carry 'p' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
      // NOTE: `smp::submit_to(0, [^p = p] { pointer copy = p; });` the lambda captures 'p' of type 'pointer' here
      // NOTE: `smp::submit_to(0, [p = p] { pointer copy = ^p; });` 'p' is copied here, on the other side
      // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
      // NOTE: `smp::submit_to(0, [^p = p] { pointer copy = p; });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
    }
  } at_exit{p};
}
void in_a_local_destructor_ok(pointer p) {
  struct deferred {
    pointer p;
    ~deferred() {
      smp::submit_to(0, [p = p] { return p->value; });
    }
  } at_exit{p};
}

// --- arguments ----------------------------------------------------------------
struct configuration {
  std::vector<pointer> all;
};
struct service {
  void configure(configuration);
};
void filled_bad(seastar::sharded<service> &services, pointer p) {
  configuration filled;
  filled.all.push_back(p);
  services.invoke_on_all(&service::configure, filled);
  // DEFINITE: 'services.invoke_on_all(...)' carries 'filled.all[...]' of type 'seastar::lw_shared_ptr<object>' to another shard, where it is destroyed; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `services.invoke_on_all(&service::configure, ^filled);` argument 'filled' of type 'configuration' is passed here
  // NOTE: `std::vector<pointer> ^all;` #1 member 'all' of 'configuration' has type 'std::vector<pointer>'; its elements are 'seastar::lw_shared_ptr<object>'
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `std::vector<pointer> ^all;` #1 instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
// Nothing here puts anything into it.
void perhaps_empty_bad(seastar::sharded<service> &services) {
  configuration empty;
  services.invoke_on_all(&service::configure, empty);
  // POSSIBLE: 'services.invoke_on_all(...)' may carry 'empty.all[...]' of type 'seastar::lw_shared_ptr<object>' to another shard, where it is destroyed; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `services.invoke_on_all(&service::configure, ^empty);` argument 'empty' of type 'configuration' is passed here
  // NOTE: `std::vector<pointer> ^all;` #1 member 'all' of 'configuration' has type 'std::vector<pointer>'; its elements are 'seastar::lw_shared_ptr<object>'
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `std::vector<pointer> ^all;` #1 instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}

// --- one for each shard -------------------------------------------------------
class slots {
public:
  void replace_ok(unsigned shard) {
    smp::submit_to(shard, [this, shard] { all[shard] = pointer(); });
  }
  void replace_bad() {
    smp::submit_to(1, [this] { one = pointer(); });
    // POSSIBLE: 'smp::submit_to' may carry 'slots::one' of type 'pointer' to another shard, where it is dropped; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
    // NOTE: `smp::submit_to(1, [^this] { one = pointer(); });` the lambda captures 'this' of type 'slots *' here
    // NOTE: `pointer ^one;` member 'one' of 'slots' has type 'pointer'
    // NOTE: `smp::submit_to(1, [this] { one ^= pointer(); });` 'slots::one' is dropped here, on the other side
    // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
    // NOTE: `pointer ^one;` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
  }

private:
  std::vector<pointer> all;
  pointer one;
};
