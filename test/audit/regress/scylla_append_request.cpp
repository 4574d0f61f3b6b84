//===- regress/scylla_append_request.cpp - Is a request with counted entries moved on another shard? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After ScyllaDB commit 7725e03a0: a request that holds counted log entries was
// moved into the group's server on another shard; now the server makes its own
// copy of what is only read.
//
// RUN: %check_audit %s

#include <seastar/core/shared_ptr.hh>
#include <seastar/core/smp.hh>
#include <vector>

struct log_entry {
  int term;
};
struct append_request {
  int term;
  std::vector<seastar::lw_shared_ptr<const log_entry>> entries;
};
append_request deep_copy(const append_request &);

struct server {
  void append(append_request);
};
server &local_server();

seastar::future<> append_bad(unsigned shard, append_request request) {
  return seastar::smp::submit_to(
  // DEFINITE: `return ^seastar::smp::submit_to(` 'seastar::smp::submit_to' carries 'request.entries[...]' of type 'seastar::lw_shared_ptr<const log_entry>' to another shard, where it is moved away; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `shard, [^request = std::move(request)]() mutable {` the lambda captures 'request' of type 'append_request' here
  // NOTE: `std::vector<seastar::lw_shared_ptr<const log_entry>> ^entries;` member 'entries' has type 'std::vector<seastar::lw_shared_ptr<const log_entry>>'; its elements are 'seastar::lw_shared_ptr<const log_entry>'
  // NOTE: `local_server().append(^std::move(request));` 'request.entries[...]' is moved away here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `std::vector<seastar::lw_shared_ptr<const log_entry>> ^entries;` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
      shard, [request = std::move(request)]() mutable {
        local_server().append(std::move(request));
      });
}

seastar::future<> append_ok(unsigned shard, append_request request) {
  return seastar::smp::submit_to(shard, [request = std::move(request)] {
    local_server().append(deep_copy(request));
  });
}
