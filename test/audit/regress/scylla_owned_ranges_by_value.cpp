//===- regress/scylla_owned_ranges_by_value.cpp - Is a pointer copied into a by-value parameter on every shard? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After ScyllaDB commit 2f61de8f7: what every shard reached by reference was
// passed on by value, so that every shard counted it.
//
// RUN: %check_audit %s

#include <seastar/core/sharded.hh>
#include <vector>

struct range {
  int start, end;
};
using owned_ranges = std::vector<range>;
using owned_ranges_ptr = seastar::lw_shared_ptr<const owned_ranges>;

struct directory {
  seastar::future<> reshard_by_value(owned_ranges_ptr ranges);
  seastar::future<> reshard_by_pointer(const owned_ranges *ranges);
};

seastar::future<> reshard_bad(seastar::sharded<directory> &dir,
                              owned_ranges_ptr owned) {
  return dir.invoke_on_all(
  // DEFINITE: `return ^dir.invoke_on_all(` #1 'dir.invoke_on_all(...)' carries 'owned' of type 'owned_ranges_ptr' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `[&](directory &d) { return d.reshard_by_value(^owned); });` the lambda implicitly captures 'owned', which is used here
  // NOTE: `[&](directory &d) { return d.reshard_by_value(^owned); });` 'owned' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `[&](directory &d) { return d.reshard_by_value(^owned); });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
      [&](directory &d) { return d.reshard_by_value(owned); });
}

seastar::future<> reshard_ok(seastar::sharded<directory> &dir,
                             owned_ranges_ptr owned) {
  return dir.invoke_on_all([ranges = owned.get()](directory &d) {
    return d.reshard_by_pointer(ranges);
  });
}

seastar::future<> reshard_by_reference_ok(seastar::sharded<directory> &dir,
                                          owned_ranges_ptr owned) {
  return dir.invoke_on_all(
      [&](directory &d) { return d.reshard_by_pointer(owned.get()); });
}
