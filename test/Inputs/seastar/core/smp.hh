//===- seastar/core/smp.hh - How is work submitted to another shard? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As small as the audit's cases need; declares only.

#pragma once

#include <seastar/core/future.hh>
namespace seastar {
using shard_id = unsigned;
shard_id this_shard_id() noexcept;
struct smp_service_group {};
struct smp_submit_to_options {
  smp_submit_to_options(smp_service_group = {}) noexcept;
  smp_service_group Group;
};
class smp {
public:
  static unsigned count;
  template <class F>
  static futurize_t<internal::result_t<F>> submit_to(unsigned,
                                                     smp_submit_to_options,
                                                     F &&) noexcept {
    return internal::made();
  }
  template <class F>
  static futurize_t<internal::result_t<F>> submit_to(unsigned, F &&) noexcept {
    return internal::made();
  }
  template <class F> static future<> invoke_on_all(F &&) noexcept {
    return internal::made();
  }
  template <class F>
  static future<> invoke_on_others(unsigned, F) noexcept {
    return internal::made();
  }
  template <class F> static future<> invoke_on_others(F) noexcept {
    return internal::made();
  }
};
} // namespace seastar
