//===- type_name.h - What is a type called in a message? -----------------------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From the compiler's own spelling of the function, so that no RTTI and no demangler is needed, and
// so that the name can be tested at compile time.
//
//===--------------------------------------------------------------------------------------------===//

#ifndef STOWAWAY_DETAIL_TYPE_NAME_H
#define STOWAWAY_DETAIL_TYPE_NAME_H

#include <cstdint>
#include <string_view>

namespace stowaway::detail {

template <class T>
constexpr auto spelling() {
  return std::string_view(__PRETTY_FUNCTION__);
}

/// "std::vector<int>", "(anonymous namespace)::Job", ...
template <class T>
constexpr std::string_view type_name() {
  constexpr std::string_view text = spelling<T>();
  constexpr auto begin = text.find("T = ") + 4;
  return text.substr(begin, text.rfind(']') - begin);
}

template <class T>
constexpr bool is_standard_type() {
  return type_name<T>().starts_with("std::");
}

/// A lambda's closure type: "main()::<lambda(int)>" (g++), "(lambda at f.cpp:3:5)" (clang).
template <class T>
constexpr bool is_closure() {
  constexpr std::string_view name = type_name<T>(), mark = "<lambda(";
  for (auto at = name.find(mark); at != name.npos; at = name.find(mark, at + 1)) {
    int depth = 0;
    auto end = at;
    do {
      depth += name[end] == '<' ? 1 : name[end] == '>' ? -1 : 0;
      ++end;
    } while (depth > 0 && end < name.size());
    if (end == name.size())
      return true;
  }
  return name.ends_with(')') && name.find("(lambda at ") != name.npos;
}

/// FNV-1a, to tell whether two sides mean the same type.
constexpr std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text)
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

} // namespace stowaway::detail

#endif // STOWAWAY_DETAIL_TYPE_NAME_H
