//===- Process.cpp - How is a worker process started, watched and stopped? ----------------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stowaway/process.h>

#include <atomic>
#include <system_error>

#include <sys/socket.h>
#include <sys/wait.h>

#include "Child.h"
#include "ForkServer.h"
#include "Worker.h"

namespace stowaway {

namespace {
std::atomic<StartMethod> method{StartMethod::spawn};
std::atomic<bool> fork_with_threads{false};

/// libc's fork(), which repairs malloc, stdio and the thread's cached id; a last resort.
detail::Created fork_worker(detail::Fd theirs, detail::BoundTarget &target,
                            const std::string &name) {
#if !defined(STOWAWAY_THREAD_SANITIZER) // which has a thread of its own
  if (!fork_with_threads && detail::has_other_threads())
    throw LifecycleError(
        "start method fork in a process with several threads: locks held by the others would stay "
        "locked in the worker. Use spawn or forkserver, start workers before threads, or vouch for "
        "it by allow_fork_with_threads(true)");
#endif
  detail::flush_standard_streams(); // or both processes would write what is buffered
  const pid_t parent = ::getpid();
  auto [gate, gate_inside] = detail::make_socketpair(SOCK_SEQPACKET);
  detail::SignalBlocker blocker; // no handler of this process runs in the child
  const pid_t pid = ::fork();
  if (pid < 0)
    throw StartError("fork", errno, "");
  if (pid == 0) {
    ::setpgid(0, 0);
    for (int signal = 1; signal < NSIG; ++signal)
      if (signal != SIGKILL && signal != SIGSTOP)
        ::signal(signal, SIG_DFL);
    gate.reset();
    sigset_t empty;
    sigemptyset(&empty);
    ::sigprocmask(SIG_SETMASK, &empty, nullptr);
    detail::wait_for_go(gate_inside.get());
    gate_inside.reset();
    detail::run_target(std::move(theirs), target, name, parent);
  }
  ::setpgid(pid, pid); // on both sides: whoever comes first
  detail::Created created;
  created.pid = pid;
  created.pidfd = detail::above_standard(detail::Fd(detail::pidfd_open(pid)));
  const char *stage = created.pidfd ? "go" : "pidfd_open";
  int error = errno;
  gate_inside.reset(); // or the end of the worker would not be seen
  if (!created.pidfd && error == ENOSYS) {
    created.pidfd = detail::send_go_for_pidfd(gate);
  } else if (created.pidfd && !detail::send_go(gate)) {
    error = errno;
    created.pidfd.reset();
  }
  if (!created.pidfd) {
    ::kill(pid, SIGKILL);
    int status;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    throw StartError(stage, error, "");
  }
  return created;
}
} // namespace

void set_start_method(StartMethod wanted) noexcept { method = wanted; }
StartMethod start_method() noexcept { return method; }
void allow_fork_with_threads(bool allow) noexcept { fork_with_threads = allow; }

Process::Process() noexcept = default;
Process::Process(std::unique_ptr<detail::BoundTarget> target) : target_(std::move(target)) {}
Process::Process(Process &&) noexcept = default;

Process &Process::operator=(Process &&other) noexcept {
  if (this != &other) {
    release();
    target_ = std::move(other.target_);
    child_ = std::move(other.child_);
    policy_ = std::move(other.policy_);
    name_ = std::move(other.name_);
    closed_ = std::exchange(other.closed_, false);
  }
  return *this;
}

Process::~Process() { release(); }

void Process::release() noexcept {
  if (!child_)
    return;
  const detail::ErrnoKeeper keeper;
  // A copy of this process that user code forked owns nothing here.
  if (child_->is_ours() && child_.use_count() == 1) {
    try {
      if (!child_->has_ended() &&
          detail::stop_all({child_.get()}, policy_ ? *policy_ : StopPolicy{}).front().step ==
              StopOutcome::Step::not_reaped)
        detail::adopt_orphan(child_);
    } catch (...) {
      // Out of memory: the worker ends with this process at the latest.
    }
  }
  child_.reset();
}

void Process::check_startable(StartMethod used_method) const {
  if (closed_)
    throw LifecycleError("start() of a closed Process; make a new one");
  if (child_)
    throw LifecycleError("start() of a Process that was started already; make a new one");
  if (!target_)
    throw LifecycleError("start() of a Process without a target; it was default-constructed or "
                         "moved from");
  if (detail::is_starting_up()) {
    detail::report_early_start();
    throw LifecycleError(
        "a process was started while this program is still starting up as a worker: by a static "
        "initialiser, or in main() because the worker entry is missing (link Stowaway::runtime by "
        "CMake or with -Wl,--wrap=main, or call stowaway::init(argc, argv) first in main())");
  }
  if (used_method != StartMethod::fork && detail::lacks_entry())
    throw LifecycleError(
        "a process was started before main(), or the program has no worker entry, so that its "
        "workers would run main() instead of their targets: link Stowaway::runtime by CMake or "
        "with -Wl,--wrap=main, or call stowaway::init(argc, argv) first in main()");
}

void Process::start() { start_by(start_method()); }

void Process::start_by(StartMethod used_method) {
  check_startable(used_method);
  detail::StartRecord record;
  if (used_method != StartMethod::fork)
    record = detail::make_record({detail::Role::worker, target_.get(), name_});
  start_prepared(used_method, record);
}

void Process::start_prepared(StartMethod used_method, detail::StartRecord &record) {
  detail::reap_orphans();
  detail::install_fork_handlers();
  detail::Created created;
  detail::OwnEnd mine;
  try {
    if (used_method == StartMethod::forkserver) {
      created = detail::start_by_server(record, mine);
    } else {
      auto ends = detail::OwnEnd::make_socketpair(SOCK_SEQPACKET);
      mine = std::move(ends.first);
      created = used_method == StartMethod::spawn
                    ? detail::spawn(ends.second, mine, record)
                    : fork_worker(ends.second.share(), *target_, name_);
    }
  } catch (const std::system_error &error) {
    throw StartError("descriptors", error.code().value(), error.what());
  }
  child_ = std::make_shared<detail::Child>(std::move(created), std::move(mine));
  if (!keep_target_)
    target_.reset();
}

detail::Child &Process::started(const char *use) const {
  if (closed_)
    throw LifecycleError(std::string(use) + " of a closed Process");
  if (!child_)
    throw LifecycleError(std::string(use) +
                         " of a Process that was not started; call start() first");
  if (!child_->is_ours())
    throw LifecycleError(std::string(use) +
                         " in another process than the one that started the worker");
  return *child_;
}

bool Process::wait_until(detail::Deadline deadline) const {
  started("join()");
  const auto child = child_; // lives on, should another thread close
  return child->wait_until(deadline);
}

bool Process::is_alive() const {
  if (closed_)
    started("is_alive()");
  return child_ && child_->is_ours() && !child_->has_ended();
}

pid_t Process::pid() const {
  if (closed_)
    started("pid()");
  return child_ ? child_->pid() : 0;
}

int Process::native_handle() const { return started("native_handle()").pidfd(); }

ExitStatus Process::exit_status() const {
  auto status = started("exit_status()").status();
  if (!status)
    throw LifecycleError("exit_status() of a worker that still runs; join() it first");
  return *status;
}

std::optional<RemoteError> Process::error() const {
  auto &child = started("error()");
  child.has_ended();
  return child.error();
}

void Process::join_or_throw() {
  join();
  if (auto error = this->error())
    throw *error;
}

bool Process::terminate() const { return started("terminate()").signal(SIGTERM, false); }
bool Process::kill() const { return started("kill()").signal(SIGKILL, false); }
bool Process::send_signal(int signal) const {
  return started("send_signal()").signal(signal, false);
}

StopOutcome Process::stop(StopPolicy policy) {
  started("stop()");
  const auto child = child_;
  return detail::stop_all({child.get()}, policy).front();
}

void Process::close() {
  if (child_ && child_->is_ours() && !child_->has_ended())
    throw LifecycleError("close() of a Process whose worker runs; join() or stop() it first");
  child_.reset();
  target_.reset();
  closed_ = true;
}

void Process::detach() {
  started("detach()");
  detail::adopt_orphan(std::move(child_));
  child_.reset();
  target_.reset();
  closed_ = true;
}

void Process::set_stop_policy(StopPolicy policy) {
  policy_ = std::make_unique<StopPolicy>(std::move(policy));
}

std::vector<pid_t> active_children() {
  auto running = detail::running_children();
  detail::reap_orphans(); // afterwards: whoever is not listed holds nothing any more
  return running;
}

void Transfer<Process>::put(OutputArchive &archive, const Process &process) {
  if (process.child_) {
    archive.fail(process.child_->is_ours() && process.child_->has_ended()
                     ? "a started Process holds handles of this process (its worker has ended; "
                       "close() lets it travel)"
                     : "a started Process holds handles of this process");
  }
  archive.write_scalar(process.closed_);
  detail::put(archive, process.name_);
  archive.write_scalar(process.target_ != nullptr);
  if (process.target_)
    detail::put_target(archive, *process.target_);
}

void Transfer<Process>::get(InputArchive &archive, Process &process) {
  process = Process();
  process.closed_ = archive.read_scalar<bool>();
  detail::get(archive, process.name_);
  if (archive.read_scalar<bool>())
    process.target_ = detail::get_target(archive);
}

} // namespace stowaway
