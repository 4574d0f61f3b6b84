//===- regress/scylla_abort_source_for_all.cpp - May all shards share an abort source? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After ScyllaDB commit 0ea8250e8: every shard was given the pointer to one
// abort source; now each shard has its own.
//
// RUN: %check_audit %s

#include <seastar/core/abort_source.hh>
#include <seastar/core/sharded.hh>

struct repair {
  seastar::future<> run(seastar::shared_ptr<seastar::abort_source> as);
  seastar::future<> run_local(seastar::abort_source &as);
};

seastar::future<> start_bad(seastar::sharded<repair> &repairs) {
  auto as = seastar::make_shared<seastar::abort_source>();
  return repairs.invoke_on_all([as](repair &r) { return r.run(as); });
  // DEFINITE: `return ^repairs.invoke_on_all([as](repair &r) { return r.run(as); });` 'repairs.invoke_on_all(...)' carries 'as' of type 'seastar::shared_ptr<seastar::abort_source>' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `return repairs.invoke_on_all([^as](repair &r) { return r.run(as); });` the lambda captures 'as' of type 'seastar::shared_ptr<seastar::abort_source>' here
  // NOTE: `return repairs.invoke_on_all([as](repair &r) { return r.run(^as); });` 'as' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^shared_ptr {` 'seastar::shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `return repairs.invoke_on_all([^as](repair &r) { return r.run(as); });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}

seastar::future<> start_ok(seastar::sharded<repair> &repairs,
                           seastar::sharded<seastar::abort_source> &sources) {
  return repairs.invoke_on_all(
      [&sources](repair &r) { return r.run_local(sources.local()); });
}

seastar::future<> abort_bad(seastar::abort_source &as) {
  return seastar::smp::invoke_on_all([&as] { as.request_abort(); });
  // POSSIBLE: `return ^seastar::smp::invoke_on_all([&as] { as.request_abort(); });` 'seastar::smp::invoke_on_all' may carry 'as' of type 'seastar::abort_source' to another shard, where it is used by 'as.request_abort()'; that is wrong because its list of subscribers belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `return seastar::smp::invoke_on_all([&^as] { as.request_abort(); });` the lambda captures 'as' of type 'seastar::abort_source' here
  // NOTE: `return seastar::smp::invoke_on_all([&as] { as.^request_abort(); });` 'as' is used by 'as.request_abort()' here, on the other side
  // NOTE: <abort_source.hh> `class ^abort_source {` 'seastar::abort_source' is declared here; its list of subscribers belongs to the shard that made it
  // NOTE: `return seastar::smp::invoke_on_all([&^as] { as.request_abort(); });` instead, use a 'seastar::sharded<seastar::abort_source>'
}

seastar::future<> abort_ok(seastar::sharded<seastar::abort_source> &sources) {
  return sources.invoke_on_all(
      [](seastar::abort_source &as) { as.request_abort(); });
}
