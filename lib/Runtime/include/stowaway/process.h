//===- process.h - How is a worker process started, watched and stopped? -------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef STOWAWAY_PROCESS_H
#define STOWAWAY_PROCESS_H

#include <memory>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

#include <stowaway/detail/target.h>
#include <stowaway/error.h>
#include <stowaway/event.h>
#include <stowaway/exit_status.h>
#include <stowaway/start_method.h>
#include <stowaway/stop_policy.h>
#include <stowaway/transfer.h>

namespace stowaway {

namespace detail {
class Child;
class PoolCore;
struct StartRecord;
} // namespace detail

/// A worker process and the target that it runs.
///
///     stowaway::Process process(&Application::worker, this);   // binds, starts nothing
///     process.start();                                         // sends the object, then creates
///     process.join();
///
/// A target is a function, a static or bound member function, a functor, or a lambda whose captures
/// are plain bytes. Arguments are copied or moved into the Process; an object given by `this`, by
/// reference to a bound member function, or by std::ref is not copied but *sent* when the process
/// starts, and must live until then. Once started, the Process has let go of target and arguments,
/// so that the worker holds the only copy of what was moved in (the end of a pipe, say). What an
/// int target returns is the exit code (its lowest eight bits). The worker then ends as by
/// std::exit: threads that the target left running are not waited for.
///
/// A Process that is not started, or was closed, may travel itself; a started one holds a
/// descriptor and a child of this process and throws TransferError.
///
/// Move-only. A moved-from Process is empty. join, is_alive, exit_status, terminate, kill and stop
/// may be called from several threads at once; start, close, assignment and destruction may not.
/// No function is async-signal-safe. The library installs no SIGCHLD handler and works when SIGCHLD
/// is ignored or other code waits for any child.
///
/// Mechanisms: clone3(2) with CLONE_PIDFD (Linux 5.3; else vfork or fork), pidfd_send_signal(2)
/// (5.1), waitid(2) with P_PIDFD (5.4).
class Process {
public:
  /// Empty: no target; start() throws LifecycleError.
  Process() noexcept;

  /// Binds the target to its arguments; starts nothing. What cannot travel by its type does not
  /// compile. Throws what copying the arguments throws.
  template <class Target, class... Args>
    requires(!std::is_base_of_v<Process, std::remove_cvref_t<Target>>)
  explicit Process(Target &&target, Args &&...args)
      : target_(detail::bind_target<detail::NoResult>(std::forward<Target>(target),
                                                      std::forward<Args>(args)...)) {}

  /// The worker and its name go along; the other one is empty.
  Process(Process &&) noexcept;
  /// As the destructor for what was there.
  Process &operator=(Process &&) noexcept;
  /// Stops a worker that still runs, by the stop policy: bounded by its durations, never for ever.
  ~Process();

  /// Encodes the target, then creates the worker by the start method in use. Throws TransferError
  /// (nothing was created), StartError (the system refused), or LifecycleError (no target, started
  /// already, closed, called while this program is still starting as a worker). After a
  /// TransferError or StartError the process is not started and may be started again. What a
  /// transfer function of the user throws is passed on. Does not wait until the target runs.
  void start();

  /// Waits until the worker has ended; again and from several threads at will. Throws
  /// LifecycleError when not started, closed, or started by another process.
  void join() { wait_until({}); }
  /// As join(), but false when the worker still runs after the duration; a negative one only looks.
  template <class Rep, class Period>
  bool join_for(const std::chrono::duration<Rep, Period> &duration) {
    return wait_until(detail::deadline_in(duration));
  }

  /// Started, and not ended yet. False in a copy of this process that was forked. Throws
  /// LifecycleError when closed.
  bool is_alive() const;
  /// The process id; 0 before the start. It may be reused by the system after the worker was
  /// joined, so that signals are better sent by the functions here, which never hit a stranger.
  /// Throws LifecycleError when closed.
  pid_t pid() const;
  /// A pidfd: readable for poll(), epoll and wait_any() once the worker has ended. Owned by the
  /// Process. Throws LifecycleError when not started, or closed.
  int native_handle() const;
  /// How the worker ended. Throws LifecycleError while it runs, before the start, when closed.
  ExitStatus exit_status() const;
  /// The exception that left the target, once the worker has ended; it is on the worker's stderr
  /// too, and the exit code is 1. nullopt while it runs. Throws LifecycleError before the start and
  /// when closed; std::system_error when this process has no room for it now (it is kept).
  std::optional<RemoteError> error() const;
  /// join(), then throws that exception when there is one.
  void join_or_throw();

  /// Sends SIGTERM, SIGKILL, or any signal, to the worker alone. False when it has ended already,
  /// or the system refuses (no such signal). Throws LifecycleError before the start and when
  /// closed.
  bool terminate() const;
  bool kill() const;
  bool send_signal(int signal) const;

  /// Stops the worker step by step and says which step worked. Never throws for a worker that
  /// cannot be stopped: see StopOutcome::Step::not_reaped. Throws LifecycleError before the start
  /// and when closed.
  StopOutcome stop(StopPolicy policy = {});

  /// Releases everything of a worker that has ended, and the target: the Process may travel again,
  /// every other use throws. A second close() does nothing. Throws LifecycleError while it runs.
  void close();

  /// Lets the worker run on without this handle, which is closed then; it still ends with this
  /// process, and is reaped by a later start() or active_children(). Throws LifecycleError when not
  /// started.
  void detach();

  /// The name that the worker sees by worker_name() and, its first 15 bytes, ps by its comm
  /// (prctl(2), PR_SET_NAME); for errors too.
  const std::string &name() const noexcept { return name_; }
  /// For the next start.
  void set_name(std::string name) { name_ = std::move(name); }
  /// What the destructor does with a worker that runs; default: StopPolicy{}.
  void set_stop_policy(StopPolicy policy);

protected:
  explicit Process(std::unique_ptr<detail::BoundTarget> target);
  detail::Child &started(const char *use) const;

private:
  friend struct Transfer<Process>;
  friend class ProcessGroup;
  friend class detail::PoolCore;
  void start_by(StartMethod method);
  void start_prepared(StartMethod method, detail::StartRecord &record);
  void check_startable(StartMethod method) const;
  bool wait_until(detail::Deadline deadline) const;
  void release() noexcept;

  std::shared_ptr<detail::BoundTarget> target_;
  std::shared_ptr<detail::Child> child_;
  std::unique_ptr<StopPolicy> policy_;
  std::string name_;
  bool closed_ = false;
  bool keep_target_ = false; // a group that restarts workers needs it again
};

/// The process ids of all workers of this process that run, whoever holds them, detached ones too,
/// in the order of their starts. Thread-safe.
std::vector<pid_t> active_children();

/// An unstarted Process travels with its target, a closed one as a closed one.
template <>
struct Transfer<Process> {
  static void put(OutputArchive &archive, const Process &process);
  static void get(InputArchive &archive, Process &process);
};

} // namespace stowaway

#endif // STOWAWAY_PROCESS_H
