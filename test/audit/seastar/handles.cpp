//===- seastar/handles.cpp - What else belongs to one shard? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// RUN: %check_audit %s

#include <seastar/core/abort_source.hh>
#include <seastar/core/file.hh>
#include <seastar/core/gate.hh>
#include <seastar/core/iostream.hh>
#include <seastar/core/semaphore.hh>
#include <seastar/core/shared_future.hh>
#include <seastar/core/sharded.hh>
#include <seastar/core/sstring.hh>
#include <seastar/core/temporary_buffer.hh>
#include <seastar/core/timer.hh>
#include <seastar/core/weak_ptr.hh>
#include <seastar/net/api.hh>

using seastar::smp;
struct object : seastar::weakly_referencable<object>,
                seastar::enable_lw_shared_from_this<object> {
  int value;
};

void shared_ptr_bad(seastar::shared_ptr<object> p) {
  smp::submit_to(1, [p] { auto copy = p; });
  // DEFINITE: 'smp::submit_to' carries 'p' of type 'seastar::shared_ptr<object>' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [^p] { auto copy = p; });` #1 the lambda captures 'p' of type 'seastar::shared_ptr<object>' here
  // NOTE: `smp::submit_to(1, [p] { auto copy = ^p; });` #1 'p' is copied here, on the other side
  // NOTE: <shared_ptr.hh> `template <class T> class ^shared_ptr {` 'seastar::shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
  // NOTE: `smp::submit_to(1, [^p] { auto copy = p; });` #1 instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
}
void weak_ptr_bad(seastar::weak_ptr<object> p) {
  smp::submit_to(1, [p] { auto copy = p; });
  // DEFINITE: 'smp::submit_to' carries 'p' of type 'seastar::weak_ptr<object>' to another shard, where it is copied; that is wrong because it is linked into a list of its object, which only that shard may change [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [^p] { auto copy = p; });` #2 the lambda captures 'p' of type 'seastar::weak_ptr<object>' here
  // NOTE: `smp::submit_to(1, [p] { auto copy = ^p; });` #2 'p' is copied here, on the other side
  // NOTE: <weak_ptr.hh> `template <class T> class ^weak_ptr {` 'seastar::weak_ptr' is declared here; it is linked into a list of its object, which only that shard may change
  // NOTE: `smp::submit_to(1, [^p] { auto copy = p; });` #2 instead, send an id by which the other shard finds its own
}
void weak_ptr_ok(seastar::weak_ptr<object> p) {
  smp::submit_to(1, [p] { return p ? p->value : 0; });
}

void units_bad(seastar::semaphore_units<> units) {
  smp::submit_to(1, [units = std::move(units)]() mutable {
  // DEFINITE: 'smp::submit_to' carries 'units' of type 'seastar::semaphore_units<seastar::semaphore_default_exception_factory>' to another shard, where it is moved away; that is wrong because its units go back to a semaphore of the shard that made it [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [^units = std::move(units)]() mutable {` the lambda captures 'units' of type 'seastar::semaphore_units<seastar::semaphore_default_exception_factory>' here
  // NOTE: `auto mine = ^std::move(units);` 'units' is moved away here, on the other side
  // NOTE: <semaphore.hh> `class ^semaphore_units {` 'seastar::semaphore_units' is declared here; its units go back to a semaphore of the shard that made it
  // NOTE: `smp::submit_to(1, [^units = std::move(units)]() mutable {` instead, keep the units on their own shard until the call has returned
    auto mine = std::move(units);
  });
}
void units_returned_early_bad(seastar::semaphore_units<> units) {
  smp::submit_to(1, [&units] { units.return_all(); });
  // DEFINITE: 'smp::submit_to' carries 'units' of type 'seastar::semaphore_units<>' to another shard, where it is used by 'units.return_all()'; that is wrong because its units go back to a semaphore of the shard that made it [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [&^units] { units.return_all(); });` the lambda captures 'units' of type 'seastar::semaphore_units<>' here
  // NOTE: `smp::submit_to(1, [&units] { units.^return_all(); });` 'units' is used by 'units.return_all()' here, on the other side
  // NOTE: <semaphore.hh> `class ^semaphore_units {` 'seastar::semaphore_units' is declared here; its units go back to a semaphore of the shard that made it
  // NOTE: `smp::submit_to(1, [&^units] { units.return_all(); });` instead, keep the units on their own shard until the call has returned
}
void units_ok(seastar::semaphore_units<> units) {
  smp::submit_to(1, [units = std::move(units)] { return units.count(); });
}

void holder_bad(seastar::gate::holder holder, seastar::future<> &work) {
  smp::submit_to(1, [holder, &work] { return work.finally([holder] {}); });
  // DEFINITE: 'smp::submit_to' carries 'holder' of type 'seastar::gate::holder' to another shard, where it is copied; that is wrong because it counts entries of a gate of the shard that made it [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [^holder, &work] { return work.finally([holder] {}); });` the lambda captures 'holder' of type 'seastar::gate::holder' here
  // NOTE: `smp::submit_to(1, [holder, &work] { return work.finally([^holder] {}); });` 'holder' is copied here, on the other side
  // NOTE: <gate.hh> `class ^holder {` 'seastar::gate::holder' is declared here; it counts entries of a gate of the shard that made it
  // NOTE: `smp::submit_to(1, [^holder, &work] { return work.finally([holder] {}); });` instead, keep the holder on its own shard until the call has returned
}
void holder_ok(seastar::gate::holder holder) {
  smp::submit_to(1, [holder] {});
}

void file_bad(seastar::file f) {
  smp::submit_to(1, [f] {
  // DEFINITE: 'smp::submit_to' carries 'f' of type 'seastar::file' to another shard, where it is copied; that is wrong because it shares its implementation by a count that is not atomic [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [^f] {` the lambda captures 'f' of type 'seastar::file' here
  // NOTE: `auto mine = ^f;` 'f' is copied here, on the other side
  // NOTE: <file.hh> `class ^file {` 'seastar::file' is declared here; it shares its implementation by a count that is not atomic
  // NOTE: `smp::submit_to(1, [^f] {` instead, send 'file::dup()', a 'seastar::file_handle', and open it there by 'to_file()'
    auto mine = f;
    return mine.flush();
  });
}
void file_handle_ok(seastar::file_handle h) {
  smp::submit_to(1, [h] {
    auto mine = h.to_file();
    return mine.flush();
  });
}

void stream_bad(seastar::output_stream<char> out) {
  smp::submit_to(1, [out = std::move(out)]() mutable {
  // DEFINITE: 'smp::submit_to' carries 'out' of type 'seastar::output_stream<char>' to another shard, where it is moved away; that is wrong because its buffers and its descriptor belong to the reactor of its shard [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [^out = std::move(out)]() mutable {` the lambda captures 'out' of type 'seastar::output_stream<char>' here
  // NOTE: `auto mine = ^std::move(out);` 'out' is moved away here, on the other side
  // NOTE: <iostream.hh> `template <class C> class ^output_stream {` 'seastar::output_stream' is declared here; its buffers and its descriptor belong to the reactor of its shard
  // NOTE: `smp::submit_to(1, [^out = std::move(out)]() mutable {` instead, use the stream on its own shard and send what was read
    auto mine = std::move(out);
    return mine.flush();
  });
}
void socket_bad(seastar::connected_socket s) {
  smp::submit_to(1, [s = std::move(s)]() mutable { auto mine = std::move(s); });
  // DEFINITE: 'smp::submit_to' carries 's' of type 'seastar::connected_socket' to another shard, where it is moved away; that is wrong because it is registered with the reactor of its shard [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [^s = std::move(s)]() mutable { auto mine = std::move(s); });` the lambda captures 's' of type 'seastar::connected_socket' here
  // NOTE: `smp::submit_to(1, [s = std::move(s)]() mutable { auto mine = ^std::move(s); });` 's' is moved away here, on the other side
  // NOTE: <api.hh> `class ^connected_socket {` 'seastar::connected_socket' is declared here; it is registered with the reactor of its shard
  // NOTE: `smp::submit_to(1, [^s = std::move(s)]() mutable { auto mine = std::move(s); });` instead, serve the connection on the shard that accepted it
}
void timer_bad(seastar::timer<> &t) {
  smp::submit_to(1, [&t] { t.arm(1); });
  // POSSIBLE: 'smp::submit_to' may carry 't' of type 'seastar::timer<>' to another shard, where it is used by 't.arm(1)'; that is wrong because it is queued with the reactor of its shard [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [&^t] { t.arm(1); });` the lambda captures 't' of type 'seastar::timer<>' here
  // NOTE: `smp::submit_to(1, [&t] { t.^arm(1); });` 't' is used by 't.arm(1)' here, on the other side
  // NOTE: <timer.hh> `template <class Clock = steady_clock> class ^timer {` 'seastar::timer' is declared here; it is queued with the reactor of its shard
  // NOTE: `smp::submit_to(1, [&^t] { t.arm(1); });` instead, make a timer on the other shard
}
void timer_ok(seastar::timer<> &t) {
  smp::submit_to(1, [&t] { return t.armed(); });
}
void shared_future_bad(seastar::shared_future<int> f) {
  smp::submit_to(1, [f] { return f.get_future(); });
  // DEFINITE: 'smp::submit_to' carries 'f' of type 'seastar::shared_future<int>' to another shard, where it is used by 'f.get_future()'; that is wrong because it shares its state by a count that is not atomic [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [^f] { return f.get_future(); });` the lambda captures 'f' of type 'seastar::shared_future<int>' here
  // NOTE: `smp::submit_to(1, [f] { return f.^get_future(); });` 'f' is used by 'f.get_future()' here, on the other side
  // NOTE: <shared_future.hh> `template <class T = void> class ^shared_future {` 'seastar::shared_future' is declared here; it shares its state by a count that is not atomic
  // NOTE: `smp::submit_to(1, [^f] { return f.get_future(); });` instead, return the value and set the promise when the call has returned
}
void shared_future_ok(seastar::shared_future<int> f) {
  smp::submit_to(1, [f] { return f.available(); });
}
void subscription_bad(seastar::abort_source &as) {
  smp::submit_to(1, [&as] { auto s = as.subscribe([] {}); });
  // POSSIBLE: 'smp::submit_to' may carry 'as' of type 'seastar::abort_source' to another shard, where it is used by 'as.subscribe([] {})'; that is wrong because its list of subscribers belongs to the shard that made it [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [&^as] { auto s = as.subscribe([] {}); });` the lambda captures 'as' of type 'seastar::abort_source' here
  // NOTE: `smp::submit_to(1, [&as] { auto s = as.^subscribe([] {}); });` 'as' is used by 'as.subscribe([] {})' here, on the other side
  // NOTE: <abort_source.hh> `class ^abort_source {` 'seastar::abort_source' is declared here; its list of subscribers belongs to the shard that made it
  // NOTE: `smp::submit_to(1, [&^as] { auto s = as.subscribe([] {}); });` instead, use a 'seastar::sharded<seastar::abort_source>'
}
void abort_requested_ok(seastar::abort_source &as) {
  smp::submit_to(1, [&as] { return as.abort_requested(); });
}

// Values cross as they are.
void values_ok(seastar::sstring name, seastar::socket_address address) {
  smp::submit_to(1, [name, address] {
    auto mine = name;
    auto there = address;
  });
}
void packet_moved_ok(seastar::temporary_buffer<char> b) {
  smp::submit_to(1, [b = std::move(b)]() mutable { auto mine = std::move(b); });
}
void deleter_shared_bad(seastar::deleter &d) {
  smp::submit_to(1, [&d] { auto mine = d.share(); });
  // POSSIBLE: 'smp::submit_to' may carry 'd' of type 'seastar::deleter' to another shard, where it is used by 'd.share()'; that is wrong because sharing it counts references that are not atomic [stowaway-carried-handle]
  // NOTE: `smp::submit_to(1, [&^d] { auto mine = d.share(); });` the lambda captures 'd' of type 'seastar::deleter' here
  // NOTE: `smp::submit_to(1, [&d] { auto mine = d.^share(); });` 'd' is used by 'd.share()' here, on the other side
  // NOTE: <temporary_buffer.hh> `class ^deleter {` 'seastar::deleter' is declared here; sharing it counts references that are not atomic
  // NOTE: `smp::submit_to(1, [&^d] { auto mine = d.share(); });` instead, share it on its own shard, or copy the bytes
}
