//===- local.h - Which member stays at home when its object travels? -----------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef STOWAWAY_LOCAL_H
#define STOWAWAY_LOCAL_H

#include <memory>
#include <utility>

#include <stowaway/transfer.h>

namespace stowaway {

/// A value that never travels: the other side finds a default-constructed T. Used like a pointer to
/// T; copies and moves as T does. What __getstate__ leaves out in Python, said once, at the member:
///
///     stowaway::Local<std::vector<stowaway::Process>> processes_;
template <class T>
class Local {
public:
  using element_type = T;

  Local() = default;
  template <class First, class... Rest>
    requires(!std::is_same_v<std::remove_cvref_t<First>, Local> &&
             std::is_constructible_v<T, First, Rest...>)
  explicit Local(First &&first, Rest &&...rest)
      : value_(std::forward<First>(first), std::forward<Rest>(rest)...) {}

  /// The value of this side. References and pointers stay valid as long as the Local.
  T &operator*() noexcept { return value_; }
  const T &operator*() const noexcept { return value_; }
  T *operator->() noexcept { return &value_; }
  const T *operator->() const noexcept { return &value_; }
  T *get() noexcept { return &value_; }
  const T *get() const noexcept { return &value_; }

private:
  T value_{};
};

template <class T>
struct Transfer<Local<T>> {
  static void put(OutputArchive &, const Local<T> &) {}
  static void get(InputArchive &, Local<T> &local) {
    // Its object's constructor may have filled it; nothing of that is wanted on this side.
    std::destroy_at(&local);
    std::construct_at(&local);
  }
};

} // namespace stowaway

#endif // STOWAWAY_LOCAL_H
