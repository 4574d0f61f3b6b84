//===- seastar/core/gate.hh - What does the holder of a gate look like? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As small as the audit's cases need; declares only.

#pragma once

#include <seastar/core/future.hh>
namespace seastar {
class gate {
public:
  class holder {
  public:
    holder() noexcept;
    explicit holder(gate &);
    holder(const holder &) noexcept;
    holder(holder &&) noexcept;
    ~holder();
    void release() noexcept;

  private:
    gate *Gate;
  };
  gate() noexcept;
  holder hold();
  future<> close() noexcept;

private:
  void *State;
};
} // namespace seastar
