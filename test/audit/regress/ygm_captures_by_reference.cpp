//===- regress/ygm_captures_by_reference.cpp - May a function sent to another rank capture by reference? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After YGM commit 9a72722: for a while the library's own check let captures
// by reference pass.
//
// RUN: %check_audit %s

#include <ygm/comm.hpp>

void sum_bad(ygm::comm &world, int local) {
  world.async(0, [&local] { ++local; });
  // DEFINITE: 'world.async(...)' carries 'local' of type 'int &' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `world.async(0, [&^local] { ++local; });` the lambda captures 'local' by reference here
  // NOTE: `world.async(0, [&^local] { ++local; });` instead, send the value, or an index or name that the other side can look up
}
void sum_by_default_bad(ygm::comm &world, int local) {
  world.async_bcast([&] { ++local; });
  // DEFINITE: 'world.async_bcast(...)' carries 'local' of type 'int &' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `world.async_bcast([&] { ++^local; });` the lambda implicitly captures 'local' by reference, which is used here
  // NOTE: `world.async_bcast([&] { ++^local; });` instead, send the value, or an index or name that the other side can look up
}
void sum_ok(ygm::comm &world, int local) {
  world.async(0, [](int theirs) { ++theirs; }, local);
}
void sum_by_pointer_ok(ygm::comm &world, int &local) {
  auto sum = world.make_ygm_ptr(local);
  world.async(0, [](ygm::ygm_ptr<int> there, int by) { *there += by; }, sum, 1);
}
