//===- seastar/core/semaphore.hh - What do units of a semaphore look like? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As small as the audit's cases need; declares only.

#pragma once

#include <cstddef>
#include <seastar/core/future.hh>
namespace seastar {
struct semaphore_default_exception_factory {};
template <class Factory = semaphore_default_exception_factory>
class semaphore_units {
public:
  semaphore_units() noexcept;
  semaphore_units(semaphore_units &&) noexcept;
  ~semaphore_units();
  semaphore_units &operator=(semaphore_units &&) noexcept;
  void return_all() noexcept;
  std::size_t return_units(std::size_t);
  semaphore_units split(std::size_t);
  std::size_t count() const noexcept;

private:
  void *Semaphore;
  std::size_t Units;
};
class semaphore {
public:
  explicit semaphore(std::size_t) noexcept;
  future<> wait(std::size_t = 1) noexcept;
  void signal(std::size_t = 1) noexcept;

private:
  std::size_t Count;
};
future<semaphore_units<>> get_units(semaphore &, std::size_t) noexcept;
} // namespace seastar
