//===- regress/legal_keep_alive.cpp - Which captures are right though they look wrong? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Legal exceptions that reviewers of Seastar know; nothing may be reported.
//
// RUN: %check_audit %s

#include <functional>
#include <memory>
#include <seastar/core/gate.hh>
#include <seastar/core/sharded.hh>
#include <seastar/core/temporary_buffer.hh>
#include <vector>

struct socket_impl {
  int fd;
  void shutdown();
};

// Seastar commit 247d314c2: the pointer keeps its object alive while another
// shard works; the closure dies where it was made.
struct connected {
  seastar::lw_shared_ptr<seastar::foreign_ptr<std::unique_ptr<socket_impl>>> tx;
  void shutdown_ok(unsigned owner) {
    (void)seastar::smp::submit_to(owner, [tx = tx] { (*tx)->shutdown(); });
  }
};

// ScyllaDB commit b2ca31651, the repaired form: captured, only dereferenced.
seastar::future<int> dereferenced_ok(unsigned shard,
                                     seastar::lw_shared_ptr<socket_impl> p) {
  return seastar::smp::submit_to(shard, [p] { return p->fd; });
}

// ScyllaDB commit 38b72b398: owned memory may be freed anywhere; slow, but
// right.
seastar::future<> owned_ok(unsigned shard, std::vector<int> set) {
  return seastar::smp::submit_to(shard, [set = std::move(set)] {});
}

// A pointer that the other shard makes for itself is its own.
seastar::future<int> made_there_ok(unsigned shard) {
  return seastar::smp::submit_to(shard, [] {
    auto mine = seastar::make_lw_shared<socket_impl>();
    auto copy = mine;
    return copy->fd;
  });
}

// A wrapped pointer may go anywhere and be returned from anywhere.
auto wrapped_ok(unsigned shard) {
  return seastar::smp::submit_to(shard, [] {
    return seastar::make_foreign(seastar::make_lw_shared<socket_impl>());
  });
}

// A service goes to its instances by reference.
struct service {
  int value();
};
seastar::future<> service_ok(seastar::sharded<service> &other,
                             seastar::sharded<service> &services) {
  return services.invoke_on_all(
      [&other](service &mine) { (void)(mine.value() + other.local().value()); });
}

// The reducer runs at home.
seastar::future<int> reduced_ok(seastar::sharded<service> &services,
                                seastar::lw_shared_ptr<socket_impl> sum) {
  return services.map_reduce0([](service &s) { return s.value(); }, 0,
                              [sum](int a, int b) {
                                auto here = sum;
                                return a + b + here->fd;
                              });
}

// What continues after the call continues at home.
seastar::future<> continued_ok(unsigned shard,
                               seastar::lw_shared_ptr<socket_impl> p,
                               seastar::gate &g) {
  return seastar::smp::submit_to(shard, [] { return 1; })
      .then([p, holder = g.hold()](int) {
        auto again = p;
        return again->fd;
      })
      .discard_result();
}

// A moved buffer takes its memory along; nothing else shares it.
seastar::future<> buffer_ok(unsigned shard, seastar::temporary_buffer<char> b) {
  return seastar::smp::submit_to(shard,
                                 [b = std::move(b)] { return b.size(); })
      .discard_result();
}
