//===- OwnEnd.cpp - How do copies of this process come without its own ends? --------------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "OwnEnd.h"

#include <mutex>

#include <pthread.h>

namespace stowaway::detail {

/// Never destroyed: it may be needed by destructors of static objects.
class OwnEnd::List {
public:
  static List &get() {
    static List &list = *new List;
    return list;
  }

  void add(OwnEnd &end, int fd) noexcept {
    end.fd_ = fd;
    end.next_ = first_;
    if (first_)
      first_->previous_ = &end;
    first_ = &end;
  }
  int remove(OwnEnd &end) noexcept {
    if (end.previous_)
      end.previous_->next_ = end.next_;
    else
      first_ = end.next_;
    if (end.next_)
      end.next_->previous_ = end.previous_;
    end.next_ = end.previous_ = nullptr;
    return std::exchange(end.fd_, -1);
  }
  void close_all() noexcept {
    while (first_)
      Fd(remove(*first_)).reset();
  }

  std::mutex mutex_; // for all others

private:
  OwnEnd *first_ = nullptr;
};

void OwnEnd::install_fork_handlers() {
  List::get(); // made now, not in a copy
  [[maybe_unused]] static const int once =
      ::pthread_atfork([] { List::get().mutex_.lock(); }, [] { List::get().mutex_.unlock(); },
                       [] {
                         List::get().close_all();
                         List::get().mutex_.unlock();
                       });
}

void OwnEnd::close_all_in_copy() noexcept { List::get().close_all(); }

std::pair<OwnEnd, OwnEnd> OwnEnd::make_socketpair(int type) {
  std::pair<OwnEnd, OwnEnd> ends;
  auto &list = List::get();
  const std::lock_guard lock(list.mutex_);
  auto [first, second] = detail::make_socketpair(type);
  list.add(ends.first, first.release());
  list.add(ends.second, second.release());
  return ends;
}

void OwnEnd::reset() noexcept {
  if (fd_ < 0)
    return;
  auto &list = List::get();
  const std::lock_guard lock(list.mutex_);
  Fd(list.remove(*this)).reset();
}

Fd OwnEnd::share() noexcept {
  if (fd_ < 0)
    return {};
  auto &list = List::get();
  const std::lock_guard lock(list.mutex_);
  return Fd(list.remove(*this));
}

void OwnEnd::take(OwnEnd &other) noexcept {
  if (other.fd_ < 0)
    return;
  auto &list = List::get();
  const std::lock_guard lock(list.mutex_);
  list.add(*this, list.remove(other));
}

} // namespace stowaway::detail
