//===- stop_policy.h - How is a worker stopped, step by step? ------------------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef STOWAWAY_STOP_POLICY_H
#define STOWAWAY_STOP_POLICY_H

#include <chrono>
#include <optional>

#include <stowaway/event.h>
#include <stowaway/exit_status.h>

namespace stowaway {

/// The steps of a stop and how long each may take: set the event, then SIGTERM (and SIGCONT, since
/// a stopped process ignores SIGTERM), then SIGKILL to the worker's process group. The durations
/// add up to deadlines that are counted from one moment, for all workers of a group. The defaults
/// are Erlang/OTP's (5 s); systemd waits 90 s, Chromium 60 s.
struct StopPolicy {
  /// Set first, when given; without it the first step is left out.
  std::optional<Event> event = std::nullopt;
  /// How long to wait for a worker that sees its event.
  std::chrono::milliseconds event_grace{5000};
  /// How long to wait after SIGTERM; 0 leaves SIGTERM out.
  std::chrono::milliseconds term_grace{5000};
  /// How long to wait for a killed worker; longer only for one in an uninterruptible system call.
  std::chrono::milliseconds kill_grace{5000};
  /// Signal the processes that the worker started too, as long as they stay in its group.
  bool whole_group = true;
};

/// Which step of a stop worked, and how long the stop took.
struct StopOutcome {
  /// The last one: SIGKILL was sent, and the worker had not ended kill_grace later.
  enum class Step { already_ended, event, terminate, kill, not_reaped };
  Step step;
  /// From the beginning of the stop until the end of this worker was seen.
  std::chrono::nanoseconds elapsed;
  /// How it ended; unknown when it was not reaped.
  ExitStatus status;
};

/// "already ended", "event", "terminate", "kill", "not reaped".
const char *to_string(StopOutcome::Step step) noexcept;

} // namespace stowaway

#endif // STOWAWAY_STOP_POLICY_H
