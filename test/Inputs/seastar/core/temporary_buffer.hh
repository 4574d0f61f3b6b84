//===- seastar/core/temporary_buffer.hh - What does a buffer with a shared deleter look like? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As small as the audit's cases need; declares only.

#pragma once

#include <cstddef>
#include <utility>
namespace seastar {
class deleter {
public:
  deleter() noexcept;
  deleter(deleter &&) noexcept;
  ~deleter();
  deleter share();

private:
  void *Impl;
};
template <class C> class temporary_buffer {
public:
  temporary_buffer() noexcept;
  explicit temporary_buffer(std::size_t);
  temporary_buffer(C *, std::size_t, deleter) noexcept;
  temporary_buffer(temporary_buffer &&) noexcept;
  ~temporary_buffer();
  temporary_buffer &operator=(temporary_buffer &&) noexcept;
  temporary_buffer share();
  temporary_buffer share(std::size_t, std::size_t);
  temporary_buffer clone() const;
  const C *get() const noexcept;
  std::size_t size() const noexcept;

private:
  C *Buffer;
  std::size_t Size;
  deleter Deleter;
};
} // namespace seastar
