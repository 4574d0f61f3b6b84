//===- ygm/container/map.hpp - What does a container over all ranks look like? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As small as the audit's cases need; declares only.

#pragma once

#include <ygm/comm.hpp>
namespace ygm::container {
namespace detail {
template <class Derived, class Key, class Value> struct base_async_visit {
  template <class Visitor, class... Args>
  void async_visit(const Key &, Visitor, const Args &...) {}
  template <class Visitor, class... Args>
  void async_visit_if_contains(const Key &, Visitor, const Args &...) {}
};
template <class Derived, class Key, class Value> struct base_async_reduce {
  template <class Op> void async_reduce(const Key &, const Value &, Op) {}
};
template <class Derived, class Key, class Value>
struct base_async_insert_key_value {
  void async_insert(const Key &, const Value &);
};
} // namespace detail
template <class Key, class Value>
class map
    : public detail::base_async_visit<map<Key, Value>, Key, Value>,
      public detail::base_async_reduce<map<Key, Value>, Key, Value>,
      public detail::base_async_insert_key_value<map<Key, Value>, Key, Value> {
public:
  explicit map(ygm::comm &);
  template <class F> void for_all(F) {}
  template <class F> void local_visit(const Key &, F) {}
  ygm_ptr<map> get_ygm_ptr();
  ygm::comm &comm();

private:
  ygm::comm &Comm;
};
} // namespace ygm::container
