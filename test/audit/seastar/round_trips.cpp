//===- seastar/round_trips.cpp - Does a value that goes home again act there? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// RUN: %check_audit %s

#include <seastar/core/alien.hh>
#include <seastar/core/sharded.hh>
#include <thread>

struct object {
  int value;
};
using pointer = seastar::lw_shared_ptr<object>;
using seastar::smp;
void use(pointer);

// Captured by reference, and used only where it lives.
void there_and_back_ok(pointer p) {
  smp::submit_to(1, [&p] {
    return smp::submit_to(0, [&p] {
      auto copy = p;
      use(copy);
    });
  });
}

// A thread of the program's own tells the shard that it is done.
void thread_tells_home_ok(seastar::alien::instance &alien, pointer &p) {
  std::thread worker([&] {
    seastar::alien::run_on(alien, 0, [&p] { p = nullptr; });
  });
  worker.detach();
}

// Wrapped by a wrapper of the project, it may return; the project says so in
// its own model.
void dropped_where_it_was_made_ok() {
  auto theirs =
      smp::submit_to(1, [] { return seastar::make_foreign(pointer()); }).get();
  smp::submit_to(1, [&theirs] { theirs = {}; });
}

// The middle shard makes one of its own; it must not act on the third.
void made_in_the_middle_bad() {
  smp::submit_to(1, [] {
    auto mine = seastar::make_lw_shared<object>();
    return smp::submit_to(2, [mine] { use(mine); });
    // DEFINITE: `return ^smp::submit_to(2, [mine] { use(mine); });` 'smp::submit_to' carries 'mine' of type 'pointer' to another shard, where it is copied; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
    // NOTE: `return smp::submit_to(2, [^mine] { use(mine); });` the lambda captures 'mine' of type 'seastar::lw_shared_ptr<object>' here
    // NOTE: `return smp::submit_to(2, [mine] { use(^mine); });` 'mine' is copied here, on the other side
    // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
    // NOTE: `return smp::submit_to(2, [^mine] { use(mine); });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
  });
}
