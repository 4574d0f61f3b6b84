//===- Event.cpp - How do processes tell each other to stop? ------------------------------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stowaway/event.h>

#include "SharedPage.h"

namespace stowaway {

namespace {
constexpr std::size_t page_size = sizeof(std::atomic<std::uint32_t>);
std::atomic<std::uint32_t> *word_of(const detail::SharedPage &page) {
  // Zeroed memory of a memfd is a valid lock-free atomic in every process that maps it.
  static_assert(std::atomic<std::uint32_t>::is_always_lock_free);
  return static_cast<std::atomic<std::uint32_t> *>(page.data());
}
} // namespace

Event::Event()
    : page_(detail::SharedPage::make("stowaway-event", page_size)), word_(word_of(*page_)) {}
Event::Event(detail::Blank) noexcept : word_(nullptr) {}
Event::Event(const Event &) noexcept = default;
Event &Event::operator=(const Event &) noexcept = default;
Event::~Event() = default;

void Event::set() noexcept {
  if (word_->load(std::memory_order_relaxed) & 1)
    return; // waiters were woken by whoever set it
  detail::futex_set_bit(word_, 0);
}

void Event::clear() noexcept {
  // The count in the upper bits changes, so that a waiter that slept through set() and clear() is
  // woken all the same.
  auto old = word_->load(std::memory_order_relaxed);
  while ((old & 1) && !word_->compare_exchange_weak(old, old + 1, std::memory_order_acq_rel,
                                                    std::memory_order_relaxed)) {
  }
}

bool Event::wait_until(detail::Deadline deadline) const noexcept {
  const auto seen = word_->load(std::memory_order_acquire);
  if (seen & 1)
    return true;
  for (;;) {
    const bool in_time = detail::futex_wait(word_, seen, deadline);
    // Any change means that it was set in between, even if it was cleared again.
    if (word_->load(std::memory_order_acquire) != seen)
      return true;
    if (!in_time)
      return false;
  }
}

bool Event::same_as(const Event &other) const noexcept { return page_->same_as(*other.page_); }

void Transfer<Event>::put(OutputArchive &archive, const Event &event) {
  detail::put_page(archive, event.page_);
}

void Transfer<Event>::get(InputArchive &archive, Event &event) {
  event.page_ = detail::get_page(archive, page_size);
  event.word_ = word_of(*event.page_);
}

} // namespace stowaway
