//===- seastar/core/future.hh - What do futures look like? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As small as the audit's cases need; declares only.

#pragma once

#include <exception>
#include <utility>
namespace seastar {
template <class T = void> class future;
namespace internal {
template <class T> T &&value() noexcept;
// Any future; the bodies of templates need one.
struct made {};
template <class T> struct futurize {
  using type = future<T>;
};
template <class T> struct futurize<future<T>> {
  using type = future<T>;
};
template <class F, class... Args>
using result_t = decltype(value<F>()(value<Args>()...));
} // namespace internal
template <class T> using futurize_t = typename internal::futurize<T>::type;

template <class T> class future {
public:
  future(internal::made) noexcept;
  future(future &&) noexcept;
  ~future();
  future &operator=(future &&) noexcept;
  template <class F> futurize_t<internal::result_t<F, T>> then(F &&) {
    return internal::made();
  }
  template <class F>
  futurize_t<internal::result_t<F, future>> then_wrapped(F &&) {
    return internal::made();
  }
  template <class F> future finally(F &&) { return internal::made(); }
  template <class F> future handle_exception(F &&) { return internal::made(); }
  future<> discard_result() noexcept;
  T get();

private:
  void *State;
};
template <> class future<void> {
public:
  future(internal::made) noexcept;
  future(future &&) noexcept;
  ~future();
  future &operator=(future &&) noexcept;
  template <class F> futurize_t<internal::result_t<F>> then(F &&) {
    return internal::made();
  }
  template <class F>
  futurize_t<internal::result_t<F, future>> then_wrapped(F &&) {
    return internal::made();
  }
  template <class F> future finally(F &&) { return internal::made(); }
  template <class F> future handle_exception(F &&) { return internal::made(); }
  future discard_result() noexcept;
  void get();

private:
  void *State;
};
template <class T = void> class promise {
public:
  promise() noexcept;
  promise(promise &&) noexcept;
  ~promise();
  future<T> get_future() noexcept;
  template <class... Args> void set_value(Args &&...) noexcept;
  void set_exception(std::exception_ptr) noexcept;

private:
  void *State;
};
template <class T = void, class... Args>
future<T> make_ready_future(Args &&...) noexcept;
template <class T = void> future<T> make_exception_future(std::exception_ptr);
template <class T, class F>
futurize_t<internal::result_t<F, T &>> do_with(T &&, F &&) {
  return internal::made();
}
template <class Range, class F> future<> do_for_each(Range &, F) {
  return internal::made();
}
template <class Range, class F> future<> parallel_for_each(Range &&, F &&) {
  return internal::made();
}
} // namespace seastar
