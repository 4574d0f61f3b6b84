//===- upcxx/upcxx.hpp - How does a rank call a function on another? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As small as the audit's cases need; declares only.

#pragma once

#include <utility>
namespace upcxx {
using intrank_t = int;
intrank_t rank_me();
intrank_t rank_n();
template <class T> T &&value() noexcept;
template <class F, class... Args>
using result_t = decltype(value<F>()(value<Args>()...));
template <class Kind, class... T> class future1 {
public:
  template <class F> void then(F &&) {}
  void wait();

private:
  void *Header;
};
struct general_kind {};
template <class... T> using future = future1<general_kind, T...>;
template <class T> struct future_of {
  using type = future<T>;
};
template <> struct future_of<void> {
  using type = future<>;
};
template <class... T> class promise {
public:
  promise();
  future<T...> get_future();
  template <class... U> void fulfill_result(U &&...);

private:
  void *Header;
};
class team {
public:
  intrank_t rank_n() const;

private:
  void *Handle;
};
team &world();
template <class T> class global_ptr {
public:
  global_ptr();
  T *local() const;

private:
  int Rank;
  T *Raw;
};
template <class T, class... Args> global_ptr<T> new_(Args &&...);
template <class T> class dist_object {
public:
  explicit dist_object(T);
  T &operator*() const;
  T *operator->() const;

private:
  T Value;
};
template <class F, class... Args>
typename future_of<result_t<F, Args...>>::type rpc(intrank_t, F &&, Args &&...) {
  return {};
}
template <class F, class... Args>
typename future_of<result_t<F, Args...>>::type rpc(const team &, intrank_t, F &&,
                                                   Args &&...) {
  return {};
}
template <class F, class... Args> void rpc_ff(intrank_t, F &&, Args &&...) {}
struct remote_cx {
  template <class F, class... Args> static remote_cx as_rpc(F &&, Args &&...) {
    return {};
  }
};
template <class T, class Cx> void rput(T, global_ptr<T>, Cx);
class persona {
public:
  template <class F> void lpc_ff(F &&) {}

private:
  void *State;
};
persona &master_persona();
} // namespace upcxx
#define UPCXX_SERIALIZED_FIELDS(...)                                           \
  struct upcxx_serialization;                                                  \
  template <class Visitor> void upcxx_fields(Visitor &visit) {                 \
    visit(__VA_ARGS__);                                                        \
  }
