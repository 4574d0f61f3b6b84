//===- cereal/cereal.hpp - What does the serialisation library look like? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As small as the audit's cases need; declares only.

#pragma once

#include <utility>
namespace cereal {
template <class T> struct NameValuePair {
  const char *name;
  T value;
};
template <class T> NameValuePair<T &> make_nvp(const char *n, T &t) {
  return {n, t};
}
template <class Base> struct base_class {
  template <class Derived> explicit base_class(const Derived *) {}
  Base *base_ptr;
};
template <class Base> struct virtual_base_class {
  template <class Derived> explicit virtual_base_class(const Derived *) {}
  Base *base_ptr;
};
class access;
} // namespace cereal
#define CEREAL_NVP(T) ::cereal::make_nvp(#T, T)
