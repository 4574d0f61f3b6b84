//===- regress/scylla_handler_keeps_self.cpp - May a handler that runs on any shard copy its pointer? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After ScyllaDB commit 031f6e1ae: message handlers, which run on any shard,
// captured 'shared_from_this()' and copied it for their continuations. The
// project's own registration is described by a model of its own.
//
// RUN: %check_audit --models=%S/Inputs/messaging.yaml %s

#include <seastar/core/future.hh>
#include <seastar/core/shared_ptr.hh>

struct messaging {
  template <class F> void register_mutation(F &&handler) {}
};

struct proxy : seastar::enable_shared_from_this<proxy> {
  seastar::future<> apply(int mutation);

  void start_bad(messaging &ms) {
    ms.register_mutation([p = shared_from_this()](int mutation) {
    // DEFINITE: 'ms.register_mutation(...)' carries 'p' of type 'seastar::shared_ptr<proxy>' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
    // NOTE: `ms.register_mutation([^p = shared_from_this()](int mutation) {` the lambda captures 'p' of type 'seastar::shared_ptr<proxy>' here
    // NOTE: `return p->apply(mutation).finally([^p] {});` 'p' is copied here, on the other side
    // NOTE: <shared_ptr.hh> `template <class T> class ^shared_ptr {` 'seastar::shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
    // NOTE: `ms.register_mutation([^p = shared_from_this()](int mutation) {` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
      return p->apply(mutation).finally([p] {});
    });
  }

  void start_ok(messaging &ms);
};
proxy &local_proxy();

void proxy::start_ok(messaging &ms) {
  ms.register_mutation(
      [](int mutation) { return local_proxy().apply(mutation); });
}
