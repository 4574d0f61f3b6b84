//===- System.h - Which system calls does the runtime make that libc 2.36 lacks? -----*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef STOWAWAY_SRC_SYSTEM_H
#define STOWAWAY_SRC_SYSTEM_H

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <utility>

#include <poll.h>
#include <signal.h>
#include <sys/types.h>
#include <unistd.h>

#include <stowaway/event.h>
#include <stowaway/exit_status.h>

#if defined(__SANITIZE_THREAD__)
#define STOWAWAY_THREAD_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define STOWAWAY_THREAD_SANITIZER 1
#endif
#endif

namespace stowaway::detail {

/// Owns a descriptor. Closing never changes errno.
class Fd {
public:
  Fd() noexcept = default;
  explicit Fd(int fd) noexcept : fd_(fd) {}
  Fd(Fd &&other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd &operator=(Fd &&other) noexcept {
    reset(std::exchange(other.fd_, -1));
    return *this;
  }
  ~Fd() { reset(); }

  int get() const noexcept { return fd_; }
  explicit operator bool() const noexcept { return fd_ >= 0; }
  int release() noexcept { return std::exchange(fd_, -1); }
  void reset(int fd = -1) noexcept {
    if (fd_ >= 0) {
      const int saved = errno;
      ::close(fd_);
      errno = saved;
    }
    fd_ = fd;
  }

private:
  int fd_ = -1;
};

/// Keeps errno as it was.
class ErrnoKeeper {
public:
  ErrnoKeeper() noexcept : saved_(errno) {}
  ErrnoKeeper(const ErrnoKeeper &) = delete;
  ErrnoKeeper &operator=(const ErrnoKeeper &) = delete;
  ~ErrnoKeeper() { errno = saved_; }

private:
  int saved_;
};

/// Blocks all signals of this thread, those of libc too, for its lifetime.
class SignalBlocker {
public:
  SignalBlocker() noexcept;
  SignalBlocker(const SignalBlocker &) = delete;
  SignalBlocker &operator=(const SignalBlocker &) = delete;
  ~SignalBlocker() { restore(); }
  void restore() noexcept;

private:
  std::uint64_t old_;
  bool blocked_ = true;
};

/// Takes away a signal that a call in its lifetime raises for this thread, as SIGPIPE or SIGXFSZ
/// for a write (signal(7)); one that was pending before stays.
class SuppressedSignal {
public:
  explicit SuppressedSignal(int signal) noexcept;
  SuppressedSignal(const SuppressedSignal &) = delete;
  SuppressedSignal &operator=(const SuppressedSignal &) = delete;
  ~SuppressedSignal();

private:
  sigset_t signal_, old_;
  bool was_pending_;
};

/// The same file under a number above those of standard input, output and error, so that what user
/// code prints never goes into a descriptor of the library. On failure the old one, unchanged.
Fd above_standard(Fd fd) noexcept;

int pidfd_open(pid_t pid) noexcept; // Linux 5.3
/// Linux 5.1; to the process group that the process leads, 6.9.
enum class Reach : unsigned { process = 0, group = 1u << 2 };
int pidfd_send_signal(int pidfd, int signal, Reach reach = Reach::process) noexcept;

/// How the process behind a pidfd ended, from the kernel although somebody else reaped it: Linux
/// 6.15, PIDFD_GET_INFO with PIDFD_INFO_EXIT. False when the kernel cannot tell.
bool pidfd_exit_status(int pidfd, int &wait_status) noexcept;
ExitStatus from_wait_status(int wait_status);

/// poll(2) on one descriptor with an absolute deadline; signals do not end it. The revents, or 0.
int wait_for_events(int fd, short events, const Deadline &deadline) noexcept;
/// The same for several; false when the deadline passed.
bool wait_for_events(pollfd *entries, std::size_t count, const Deadline &deadline) noexcept;
/// A millisecond, for what cannot be waited for.
void pause_briefly() noexcept;

/// Sleeps while *word == expected, until woken (also by a signal, or for no reason) or the
/// deadline; the word may be shared by processes. False when the deadline passed. futex(2),
/// FUTEX_WAIT_BITSET, CLOCK_MONOTONIC.
bool futex_wait(std::atomic<std::uint32_t> *word, std::uint32_t expected,
                Deadline deadline) noexcept;
void futex_wake(std::atomic<std::uint32_t> *word, int count) noexcept;
/// Changes *word and wakes all who wait for it, in one system call (futex(2), FUTEX_WAKE_OP):
/// whoever is killed has done both or neither, and leaves nobody asleep before a word that changed.
/// Release order. Async-signal-safe.
void futex_set_bit(std::atomic<std::uint32_t> *word, unsigned bit) noexcept;
/// Of a number above 2047 a part may be added when the caller is killed.
void futex_add(std::atomic<std::uint32_t> *word, std::uint32_t number) noexcept;

/// An anonymous file in memory, close-on-exec, that may be sealed. Throws std::system_error.
Fd make_memfd(const char *name);

/// write(2) of everything, and ftruncate(2): 0 or the errno. What RLIMIT_FSIZE refuses, which
/// counts for files in memory too, is EFBIG; the SIGXFSZ that would end the process is taken away.
int write_whole(int fd, const char *data, std::size_t size) noexcept;
int set_file_size(int fd, std::size_t size) noexcept;

/// A connected pair of SOCK_SEQPACKET sockets, close-on-exec. Throws std::system_error.
std::pair<Fd, Fd> make_socketpair(int type);

/// Does this process have another thread? One that was joined may be there for a moment more, which
/// is waited for.
bool has_other_threads();

/// "SIGTERM", "SIGRTMIN+2", ...
std::string signal_name(int signal);

} // namespace stowaway::detail

#endif // STOWAWAY_SRC_SYSTEM_H
