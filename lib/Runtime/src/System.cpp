//===- System.cpp - Which system calls does the runtime make that libc 2.36 lacks? -------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "System.h"

#include <climits>
#include <cstring>
#include <ctime>
#include <dirent.h>
#include <poll.h>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <linux/futex.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

namespace stowaway::detail {

SignalBlocker::SignalBlocker() noexcept {
  // The raw call: pthread_sigmask leaves out the signals that libc keeps for itself.
  const std::uint64_t all = ~std::uint64_t(0);
  ::syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, &old_, sizeof old_);
}
void SignalBlocker::restore() noexcept {
  if (std::exchange(blocked_, false)) {
    const ErrnoKeeper keeper;
    ::syscall(SYS_rt_sigprocmask, SIG_SETMASK, &old_, nullptr, sizeof old_);
  }
}

SuppressedSignal::SuppressedSignal(int signal) noexcept {
  const ErrnoKeeper keeper;
  sigset_t pending;
  ::sigpending(&pending);
  was_pending_ = ::sigismember(&pending, signal) == 1;
  ::sigemptyset(&signal_);
  ::sigaddset(&signal_, signal);
  ::pthread_sigmask(SIG_BLOCK, &signal_, &old_);
}
SuppressedSignal::~SuppressedSignal() {
  const ErrnoKeeper keeper;
  constexpr timespec now{0, 0};
  if (!was_pending_)
    while (::sigtimedwait(&signal_, nullptr, &now) < 0 && errno == EINTR) {
    }
  ::pthread_sigmask(SIG_SETMASK, &old_, nullptr);
}

Fd above_standard(Fd fd) noexcept {
  if (fd.get() < 0 || fd.get() > STDERR_FILENO)
    return fd;
  const ErrnoKeeper keeper;
  Fd moved(::fcntl(fd.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  return moved ? std::move(moved) : std::move(fd);
}

int pidfd_open(pid_t pid) noexcept { return static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)); }
int pidfd_send_signal(int pidfd, int signal, Reach reach) noexcept {
  return static_cast<int>(
      ::syscall(SYS_pidfd_send_signal, pidfd, signal, nullptr, static_cast<unsigned>(reach)));
}

namespace {
// linux/pidfd.h since 6.13 and 6.15, which Debian 12's headers do not have.
struct PidfdInfo {
  std::uint64_t mask;
  std::uint64_t cgroupid;
  std::uint32_t pid, tgid, ppid, ruid, rgid, euid, egid, suid, sgid, fsuid, fsgid;
  std::int32_t exit_code;
};
static_assert(sizeof(PidfdInfo) == 64);
constexpr unsigned long pidfd_get_info = _IOWR(0xFF, 11, PidfdInfo);
constexpr std::uint64_t pidfd_info_exit = 1u << 3;
} // namespace

bool pidfd_exit_status(int pidfd, int &wait_status) noexcept {
  PidfdInfo info{};
  info.mask = pidfd_info_exit;
  if (::ioctl(pidfd, pidfd_get_info, &info) != 0 || !(info.mask & pidfd_info_exit))
    return false;
  wait_status = info.exit_code;
  return true;
}

ExitStatus from_wait_status(int wait_status) {
  if (WIFSIGNALED(wait_status))
    return ExitStatus::signaled(WTERMSIG(wait_status), WCOREDUMP(wait_status));
  return ExitStatus::exited(WEXITSTATUS(wait_status));
}

namespace {

/// What poll(2) would tell of a descriptor just now, as far as select(2) can tell. For processes
/// that have lowered RLIMIT_NOFILE, to 0 in sandboxes: poll(2) then refuses what is open, too.
short ready_by_select(const pollfd &entry) noexcept {
  constexpr int bits = 8 * sizeof(unsigned long);
  constexpr int most = 1 << 16;
  if (entry.fd < 0 || entry.fd >= most)
    return 0;
  unsigned long readable[most / bits] = {}, writable[most / bits] = {};
  const unsigned long bit = 1ul << entry.fd % bits;
  if (entry.events & POLLIN)
    readable[entry.fd / bits] = bit;
  if (entry.events & POLLOUT)
    writable[entry.fd / bits] = bit;
  timespec none{};
  if (::syscall(SYS_pselect6, entry.fd + 1, readable, writable, nullptr, &none, nullptr) <= 0)
    return 0;
  return static_cast<short>((readable[entry.fd / bits] ? POLLIN : 0) |
                            (writable[entry.fd / bits] ? POLLOUT : 0));
}

} // namespace

int wait_for_events(int fd, short events, const Deadline &deadline) noexcept {
  pollfd entry{fd, events, 0};
  return wait_for_events(&entry, 1, deadline) ? entry.revents : 0;
}

bool wait_for_events(pollfd *entries, std::size_t count, const Deadline &deadline) noexcept {
  const ErrnoKeeper keeper;
  for (;;) {
    timespec left{};
    if (deadline) {
      const auto now = std::chrono::steady_clock::now();
      if (*deadline > now) {
        const auto rest = std::chrono::nanoseconds(*deadline - now).count();
        left.tv_sec = static_cast<time_t>(rest / 1'000'000'000);
        left.tv_nsec = static_cast<long>(rest % 1'000'000'000);
      }
    }
    const int ready = ::ppoll(entries, count, deadline ? &left : nullptr, nullptr);
    if (ready >= 0)
      return ready > 0;
    if (errno == EINTR || errno == EAGAIN)
      continue;
    if (errno == EINVAL) {
      bool any = false;
      for (std::size_t i = 0; i < count; ++i) {
        entries[i].revents = ready_by_select(entries[i]);
        any = any || entries[i].revents;
      }
      if (any)
        return true;
    }
    // No memory just now, or one must look again and again. Whoever waits without a deadline must
    // not be told that the wait is over.
    if (deadline && *deadline <= std::chrono::steady_clock::now())
      return false;
    pause_briefly();
  }
}

void pause_briefly() noexcept {
  const ErrnoKeeper keeper;
  const timespec pause{0, 1'000'000};
  ::nanosleep(&pause, nullptr);
}

bool futex_wait(std::atomic<std::uint32_t> *word, std::uint32_t expected,
                Deadline deadline) noexcept {
  const ErrnoKeeper keeper;
#if defined(STOWAWAY_THREAD_SANITIZER)
  // It keeps a signal until the thread makes a call that it knows, such as poll(2) and not
  // futex(2): a flag that a handler sets would never be seen.
  ::poll(nullptr, 0, 0);
  const Deadline next_look = deadline_in(std::chrono::milliseconds(100));
  const bool last = deadline && *deadline <= *next_look;
  if (!last)
    deadline = next_look;
#else
  constexpr bool last = true;
#endif
  timespec until{};
  if (deadline) {
    const auto since = std::chrono::nanoseconds(deadline->time_since_epoch()).count();
    if (since < 0)
      return false;
    until.tv_sec = static_cast<time_t>(since / 1'000'000'000);
    until.tv_nsec = static_cast<long>(since % 1'000'000'000);
  }
  const long result = ::syscall(SYS_futex, word, FUTEX_WAIT_BITSET, expected,
                                deadline ? &until : nullptr, nullptr, FUTEX_BITSET_MATCH_ANY);
  return !(last && result != 0 && errno == ETIMEDOUT);
}

void futex_wake(std::atomic<std::uint32_t> *word, int count) noexcept {
  const ErrnoKeeper keeper;
  ::syscall(SYS_futex, word, FUTEX_WAKE, count, nullptr, nullptr, 0);
}

namespace {

/// False when the kernel did nothing: FUTEX_WAKE_OP may be missing on other processors, and in
/// sandboxes.
bool futex_change(std::atomic<std::uint32_t> *word, std::uint32_t operation,
                  std::uint32_t operand) noexcept {
  const ErrnoKeeper keeper;
  // What the kernel does is no part of the language's order of memory, and unknown to
  // ThreadSanitizer. This is.
  word->fetch_or(0, std::memory_order_release);
  // Twelve bits of operand; the condition for a second word to wake is never true.
  const std::uint32_t encoded = operation << 28 | FUTEX_OP_CMP_LT << 24 | operand << 12;
  return ::syscall(SYS_futex, word, FUTEX_WAKE_OP, INT_MAX, nullptr, word, encoded) >= 0;
}

} // namespace

void futex_set_bit(std::atomic<std::uint32_t> *word, unsigned bit) noexcept {
  if (futex_change(word, FUTEX_OP_OR | FUTEX_OP_OPARG_SHIFT, bit))
    return;
  word->fetch_or(1u << bit);
  futex_wake(word, INT_MAX);
}

void futex_add(std::atomic<std::uint32_t> *word, std::uint32_t number) noexcept {
  constexpr std::uint32_t largest = 2047; // the operand is signed
  const auto add = [&](std::uint32_t part, std::uint32_t operation, std::uint32_t operand) {
    if (futex_change(word, operation, operand))
      return;
    word->fetch_add(part);
    futex_wake(word, INT_MAX);
  };
  for (unsigned bit = 11; bit < 32; ++bit)
    if (number >> bit & 1)
      add(1u << bit, FUTEX_OP_ADD | FUTEX_OP_OPARG_SHIFT, bit);
  if (const auto rest = number & largest)
    add(rest, FUTEX_OP_ADD, rest);
}

Fd make_memfd(const char *name) {
  const int fd = ::memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (fd < 0)
    throw std::system_error(errno, std::system_category(), "memfd_create");
  return above_standard(Fd(fd));
}

int write_whole(int fd, const char *data, std::size_t size) noexcept {
  const SuppressedSignal limit(SIGXFSZ);
  for (std::size_t done = 0; done < size;) {
    const auto written = ::write(fd, data + done, size - done);
    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      return written < 0 ? errno : ENOSPC;
    done += static_cast<std::size_t>(written);
  }
  return 0;
}

int set_file_size(int fd, std::size_t size) noexcept {
  const SuppressedSignal limit(SIGXFSZ);
  while (::ftruncate(fd, static_cast<off_t>(size)) != 0)
    if (errno != EINTR)
      return errno;
  return 0;
}

std::pair<Fd, Fd> make_socketpair(int type) {
  int ends[2];
  if (::socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends) != 0)
    throw std::system_error(errno, std::system_category(), "socketpair");
  Fd first(ends[0]), second(ends[1]);
  return {above_standard(std::move(first)), above_standard(std::move(second))};
}

bool has_other_threads() {
  constexpr int attempts = 200; // 0.2 s
  for (int attempt = 0; attempt < attempts; ++attempt) {
    int count = 0;
    if (DIR *tasks = ::opendir("/proc/self/task")) {
      while (const dirent *entry = ::readdir(tasks))
        count += entry->d_name[0] != '.';
      ::closedir(tasks);
    }
    if (count <= 1)
      return false;
    pause_briefly();
  }
  return true;
}

std::string signal_name(int signal) {
  if (const char *name = ::sigabbrev_np(signal))
    return std::string("SIG") + name;
  if (signal >= SIGRTMIN && signal <= SIGRTMAX)
    return "SIGRTMIN+" + std::to_string(signal - SIGRTMIN);
  return "signal " + std::to_string(signal);
}

} // namespace stowaway::detail
