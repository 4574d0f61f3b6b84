//===- process_group.h - How are several workers started and stopped together? -------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef STOWAWAY_PROCESS_GROUP_H
#define STOWAWAY_PROCESS_GROUP_H

#include <deque>
#include <functional>
#include <optional>
#include <vector>

#include <stowaway/process.h>

namespace stowaway {

/// A group did not start: which member failed, and why. All members that had started were stopped.
struct GroupStartError : Error {
  GroupStartError(std::size_t index, const std::string &reason, std::vector<StopOutcome> rollback)
      : Error("process " + std::to_string(index) + " of the group did not start: " + reason),
        index_(index), rollback_(std::move(rollback)) {}

  /// The position in the group of the one that did not start.
  std::size_t index() const noexcept { return index_; }
  /// How the members before it were stopped, in the order of the group.
  const std::vector<StopOutcome> &rollback() const noexcept { return rollback_; }

private:
  std::size_t index_;
  std::vector<StopOutcome> rollback_;
};

/// What supervise() does when a worker ends in another way than by code 0. The words and the limit
/// are Erlang/OTP's: more than `intensity` restarts within `period` stop the whole group.
struct RestartPolicy {
  enum class Strategy {
    never,        // the end of a worker is left as it is
    one_for_one,  // that worker is started anew
    one_for_all,  // all are stopped and started anew
    rest_for_one, // that worker and those added after it
  };
  Strategy strategy = Strategy::never;
  unsigned intensity = 3;
  std::chrono::milliseconds period{5000};
};

/// More restarts than the policy allows; the group was stopped.
struct RestartLimitError : Error {
  using Error::Error;
};

/// Workers that start together or not at all, and stop together under one deadline: N workers take
/// as long to stop as the slowest one. Move-only. Not thread-safe.
class ProcessGroup {
public:
  /// The policy is used by stop(), by the rollback of start() and by the destructor.
  explicit ProcessGroup(StopPolicy policy = {}, RestartPolicy restart = {})
      : policy_(std::move(policy)), restart_(restart) {}
  ProcessGroup(ProcessGroup &&) noexcept = default;
  /// As the destructor for what was there.
  ProcessGroup &operator=(ProcessGroup &&other) noexcept;
  /// Stops what runs, by the policy.
  ~ProcessGroup();

  /// Binds a target as Process does; the reference stays valid as long as the group.
  template <class Target, class... Args>
    requires(!std::is_base_of_v<Process, std::remove_cvref_t<Target>>)
  Process &add(Target &&target, Args &&...args) {
    return add(Process(std::forward<Target>(target), std::forward<Args>(args)...));
  }
  /// Takes an unstarted Process. To be added before the group is started.
  Process &add(Process process);

  /// Encodes all, then creates all. When one cannot be created, those before it are stopped by the
  /// policy and GroupStartError names it; TransferError is thrown as it is, before anything exists.
  /// After an error no member is started, and start() may be called again.
  void start();

  /// Waits until all members that were started have ended.
  void join() { wait_all({}); }
  /// True when all have ended in time.
  template <class D>
  bool join_for(const D &duration) {
    return wait_all(detail::deadline_in(duration));
  }
  /// Waits until one has ended that no earlier call reported; its index, or nullopt when no worker
  /// is left.
  std::optional<std::size_t> wait_any() { return wait_one({}); }
  /// As wait_any(), but nullopt also when none ended in time.
  template <class D>
  std::optional<std::size_t> wait_any_for(const D &duration) {
    return wait_one(detail::deadline_in(duration));
  }

  /// Stops all that run, in parallel, each step under one deadline for all. One outcome for each
  /// member that was started, in the order of the group.
  std::vector<StopOutcome> stop() { return stop(policy_); }
  std::vector<StopOutcome> stop(const StopPolicy &policy);

  /// Watches the workers and restarts them by the policy until all have ended with code 0, or until
  /// `stop` is set, which stops the group. Sleeps until one of both happens; a thread of the
  /// library waits for the event meanwhile. Throws RestartLimitError, StartError or TransferError
  /// when a worker cannot be started anew, and LifecycleError when one was not started at all.
  void supervise(const Event &stop);
  /// Called by supervise() in this thread before a worker is started anew.
  void on_restart(std::function<void(std::size_t index, const ExitStatus &status)> function) {
    on_restart_ = std::move(function);
  }
  /// How often supervise() acted since the group was made.
  std::size_t restart_count() const noexcept { return restart_count_; }

  /// Members, started or not, in the order in which they were added.
  std::size_t size() const noexcept { return processes_.size(); }
  Process &operator[](std::size_t index) { return processes_[index]; }
  const Process &operator[](std::size_t index) const { return processes_[index]; }
  auto begin() { return processes_.begin(); }
  auto end() { return processes_.end(); }
  /// Does any member run?
  bool any_alive() const;

private:
  bool wait_all(detail::Deadline deadline);
  /// Also nullopt when the other descriptor is readable.
  std::optional<std::size_t> wait_one(detail::Deadline deadline, int other = -1);
  void restart_from(std::size_t index);

  std::deque<Process> processes_;
  std::vector<bool> reported_;
  StopPolicy policy_;
  RestartPolicy restart_;
  std::function<void(std::size_t, const ExitStatus &)> on_restart_;
  std::deque<std::chrono::steady_clock::time_point> restarts_;
  std::size_t restart_count_ = 0;
};

} // namespace stowaway

#endif // STOWAWAY_PROCESS_GROUP_H
