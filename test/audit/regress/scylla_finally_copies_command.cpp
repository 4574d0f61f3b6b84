//===- regress/scylla_finally_copies_command.cpp - Is a kept-alive pointer copied on the other shard? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After ScyllaDB commit b2ca31651: a continuation on the other shard copied
// the pointer, and dropped its copy there. The repaired form still captures
// it by value; there it only rides, and dies where it was made.
//
// RUN: %check_audit %s

#include <seastar/core/sharded.hh>

struct read_command {
  int limit;
};
struct database {
  seastar::future<int> query(const read_command &);
};

struct proxy {
  seastar::sharded<database> &db;

  seastar::future<int> query_bad(unsigned shard,
                                 seastar::lw_shared_ptr<read_command> cmd) {
    return db.invoke_on(shard, [cmd](database &local) {
    // DEFINITE: `return ^db.invoke_on(shard, [cmd](database &local) {` 'db.invoke_on(...)' carries 'cmd' of type 'seastar::lw_shared_ptr<read_command>' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
    // NOTE: `return db.invoke_on(shard, [^cmd](database &local) {` the lambda captures 'cmd' of type 'seastar::lw_shared_ptr<read_command>' here
    // NOTE: `return local.query(*cmd).finally([^cmd] {});` 'cmd' is copied here, on the other side
    // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
    // NOTE: `return db.invoke_on(shard, [^cmd](database &local) {` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
      return local.query(*cmd).finally([cmd] {});
    });
  }

  seastar::future<int> query_ok(unsigned shard,
                                seastar::lw_shared_ptr<read_command> cmd) {
    return db
        .invoke_on(shard, [cmd](database &local) { return local.query(*cmd); })
        .finally([cmd] {});
  }
};
