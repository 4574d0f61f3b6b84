//===- regress/redpanda_allocation_units.cpp - May units of an allocator be returned to another core? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After Redpanda commit 413cbe30d: the units that an allocation returned to
// another core gave themselves back on that core.
//
// RUN: %check_audit %s

#include <memory>
#include <seastar/core/semaphore.hh>
#include <seastar/core/sharded.hh>

struct allocation_units {
  seastar::semaphore_units<> held;
  int node;
};
using foreign_units = seastar::foreign_ptr<std::unique_ptr<allocation_units>>;

struct allocator {
  allocation_units allocate();
  std::unique_ptr<allocation_units> allocate_unique();
};

auto allocate_bad(seastar::sharded<allocator> &a) {
  return a.invoke_on(0, [](allocator &local) { return local.allocate(); });
  // POSSIBLE: `return ^a.invoke_on(0, [](allocator &local) { return local.allocate(); });` 'a.invoke_on(...)' may carry 'result.held' of type 'seastar::semaphore_units<>' back from another shard; it cannot cross because its units go back to a semaphore of the shard that made it [stowaway-carried-handle]
  // NOTE: `return a.invoke_on(0, ^[](allocator &local) { return local.allocate(); });` the lambda returns 'allocation_units' here
  // NOTE: `seastar::semaphore_units<> ^held;` member 'held' of 'allocation_units' has type 'seastar::semaphore_units<>'
  // NOTE: <semaphore.hh> `class ^semaphore_units {` 'seastar::semaphore_units' is declared here; its units go back to a semaphore of the shard that made it
  // NOTE: `seastar::semaphore_units<> ^held;` instead, keep the units on their own shard until the call has returned
}

auto allocate_ok(seastar::sharded<allocator> &a) {
  return a.invoke_on(0, [](allocator &local) {
    return seastar::make_foreign(local.allocate_unique());
  });
}
