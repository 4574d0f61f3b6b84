//===- bounced_home.cpp - Does the work go to where its object lives? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After the DHCP client of Seastar: its filter runs on every shard, the client
// lives on shard 0. Nothing in the types says so, but the code asks.
//
// RUN: %check_audit %s

#include <seastar/core/smp.hh>
#include <seastar/core/timer.hh>

class client {
public:
  void handle_ok(int packet) {
    if (seastar::this_shard_id() == 0) {
      process(packet);
      return;
    }
    (void)seastar::smp::submit_to(0, [this, packet] { process(packet); });
  }

  void by_variable_ok(int packet) {
    auto here = seastar::this_shard_id();
    if (here == 0)
      return process(packet);
    (void)seastar::smp::submit_to(0, [this, packet] { process(packet); });
  }

private:
  void process(int packet) { retry.cancel(); }
  seastar::timer<> retry;
};

void stop_bad() {
  seastar::timer<> retry;
  seastar::smp::submit_to(1, [&retry] { retry.cancel(); }).get();
  // DEFINITE: 'seastar::smp::submit_to' carries 'retry' of type 'seastar::timer<>' to another shard, where it is used by 'retry.cancel()'; that is wrong because it is queued with the reactor of its shard [stowaway-carried-handle]
  // NOTE: `seastar::smp::submit_to(1, [&^retry] { retry.cancel(); }).get();` the lambda captures 'retry' of type 'seastar::timer<>' here
  // NOTE: `seastar::smp::submit_to(1, [&retry] { retry.^cancel(); }).get();` 'retry' is used by 'retry.cancel()' here, on the other side
  // NOTE: <timer.hh> `template <class Clock = steady_clock> class ^timer {` 'seastar::timer' is declared here; it is queued with the reactor of its shard
  // NOTE: `seastar::smp::submit_to(1, [&^retry] { retry.cancel(); }).get();` instead, make a timer on the other shard
}
