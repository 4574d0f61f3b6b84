//===- seastar/core/timer.hh - What does a timer look like? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As small as the audit's cases need; declares only.

#pragma once

namespace seastar {
struct steady_clock;
template <class Clock = steady_clock> class timer {
public:
  timer() noexcept;
  timer(timer &&) noexcept;
  ~timer();
  void arm(int) noexcept;
  bool cancel() noexcept;
  bool armed() const noexcept;

private:
  void *Links[2];
};
} // namespace seastar
