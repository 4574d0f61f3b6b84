//===- seastar/core/abort_source.hh - What does an abort source look like? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As small as the audit's cases need; declares only.

#pragma once

#include <utility>
namespace seastar {
class abort_source {
public:
  class subscription {
  public:
    subscription() noexcept;
    subscription(subscription &&) noexcept;
    ~subscription();

  private:
    void *Link;
  };
  abort_source() noexcept;
  abort_source(abort_source &&) noexcept;
  void request_abort() noexcept;
  bool abort_requested() const noexcept;
  template <class F> subscription subscribe(F &&) { return {}; }

private:
  void *Subscriptions;
};
} // namespace seastar
