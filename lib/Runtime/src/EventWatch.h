//===- EventWatch.h - How is an event waited for together with descriptors? ----------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef STOWAWAY_SRC_EVENT_WATCH_H
#define STOWAWAY_SRC_EVENT_WATCH_H

#include <thread>

#include "System.h"

namespace stowaway::detail {

/// A descriptor that becomes readable once the event is set, or was set meanwhile. The kernel has
/// no wait for a futex and descriptors together, so that a thread sleeps on the one and tells the
/// other; it runs no user code and takes no signals.
class EventWatch {
public:
  /// Throws std::system_error when there is no thread or descriptor left.
  explicit EventWatch(const Event &event);
  EventWatch(const EventWatch &) = delete;
  EventWatch &operator=(const EventWatch &) = delete;
  ~EventWatch();

  int descriptor() const noexcept { return ready_.get(); }
  bool is_ready() const noexcept {
    return wait_for_events(ready_.get(), POLLIN, std::chrono::steady_clock::time_point{}) != 0;
  }

private:
  void run() noexcept;

  Event event_;
  Fd ready_;
  std::atomic<bool> is_wanted_{true};
  std::atomic<std::uint32_t> has_ended_{0}; // a futex
  std::thread thread_;
};

} // namespace stowaway::detail

#endif // STOWAWAY_SRC_EVENT_WATCH_H
