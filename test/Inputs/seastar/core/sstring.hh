//===- seastar/core/sstring.hh - What does the framework's string look like? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As small as the audit's cases need; declares only.

#pragma once

#include <cstddef>
namespace seastar {
template <class C, class Size, Size Max> class basic_sstring {
public:
  basic_sstring() noexcept;
  basic_sstring(const C *);
  basic_sstring(const basic_sstring &);
  basic_sstring(basic_sstring &&) noexcept;
  ~basic_sstring();
  std::size_t size() const noexcept;

private:
  C *Data;
};
using sstring = basic_sstring<char, unsigned, 15>;
} // namespace seastar
