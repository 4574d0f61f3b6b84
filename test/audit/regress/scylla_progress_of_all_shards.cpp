//===- regress/scylla_progress_of_all_shards.cpp - May the pointers of all shards be collected on one? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After ScyllaDB commit b448fea26: pointers made on every shard were kept, and
// destroyed, on one. Now the shards keep them and a sum travels.
//
// RUN: %check_audit %s

#include <seastar/core/sharded.hh>

struct progress {
  double done;
};
struct task {
  seastar::shared_ptr<progress> current;
};

auto collect_bad(seastar::sharded<task> &tasks, unsigned shard) {
  return tasks.invoke_on(shard, [](task &local) { return local.current; });
  // POSSIBLE: `return ^tasks.invoke_on(shard, [](task &local) { return local.current; });` 'tasks.invoke_on(...)' may carry 'result' of type 'seastar::shared_ptr<progress>' back from another shard; it cannot cross because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `return tasks.invoke_on(shard, ^[](task &local) { return local.current; });` the lambda returns 'seastar::shared_ptr<progress>' here
  // NOTE: <shared_ptr.hh> `template <class T> class ^shared_ptr {` 'seastar::shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `return tasks.invoke_on(shard, ^[](task &local) { return local.current; });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}

auto collect_ok(seastar::sharded<task> &tasks, unsigned shard) {
  return tasks.invoke_on(shard,
                         [](task &local) { return local.current->done; });
}

auto collect_foreign_ok(seastar::sharded<task> &tasks, unsigned shard) {
  return tasks.invoke_on(shard, [](task &local) {
    return seastar::make_foreign(local.current);
  });
}
