//===- wait.h - Which of many descriptors is ready first? ----------------------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef STOWAWAY_WAIT_H
#define STOWAWAY_WAIT_H

#include <cstddef>
#include <vector>

#include <stowaway/event.h>

namespace stowaway {

namespace detail {
std::vector<std::size_t> wait_ready(const std::vector<int> &descriptors, Deadline deadline);
}

/// Waits until at least one of the descriptors is readable or closed by its other end: those of
/// processes (ended), connections and queues (a message, or no more), sockets. Gives the positions
/// of all that are, in order. Signals do not end the wait. Throws std::system_error for a
/// descriptor that is not open. Thread-safe. ppoll(2).
inline std::vector<std::size_t> wait_any(const std::vector<int> &descriptors) {
  return detail::wait_ready(descriptors, {});
}
/// As wait_any(), but empty when none was in time; a negative duration only looks.
template <class Rep, class Period>
std::vector<std::size_t> wait_any_for(const std::vector<int> &descriptors,
                                      const std::chrono::duration<Rep, Period> &duration) {
  return detail::wait_ready(descriptors, detail::deadline_in(duration));
}

} // namespace stowaway

#endif // STOWAWAY_WAIT_H
