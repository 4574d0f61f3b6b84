//===- seastar/core/circular_buffer.hh - What does the framework's ring look like? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As small as the audit's cases need; declares only.

#pragma once

#include <cstddef>
#include <utility>
namespace seastar {
template <class T> class circular_buffer {
public:
  circular_buffer() noexcept;
  circular_buffer(circular_buffer &&) noexcept;
  ~circular_buffer();
  circular_buffer &operator=(circular_buffer &&) noexcept;
  void push_back(const T &);
  void push_back(T &&);
  T &front();
  std::size_t size() const;

private:
  T *Ring;
};
} // namespace seastar
