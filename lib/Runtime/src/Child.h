//===- Child.h - What does the starter keep of a worker? -----------------------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef STOWAWAY_SRC_CHILD_H
#define STOWAWAY_SRC_CHILD_H

#include <atomic>
#include <mutex>
#include <optional>
#include <vector>

#include "OwnEnd.h"
#include "Spawn.h"

namespace stowaway::detail {

/// What a worker says last, in one message on its control socket; `hello` is what a worker of the
/// fork server says first, and `early_exception` what one says whose entry was not reached so far:
/// another word may follow. `taken` stands for a word that was given away.
struct FinalWord {
  enum class Kind : std::uint32_t { none, result, exception, hello, early_exception, taken };
  Kind kind = Kind::none;
  int exit_code = 0;
  MessageBytes bytes;
  OwnedDescriptors descriptors;
};

/// A worker as its parent sees it: process, control socket, how it ended. Thread-safe.
///
/// Its end is seen by the pidfd, never by a pipe (which the worker's own children would keep open)
/// and never by SIGCHLD; its status is taken once, by whoever comes first.
class Child {
public:
  /// One that does not work for the user, as the fork server, is not listed.
  Child(Created created, OwnEnd control, bool listed = true);
  Child(const Child &) = delete;
  Child &operator=(const Child &) = delete;
  ~Child();

  pid_t pid() const noexcept { return pid_; }
  int pidfd() const noexcept { return pidfd_.load(std::memory_order_relaxed); }
  /// Was it started by this process (and not by one that this process was forked from)?
  bool is_ours() const noexcept { return owner_ == ::getpid(); }

  /// True once it has ended; the status is known then.
  bool wait_until(const Deadline &deadline);
  bool has_ended() { return wait_until(std::chrono::steady_clock::time_point{}); }
  /// Takes the status of one whose pidfd is readable; false when it cannot be taken yet.
  bool reap();
  std::optional<ExitStatus> status();
  /// What it said last; empty kind when it said nothing (it was killed, or called exit). Throws
  /// std::system_error when there is no room for it in this process now; it is kept.
  FinalWord take_final_word();
  /// What it threw, once it has ended. Throws as take_final_word().
  std::optional<RemoteError> error();

  /// False when it has ended. A group signal reaches the processes it started, too, and the worker
  /// once, also when it has left its group.
  bool signal(int signal, bool whole_group);
  /// False for one that runs as another user by now.
  bool may_be_signalled() const noexcept;

private:
  friend class Registry;
  bool reap_locked();
  bool open_again_locked() noexcept;
  /// The errno when there is no room for it; else 0.
  int read_final_word_locked();
  void decode_error_locked();
  int listen_again_locked();

  const pid_t pid_, owner_;
  const bool listed_;
  std::atomic<int> pidfd_; // owned
  OwnEnd control_;         // its closing tells the worker that this process is gone
  std::mutex mutex_;
  std::optional<ExitStatus> status_;
  FinalWord final_word_;
  std::optional<RemoteError> error_;
  Child *previous_ = nullptr, *next_ = nullptr; // all children of this process, see Registry
};

/// Stops children in parallel, by one policy, with deadlines from one moment.
std::vector<StopOutcome> stop_all(const std::vector<Child *> &children, const StopPolicy &policy);

/// Keeps a worker that nobody holds any more until it has ended, so that no zombie stays.
void adopt_orphan(std::shared_ptr<Child> child);
void reap_orphans();
/// The listed workers of this process that have not ended, in the order of their starts.
std::vector<pid_t> running_children();

/// In a process forked by user code: none of the descriptors of workers are its own. To be called
/// before the first Child or OwnEnd is made.
void install_fork_handlers();
/// In a process that this library copied without fork(2): the same, once.
void forget_children_after_clone() noexcept;

} // namespace stowaway::detail

#endif // STOWAWAY_SRC_CHILD_H
