//===- regress/scylla_pointer_as_bound_argument.cpp - On which side do bound arguments die? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The other half of ScyllaDB commit b2ca31651: the function of 'invoke_on' is
// destroyed at home, its bound arguments on the other shard.
//
// RUN: %check_audit %s

#include <seastar/core/sharded.hh>

struct read_command {
  int limit;
};
struct database {
  int query(const read_command &);
};

seastar::future<int> bound_bad(seastar::sharded<database> &db, unsigned shard,
                               seastar::lw_shared_ptr<read_command> cmd) {
  return db.invoke_on(
  // DEFINITE: `return ^db.invoke_on(` #1 'db.invoke_on(...)' carries 'cmd' of type 'seastar::lw_shared_ptr<read_command>' to another shard, where it is destroyed; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `^std::move(cmd));` #1 argument 'cmd' of type 'seastar::lw_shared_ptr<read_command>' is passed here
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `^std::move(cmd));` #1 instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
      shard,
      [](database &local, const seastar::lw_shared_ptr<read_command> &c) {
        return local.query(*c);
      },
      std::move(cmd));
}

seastar::future<int> bound_foreign_ok(
    seastar::sharded<database> &db, unsigned shard,
    seastar::foreign_ptr<seastar::lw_shared_ptr<read_command>> cmd) {
  return db.invoke_on(
      shard,
      [](database &local,
         seastar::foreign_ptr<seastar::lw_shared_ptr<read_command>> c) {
        return local.query(*c);
      },
      std::move(cmd));
}

seastar::future<int> captured_ok(seastar::sharded<database> &db, unsigned shard,
                                 seastar::lw_shared_ptr<read_command> cmd) {
  return db.invoke_on(
      shard, [cmd](database &local) { return local.query(*cmd); });
}
