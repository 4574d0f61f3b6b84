//===- wrapper_itself.cpp - Is a wrapper judged by its own rule? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// RUN: %check_audit %s

// Defined here as the library does it: it brings its content home.

#include <seastar/core/shared_ptr.hh>
#include <seastar/core/smp.hh>

namespace seastar {
template <class P> class foreign_ptr {
public:
  explicit foreign_ptr(P p) : Value(std::move(p)), Owner(this_shard_id()) {}
  foreign_ptr(foreign_ptr &&) noexcept = default;
  ~foreign_ptr() { destroy_on(std::move(Value), Owner); }
  void reset() { destroy_on(std::move(Value), Owner); }
  future<> copy_ok() const {
    return smp::submit_to(Owner, [this] { auto copy = Value; });
  }

private:
  static future<> destroy_on(P p, unsigned owner) {
    return smp::submit_to(owner, [v = std::move(p)]() mutable { v = {}; });
  }
  P Value;
  unsigned Owner;
};
} // namespace seastar

struct object {
  int value;
};
using pointer = seastar::lw_shared_ptr<object>;

void reset_ok(pointer p) {
  seastar::foreign_ptr<pointer> wrapped(p);
  wrapped.reset();
}
void copied_ok(const seastar::foreign_ptr<pointer> &wrapped) {
  wrapped.copy_ok();
}
void sent_ok(seastar::foreign_ptr<pointer> wrapped) {
  seastar::smp::submit_to(1, [wrapped = std::move(wrapped)]() mutable {
    auto mine = std::move(wrapped);
    mine.reset();
  });
}

// What is no wrapper is judged, whatever it does.
template <class P> class own_pointer {
public:
  explicit own_pointer(P p) : Value(std::move(p)) {}
  void reset_bad() {
    seastar::smp::submit_to(1, [v = std::move(Value)]() mutable { v = {}; });
    // POSSIBLE: 'seastar::smp::submit_to' may carry 'v' of type 'seastar::lw_shared_ptr<object>' to another shard, where it is dropped; that is wrong because its reference count is not atomic and belongs to the shard that made it [stowaway-carried-handle]
    // NOTE: `seastar::smp::submit_to(1, [^v = std::move(Value)]() mutable { v = {}; });` the lambda captures 'v' of type 'seastar::lw_shared_ptr<object>' here
    // NOTE: `seastar::smp::submit_to(1, [v = std::move(Value)]() mutable { v ^= {}; });` 'v' is dropped here, on the other side
    // NOTE: <shared_ptr.hh> `template <class T> class ^lw_shared_ptr {` 'seastar::lw_shared_ptr' is declared here; its reference count is not atomic and belongs to the shard that made it
    // NOTE: `seastar::smp::submit_to(1, [^v = std::move(Value)]() mutable { v = {}; });` instead, send a 'seastar::foreign_ptr' ('make_foreign'), or a copy of the object
  }

private:
  P Value;
};
void reset_own(pointer p) { own_pointer<pointer>(p).reset_bad(); }
