//===- Spawn.cpp - How is a fresh process created without copying this one? ---------------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The child shares this process's memory until it executes (CLONE_VM), so it makes system calls and
// nothing else: no malloc, no locks, no destructors. What it needs is computed before. It reports
// what failed through that memory, which is why exec errors are not lost.
//
//===--------------------------------------------------------------------------------------------===//

#include "Spawn.h"

#include <algorithm>
#include <cstring>

#include <dirent.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/sched.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "Executable.h"
#include "Message.h"

extern char **environ;

#if defined(__clang__)
#define STOWAWAY_UNINSTRUMENTED                                                                    \
  __attribute__((noinline, no_sanitize("address", "thread", "undefined", "memory")))
#else
#define STOWAWAY_UNINSTRUMENTED                                                                    \
  __attribute__((noinline, no_sanitize_address, no_sanitize_thread, no_sanitize_undefined))
#endif

namespace stowaway::detail {

extern char **program_arguments; // Worker.cpp

namespace {

/// All that the child reads, and the two fields that it writes.
struct Plan {
  int *sources; // become descriptors 3, 4, ...; there is room for one more
  int count;
  int exe;
  char *const *arguments;
  char *const *environment;
  char *wait_mark; // set to 'w' where the child is to wait for the parent's go, by the last
                   // of its descriptors
  const OwnEnd *parent_end; // of the control socket
  int report_pipe = -1;     // after fork, where memory is not shared
  const char *volatile failed_step = nullptr;
  volatile int error = 0;
};

/// The kernel's struct sigaction, which is smaller than libc's.
struct KernelAction {
  void (*handler)(int);
  unsigned long flags;
  void (*restorer)();
  std::uint64_t mask;
};

STOWAWAY_UNINSTRUMENTED int close_others_slowly(int first) {
  // Without close_range (before Linux 5.9): what /proc lists, read without malloc.
  const long directory =
      ::syscall(SYS_openat, AT_FDCWD, "/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (directory < 0)
    return -1;
  alignas(8) char buffer[1024];
  long size;
  while ((size = ::syscall(SYS_getdents64, directory, buffer, sizeof buffer)) > 0) {
    for (long at = 0; at < size;) {
      // struct linux_dirent64: ino, off, reclen, type, name
      unsigned short length;
      __builtin_memcpy(&length, buffer + at + 16, sizeof length);
      int fd = 0;
      const char *name = buffer + at + 19;
      for (; *name >= '0' && *name <= '9'; ++name)
        fd = fd * 10 + (*name - '0');
      if (*name == '\0' && fd >= first)
        ::syscall(SYS_fcntl, fd, F_SETFD, FD_CLOEXEC);
      at += length;
    }
  }
  ::syscall(SYS_close, directory);
  return size == 0 ? 0 : -1;
}

STOWAWAY_UNINSTRUMENTED const char *prepare_and_exec(Plan &plan) {
  // Its own group: a terminal's Ctrl-C reaches the parent alone, which then stops its workers, and
  // the worker's own children can be signalled with it.
  ::syscall(SYS_setpgid, 0, 0);

  // Sources above the targets first, so that no target overwrites a source that is still needed.
  const int base = control_fd + plan.count;
  int moved[first_payload_fd + 64];
  const bool few = plan.count <= static_cast<int>(std::size(moved));
  for (int i = 0; few && i < plan.count; ++i) {
    moved[i] = plan.sources[i];
    if (moved[i] < base) {
      moved[i] = static_cast<int>(::syscall(SYS_fcntl, moved[i], F_DUPFD_CLOEXEC, base));
      if (moved[i] < 0)
        return "descriptors";
    }
  }
  int exe = plan.exe;
  if (exe < base)
    exe = static_cast<int>(::syscall(SYS_fcntl, exe, F_DUPFD_CLOEXEC, base));
  if (exe < 0)
    return "descriptors";
  if (plan.report_pipe >= 0 && plan.report_pipe < base) {
    plan.report_pipe =
        static_cast<int>(::syscall(SYS_fcntl, plan.report_pipe, F_DUPFD_CLOEXEC, base));
    if (plan.report_pipe < 0)
      return "descriptors";
  }
  for (int i = 0; i < plan.count; ++i) {
    const int source = few ? moved[i] : plan.sources[i];
    if (::syscall(SYS_dup3, source, control_fd + i, 0) < 0)
      return "descriptors";
  }

  const long null = ::syscall(SYS_openat, AT_FDCWD, "/dev/null", O_RDWR | O_CLOEXEC, 0);
  for (int fd = 0; fd < 3; ++fd) {
    // Standard input always; the others where the parent has closed them, or has reused the number
    // for something that exec will close.
    const long flags = ::syscall(SYS_fcntl, fd, F_GETFD);
    if (fd == 0 || flags < 0 || (flags & FD_CLOEXEC)) {
      if (null < 0) {
        ::syscall(SYS_close, fd); // no /dev/null, as in a bare chroot
      } else if (null == fd) {
        ::syscall(SYS_fcntl, fd, F_SETFD, 0);
      } else {
        ::syscall(SYS_dup3, null, fd, 0);
      }
    }
  }

  if (::syscall(SYS_close_range, base, ~0u, CLOSE_RANGE_CLOEXEC) != 0 &&
      close_others_slowly(base) != 0)
    return "close other descriptors";

  // Ignored signals stay ignored over exec, handlers would run in shared memory once unblocked.
  KernelAction action = {SIG_DFL, 0, nullptr, 0};
  for (int signal = 1; signal <= 64; ++signal)
    if (signal != SIGKILL && signal != SIGSTOP)
      ::syscall(SYS_rt_sigaction, signal, &action, nullptr, sizeof action.mask);
  const std::uint64_t none = 0;
  ::syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, nullptr, sizeof none);

  ::syscall(SYS_execveat, exe, "", plan.arguments, plan.environment, AT_EMPTY_PATH);
  return "exec";
}

STOWAWAY_UNINSTRUMENTED int child_main(void *argument) {
  auto &plan = *static_cast<Plan *>(argument);
  const char *failed = prepare_and_exec(plan);
  plan.error = errno;
  plan.failed_step = failed;
  if (plan.report_pipe >= 0) {
    const struct {
      int error;
      const char *step;
    } report = {errno, failed};
    [[maybe_unused]] const auto sent =
        ::syscall(SYS_write, plan.report_pipe, &report, sizeof report);
  }
  return 127;
}

/// clone3(2) with the child on its own stack: libc has no wrapper for it. -errno on failure.
[[maybe_unused]] STOWAWAY_UNINSTRUMENTED long clone3_call(clone_args *args, int (*function)(void *),
                                                          void *argument) {
#if defined(__x86_64__)
  register int (*function_in)(void *) __asm__("r12") = function;
  register void *argument_in __asm__("r13") = argument;
  long result = SYS_clone3;
  __asm__ volatile("syscall\n\t"
                   "testq %%rax, %%rax\n\t"
                   "jnz 1f\n\t"
                   "xorl %%ebp, %%ebp\n\t"
                   "movq %%r13, %%rdi\n\t"
                   "callq *%%r12\n\t"
                   "movl %%eax, %%edi\n\t"
                   "movl %[exit], %%eax\n\t"
                   "syscall\n\t"
                   "hlt\n"
                   "1:"
                   : "+a"(result)
                   : "D"(args), "S"(sizeof *args), "r"(function_in),
                     "r"(argument_in), [exit] "i"(SYS_exit)
                   : "rcx", "r11", "memory", "cc");
  return result;
#elif defined(__aarch64__)
  register long number __asm__("x8") = SYS_clone3;
  register long result __asm__("x0") = reinterpret_cast<long>(args);
  register long size __asm__("x1") = sizeof *args;
  register int (*function_in)(void *) __asm__("x19") = function;
  register void *argument_in __asm__("x20") = argument;
  __asm__ volatile("svc #0\n\t"
                   "cbnz x0, 1f\n\t"
                   "mov x29, xzr\n\t"
                   "mov x0, x20\n\t"
                   "blr x19\n\t"
                   "mov x8, %[exit]\n\t"
                   "svc #0\n\t"
                   "brk #1\n"
                   "1:"
                   : "+r"(result)
                   : "r"(number), "r"(size), "r"(function_in),
                     "r"(argument_in), [exit] "i"(SYS_exit)
                   : "memory", "cc");
  return result;
#else
  (void)args, (void)function, (void)argument;
  return -ENOSYS;
#endif
}

std::atomic<Rung> last_rung{Rung::clone3};

STOWAWAY_UNINSTRUMENTED long create_by_clone3(Plan &plan, int &pidfd) {
  // The parent waits in the kernel until the child has executed, so that the child's stack may be
  // part of the parent's.
  alignas(16) char stack[32768];
  clone_args args{};
  args.flags = CLONE_VM | CLONE_VFORK | CLONE_PIDFD;
  args.pidfd = reinterpret_cast<std::uintptr_t>(&pidfd);
  args.exit_signal = SIGCHLD;
  args.stack = reinterpret_cast<std::uintptr_t>(stack);
  args.stack_size = sizeof stack;
  return clone3_call(&args, child_main, &plan);
}

STOWAWAY_UNINSTRUMENTED pid_t create_by_vfork(Plan &plan) {
#if defined(STOWAWAY_THREAD_SANITIZER)
  (void)plan;
  errno = ENOSYS; // it makes vfork a fork, whose child cannot report through this memory
  return -1;
#else
  const pid_t pid = ::vfork();
  if (pid == 0)
    ::_exit(child_main(&plan));
  return pid;
#endif
}

/// The last rung copies this process; the report comes through a pipe that exec closes.
pid_t create_by_fork(Plan &plan) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0)
    return -1;
  const Fd reading(ends[0]);
  Fd writing(ends[1]);
  plan.report_pipe = writing.get();
  const pid_t pid = ::_Fork(); // a copy that only executes needs no handlers, as of OwnEnd
  if (pid == 0)
    ::_exit(child_main(&plan));
  writing.reset();
  struct {
    int error;
    const char *step;
  } report;
  ssize_t size = 0;
  if (pid > 0)
    while ((size = ::read(reading.get(), &report, sizeof report)) < 0 && errno == EINTR) {
    }
  if (size == sizeof report) {
    plan.error = report.error;
    plan.failed_step = report.step;
  }
  return pid;
}

/// Waits until the worker has said hello; false when it has ended. The end of the socket does not
/// tell, because this process still holds the worker's side.
bool says_hello(pid_t pid, int control) {
  while (!wait_for_events(control, POLLIN, deadline_in(std::chrono::milliseconds(10)))) {
    siginfo_t info{};
    if (::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
        info.si_pid != 0)
      return wait_for_events(control, POLLIN, std::chrono::steady_clock::time_point{}) != 0;
  }
  return true;
}

Created create(Plan &plan) {
  Created created;
  SignalBlocker blocker; // restored once the child has executed
  int pidfd = -1;
  const long result = create_by_clone3(plan, pidfd);
  if (result > 0) {
    last_rung = Rung::clone3;
    created.pid = static_cast<pid_t>(result);
    created.pidfd = above_standard(Fd(pidfd));
    return created;
  }
  // Seccomp profiles and valgrind refuse what they do not know; other errors are real.
  if (result != -ENOSYS && result != -EPERM && result != -EINVAL)
    throw StartError("clone", static_cast<int>(-result), "");
  last_rung = Rung::vfork;
  auto [gate, low_inside] = make_socketpair(SOCK_SEQPACKET);
  Fd inside(::fcntl(low_inside.get(), F_DUPFD_CLOEXEC, control_fd + plan.count + 1));
  if (!inside)
    throw StartError("descriptors", errno, "");
  low_inside.reset();
  plan.sources[plan.count++] = inside.get();
  *plan.wait_mark = 'w';
  created.pid = create_by_vfork(plan);
  if (created.pid < 0 && (errno == ENOSYS || errno == EPERM)) {
    last_rung = Rung::fork;
    created.pid = create_by_fork(plan);
  }
  if (created.pid < 0)
    throw StartError("clone", errno, "");
  inside.reset(); // or the end of the worker would not be seen
  created.pidfd = above_standard(Fd(pidfd_open(created.pid)));
  int error = errno;
  if (!created.pidfd && error == ENOSYS && !plan.failed_step) {
    // valgrind 3.19 knows no pidfd. The worker, which does not run under it, hands over its own
    // where the kernel does not.
    created.pidfd = send_go_for_pidfd(gate);
    Message hello;
    if (!created.pidfd && says_hello(created.pid, plan.parent_end->get()) &&
        receive_message(plan.parent_end->get(), hello) == Received::message)
      created.pidfd = Fd(hello.descriptors.take(0));
  } else if (created.pidfd && !send_go(gate)) {
    error = errno;
    created.pidfd.reset(); // it would wait for ever: handled as below
  }
  if (!created.pidfd) {
    ::kill(created.pid, SIGKILL);
    while (::waitpid(created.pid, nullptr, 0) < 0 && errno == EINTR) {
    }
    if (plan.failed_step)
      return created;
    throw StartError("pidfd_open", error, "");
  }
  return created;
}

} // namespace

namespace {
constexpr char go = 'g', go_and_answer = 'a';
ssize_t send_byte(int socket, char byte) noexcept {
  ssize_t sent;
  while ((sent = ::send(socket, &byte, 1, MSG_NOSIGNAL)) < 0 && errno == EINTR) {
  }
  return sent;
}
} // namespace

bool send_go(const Fd &mine) noexcept {
  return send_byte(mine.get(), go) == 1 || errno == EPIPE ||
         errno == ECONNRESET; // it has ended: its status says how
}

void wait_for_go(int theirs) noexcept {
  char byte;
  ssize_t size;
  while ((size = ::recv(theirs, &byte, 1, 0)) < 0 && errno == EINTR) {
  }
  if (size != 1 || (byte == go_and_answer && send_byte(theirs, go) != 1))
    ::_exit(1);
}

Fd send_go_for_pidfd(const Fd &mine) noexcept {
  constexpr int pass_pidfd = 76, pidfd_message = 4; // SO_PASSPIDFD, SCM_PIDFD
  const int on = 1;
  char byte;
  iovec part{&byte, 1};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))];
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  header.msg_control = control;
  header.msg_controllen = sizeof control;
  if (::setsockopt(mine.get(), SOL_SOCKET, pass_pidfd, &on, sizeof on) != 0) {
    send_go(mine);
    return Fd();
  }
  if (send_byte(mine.get(), go_and_answer) != 1)
    return Fd();
  ssize_t size;
  while ((size = ::recvmsg(mine.get(), &header, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR) {
  }
  const auto *attached = size == 1 ? CMSG_FIRSTHDR(&header) : nullptr;
  if (!attached || attached->cmsg_level != SOL_SOCKET || attached->cmsg_type != pidfd_message)
    return Fd();
  int pidfd;
  std::memcpy(&pidfd, CMSG_DATA(attached), sizeof pidfd);
  return above_standard(Fd(pidfd));
}

Rung last_spawn_rung() noexcept { return last_rung; }

Created spawn(const OwnEnd &theirs, const OwnEnd &mine, const StartRecord &record,
              Symbols symbols) {
  const ErrnoKeeper keeper;
  const Executable executable = open_own_executable();
  const Fd memfd = record.to_memfd();

  std::vector<int> sources = {theirs.get(), memfd.get()};
  sources.insert(sources.end(), record.descriptors.begin(), record.descriptors.end());
  // Many descriptors: moved above their targets here, since the child must not allocate.
  std::vector<Fd> moved;
  const int count = static_cast<int>(sources.size());
  const int base = control_fd + count + 1;
  if (count > 64)
    for (int &source : sources) {
      moved.emplace_back(::fcntl(source, F_DUPFD_CLOEXEC, base));
      if (!moved.back())
        throw StartError("descriptors", errno, "");
      source = moved.back().get();
    }
  sources.push_back(-1); // see Plan

  std::string mark = std::string(marker) + "=" + std::to_string(record.descriptors.size());
  std::vector<char *> environment;
  bool bind_now = symbols == Symbols::bound_at_start;
  for (char **entry = environ; entry && *entry; ++entry) {
    if (std::strncmp(*entry, mark.c_str(), sizeof marker) == 0)
      continue; // set by this program: the worker would take it for ours
    environment.push_back(*entry);
    bind_now = bind_now && std::strncmp(*entry, "LD_BIND_NOW=", 12) != 0;
  }
  char bind_entry[] = "LD_BIND_NOW=1"; // ld.so(8)
  if (bind_now) {
    environment.push_back(bind_entry);
    mark.push_back('b'); // to be removed with the mark
  }
  mark.push_back('\0'); // becomes 'w' on the lower rungs
  environment.push_back(mark.data());
  environment.push_back(nullptr);
  char *only_name[] = {::program_invocation_name, nullptr};

  Plan plan{};
  plan.sources = sources.data();
  plan.count = count;
  plan.exe = executable.fd.get();
  plan.arguments = program_arguments && program_arguments[0] ? program_arguments : only_name;
  plan.environment = environment.data();
  plan.wait_mark = &mark.back();
  plan.parent_end = &mine;

  Created created = create(plan);
  if (plan.failed_step) {
    siginfo_t info;
    while (created.pidfd &&
           ::waitid(P_PIDFD, static_cast<id_t>(created.pidfd.get()), &info, WEXITED) < 0 &&
           errno == EINTR) {
    }
    throw StartError(plan.failed_step, plan.error, executable.path);
  }
  return created;
}

} // namespace stowaway::detail
