//===- Child.cpp - What does the starter keep of a worker? --------------------------------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Child.h"

#include <algorithm>
#include <cstring>
#include <system_error>

#include <poll.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "Message.h"

namespace stowaway::detail {

/// All children of this process, so that a forked copy of it can drop them. Never destroyed: it may
/// be needed by destructors of static objects.
class Registry {
public:
  static Registry &get() {
    static Registry &registry = *new Registry;
    return registry;
  }

  void add(Child &child) {
    const std::lock_guard lock(mutex_);
    child.next_ = first_;
    if (first_)
      first_->previous_ = &child;
    first_ = &child;
  }
  void remove(Child &child) noexcept {
    const std::lock_guard lock(mutex_);
    if (child.previous_)
      child.previous_->next_ = child.next_;
    else if (first_ == &child)
      first_ = child.next_;
    if (child.next_)
      child.next_->previous_ = child.previous_;
    child.next_ = child.previous_ = nullptr;
  }
  void lock() { mutex_.lock(); }
  void unlock() { mutex_.unlock(); }
  void drop_all() noexcept {
    while (Child *child = first_) {
      Fd(child->pidfd_.exchange(-1)).reset();
      child->final_word_ = {};
      first_ = child->next_;
      child->next_ = child->previous_ = nullptr;
    }
    // Their destructors would take the lock that is held here; the process is a copy anyway.
    for (auto &orphan : orphans_)
      dropped_.push_back(std::move(orphan));
    orphans_.clear();
  }

  std::vector<pid_t> running() {
    const std::lock_guard lock(mutex_);
    std::vector<pid_t> pids;
    for (Child *child = first_; child; child = child->next_)
      if (child->listed_ && child->is_ours() && !child->has_ended())
        pids.push_back(child->pid_);
    return {pids.rbegin(), pids.rend()};
  }

  std::vector<std::shared_ptr<Child>> orphans_; // under mutex_
  std::mutex mutex_;

private:
  Child *first_ = nullptr;
  std::vector<std::shared_ptr<Child>> dropped_;
};

void install_fork_handlers() {
  OwnEnd::install_fork_handlers();
  Registry::get(); // made now, not in a copy
  [[maybe_unused]] static const int once =
      ::pthread_atfork([] { Registry::get().lock(); }, [] { Registry::get().unlock(); },
                       [] {
                         Registry::get().drop_all();
                         Registry::get().unlock();
                       });
}
void forget_children_after_clone() noexcept {
  Registry::get().drop_all();
  OwnEnd::close_all_in_copy();
}

Child::Child(Created created, OwnEnd control, bool listed)
    : pid_(created.pid), owner_(::getpid()), listed_(listed), pidfd_(created.pidfd.release()),
      control_(std::move(control)) {
  Registry::get().add(*this);
}

Child::~Child() {
  Registry::get().remove(*this);
  Fd(pidfd_.load()).reset();
}

bool Child::wait_until(const Deadline &deadline) {
  for (;;) {
    {
      const std::lock_guard lock(mutex_);
      if (status_)
        return true;
    }
    if (!wait_for_events(pidfd(), POLLIN, deadline))
      return false;
    if (reap())
      return true;
    // Another process traces it and is told of its end first: readable, but not to be reaped yet.
    // Or its descriptor had to be opened again.
    if (deadline && *deadline <= std::chrono::steady_clock::now())
      return false;
    pause_briefly();
  }
}

bool Child::reap() {
  const std::lock_guard lock(mutex_);
  return status_ || reap_locked();
}

bool Child::reap_locked() {
  const ErrnoKeeper keeper;
  siginfo_t info{};
  int result;
  bool opened_again = false;
  do {
    // __WALL: children of the fork server have no exit signal.
    result = ::waitid(P_PIDFD, static_cast<id_t>(pidfd()), &info, WEXITED | WNOHANG | __WALL);
  } while (result != 0 &&
           (errno == EINTR || ((errno == EBADF || errno == EINVAL) &&
                               !std::exchange(opened_again, true) && open_again_locked())));
  if (result == 0 && info.si_pid == 0)
    return false;
  read_final_word_locked();
  decode_error_locked();
  if (result == 0) {
    status_ = info.si_code == CLD_EXITED
                  ? ExitStatus::exited(info.si_status)
                  : ExitStatus::signaled(info.si_status, info.si_code == CLD_DUMPED);
  } else if (int wait_status; pidfd_exit_status(pidfd(), wait_status)) {
    status_ = from_wait_status(wait_status);
  } else if (final_word_.kind != FinalWord::Kind::none) {
    status_ = ExitStatus::exited(final_word_.exit_code);
  } else {
    status_ = ExitStatus::unknown("its status was taken by other code that waits for any child, or "
                                  "SIGCHLD is ignored");
  }
  return true;
}

/// Other code has closed the descriptor that native_handle() gave it, and the number may be that of
/// another file by now. The id is still the worker's, since it was not reaped.
bool Child::open_again_locked() noexcept {
  const int again = above_standard(Fd(pidfd_open(pid_))).release();
  if (again >= 0)
    pidfd_ = again;
  return again >= 0;
}

int Child::read_final_word_locked() {
  using Kind = FinalWord::Kind;
  for (;;) {
    Message message;
    const auto received = control_
                              ? receive_message(control_.get(), message, MSG_DONTWAIT, NoRoom::keep)
                              : Received::closed;
    if (received == Received::kept)
      return errno;
    if (received != Received::message)
      break;
    const auto kind = static_cast<Kind>(message.kind);
    if (kind == Kind::hello)
      continue;
    final_word_.kind = kind == Kind::early_exception ? Kind::exception : kind;
    final_word_.exit_code = message.value;
    final_word_.bytes = std::move(message.bytes);
    final_word_.descriptors = std::move(message.descriptors);
    if (kind != Kind::early_exception)
      break;
  }
  // The socket has said all it can; a worker that ended needs no sign of its parent's life.
  control_.reset();
  return 0;
}

/// What it said last, if that was an exception.
void Child::decode_error_locked() {
  if (final_word_.kind != FinalWord::Kind::exception)
    return;
  try {
    InputArchive archive(final_word_.bytes.data(), final_word_.bytes.size());
    std::string stage;
    std::vector<RemoteError::Cause> chain;
    get(archive, stage);
    get(archive, chain);
    error_.emplace(std::move(stage), std::move(chain));
  } catch (const TransferError &error) {
    error_.emplace("encode",
                   std::vector<RemoteError::Cause>{{"stowaway::TransferError", error.what()}});
  }
}

/// What found no room when it ended; the errno when there is still none.
int Child::listen_again_locked() {
  if (!status_ || final_word_.kind != FinalWord::Kind::none)
    return 0;
  const int error = read_final_word_locked();
  decode_error_locked();
  return error;
}

namespace {
[[noreturn]] void throw_no_room(int error) {
  throw std::system_error(error, std::system_category(),
                          "there is no room in this process for what the worker said last, which "
                          "was kept: raise RLIMIT_NOFILE, or close some descriptors, or free "
                          "memory, and ask again");
}
} // namespace

std::optional<ExitStatus> Child::status() {
  has_ended();
  const std::lock_guard lock(mutex_);
  return status_;
}

FinalWord Child::take_final_word() {
  const std::lock_guard lock(mutex_);
  if (const int error = listen_again_locked())
    throw_no_room(error);
  FinalWord word = std::exchange(final_word_, {});
  if (word.kind != FinalWord::Kind::none)
    final_word_.kind = FinalWord::Kind::taken;
  return word;
}

std::optional<RemoteError> Child::error() {
  const std::lock_guard lock(mutex_);
  const int error = listen_again_locked();
  constexpr auto result = static_cast<std::uint32_t>(FinalWord::Kind::result);
  if (error != 0 && next_kind(control_.get()) != result)
    throw_no_room(error);
  return error_;
}

bool Child::signal(int signal, bool whole_group) {
  const ErrnoKeeper keeper;
  const std::lock_guard lock(mutex_);
  if (status_ || reap_locked())
    return false;
  // It was not reaped: its id is no stranger's. Nor is the pidfd, should other code reap it now.
  if (whole_group &&
      (pidfd_send_signal(pidfd(), signal, Reach::group) == 0 ||
       ((errno == EINVAL || errno == ENOSYS) && ::kill(-pid_, signal) == 0)) &&
      ::getpgid(pid_) == pid_)
    return true;
  if (pidfd_send_signal(pidfd(), signal) == 0)
    return true;
  return errno == ENOSYS && ::kill(pid_, signal) == 0; // under valgrind
}

bool Child::may_be_signalled() const noexcept {
  const ErrnoKeeper keeper;
  return pidfd_send_signal(pidfd(), 0) == 0 || errno != EPERM;
}

namespace {
using Clock = std::chrono::steady_clock;

/// Waits for those without an outcome; gives the outcome to those that end in time. All at once, so
/// that the first ones are reaped while others still end.
void wait_for_rest(const std::vector<Child *> &children,
                   std::vector<std::optional<StopOutcome>> &outcomes, StopOutcome::Step step,
                   Clock::time_point begin, const Deadline &deadline) {
  std::vector<pollfd> entries;
  std::vector<std::size_t> indices;
  for (;;) {
    entries.clear();
    indices.clear();
    for (std::size_t i = 0; i < children.size(); ++i)
      if (!outcomes[i]) {
        entries.push_back({children[i]->pidfd(), POLLIN, 0});
        indices.push_back(i);
      }
    if (entries.empty() || !wait_for_events(entries.data(), entries.size(), deadline))
      return;
    bool any = false;
    for (std::size_t k = 0; k < entries.size(); ++k) {
      Child &child = *children[indices[k]];
      if (!entries[k].revents || !child.reap())
        continue;
      outcomes[indices[k]] = StopOutcome{step, Clock::now() - begin, *child.status()};
      any = true;
    }
    if (any)
      continue;
    if (deadline && *deadline <= Clock::now())
      return;
    pause_briefly(); // as in Child::wait_until
  }
}
/// Nothing is the endless deadline: a grace may be the longest duration there is.
Deadline later(const Deadline &from, std::chrono::milliseconds grace) {
  if (!from || grace > std::chrono::hours(24 * 365 * 100))
    return std::nullopt;
  return *from + std::max(grace, grace.zero());
}
} // namespace

std::vector<StopOutcome> stop_all(const std::vector<Child *> &children, const StopPolicy &policy) {
  using Step = StopOutcome::Step;
  const auto begin = Clock::now();
  std::vector<std::optional<StopOutcome>> outcomes(children.size());
  wait_for_rest(children, outcomes, Step::already_ended, begin, Clock::time_point());
  const auto rest = [&] {
    return std::find(outcomes.begin(), outcomes.end(), std::nullopt) != outcomes.end();
  };
  const auto signal_rest = [&](int signal) {
    for (std::size_t i = 0; i < children.size(); ++i)
      if (!outcomes[i])
        children[i]->signal(signal, policy.whole_group);
  };

  Deadline deadline = begin;
  if (policy.event) {
    Event(*policy.event).set();
    deadline = later(deadline, policy.event_grace);
    if (rest())
      wait_for_rest(children, outcomes, Step::event, begin, deadline);
  }
  if (rest() && policy.term_grace.count() > 0) {
    deadline = later(deadline, policy.term_grace);
    signal_rest(SIGTERM);
    signal_rest(SIGCONT); // a stopped process takes SIGTERM only once it goes on
    wait_for_rest(children, outcomes, Step::terminate, begin, deadline);
  }
  if (rest()) {
    deadline = later(Clock::now(), policy.kill_grace);
    signal_rest(SIGKILL);
    wait_for_rest(children, outcomes, Step::kill, begin, deadline);
  }
  std::vector<StopOutcome> result;
  for (std::size_t i = 0; i < children.size(); ++i) {
    if (outcomes[i]) {
      result.push_back(*outcomes[i]);
      continue;
    }
    result.push_back({Step::not_reaped, Clock::now() - begin,
                      ExitStatus::unknown(children[i]->may_be_signalled()
                                              ? "it was killed but is in a system call that cannot "
                                                "be interrupted, or another process traces it"
                                              : "it runs as another user by now, whose processes "
                                                "this one may not signal")});
  }
  return result;
}

void adopt_orphan(std::shared_ptr<Child> child) {
  auto &registry = Registry::get();
  const std::lock_guard lock(registry.mutex_);
  registry.orphans_.push_back(std::move(child));
}

std::vector<pid_t> running_children() { return Registry::get().running(); }

void reap_orphans() {
  auto &registry = Registry::get();
  std::vector<std::shared_ptr<Child>> ended; // destroyed outside of the lock, which they take
  const std::lock_guard lock(registry.mutex_);
  if (registry.orphans_.empty())
    return;
  std::erase_if(registry.orphans_, [&](auto &child) {
    if (!child->has_ended())
      return false;
    ended.push_back(child);
    return true;
  });
}

} // namespace stowaway::detail
