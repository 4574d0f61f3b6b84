//===- regress/scylla_mapper_returns_sstables.cpp - May a mapper return counted pointers? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After ScyllaDB commit 61dc98b27: the mapper returned pointers of its shard,
// which the reducer touched on the caller's.
//
// RUN: %check_audit %s

#include <seastar/core/sharded.hh>
#include <seastar/core/sstring.hh>
#include <vector>

struct sstable {
  seastar::sstring name() const;
};
using shared_sstable = seastar::lw_shared_ptr<sstable>;

struct database {
  std::vector<shared_sstable> sstables;
  std::vector<shared_sstable> in_use() const;
  std::vector<seastar::sstring> names_in_use() const;
};

void report_bad(seastar::sharded<database> &db) {
  db.map_reduce0([](database &local) { return local.in_use(); },
  // POSSIBLE: 'db.map_reduce0(...)' may carry 'result[...]' of type 'seastar::lw_shared_ptr<sstable>' back from another shard; it cannot cross because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `db.map_reduce0(^[](database &local) { return local.in_use(); },` the lambda returns 'std::vector<shared_sstable>' here; its elements are 'seastar::lw_shared_ptr<sstable>'
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `db.map_reduce0(^[](database &local) { return local.in_use(); },` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
                 std::vector<shared_sstable>(),
                 [](std::vector<shared_sstable> all,
                    std::vector<shared_sstable> some) { return all; });
}

void report_ok(seastar::sharded<database> &db) {
  db.map_reduce0([](database &local) { return local.names_in_use(); },
                 std::vector<seastar::sstring>(),
                 [](std::vector<seastar::sstring> all,
                    std::vector<seastar::sstring> some) { return all; });
}
