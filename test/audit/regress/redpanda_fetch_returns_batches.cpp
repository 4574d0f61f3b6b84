//===- regress/redpanda_fetch_returns_batches.cpp - May a fetch return what shares the fragments of a cache? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After Redpanda commit ca40dc45a: a fetch on the partition's core returned
// batches whose fragments its cache shares; now a wrapped reader travels.
//
// RUN: %check_audit %s

#include <seastar/core/sharded.hh>
#include <vector>

struct fragment {
  int bytes;
};
struct record_batch {
  int offset;
  std::vector<seastar::lw_shared_ptr<fragment>> data;
};
struct batch_reader {
  std::vector<record_batch> batches;
};
struct partition_manager {
  std::vector<record_batch> read();
  seastar::shared_ptr<batch_reader> make_reader();
};

auto fetch_bad(seastar::sharded<partition_manager> &pm, unsigned shard) {
  return pm.invoke_on(shard,
  // POSSIBLE: `return ^pm.invoke_on(shard,` 'pm.invoke_on(...)' may carry 'result[...].data[...]' of type 'seastar::lw_shared_ptr<fragment>' back from another shard; it cannot cross because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `^[](partition_manager &local) { return local.read(); });` the lambda returns 'std::vector<record_batch>' here; its elements are 'record_batch'
  // NOTE: `std::vector<seastar::lw_shared_ptr<fragment>> ^data;` member 'data' of 'record_batch' has type 'std::vector<seastar::lw_shared_ptr<fragment>>'; its elements are 'seastar::lw_shared_ptr<fragment>'
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `std::vector<seastar::lw_shared_ptr<fragment>> ^data;` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
                      [](partition_manager &local) { return local.read(); });
}

auto fetch_ok(seastar::sharded<partition_manager> &pm, unsigned shard) {
  return pm.invoke_on(shard, [](partition_manager &local) {
    return seastar::make_foreign(local.make_reader());
  });
}
