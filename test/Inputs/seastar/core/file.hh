//===- seastar/core/file.hh - What do open files look like? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As small as the audit's cases need; declares only.

#pragma once

#include <seastar/core/future.hh>
namespace seastar {
class file;
class file_handle {
public:
  file_handle(const file_handle &);
  file_handle(file_handle &&) noexcept;
  ~file_handle();
  file to_file() const &;

private:
  void *Impl;
};
class file {
public:
  file() noexcept;
  file(const file &) noexcept;
  file(file &&) noexcept;
  ~file();
  file &operator=(const file &) noexcept;
  future<> flush() noexcept;
  future<> close() noexcept;
  file_handle dup();

private:
  void *Impl;
};
} // namespace seastar
