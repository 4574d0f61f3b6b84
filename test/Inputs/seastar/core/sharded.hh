//===- seastar/core/sharded.hh - How is work handed to the instances of a service? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As small as the audit's cases need; declares only.

#pragma once

#include <seastar/core/future.hh>
#include <seastar/core/shared_ptr.hh>
#include <seastar/core/smp.hh>
namespace seastar {
template <class Service> class sharded {
public:
  sharded() noexcept;
  sharded(const sharded &) = delete;
  ~sharded();
  template <class... Args> future<> start(Args &&...) noexcept;
  template <class... Args> future<> start_single(Args &&...) noexcept;
  future<> stop() noexcept;
  template <class F, class... Args>
  future<> invoke_on_all(F, Args...) noexcept {
    return internal::made();
  }
  template <class F, class... Args>
  future<> invoke_on_others(F, Args...) noexcept {
    return internal::made();
  }
  template <class F, class... Args>
  futurize_t<internal::result_t<F, Service &, Args...>>
  invoke_on(unsigned, F &&, Args &&...) {
    return internal::made();
  }
  template <class Reducer, class F, class... Args>
  future<> map_reduce(Reducer &&, F &&, Args &&...) {
    return internal::made();
  }
  template <class Mapper, class Initial, class Reduce>
  future<Initial> map_reduce0(Mapper, Initial, Reduce) {
    return internal::made();
  }
  Service &local() noexcept;
  const Service &local() const noexcept;

private:
  void *Instances;
};
template <class Service> class peering_sharded_service {
public:
  sharded<Service> &container() noexcept;

private:
  sharded<Service> *Container;
};
// Owns an object of another shard; its destructor sends it home.
template <class P> class foreign_ptr {
public:
  foreign_ptr() noexcept;
  foreign_ptr(P) noexcept;
  foreign_ptr(foreign_ptr &&) noexcept;
  ~foreign_ptr();
  foreign_ptr &operator=(foreign_ptr &&) noexcept;
  future<foreign_ptr> copy() const noexcept;
  unsigned get_owner_shard() const noexcept;
  decltype(*internal::value<P &>()) operator*() const noexcept;
  decltype(&*internal::value<P &>()) operator->() const noexcept;
  P unwrap_on_owner_shard() noexcept;
  explicit operator bool() const noexcept;

private:
  P Value;
  unsigned Owner;
};
template <class T> foreign_ptr<T> make_foreign(T);
} // namespace seastar
