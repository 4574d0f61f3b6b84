//===- seastar/results.cpp - What may come back from another shard? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// RUN: %check_audit %s

#include <exception>
#include <seastar/core/sharded.hh>
#include <seastar/core/sstring.hh>
#include <seastar/core/temporary_buffer.hh>
#include <utility>
#include <vector>

struct object {
  int value;
};
using pointer = seastar::lw_shared_ptr<object>;
using seastar::smp;
struct reply {
  int status;
  pointer body;
};
struct service {
  pointer find();
  const pointer &see() const;
  seastar::future<pointer> find_later();
  std::vector<pointer> all();
  reply answer();
  seastar::sstring name();
  seastar::foreign_ptr<pointer> find_foreign();
};

void returned_bad(seastar::sharded<service> &s) {
  s.invoke_on(1, [](service &local) { return local.find(); });
  // POSSIBLE: 's.invoke_on(...)' may carry 'result' of type 'pointer' back from another shard; it cannot cross because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `s.invoke_on(1, ^[](service &local) { return local.find(); });` the lambda returns 'pointer' here
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `s.invoke_on(1, ^[](service &local) { return local.find(); });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void returned_copy_bad(seastar::sharded<service> &s) {
  s.invoke_on(1, [](service &local) -> pointer { return local.see(); });
  // POSSIBLE: 's.invoke_on(...)' may carry 'result' of type 'pointer' back from another shard; it cannot cross because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `s.invoke_on(1, ^[](service &local) -> pointer { return local.see(); });` the lambda returns 'pointer' here
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `s.invoke_on(1, ^[](service &local) -> pointer { return local.see(); });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void returned_as_a_future_bad(seastar::sharded<service> &s) {
  s.invoke_on(1, [](service &local) { return local.find_later(); });
  // POSSIBLE: 's.invoke_on(...)' may carry 'result' of type 'seastar::lw_shared_ptr<object>' back from another shard; it cannot cross because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `s.invoke_on(1, ^[](service &local) { return local.find_later(); });` the lambda returns 'seastar::future<pointer>' here; it holds a 'seastar::lw_shared_ptr<object>'
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `s.invoke_on(1, ^[](service &local) { return local.find_later(); });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void returned_in_a_vector_bad(seastar::sharded<service> &s) {
  s.invoke_on(1, [](service &local) { return local.all(); });
  // POSSIBLE: 's.invoke_on(...)' may carry 'result[...]' of type 'seastar::lw_shared_ptr<object>' back from another shard; it cannot cross because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `s.invoke_on(1, ^[](service &local) { return local.all(); });` the lambda returns 'std::vector<pointer>' here; its elements are 'seastar::lw_shared_ptr<object>'
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `s.invoke_on(1, ^[](service &local) { return local.all(); });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void returned_in_a_struct_bad(seastar::sharded<service> &s) {
  s.invoke_on(1, [](service &local) { return local.answer(); });
  // POSSIBLE: 's.invoke_on(...)' may carry 'result.body' of type 'pointer' back from another shard; it cannot cross because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `s.invoke_on(1, ^[](service &local) { return local.answer(); });` the lambda returns 'reply' here
  // NOTE: `pointer ^body;` member 'body' of 'reply' has type 'pointer'
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `pointer ^body;` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void returned_by_continuation_bad(seastar::sharded<service> &s) {
  s.invoke_on(1, [](service &local) {
  // POSSIBLE: 's.invoke_on(...)' may carry 'result' of type 'seastar::lw_shared_ptr<object>' back from another shard; it cannot cross because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `s.invoke_on(1, ^[](service &local) {` #1 the lambda returns 'seastar::future<seastar::lw_shared_ptr<object>>' here; it holds a 'seastar::lw_shared_ptr<object>'
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `s.invoke_on(1, ^[](service &local) {` #1 instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
    return local.find_later().then([](pointer p) { return p; });
  });
}
void made_and_returned_bad() {
  smp::submit_to(1, [] { return seastar::make_lw_shared<object>(); });
  // POSSIBLE: 'smp::submit_to' may carry 'result' of type 'seastar::lw_shared_ptr<object>' back from another shard; it cannot cross because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, ^[] { return seastar::make_lw_shared<object>(); });` the lambda returns 'seastar::lw_shared_ptr<object>' here
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `smp::submit_to(1, ^[] { return seastar::make_lw_shared<object>(); });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void mapped_bad(seastar::sharded<service> &s) {
  s.map_reduce0([](service &local) { return local.find(); }, pointer(),
  // POSSIBLE: 's.map_reduce0(...)' may carry 'result' of type 'pointer' back from another shard; it cannot cross because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `s.map_reduce0(^[](service &local) { return local.find(); }, pointer(),` the lambda returns 'pointer' here
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `s.map_reduce0(^[](service &local) { return local.find(); }, pointer(),` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
                [](pointer a, pointer b) { return a; });
}

void foreign_ok(seastar::sharded<service> &s) {
  s.invoke_on(1, [](service &local) { return local.find_foreign(); });
}
void made_foreign_ok(seastar::sharded<service> &s) {
  s.invoke_on(1, [](service &local) {
    return seastar::make_foreign(local.find());
  });
}
void value_ok(seastar::sharded<service> &s) {
  s.invoke_on(1, [](service &local) { return local.find()->value; });
}
void text_ok(seastar::sharded<service> &s) {
  s.invoke_on(1, [](service &local) { return local.name(); });
}
void nothing_ok(seastar::sharded<service> &s) {
  s.invoke_on(1, [](service &local) { (void)local.find(); });
}
void continued_to_a_value_ok(seastar::sharded<service> &s) {
  s.invoke_on(1, [](service &local) {
    return local.find_later().then([](pointer p) { return p->value; });
  });
}
void discarded_ok(seastar::sharded<service> &s) {
  s.invoke_on(1, [](service &local) {
    return local.find_later().discard_result();
  });
}
