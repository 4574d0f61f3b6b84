//===- LadderTest.cpp - What if the kernel or a sandbox refuses the better system calls? --------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Each case runs in a worker that installs a seccomp filter (no way back) and then starts workers
// of its own.
//
//===--------------------------------------------------------------------------------------------===//

#include <csignal>
#include <cstddef>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "Fixture.h"
#include "Spawn.h"

namespace {

STOWAWAY_EVERY_METHOD(LadderTest);

struct Refusal {
  int number;
  int error;
};

/// From here on this process gets the errors for these system calls. Vfork is clone on some libcs.
void refuse(const std::vector<Refusal> &refusals) {
  std::vector<sock_filter> filter = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
  };
  for (const auto &[number, error] : refusals) {
    filter.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<unsigned>(number), 0, 1));
    filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | static_cast<unsigned>(error)));
  }
  filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  const sock_fprog program = {static_cast<unsigned short>(filter.size()), filter.data()};
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
    throw std::system_error(errno, std::system_category(), "seccomp");
}

struct Report {
  int rung;
  int result;
  std::string killed;
  std::string exec_error;
};

Report try_out(std::vector<Refusal> refusals, StartMethod method, bool ignore_child_signals) {
  refuse(refusals);
  set_start_method(method);
  if (ignore_child_signals)
    ::signal(SIGCHLD, SIG_IGN);
  Report report{};
  Task task(+[] { return 11; });
  task.start();
  report.rung = static_cast<int>(detail::last_spawn_rung());
  report.result = task.result();
  Process sleeper(+[] {
    for (;;)
      ::pause();
  });
  sleeper.start();
  sleeper.kill();
  sleeper.join();
  report.killed = sleeper.exit_status().to_string();
  return report;
}

Report in_worker(std::vector<Refusal> refusals, StartMethod method,
                 bool ignore_child_signals = false) {
  set_start_method(StartMethod::spawn);
  Task task(try_out, std::move(refusals), method, ignore_child_signals);
  task.start();
  return task.result();
}

TEST_P(LadderTest, Clone3Refused) {
  for (const int error : {ENOSYS, EPERM}) {
    const auto report = in_worker({{SYS_clone3, error}}, GetParam());
    EXPECT_EQ(report.result, 11);
    EXPECT_EQ(report.killed, "killed by SIGKILL");
    if (GetParam() == StartMethod::spawn) {
      // ThreadSanitizer has no vfork.
      EXPECT_EQ(report.rung,
                static_cast<int>(thread_sanitized ? detail::Rung::fork : detail::Rung::vfork));
    }
  }
}

#if defined(__x86_64__)
TEST_P(LadderTest, Clone3AndVforkRefused) {
  const auto report = in_worker({{SYS_clone3, ENOSYS}, {SYS_vfork, EPERM}}, GetParam());
  EXPECT_EQ(report.result, 11);
  EXPECT_EQ(report.killed, "killed by SIGKILL");
  if (GetParam() == StartMethod::spawn) {
    EXPECT_EQ(report.rung, static_cast<int>(detail::Rung::fork));
  }
}
#endif

TEST_P(LadderTest, PidfdOpenMissing) {
  if (GetParam() == StartMethod::forkserver)
    GTEST_SKIP() << "its worker hands over a pidfd of its own";
  // As under valgrind 3.19: the kernel hands over one (Linux 6.5).
  const auto report = in_worker({{SYS_clone3, ENOSYS}, {SYS_pidfd_open, ENOSYS}}, GetParam());
  EXPECT_EQ(report.result, 11);
  EXPECT_EQ(report.killed, "killed by SIGKILL");
}

TEST_P(LadderTest, CloseRangeRefused) {
  const auto report = in_worker({{SYS_close_range, ENOSYS}}, GetParam());
  EXPECT_EQ(report.result, 11);
}

TEST_P(LadderTest, KernelBefore6_15) {
  // PIDFD_GET_INFO is an ioctl that older kernels do not know, while SIGCHLD is ignored.
  const auto report = in_worker({{SYS_ioctl, ENOTTY}}, GetParam(), true);
  EXPECT_EQ(report.result, 11);
  EXPECT_TRUE(report.killed.starts_with("ended in a way that is unknown") ||
              report.killed ==
                  "killed by SIGKILL") // a worker of the fork server has no exit signal
      << report.killed;
}

int exec_refused() {
  refuse({{SYS_execveat, EACCES}});
  Process process(+[] {});
  try {
    process.start();
  } catch (const StartError &error) {
    if (error.stage() != "exec" || error.code().value() != EACCES || process.pid() != 0)
      return 1;
    siginfo_t info{};
    return ::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | __WALL) == -1 && errno == ECHILD ? 0 : 2;
  }
  return 3;
}
TEST_F(RuntimeTest, ExecErrorIsReportedAndReaped) {
  Process process(exec_refused);
  process.start();
  process.join();
  EXPECT_EQ(process.exit_status(), ExitStatus::exited(0));
}

int exec_refused_after_fork() {
  refuse({{SYS_clone3, ENOSYS}, {SYS_vfork, EPERM}, {SYS_execveat, EACCES}});
  Process process(+[] {});
  try {
    process.start();
  } catch (const StartError &error) {
    return error.stage() == "exec" && error.code().value() == EACCES ? 0 : 1;
  }
  return 2;
}
TEST_F(RuntimeTest, ExecErrorCrossesAPipeAfterFork) {
  Process process(exec_refused_after_fork);
  process.start();
  process.join();
  EXPECT_EQ(process.exit_status(), ExitStatus::exited(0));
}

int exec_refused_a_thousand_times() {
  refuse({{SYS_execveat, EACCES}});
  const auto before = Surroundings::list("/proc/self/fd");
  for (int i = 0; i < 1024; ++i) {
    Process process(+[](Event) {}, Event());
    try {
      process.start();
      return 1;
    } catch (const StartError &) {
    }
    siginfo_t info{};
    if (::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT | __WALL) != -1)
      return 2;
  }
  return Surroundings::list("/proc/self/fd") == before ? 0 : 3;
}
TEST_F(RuntimeTest, ManyExecErrorsLeaveNothing) {
  Process process(exec_refused_a_thousand_times);
  process.start();
  process.join();
  EXPECT_EQ(process.exit_status(), ExitStatus::exited(0));
}

/// Standard descriptors are closed, so that the pipe of the report, which is the first thing that
/// is opened after the filter, has their numbers.
int report_through_low_numbers(bool exec_fails) {
  for (int fd = 0; fd < 3; ++fd)
    ::close(fd);
  std::vector<Refusal> refusals = {{SYS_clone3, ENOSYS}, {SYS_vfork, EPERM}};
  if (exec_fails)
    refusals.push_back({SYS_execveat, EACCES});
  refuse(refusals);
  Task task(+[](Event event) { return event.is_set() ? 1 : 5; }, Event());
  try {
    task.start();
  } catch (const StartError &error) {
    return exec_fails && error.stage() == "exec" && error.code().value() == EACCES ? 0 : 1;
  }
  return !exec_fails && task.result() == 5 ? 0 : 2;
}
TEST_F(RuntimeTest, ReportsThroughLowNumbers) {
  for (const bool exec_fails : {true, false}) {
    Process process(report_through_low_numbers, exec_fails);
    process.start();
    process.join();
    EXPECT_EQ(process.exit_status(), ExitStatus::exited(0)) << exec_fails;
  }
}

int own_file_missing() {
  refuse({{SYS_openat, ENOENT}}); // no /proc, and the file is gone
  for (int i = 0; i < 2; ++i) {
    Process process(+[] {});
    try {
      process.start();
      return 1;
    } catch (const StartError &error) {
      if (error.stage() != "program" || error.code().value() != ENOENT || process.pid() != 0)
        return 2;
    }
  }
  return 0;
}
TEST_F(RuntimeTest, MissingOwnFileIsATypedError) {
  Process process(+[] { std::_Exit(own_file_missing()); }); // LeakSanitizer would look for it too
  process.start();
  process.join();
  EXPECT_EQ(process.exit_status(), ExitStatus::exited(0));
}

int no_pidfd() {
  refuse({{SYS_clone3, ENOSYS}, {SYS_pidfd_open, ENOSYS}, {SYS_setsockopt, ENOPROTOOPT}});
  Process process(+[] {});
  try {
    process.start();
  } catch (const StartError &error) {
    siginfo_t info{};
    return error.stage() == "pidfd_open" &&
                   ::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | __WALL) == -1
               ? 0
               : 1;
  }
  return 2;
}
TEST_F(RuntimeTest, MissingPidfdsAreATypedError) {
  Process process(no_pidfd);
  process.start();
  process.join();
  EXPECT_EQ(process.exit_status(), ExitStatus::exited(0));
}

int try_without_processes(StartMethod method) {
  // What RLIMIT_NPROC and pids.max answer; root is not subject to the first.
  refuse({{SYS_clone3, EAGAIN}, {SYS_clone, EAGAIN}, {SYS_vfork, EAGAIN}, {SYS_fork, EAGAIN}});
  set_start_method(method);
  ProcessGroup group;
  group.add(+[] {});
  group.add(+[] {});
  try {
    group[0].start();
  } catch (const StartError &error) {
    if (error.code().value() != EAGAIN || group[0].pid() != 0)
      return 1;
    try {
      group.start();
    } catch (const GroupStartError &group_error) {
      return group_error.index() == 0 && !group.any_alive() ? 0 : 2;
    }
  }
  return 3;
}
void no_process_left(StartMethod method) {
  std::_Exit(try_without_processes(method)); // LeakSanitizer would make a process at the exit
}
TEST_P(LadderTest, NoProcessLeftIsATypedError) {
  set_start_method(StartMethod::spawn);
  Process process(no_process_left, GetParam());
  process.start();
  process.join();
  EXPECT_EQ(process.exit_status(), ExitStatus::exited(0));
}

} // namespace
