//===- event.h - How do processes tell each other to stop? ---------------------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One word in a memfd page, waited for by futex (futex(2), FUTEX_WAIT_BITSET with an absolute
// CLOCK_MONOTONIC time), set and woken by one system call (FUTEX_WAKE_OP). There is no name that
// could be unlinked too early, no lock that a killed waiter could keep, no flag that a killed
// setter could set without waking, and no resource tracker: the kernel frees the page with its last
// user.
//
//===--------------------------------------------------------------------------------------------===//

#ifndef STOWAWAY_EVENT_H
#define STOWAWAY_EVENT_H

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

#include <stowaway/transfer.h>

namespace stowaway {

namespace detail {
class SharedPage;
class EventWatch;
/// An absolute time of CLOCK_MONOTONIC; nullopt waits for ever. Negative durations are over now.
using Deadline = std::optional<std::chrono::steady_clock::time_point>;
template <class Rep, class Period>
Deadline deadline_in(const std::chrono::duration<Rep, Period> &duration) {
  using namespace std::chrono;
  const auto now = steady_clock::now();
  if (duration <= duration.zero())
    return now;
  if (duration_cast<std::chrono::duration<double>>(duration) > hours(24 * 365 * 100))
    return std::nullopt;
  return now + ceil<nanoseconds>(duration);
}
} // namespace detail

/// A flag that all copies share, also those that were sent to workers. Copyable; a moved-from Event
/// is still the same flag. All members are thread-safe; set(), clear() and is_set() are
/// async-signal-safe and never wait for anybody, also when waiters were killed. Whoever is killed
/// in set() has set the flag and woken all, or neither.
class Event {
public:
  /// A new flag, not set. Throws std::system_error when no memory or descriptor is left.
  Event();
  Event(const Event &) noexcept;
  Event &operator=(const Event &) noexcept;
  ~Event();

  /// Sets the flag and wakes all who wait. What this thread wrote before is seen by whoever sees
  /// the flag set (release and acquire). Nothing happens when it is set already.
  void set() noexcept;
  /// Whoever waits from now on sleeps until the next set().
  void clear() noexcept;
  /// One load, without a system call.
  bool is_set() const noexcept { return word_->load(std::memory_order_acquire) & 1; }

  /// Returns when the flag is set, or was set and cleared meanwhile; uses no CPU until then. A
  /// handler that interrupts it may set().
  void wait() const noexcept { wait_until({}); }
  /// As wait(), but false when the flag was not set in time. A negative duration only looks.
  template <class Rep, class Period>
  bool wait_for(const std::chrono::duration<Rep, Period> &duration) const noexcept {
    return wait_until(detail::deadline_in(duration));
  }

  /// Do both share one flag?
  friend bool operator==(const Event &a, const Event &b) noexcept { return a.same_as(b); }

private:
  friend struct Transfer<Event>;
  friend class detail::EventWatch;
  explicit Event(detail::Blank) noexcept;
  bool wait_until(detail::Deadline deadline) const noexcept;
  bool same_as(const Event &other) const noexcept;

  std::shared_ptr<detail::SharedPage> page_;
  // (number of clear() that changed the flag) << 1 | flag, in the page.
  std::atomic<std::uint32_t> *word_;
};

/// An Event travels as the descriptor of its page.
template <>
struct Transfer<Event> {
  static void put(OutputArchive &archive, const Event &event);
  static void get(InputArchive &archive, Event &event);
  static Event blank() noexcept { return Event(detail::Blank()); }
};

} // namespace stowaway

#endif // STOWAWAY_EVENT_H
