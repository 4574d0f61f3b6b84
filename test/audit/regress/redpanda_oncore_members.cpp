//===- regress/redpanda_oncore_members.cpp - May a by-reference capture be copied on another core? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After Redpanda commit 4933fbdfc, reduced to what the shards count: the
// closure reached the caller's metadata by reference and took a copy of a
// counted part of it on the connection's core.
//
// RUN: %check_audit %s

#include <seastar/core/shared_ptr.hh>
#include <seastar/core/smp.hh>

struct updates {
  int count;
};
struct retry_meta {
  seastar::lw_shared_ptr<updates> pending;
};
void send(seastar::lw_shared_ptr<updates>);
void send_plain(updates);

seastar::future<> retry_bad(unsigned shard, retry_meta &meta) {
  return seastar::smp::submit_to(shard, [&meta] { send(meta.pending); });
  // POSSIBLE: `return ^seastar::smp::submit_to(shard, [&meta] { send(meta.pending); });` 'seastar::smp::submit_to' may carry 'meta.pending' of type 'seastar::lw_shared_ptr<updates>' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `return seastar::smp::submit_to(shard, [&^meta] { send(meta.pending); });` the lambda captures 'meta' of type 'retry_meta' here
  // NOTE: `seastar::lw_shared_ptr<updates> ^pending;` member 'pending' of 'retry_meta' has type 'seastar::lw_shared_ptr<updates>'
  // NOTE: `return seastar::smp::submit_to(shard, [&meta] { send(^meta.pending); });` 'meta.pending' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `seastar::lw_shared_ptr<updates> ^pending;` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}

seastar::future<> retry_ok(unsigned shard, retry_meta &meta) {
  return seastar::smp::submit_to(
      shard, [pending = *meta.pending] { send_plain(pending); });
}
