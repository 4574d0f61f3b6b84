//===- ygm/container/array.hpp - What does an array over all ranks look like? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As small as the audit's cases need; declares only.

#pragma once

#include <ygm/comm.hpp>
namespace ygm::container {
template <class Value> class array {
public:
  array(ygm::comm &, unsigned long size);
  void async_set(unsigned long index, const Value &);
  template <class F>
  void async_binary_op_update_value(unsigned long index, const Value &,
                                    const F &) {}
  template <class F>
  void async_unary_op_update_value(unsigned long index, const F &) {}
  ygm_ptr<array> get_ygm_ptr();

private:
  ygm::comm &Comm;
};
} // namespace ygm::container
