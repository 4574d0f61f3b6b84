//===- Fixture.h - What must be as before after every test? --------------------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef STOWAWAY_TEST_RUNTIME_FIXTURE_H
#define STOWAWAY_TEST_RUNTIME_FIXTURE_H

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <stowaway/stowaway.h>

#include "ForkServer.h" // of the library: its server is stopped after each test

using namespace stowaway;
using namespace std::chrono_literals;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif
#else
inline constexpr bool sanitized = false;
#endif

#if defined(__SANITIZE_THREAD__)
#define STOWAWAY_TEST_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define STOWAWAY_TEST_TSAN 1
#endif
#endif
#if defined(STOWAWAY_TEST_TSAN)
inline constexpr bool thread_sanitized = true;
/// The count of an exception_ptr is kept by libstdc++.so, which is not instrumented.
extern "C" const char *__tsan_default_suppressions() {
  return "race:std::__exception_ptr::exception_ptr::_M_release\n";
}
#else
inline constexpr bool thread_sanitized = false;
#endif

namespace stowaway {
inline void PrintTo(const ExitStatus &status, std::ostream *out) { *out << status.to_string(); }
} // namespace stowaway

/// Long forms are run when STOWAWAY_LONG_TESTS is set.
inline int repetitions(int in_short_form, int in_long_form) {
  return std::getenv("STOWAWAY_LONG_TESTS") ? in_long_form : in_short_form;
}

/// Everything of this process and machine that a worker could leave behind.
struct Surroundings {
  std::set<int> descriptors;
  std::set<std::string> shared_memory;
  std::vector<unsigned long> mask;
  std::vector<void *> dispositions;
  int threads = 0;

  static std::set<std::string> list(const char *directory) {
    std::set<std::string> names;
    if (DIR *stream = ::opendir(directory)) {
      const auto own = std::to_string(::dirfd(stream));
      while (const dirent *entry = ::readdir(stream))
        if (entry->d_name[0] != '.' && entry->d_name != own)
          names.insert(entry->d_name);
      ::closedir(stream);
    }
    return names;
  }

  static Surroundings now() {
    Surroundings it;
    for (const auto &name : list("/proc/self/fd"))
      it.descriptors.insert(std::atoi(name.c_str()));
    it.shared_memory = list("/dev/shm");
    sigset_t blocked;
    ::pthread_sigmask(SIG_SETMASK, nullptr, &blocked);
    for (int signal = 1; signal < NSIG; ++signal) {
      it.mask.push_back(static_cast<unsigned long>(sigismember(&blocked, signal)));
      struct sigaction action = {};
      ::sigaction(signal, nullptr, &action);
      it.dispositions.push_back(reinterpret_cast<void *>(action.sa_handler));
    }
    it.threads = static_cast<int>(list("/proc/self/task").size());
    return it;
  }
};

/// Ends a test that hangs: by SIGABRT, so that a debugger or a core shows where.
class Deadline {
public:
  Deadline() {
    sigevent event = {};
    event.sigev_notify = SIGEV_SIGNAL;
    event.sigev_signo = SIGABRT;
    itimerspec time = {};
    time.it_value.tv_sec = repetitions(600, 3'600);
    armed_ = ::timer_create(CLOCK_MONOTONIC, &event, &timer_) == 0 &&
             ::timer_settime(timer_, 0, &time, nullptr) == 0;
  }
  Deadline(const Deadline &) = delete;
  Deadline &operator=(const Deadline &) = delete;
  ~Deadline() {
    if (armed_)
      ::timer_delete(timer_);
  }

private:
  timer_t timer_{};
  bool armed_ = false;
};

class RuntimeTest : public ::testing::Test {
protected:
  void SetUp() override {
    set_start_method(StartMethod::spawn);
    before_ = Surroundings::now();
  }

  void TearDown() override {
    set_start_method(StartMethod::spawn);
    detail::stop_fork_server();
    siginfo_t info{};
    const int result = ::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT | __WALL);
    EXPECT_TRUE(result == -1 && errno == ECHILD) << "a child is left: " << info.si_pid;
    const auto after = Surroundings::now();
    EXPECT_TRUE(active_children().empty());
    EXPECT_EQ(before_.descriptors, after.descriptors) << "descriptors are left";
    EXPECT_EQ(before_.shared_memory, after.shared_memory) << "names are left in /dev/shm";
    EXPECT_EQ(before_.mask, after.mask) << "the signal mask was changed";
    EXPECT_EQ(before_.dispositions, after.dispositions) << "a signal handler was changed";
    if (!sanitized) { // sanitizers have a thread of their own
      EXPECT_EQ(before_.threads, after.threads) << "a thread is left";
    }
  }

  Surroundings before_;
  Deadline deadline_;
};

/// Runs with every start method.
class EveryMethod : public RuntimeTest, public ::testing::WithParamInterface<StartMethod> {
protected:
  void SetUp() override {
    RuntimeTest::SetUp();
    set_start_method(GetParam());
  }
};
/// Runs with those that send the target.
class SendingMethods : public EveryMethod {};

inline std::string method_name(const ::testing::TestParamInfo<StartMethod> &info) {
  return std::string(to_string(info.param));
}
#define STOWAWAY_EVERY_METHOD(Suite)                                                               \
  class Suite : public EveryMethod {};                                                             \
  INSTANTIATE_TEST_SUITE_P(                                                                        \
      Methods, Suite,                                                                              \
      ::testing::Values(StartMethod::spawn, StartMethod::forkserver, StartMethod::fork),           \
      method_name)
#define STOWAWAY_SENDING_METHODS(Suite)                                                            \
  class Suite : public EveryMethod {};                                                             \
  INSTANTIATE_TEST_SUITE_P(                                                                        \
      Methods, Suite, ::testing::Values(StartMethod::spawn, StartMethod::forkserver), method_name)

/// How long a test waits for what must happen. No bound on time: a slow machine may take it all.
inline constexpr std::chrono::milliseconds patience = 100s;

/// The policy with patience in every step whose duration was left at its default, so that the step
/// that is reported does not depend on the speed of the machine.
inline StopPolicy patient(StopPolicy policy = {}) {
  const StopPolicy untouched;
  if (policy.event_grace == untouched.event_grace)
    policy.event_grace = patience;
  if (policy.term_grace == untouched.term_grace)
    policy.term_grace = patience;
  if (policy.kill_grace == untouched.kill_grace)
    policy.kill_grace = patience;
  return policy;
}

/// Waits for a condition that another process brings about.
template <class Condition>
bool eventually(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end)
      return false;
    ::usleep(500);
  }
  return true;
}

/// Is there this process, and has it not ended?
inline bool is_running(pid_t pid) {
  std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  std::getline(stat, line);
  const auto name_end = line.rfind(')');
  return name_end != std::string::npos && line[name_end + 2] != 'Z' && line[name_end + 2] != 'X';
}

class Stopwatch {
public:
  std::chrono::milliseconds elapsed() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                 begin_);
  }

private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

#endif // STOWAWAY_TEST_RUNTIME_FIXTURE_H
