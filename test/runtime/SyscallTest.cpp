//===- SyscallTest.cpp - Does a start stay clean whichever system call of it is refused? --------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A filter hands every system call of a helper process to this test, which lets the k-th call of a
// start fail: those that libc makes inside too, in the parent, in the child before it executes, in
// the worker until its target runs, and in the fork server (seccomp_unotify(2), Linux 5.0).
//
//===--------------------------------------------------------------------------------------------===//

#include <csignal>
#include <cstddef>

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "Fixture.h"

#ifndef SECCOMP_USER_NOTIF_FLAG_CONTINUE
#define SECCOMP_USER_NOTIF_FLAG_CONTINUE 1
#endif

namespace {

/// `warm`: with a fork server and its spare worker there. Else their starts are part of the start,
/// and under the filter.
struct Start {
  StartMethod method;
  bool warm;
};
class SyscallTest : public RuntimeTest, public ::testing::WithParamInterface<Start> {};
INSTANTIATE_TEST_SUITE_P(
    Methods, SyscallTest,
    ::testing::Values(Start{StartMethod::spawn, false}, Start{StartMethod::forkserver, true},
                      Start{StartMethod::forkserver, false}, Start{StartMethod::fork, false}),
    [](const auto &info) {
      return std::string(to_string(info.param.method)) + (info.param.warm ? "_warm" : "");
    });

/// Calls that cannot fail, or that are not part of the start: the helper's own ends are seen by
/// them.
bool is_spared(int number) {
  switch (number) {
  case SYS_exit:
  case SYS_exit_group:
  case SYS_close: // has closed also when it fails
  case SYS_munmap:
  case SYS_rt_sigprocmask:
  case SYS_rt_sigaction:
  case SYS_rt_sigreturn:
  case SYS_futex:
  case SYS_getpid:
  case SYS_gettid:
  case SYS_waitid: // ECHILD would be believed: it is how one sees that somebody else reaped
  case SYS_wait4:
  case SYS_setpgid:
  case SYS_set_robust_list:
  case SYS_get_robust_list:
    return true;
  default:
    return false;
  }
}

/// Every system call from now on asks whoever holds the result.
int install_filter() {
  // sendmsg is how the listener leaves this process; the test counts from the first start on.
  sock_filter but_sendmsg[] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
                               BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_sendmsg, 0, 1),
                               BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
                               BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF)};
  const sock_fprog program = {4, but_sendmsg};
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return -1;
  return static_cast<int>(
      ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program));
}

enum Ending { joined = 10, refused = 11, wrong = 12 };

/// In the helper: one start; says how it went by its exit code.
int start_once(const Start &how, int socket) {
  set_start_method(how.method);
  Event carried;
  Process warm(+[] {}), process([](Event) { return 5; }, carried);
  if (how.warm) {
    warm.start();
    warm.join();
  }
  const int listener = install_filter();
  if (listener < 0)
    return wrong;
  iovec byte{const_cast<char *>("l"), 1};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  msghdr message{};
  message.msg_iov = &byte;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  auto *rights = CMSG_FIRSTHDR(&message);
  rights->cmsg_level = SOL_SOCKET;
  rights->cmsg_type = SCM_RIGHTS;
  rights->cmsg_len = CMSG_LEN(sizeof(int));
  __builtin_memcpy(CMSG_DATA(rights), &listener, sizeof listener);
  if (::sendmsg(socket, &message, 0) != 1)
    return wrong;
  ::close(listener);
  try {
    process.start();
  } catch (const Error &) {
    return process.pid() == 0 ? refused : wrong;
  } catch (const std::bad_alloc &) {
    return refused; // mmap or brk of malloc
  }
  process.join();
  return process.exit_status().is_exited() || process.exit_status().is_signaled() ||
                 process.exit_status().is_unknown()
             ? joined
             : wrong;
}

int receive_listener(int socket) {
  char byte;
  iovec part{&byte, 1};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))];
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  if (::recvmsg(socket, &message, MSG_CMSG_CLOEXEC) != 1 || !CMSG_FIRSTHDR(&message))
    return -1;
  int listener;
  __builtin_memcpy(&listener, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof listener);
  return listener;
}

struct Run {
  int calls = 0;       // of those that may fail
  int failed = -1;     // the number of the call that was refused
  int status = 0;      // of the helper
  bool in_time = true; // else it was killed
};

/// One start whose k-th call fails with this error; k < 0: none does.
Run run(const Start &how, int k, int error) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    return {};
  std::fflush(nullptr); // or the helper writes what is buffered here
  const pid_t helper = ::fork();
  if (helper == 0) {
    ::close(ends[0]);
    int ending = wrong;
    try {
      ending = start_once(how, ends[1]);
    } catch (...) {
    }
    ::_exit(ending);
  }
  ::close(ends[1]);
  const int listener = receive_listener(ends[0]);
  Run result;
  const auto end = std::chrono::steady_clock::now() + patience;
  for (;;) {
    pollfd entry{listener, POLLIN, 0};
    if (::poll(&entry, 1, 20) > 0 && (entry.revents & POLLIN)) {
      seccomp_notif call = {};
      if (::ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &call) == 0) {
        seccomp_notif_resp answer = {};
        answer.id = call.id;
        answer.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
        if (!is_spared(call.data.nr) && result.calls++ == k) {
          result.failed = call.data.nr;
          answer.flags = 0;
          answer.error = -error;
        }
        ::ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
      }
    }
    if (::waitpid(helper, &result.status, WNOHANG) == helper)
      break;
    if (std::chrono::steady_clock::now() > end) {
      result.in_time = false;
      ::kill(helper, SIGKILL);
      ::waitpid(helper, &result.status, 0);
      break;
    }
  }
  // A worker that is left would be seen by what it keeps open: the filter's last user ends it.
  pollfd entry{listener, POLLIN, 0};
  while (!(entry.revents & POLLHUP) && std::chrono::steady_clock::now() < end) {
    ::poll(&entry, 1, 100);
    seccomp_notif call = {};
    if ((entry.revents & POLLIN) && ::ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &call) == 0) {
      seccomp_notif_resp answer = {};
      answer.id = call.id;
      answer.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
      ::ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
    }
  }
  EXPECT_TRUE(entry.revents & POLLHUP) << "a worker is left";
  ::close(listener);
  ::close(ends[0]);
  return result;
}

TEST_P(SyscallTest, EveryCallMayBeRefused) {
  const auto whole = run(GetParam(), -1, 0);
  if (whole.calls == 0)
    GTEST_SKIP() << "no seccomp_unotify here";
  ASSERT_TRUE(WIFEXITED(whole.status) && WEXITSTATUS(whole.status) == joined);
  ASSERT_GE(whole.calls, 4);
  const int null = ::open("/dev/null", O_WRONLY | O_CLOEXEC), errors = ::dup(2);
  ::dup2(null, 2); // workers say what they miss
  int refusals = 0;
  const int step = whole.calls < 40 || std::getenv("STOWAWAY_LONG_TESTS") ? 1 : 3;
  for (const int error : {ENOMEM, EMFILE, EPERM})
    for (int k = step == 1 ? 0 : error % 3; k < whole.calls; k += step) {
      const auto it = run(GetParam(), k, error);
      EXPECT_TRUE(it.in_time) << "call " << k << " (" << it.failed << "), error " << error;
      EXPECT_TRUE(WIFEXITED(it.status) &&
                  (WEXITSTATUS(it.status) == joined || WEXITSTATUS(it.status) == refused))
          << "call " << k << " (" << it.failed << "), error " << error << ": " << it.status;
      refusals += WIFEXITED(it.status) && WEXITSTATUS(it.status) == refused;
    }
  ::dup2(errors, 2);
  ::close(errors);
  ::close(null);
  RecordProperty("calls", whole.calls);
  RecordProperty("refusals", refusals);
  std::printf("%d calls, %d of the refusals were errors of start()\n", whole.calls, refusals);
  if (!GetParam().warm) { // there the worker exists, and what is refused is made up for
    EXPECT_GT(refusals, 0);
  }
}

} // namespace
