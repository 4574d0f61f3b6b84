//===- seastar/core/shared_ptr.hh - What do pointers with a plain count look like? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As small as the audit's cases need; declares only.

#pragma once

#include <utility>
namespace seastar {
template <class T> class lw_shared_ptr {
public:
  lw_shared_ptr() noexcept;
  lw_shared_ptr(decltype(nullptr)) noexcept;
  lw_shared_ptr(const lw_shared_ptr &) noexcept;
  lw_shared_ptr(lw_shared_ptr &&) noexcept;
  ~lw_shared_ptr();
  lw_shared_ptr &operator=(const lw_shared_ptr &) noexcept;
  lw_shared_ptr &operator=(lw_shared_ptr &&) noexcept;
  T &operator*() const noexcept;
  T *operator->() const noexcept;
  T *get() const noexcept;
  long use_count() const noexcept;
  explicit operator bool() const noexcept;

private:
  void *Counted;
};
template <class T> class enable_lw_shared_from_this {
public:
  lw_shared_ptr<T> shared_from_this();

private:
  long Count;
};
template <class T> class shared_ptr {
public:
  shared_ptr() noexcept;
  shared_ptr(decltype(nullptr)) noexcept;
  shared_ptr(const shared_ptr &) noexcept;
  shared_ptr(shared_ptr &&) noexcept;
  template <class U> shared_ptr(const shared_ptr<U> &) noexcept;
  ~shared_ptr();
  shared_ptr &operator=(const shared_ptr &) noexcept;
  shared_ptr &operator=(shared_ptr &&) noexcept;
  T &operator*() const noexcept;
  T *operator->() const noexcept;
  T *get() const noexcept;
  long use_count() const noexcept;
  explicit operator bool() const noexcept;

private:
  void *Counted;
  T *Pointer;
};
template <class T> class enable_shared_from_this {
public:
  shared_ptr<T> shared_from_this() noexcept;

private:
  long Count;
};
template <class T, class... Args> lw_shared_ptr<T> make_lw_shared(Args &&...) {
  return {};
}
template <class T, class... Args> shared_ptr<T> make_shared(Args &&...) {
  return {};
}
} // namespace seastar
