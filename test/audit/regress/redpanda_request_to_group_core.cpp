//===- regress/redpanda_request_to_group_core.cpp - May a request that shares memory go to the core of its group? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After Redpanda commits 162f21182 and 8a3d19fdd: requests with buffers that
// share fragments were dispatched to the core of their group; now they travel
// wrapped, and are copied there.
//
// RUN: %check_audit --models=%S/Inputs/messaging.yaml %s

#include <memory>
#include <seastar/core/sharded.hh>
#include <vector>

struct fragment {
  int bytes;
};
struct iobuf {
  std::vector<seastar::lw_shared_ptr<fragment>> fragments;
};
struct append_request {
  int group;
  iobuf batches;
};

template <class Request>
seastar::future<> dispatch_request(Request request, unsigned shard);

seastar::future<> append_bad(append_request request, unsigned shard) {
  return dispatch_request(std::move(request), shard);
  // DEFINITE: `return ^dispatch_request(std::move(request), shard);` 'dispatch_request' carries 'request.batches.fragments[...]' of type 'seastar::lw_shared_ptr<fragment>' to another shard, where it is destroyed; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `return dispatch_request(^std::move(request), shard);` argument 'request' of type 'append_request' is passed here
  // NOTE: `iobuf ^batches;` member 'batches' of 'append_request' has type 'iobuf'
  // NOTE: `std::vector<seastar::lw_shared_ptr<fragment>> ^fragments;` member 'fragments' of 'iobuf' has type 'std::vector<seastar::lw_shared_ptr<fragment>>'; its elements are 'seastar::lw_shared_ptr<fragment>'
  // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `std::vector<seastar::lw_shared_ptr<fragment>> ^fragments;` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}

seastar::future<> append_ok(append_request request, unsigned shard) {
  return dispatch_request(
      seastar::make_foreign(
          std::make_unique<append_request>(std::move(request))),
      shard);
}
