//===- EndTest.cpp - Is every end of a worker seen as it was, and nobody else hurt? -------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <csignal>
#include <cstdlib>
#include <thread>

#include <linux/sched.h>
#include <sys/syscall.h>

#include "Fixture.h"
#include "System.h"

namespace {

STOWAWAY_EVERY_METHOD(EndTest);
STOWAWAY_SENDING_METHODS(SentEndTest);

void nothing() {}
void sleep_long() {
  for (;;)
    ::pause();
}

// --- Signals and ids -----------------------------------------------------------------------------

/// A process that has this id now (clone3(2), set_tid, Linux 5.5; needs privileges); 0 if it cannot
/// be made. Leads a group of its own, as workers do.
pid_t stranger_with(pid_t wanted) {
  clone_args args{};
  args.exit_signal = SIGCHLD;
  args.set_tid = reinterpret_cast<std::uintptr_t>(&wanted);
  args.set_tid_size = 1;
  const long pid = ::syscall(SYS_clone3, &args, sizeof args);
  if (pid == 0) {
    ::syscall(SYS_setpgid, 0, 0);
    for (;;)
      ::syscall(SYS_pause);
  }
  if (pid > 0)
    ::setpgid(wanted, wanted);
  return pid > 0 ? static_cast<pid_t>(pid) : 0;
}

#if defined(__x86_64__)
TEST_P(EndTest, SignalsNeverHitAStranger) {
  for (const bool reaped_elsewhere : {false, true}) {
    Process process(nothing);
    process.start();
    const pid_t pid = process.pid();
    if (reaped_elsewhere)
      while (::waitpid(pid, nullptr, __WALL) < 0 && errno == EINTR) {
      }
    else
      process.join();
    const pid_t stranger = stranger_with(pid);
    EXPECT_FALSE(process.kill());
    EXPECT_FALSE(process.terminate());
    EXPECT_FALSE(process.send_signal(SIGKILL));
    EXPECT_EQ(process.stop().step, StopOutcome::Step::already_ended);
    EXPECT_TRUE(process.exit_status().success()) << process.exit_status().to_string();
    process = Process();
    if (stranger == 0)
      continue; // without privileges the id stays unused
    EXPECT_EQ(stranger, pid);
    EXPECT_EQ(::waitpid(stranger, nullptr, WNOHANG), 0) << "the stranger was killed";
    ::kill(stranger, SIGKILL);
    ::waitpid(stranger, nullptr, 0);
  }
}
#endif

TEST_P(EndTest, RealTimeSignalsHaveNames) {
  Process process(sleep_long);
  process.start();
  EXPECT_TRUE(process.send_signal(SIGRTMIN + 2));
  process.join();
  EXPECT_EQ(process.exit_status(), ExitStatus::signaled(SIGRTMIN + 2));
  EXPECT_EQ(process.exit_status().to_string(), "killed by SIGRTMIN+2");
}

TEST_P(EndTest, KilledAtOnceWhenNoGraceIsGiven) {
  Process process(sleep_long); // SIGTERM would end it too
  process.start();
  const auto outcome = process.stop(patient({.term_grace = 0ms}));
  EXPECT_EQ(outcome.step, StopOutcome::Step::kill);
  EXPECT_EQ(outcome.status, ExitStatus::signaled(SIGKILL));
}

TEST_P(EndTest, GraceMayBeEndless) {
  const auto endless = std::chrono::milliseconds::max();
  Event event;
  Process process([](Event event) { event.wait(); }, event);
  process.start();
  const auto outcome = process.stop({.event = event, .event_grace = endless});
  EXPECT_EQ(outcome.step, StopOutcome::Step::event);
  EXPECT_TRUE(outcome.status.success()) << outcome.status.to_string();
  Process deaf(sleep_long);
  deaf.start();
  EXPECT_EQ(deaf.stop({.term_grace = endless, .kill_grace = endless}).step,
            StopOutcome::Step::terminate);
}

TEST_P(EndTest, EndedWorkerTakesNoSignal) {
  Process process(nothing);
  process.start();
  wait_any({process.native_handle()}); // it is a zombie now, which the kernel would signal
  EXPECT_FALSE(process.terminate());
  EXPECT_FALSE(process.send_signal(0));
}

TEST_P(EndTest, StopSignalsTheWorkerOnce) {
  for (const bool leaves_group : {false, true}) {
    Event ready;
    Process process(
        +[](Event ready, bool leaves_group) {
          static volatile std::sig_atomic_t count = 0;
          ::signal(SIGTERM, [](int) { count = count + 1; });
          if (leaves_group && ::setpgid(0, ::getpgid(::getppid())) != 0)
            return 99;
          ready.set();
          while (count == 0)
            ::usleep(1'000);
          ::usleep(20'000); // a second one would be here by now
          return static_cast<int>(count);
        },
        ready, leaves_group);
    process.start();
    ready.wait();
    const auto outcome = process.stop(patient());
    EXPECT_EQ(outcome.step, StopOutcome::Step::terminate);
    EXPECT_EQ(outcome.status, ExitStatus::exited(1)) << outcome.status.to_string();
  }
}

// --- Handles that go away ----------------------------------------------------------------------

TEST_P(EndTest, QuickDestructionLeavesNoZombie) {
  // The fixture looks for children and descriptors.
  for (int i = repetitions(20, 500); i > 0; --i) {
    Process ends(nothing);
    ends.start();
    Process killed(sleep_long);
    killed.start();
    EXPECT_TRUE(killed.kill());
  }
}

TEST_P(EndTest, DestructorsKeepErrno) {
  Event event;
  {
    Process running(sleep_long), ended(nothing), detached([](Event event) { event.wait(); }, event);
    for (auto *process : {&running, &ended, &detached})
      process->start();
    ended.join();
    detached.detach();
    Process other = std::move(ended);
    errno = 77;
  }
  EXPECT_EQ(errno, 77);
  event.set();
  EXPECT_TRUE(eventually([] { return active_children().empty(); }));
}

TEST_P(EndTest, HandleThatOtherCodeClosedIsOpenedAgain) {
  if (const int own = detail::pidfd_open(::getpid()); own < 0)
    GTEST_SKIP() << "no pidfd can be opened, as under valgrind 3.19";
  else
    ::close(own);
  Event event;
  for (const bool is_used_anew : {false, true}) {
    Process process([](Event event) { event.wait(); }, event);
    process.start();
    const int closed = process.native_handle();
    ::close(closed);
    if (is_used_anew) {
      EXPECT_EQ(::dup3(0, closed, O_CLOEXEC), closed);
    }
    EXPECT_FALSE(process.join_for(5ms));
    EXPECT_TRUE(process.is_alive());
    event.set();
    process.join();
    EXPECT_EQ(process.exit_status(), ExitStatus::exited(0)) << process.exit_status().to_string();
    event.clear();
    if (is_used_anew) {
      EXPECT_EQ(::close(closed), 0) << "the library closed a file of others";
    }
  }
}

TEST_P(EndTest, CopyOfAWorkerTellsNothing) {
  Queue<pid_t> exits;
  for (const bool throws : {false, true}) {
    Task<int> task(
        +[](Queue<pid_t> exits, bool throws) {
          static Queue<pid_t> *queue = nullptr;
          queue = new Queue(exits);
          at_worker_exit([] { queue->put(::getpid()); });
          const pid_t copy = ::fork();
          if (copy == 0) {
            if (is_worker() || parent_pid() != 0)
              ::_exit(90);
            if (throws)
              throw std::runtime_error("of a copy, as a test");
            return 9; // it ends with the code of one that gave its result
          }
          int status = 0;
          ::waitpid(copy, &status, 0);
          return WIFEXITED(status) ? 100 + WEXITSTATUS(status) : -1;
        },
        exits, throws);
    task.start();
    EXPECT_EQ(task.result(), throws ? 101 : 100);
    EXPECT_EQ(exits.get_for(0ms), task.pid());
    EXPECT_TRUE(exits.empty());
  }
}

TEST_P(EndTest, CloseLetsGoOfTheTarget) {
  const auto shared = std::make_shared<int>(1);
  Process process([](std::shared_ptr<int>) {}, shared);
  EXPECT_EQ(shared.use_count(), 2);
  process.close();
  EXPECT_EQ(shared.use_count(), 1);
}

TEST_P(EndTest, ThreadsThatAreLeftAreNotWaitedFor) {
  Process process(+[] {
    std::thread(sleep_long).detach();
    return 6;
  });
  process.start();
  process.join();
  EXPECT_EQ(process.exit_status(), ExitStatus::exited(6));
}

TEST_P(EndTest, WorkersKnowNothingOfTheirSiblings) {
  Event event;
  std::vector<Process> siblings;
  for (int i = 0; i < 3; ++i) {
    siblings.emplace_back(+[](Event event) { event.wait(); }, event);
    siblings.back().start();
  }
  EXPECT_EQ(parent_pid(), 0);
  EXPECT_EQ(worker_name(), "");
  EXPECT_GE(cpu_count(), 1u);
  Task task(+[] {
    const auto before = active_children().size();
    Process own(nothing);
    own.start();
    own.join();
    return std::tuple(before, active_children().size(), cpu_count());
  });
  task.start();
  EXPECT_EQ(task.result(), std::tuple(std::size_t(0), std::size_t(0), cpu_count()));
  event.set();
}

// --- Targets of other shapes -------------------------------------------------------------------

struct Actor {
  Connection inbox;
  int sum = 0;
  void run() {
    while (const int message = inbox.receive<int>()) // 0 is its stop message
      sum += message;
    inbox.send(sum);
  }
};
TEST_P(EndTest, ActorEndsByItsStopMessage) {
  auto [here, there] = pipe();
  Process actor(&Actor::run, Actor{std::move(there)});
  actor.start();
  for (const int message : {1, 2, 3, 0})
    here.send(message);
  EXPECT_EQ(here.receive<int>(), 6);
  actor.join();
  EXPECT_TRUE(actor.exit_status().success());
}

TEST_P(EndTest, ArgumentsOfEveryShapeArriveEqual) {
  const auto all = std::tuple(7, std::string("a\0b", 3), std::vector<int>{}, std::pair(1.5, 'c'),
                              std::optional<std::string>(), std::array<int, 3>{1, 2, 3});
  Task task([](decltype(all) got) { return got; }, all);
  task.start();
  EXPECT_EQ(task.result(), all);
  Process truth(+[] { return true; });
  truth.start();
  truth.join();
  EXPECT_EQ(truth.exit_status(), ExitStatus::exited(1)) << "the value, as of any int";
}

// --- Crashes in transfer functions -------------------------------------------------------------

enum class Crash { none, by_signal, by_exit };
void do_crash(Crash crash) {
  if (crash == Crash::by_signal)
    ::raise(SIGKILL);
  if (crash == Crash::by_exit)
    std::_Exit(9);
}
struct CrashesWhenReceived {
  Crash crash = Crash::none;
  template <class A>
  void save(A &archive) const {
    archive(crash);
  }
  template <class A>
  void load(A &archive) {
    archive(crash);
    do_crash(crash);
  }
};
struct CrashesWhenSent {
  Crash crash = Crash::none;
  template <class A>
  void save(A &archive) const {
    do_crash(crash);
    archive(crash);
  }
  template <class A>
  void load(A &archive) {
    archive(crash);
  }
};

template <class R>
void expect_lost(Task<R> task, const char *words) {
  task.start();
  try {
    task.result();
    ADD_FAILURE() << "a result";
  } catch (const WorkerLostError &error) {
    EXPECT_NE(std::string(error.what()).find(words), std::string::npos) << error.what();
  }
}

TEST_P(SentEndTest, CrashesInTransferFunctionsAreNamed) {
  for (const auto &[crash, words] : {std::pair(Crash::by_signal, "killed by SIGKILL"),
                                     std::pair(Crash::by_exit, "exited with code 9")}) {
    expect_lost(Task([](CrashesWhenReceived) { return 1; }, CrashesWhenReceived{crash}), words);
    expect_lost(Task([](Crash crash) { return CrashesWhenSent{crash}; }, crash), words);
  }
}

TEST_P(SentEndTest, CrashesInTransferFunctionsCostAPoolOneWorker) {
  Pool pool(1);
  for (const auto crash : {Crash::by_signal, Crash::by_exit}) {
    auto received = pool.submit([](CrashesWhenReceived) { return 1; }, CrashesWhenReceived{crash});
    EXPECT_THROW(received.get(), WorkerLostError);
    auto sent = pool.submit([](Crash crash) { return CrashesWhenSent{crash}; }, crash);
    EXPECT_THROW(sent.get(), WorkerLostError);
  }
  EXPECT_EQ(pool.submit([](int x) { return x; }, 3).get(), 3);
}

} // namespace
