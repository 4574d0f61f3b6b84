//===- seastar/core/alien.hh - How does a foreign thread submit work to a shard? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As small as the audit's cases need; declares only.

#pragma once

#include <future>
#include <seastar/core/smp.hh>
namespace seastar::alien {
class instance;
template <class F> void run_on(instance &, unsigned shard, F func) {}
template <class F>
std::future<int> submit_to(instance &, unsigned shard, F func) {
  return {};
}
} // namespace seastar::alien
