//===- regress/scylla_sstables_to_shard_0.cpp - May a vector of counted pointers visit shard 0? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After ScyllaDB commit 7dfb76f9a790: a vector of shared_sstable was sent to
// shard 0, which handed it on; now each pointer travels as a foreign_ptr.
//
// RUN: %check_audit %s

#include <seastar/core/sharded.hh>
#include <vector>

struct sstable {
  int generation;
};
using shared_sstable = seastar::lw_shared_ptr<sstable>;
using foreign_sstable = seastar::foreign_ptr<shared_sstable>;

struct loader : seastar::peering_sharded_service<loader> {
  std::vector<shared_sstable> kept;
  std::vector<foreign_sstable> foreign;

  seastar::future<> hand_over_bad(std::vector<shared_sstable> ssts) {
    return container().invoke_on(
    // DEFINITE: `return container().^invoke_on(` #1 'container().invoke_on(...)' carries 'ssts[...]' of type 'seastar::lw_shared_ptr<sstable>' to another shard, where it is moved away; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
    // NOTE: `0, [^ssts = std::move(ssts)](loader &zero) mutable {` #1 the lambda captures 'ssts' of type 'std::vector<seastar::lw_shared_ptr<sstable>, std::allocator<seastar::lw_shared_ptr<sstable>>>' here; its elements are 'seastar::lw_shared_ptr<sstable>'
    // NOTE: `zero.kept ^= std::move(ssts);` 'ssts[...]' is moved away here, on the other side
    // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
    // NOTE: `0, [^ssts = std::move(ssts)](loader &zero) mutable {` #1 instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
        0, [ssts = std::move(ssts)](loader &zero) mutable {
          zero.kept = std::move(ssts);
        });
  }
  seastar::future<> hand_over_ok(std::vector<foreign_sstable> ssts) {
    return container().invoke_on(
        0, [ssts = std::move(ssts)](loader &zero) mutable {
          zero.foreign = std::move(ssts);
        });
  }
};
