//===- seastar/core/iostream.hh - What do streams look like? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As small as the audit's cases need; declares only.

#pragma once

#include <seastar/core/future.hh>
namespace seastar {
template <class C> class input_stream {
public:
  input_stream() noexcept;
  input_stream(input_stream &&) noexcept;
  ~input_stream();
  input_stream &operator=(input_stream &&) noexcept;
  future<> close() noexcept;

private:
  void *Source;
};
template <class C> class output_stream {
public:
  output_stream() noexcept;
  output_stream(output_stream &&) noexcept;
  ~output_stream();
  output_stream &operator=(output_stream &&) noexcept;
  future<> flush() noexcept;

private:
  void *Sink;
};
} // namespace seastar
