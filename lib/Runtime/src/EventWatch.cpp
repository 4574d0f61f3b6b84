//===- EventWatch.cpp - How is an event waited for together with descriptors? -------------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "EventWatch.h"

#include <climits>
#include <system_error>

#include <sys/eventfd.h>

namespace stowaway::detail {

EventWatch::EventWatch(const Event &event) : event_(event) {
  ready_ = above_standard(Fd(::eventfd(0, EFD_CLOEXEC)));
  if (!ready_)
    throw std::system_error(errno, std::system_category(), "eventfd");
  const SignalBlocker blocker; // the thread has this mask
  thread_ = std::thread([this] { run(); });
}

EventWatch::~EventWatch() {
  is_wanted_ = false;
  // It may be about to sleep, having seen that it was wanted. Other waiters look again and sleep
  // on.
  while (!has_ended_) {
    futex_wake(event_.word_, INT_MAX);
    futex_wait(&has_ended_, 0, deadline_in(std::chrono::milliseconds(1)));
  }
  thread_.join();
}

void EventWatch::run() noexcept {
  const auto seen = event_.word_->load(std::memory_order_acquire);
  while (is_wanted_) {
    // Any change means that it was set, even if it was cleared again.
    if ((seen & 1) || event_.word_->load(std::memory_order_acquire) != seen) {
      const std::uint64_t one = 1;
      [[maybe_unused]] const auto written = ::write(ready_.get(), &one, sizeof one);
      break;
    }
    futex_wait(event_.word_, seen, {});
  }
  has_ended_ = 1;
  futex_wake(&has_ended_, 1);
}

} // namespace stowaway::detail
