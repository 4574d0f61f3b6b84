//===- seastar/core/weak_ptr.hh - What does a weak pointer of a shard look like? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As small as the audit's cases need; declares only.

#pragma once

namespace seastar {
template <class T> class weak_ptr {
public:
  weak_ptr() noexcept;
  weak_ptr(const weak_ptr &) noexcept;
  weak_ptr(weak_ptr &&) noexcept;
  ~weak_ptr();
  T *get() const noexcept;
  T *operator->() const noexcept;
  explicit operator bool() const noexcept;

private:
  void *Links[2];
  T *Pointer;
};
template <class T> class weakly_referencable {
public:
  weak_ptr<T> weak_from_this() noexcept;

private:
  void *Links[2];
};
} // namespace seastar
