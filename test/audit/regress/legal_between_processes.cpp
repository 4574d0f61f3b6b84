//===- regress/legal_between_processes.cpp - What may go to another process though it looks wrong? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Legal exceptions of the process libraries; nothing may be reported.
//
// RUN: %check_audit %s

#include <cereal/types/memory.hpp>
#include <memory>
#include <stowaway/stowaway.h>
#include <upcxx/upcxx.hpp>
#include <ygm/container/map.hpp>

// Handles that are valid on all ranks.
void rank_handles_ok(upcxx::global_ptr<int> p, upcxx::dist_object<int> &d,
                     const upcxx::team &t) {
  upcxx::rpc(t, 1, [](upcxx::global_ptr<int>, upcxx::dist_object<int> &) {}, p,
             d);
}
void container_ok(ygm::comm &world, ygm::container::map<int, int> &m) {
  world.async(
      0,
      [](ygm::ygm_ptr<ygm::container::map<int, int>> there) {
        there->async_insert(1, 2);
      },
      m.get_ygm_ptr());
}

// Callbacks of this rank capture what they like.
void barrier_ok(ygm::comm &world, int &pending) {
  world.register_pre_barrier_callback([&pending] { ++pending; });
}

// A type that says what it sends, and leaves the pointer out.
struct tree {
  int value = 0;
  tree *parent = nullptr;
  UPCXX_SERIALIZED_FIELDS(value)
};
void fields_ok(tree t) {
  upcxx::rpc_ff(1, [](const tree &theirs) { (void)theirs.value; }, t);
}

// To a persona, which is a thread of this process.
void persona_ok(int *counter) {
  upcxx::master_persona().lpc_ff([counter] { ++*counter; });
}

// A process that was not started, or was closed, may travel.
struct Job {
  stowaway::Process next;
  void work();
  template <class Archive> void serialize(Archive &ar) { ar(next); }
  void run_ok() {
    stowaway::Process first(&Job::work, this);
    first.start();
    first.join();
  }
};
