//===- seastar/core/shared_future.hh - What do shared futures look like? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As small as the audit's cases need; declares only.

#pragma once

#include <seastar/core/future.hh>
namespace seastar {
template <class T = void> class shared_future {
public:
  shared_future(future<T>) noexcept;
  shared_future(const shared_future &) noexcept;
  shared_future(shared_future &&) noexcept;
  ~shared_future();
  future<T> get_future() const noexcept;
  bool available() const noexcept;

private:
  void *State;
};
} // namespace seastar
