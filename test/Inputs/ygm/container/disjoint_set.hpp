//===- ygm/container/disjoint_set.hpp - What do disjoint sets over all ranks look like? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As small as the audit's cases need; declares only.

#pragma once

#include <ygm/comm.hpp>
namespace ygm::container {
template <class Item> class disjoint_set {
public:
  explicit disjoint_set(ygm::comm &);
  template <class Visitor, class... Args>
  void async_visit(const Item &, Visitor, const Args &...) {}
  void async_union(const Item &, const Item &);
  template <class F, class... Args>
  void async_union_and_execute(const Item &, const Item &, F, const Args &...) {}

private:
  ygm::comm &Comm;
};
} // namespace ygm::container
