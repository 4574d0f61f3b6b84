//===- seastar/util/noncopyable_function.hh - What holds a callable that need not be copied? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As small as the audit's cases need; declares only.

#pragma once

#include <utility>
namespace seastar {
template <class> class noncopyable_function;
template <class R, class... Args> class noncopyable_function<R(Args...)> {
public:
  noncopyable_function() noexcept;
  template <class F> noncopyable_function(F) {}
  noncopyable_function(noncopyable_function &&) noexcept;
  ~noncopyable_function();
  R operator()(Args...) const;

private:
  void *Storage[4];
};
} // namespace seastar
