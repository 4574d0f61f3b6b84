//===- regress/scylla_exception_with_pointers.cpp - May an exception bring counted pointers home? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After ScyllaDB commit 1d3f9174c: an exception that travels home from another
// shard held two counted pointers of that shard; now it holds plain data.
//
// RUN: %check_audit %s

#include <exception>
#include <seastar/core/shared_ptr.hh>
#include <seastar/core/smp.hh>

struct schema {
  int id;
};

struct mismatch_with_schema : std::exception {
  explicit mismatch_with_schema(seastar::shared_ptr<schema>);
  seastar::shared_ptr<schema> expected;
};
struct mismatch : std::exception {
  explicit mismatch(int id);
  int expected;
};
seastar::shared_ptr<schema> find();

seastar::future<> check_bad(unsigned shard) {
  return seastar::smp::submit_to(shard, [] {
  // POSSIBLE: `return ^seastar::smp::submit_to(shard, [] {` #1 'seastar::smp::submit_to' may carry 'thrown object.expected' of type 'seastar::shared_ptr<schema>' back from another shard; it cannot cross because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `throw ^mismatch_with_schema(s);` the lambda throws 'mismatch_with_schema' here
  // NOTE: `seastar::shared_ptr<schema> ^expected;` member 'expected' of 'mismatch_with_schema' has type 'seastar::shared_ptr<schema>'
  // NOTE: <shared_ptr.hh> `template <class T> class ^shared_ptr {` 'seastar::shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `seastar::shared_ptr<schema> ^expected;` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
    auto s = find();
    if (s->id != 1)
      throw mismatch_with_schema(s);
  });
}

seastar::future<> check_ok(unsigned shard) {
  return seastar::smp::submit_to(shard, [] {
    auto s = find();
    if (s->id != 1)
      throw mismatch(s->id);
  });
}

seastar::future<> check_caught_ok(unsigned shard) {
  return seastar::smp::submit_to(shard, [] {
    try {
      throw mismatch_with_schema(find());
    } catch (const mismatch_with_schema &) {
    }
  });
}
