//===- HygieneTest.cpp - What does a worker inherit, and what does its parent's state change? ---===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <thread>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "Fixture.h"
#include "Spawn.h"

namespace {

STOWAWAY_EVERY_METHOD(HygieneTest);
STOWAWAY_SENDING_METHODS(FreshProcessTest);

void nothing() {}
void sleep_long() {
  for (;;)
    ::pause();
}
std::string status_line(const std::string &key) {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(key + ":"))
      return line.substr(key.size() + 2);
  return "";
}

// --- What a worker finds -----------------------------------------------------------------------

TEST_P(FreshProcessTest, NoOtherDescriptor) {
  const int high = ::fcntl(0, F_DUPFD, 300); // not close-on-exec
  Event carried;
  Task task(+[](Event) { return Surroundings::list("/proc/self/fd"); }, carried);
  task.start();
  const auto found = task.result();
  ::close(high);
  EXPECT_FALSE(found.contains("300"));
  // 0 to 2, the control socket, the event, the parent's pidfd.
  EXPECT_LE(found.size(), 6u) << ::testing::PrintToString(found);
}

TEST_P(HygieneTest, DescriptorsDoNotAddUp) {
  std::vector<Process> processes;
  Event event;
  Queue<std::size_t> counts;
  for (int i = 0; i < 12; ++i) {
    processes.emplace_back(
        +[](Queue<std::size_t> counts, Event event) {
          counts.put(Surroundings::list("/proc/self/fd").size());
          event.wait();
        },
        counts, event);
    processes.back().start();
  }
  const auto first = counts.get();
  for (int i = 1; i < 12; ++i)
    EXPECT_EQ(counts.get(), first);
  event.set();
}

TEST_P(FreshProcessTest, SignalsAreAtTheirDefaults) {
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGUSR2, [](int) {});
  sigset_t some, old;
  sigemptyset(&some);
  sigaddset(&some, SIGUSR1);
  sigaddset(&some, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &some, &old);
  Task task(+[] {
    return std::tuple(status_line("SigBlk"), status_line("SigIgn"), status_line("SigCgt"));
  });
  task.start();
  ::pthread_sigmask(SIG_SETMASK, &old, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  ::signal(SIGUSR2, SIG_DFL);
  const auto [blocked, ignored, caught] = task.result();
  EXPECT_EQ(blocked, "0000000000000000");
  EXPECT_EQ(ignored, "0000000000000000");
  if (!sanitized) {
    EXPECT_EQ(caught, "0000000000000000");
  }
}

TEST_P(HygieneTest, SignalsThatWereBlockedReachTheWorker) {
  sigset_t some, old;
  sigemptyset(&some);
  sigaddset(&some, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &some, &old);
  Process process(sleep_long);
  process.start();
  ::pthread_sigmask(SIG_SETMASK, &old, nullptr);
  process.terminate();
  process.join();
  EXPECT_EQ(process.exit_status(), ExitStatus::signaled(SIGTERM));
}

TEST_P(FreshProcessTest, NoMarkReachesUserCode) {
  Task task(+[] {
    const bool marked = std::getenv("STOWAWAY_WORKER") != nullptr;
    // A program started by a worker is no worker.
    return std::pair(marked, std::system("test -z \"$STOWAWAY_WORKER\""));
  });
  task.start();
  EXPECT_EQ(task.result(), std::pair(false, 0));
}

TEST_P(HygieneTest, NameGroupAndInput) {
  Task task(+[] {
    char name[17] = {};
    ::prctl(PR_GET_NAME, name);
    char byte;
    return std::tuple(std::string(name), ::getpgid(0) == ::getpid(), ::read(0, &byte, 1));
  });
  task.set_name("short name");
  task.start();
  const auto [name, leads_its_group, read] = task.result();
  EXPECT_EQ(name, "short name");
  EXPECT_TRUE(leads_its_group);
  if (GetParam() != StartMethod::fork) {
    EXPECT_EQ(read, 0) << "standard input is /dev/null";
  }
}

TEST_P(FreshProcessTest, ArgumentsAndEnvironmentAreThoseOfTheParent) {
  if (GetParam() == StartMethod::forkserver)
    GTEST_SKIP() << "the server has those of the time of its start";
  ::setenv("STOWAWAY_TEST", "value", 1);
  Task task(+[] {
    std::ifstream file("/proc/self/cmdline", std::ios::binary);
    std::string line((std::istreambuf_iterator<char>(file)), {});
    return std::pair(line, std::string(std::getenv("STOWAWAY_TEST")));
  });
  task.start();
  std::ifstream file("/proc/self/cmdline", std::ios::binary);
  const std::string mine((std::istreambuf_iterator<char>(file)), {});
  EXPECT_EQ(task.result(), std::pair(mine, std::string("value")));
  ::unsetenv("STOWAWAY_TEST");
}

TEST_P(HygieneTest, ExitFunctionsOfTheWorkerRun) {
  Queue<int> queue;
  static Queue<int> *there;
  enum class End { by_return, by_exception, by_exit };
  for (const auto end : {End::by_return, End::by_exception, End::by_exit}) {
    Process process(
        +[](Queue<int> queue, End end) {
          there = new Queue<int>(queue);
          at_worker_exit([] { there->put(1); });
          at_worker_exit([] { there->put(2); });
          if (end == End::by_exception)
            throw std::runtime_error("the exit functions run all the same");
          if (end == End::by_exit)
            std::exit(0);
        },
        queue, end);
    process.start();
    process.join();
    EXPECT_EQ(queue.get_for(0ms), 2); // the last one first
    EXPECT_EQ(queue.get_for(0ms), 1);
    EXPECT_TRUE(queue.empty()); // each once
  }
}

TEST_P(HygieneTest, OutputIsNeitherLostNorDoubled) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const int old = ::dup(1);
  ::dup2(ends[1], 1);
  std::printf("before ");
  Process process(+[] { std::printf("worker "); });
  process.start();
  process.join();
  std::printf("after");
  std::fflush(stdout);
  detail::stop_fork_server();
  ::dup2(old, 1);
  ::close(old);
  ::close(ends[1]);
  std::string text(100, '\0');
  std::string all;
  for (ssize_t size; (size = ::read(ends[0], text.data(), text.size())) > 0;)
    all.append(text, 0, static_cast<std::size_t>(size));
  ::close(ends[0]);
  if (GetParam() == StartMethod::fork) {
    EXPECT_EQ(all, "before worker after");
  } else {
    EXPECT_EQ(all, "worker before after"); // nothing makes the parent write what it has buffered
  }
}

TEST_P(HygieneTest, StreamsThatBufferAreWrittenOut) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const int old = ::dup(1);
  ::dup2(ends[1], 1);
  Process process(+[] {
    std::ios::sync_with_stdio(false);
    std::cout << "not lost";
  });
  process.start();
  process.join();
  detail::stop_fork_server();
  ::dup2(old, 1);
  ::close(old);
  ::close(ends[1]);
  std::string text(100, '\0');
  const auto size = ::read(ends[0], text.data(), text.size());
  ::close(ends[0]);
  text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  EXPECT_EQ(text, "not lost");
}

// --- Parents in unusual states -------------------------------------------------------------------

TEST_P(HygieneTest, StandardDescriptorsMayBeClosed) {
  // In a worker, so that this process keeps its own.
  for (int mask = 1; mask < 8; ++mask) {
    Task outer(
        +[](int mask) {
          for (int fd = 0; fd < 3; ++fd)
            if (mask & (1 << fd))
              ::close(fd);
          auto [here, there] = pipe();
          Task inner(
              +[](Connection there) {
                there.send(std::string("hello"));
                std::printf("x");
                std::fprintf(stderr, "y");
                return 5;
              },
              std::move(there));
          inner.start();
          return here.receive<std::string>() + std::to_string(inner.result());
        },
        mask);
    outer.start();
    EXPECT_EQ(outer.result(), "hello5") << mask;
  }
}

TEST_P(HygieneTest, ChildSignalsMayBeIgnored) {
  struct sigaction ignore = {}, old = {};
  ignore.sa_handler = SIG_IGN;
  ::sigaction(SIGCHLD, &ignore, &old);
  Task task(+[] { return 7; });
  task.start();
  EXPECT_EQ(task.result(), 7);
  const auto status = task.exit_status();
  EXPECT_TRUE(status.success()) << status.to_string();
  Process killed(sleep_long);
  killed.start();
  killed.kill();
  ASSERT_TRUE(killed.join_for(patience)) << "it is not alive for ever";
  // Linux 6.15 still knows how it ended.
  EXPECT_TRUE(killed.exit_status() == ExitStatus::signaled(SIGKILL) ||
              killed.exit_status().is_unknown())
      << killed.exit_status().to_string();
  ::sigaction(SIGCHLD, &old, nullptr);
}

TEST_P(HygieneTest, OthersMayReapAnyChild) {
  Process process(+[] { return 3; });
  process.start();
  while (::waitpid(-1, nullptr, __WALL) < 0 && errno == EINTR) {
  }
  ASSERT_TRUE(process.join_for(patience));
  EXPECT_EQ(process.exit_status(), ExitStatus::exited(3)) << process.exit_status().to_string();
}

TEST_P(HygieneTest, JoinIsNotDisturbedBySignals) {
  struct sigaction action = {}, old = {};
  action.sa_handler = [](int) {};
  ::sigaction(SIGUSR1, &action, &old);
  Process process(
      +[](pid_t parent) {
        for (int i = 0; i < 5; ++i) {
          ::usleep(5'000);
          ::kill(parent, SIGUSR1);
        }
        return 9;
      },
      ::getpid());
  process.start();
  process.join();
  EXPECT_EQ(process.exit_status(), ExitStatus::exited(9));
  ::sigaction(SIGUSR1, &old, nullptr);
}

TEST_P(FreshProcessTest, TheThreadThatStartedItMayEnd) {
  Event event;
  Process process(+[](Event event) { event.wait(); }, event);
  std::thread([&] { process.start(); }).join();
  EXPECT_FALSE(process.join_for(50ms)) << "PR_SET_PDEATHSIG would have killed it";
  event.set();
  process.join();
  EXPECT_TRUE(process.exit_status().success());
}

TEST_P(FreshProcessTest, SmallStackIsEnough) {
  if (sanitized)
    GTEST_SKIP() << "sanitizers need more stack";
  pthread_attr_t small;
  ::pthread_attr_init(&small);
  ASSERT_EQ(::pthread_attr_setstacksize(&small, 64 * 1024), 0);
  pthread_t thread;
  static int result;
  result = 0;
  ASSERT_EQ(::pthread_create(
                &thread, &small,
                [](void *) -> void * {
                  Task task(
                      +[](std::string text) { return text + text; }, std::string(50'000, 'x'));
                  task.start();
                  result = static_cast<int>(task.result().size());
                  return nullptr;
                },
                nullptr),
            0);
  ::pthread_join(thread, nullptr);
  ::pthread_attr_destroy(&small);
  EXPECT_EQ(result, 100'000);
}

TEST_P(HygieneTest, WorkersEndWithTheirParent) {
  Queue<pid_t> queue;
  Process parent(
      +[](Queue<pid_t> queue) {
        Process child(sleep_long);
        child.start();
        queue.put(child.pid());
        sleep_long();
      },
      queue);
  parent.start();
  const pid_t grandchild = queue.get();
  EXPECT_EQ(::kill(grandchild, 0), 0);
  parent.kill();
  parent.join();
  EXPECT_TRUE(eventually([&] { return !is_running(grandchild); }));
}

/// Its other thread forks all the time while it starts workers; the copies stay.
void start_workers_beside_forks(Queue<pid_t> started) {
  std::atomic<bool> enough = false;
  std::thread forks([&] {
    while (!enough) {
      if (::fork() == 0)
        sleep_long();
      ::usleep(200);
    }
  });
  std::vector<Process> workers;
  for (int i = 0; i < 12; ++i)
    workers.emplace_back(sleep_long).start();
  enough = true;
  forks.join();
  for (const auto &worker : workers)
    started.put(worker.pid());
  sleep_long();
}

TEST_P(FreshProcessTest, WorkersEndAlthoughCopiesOfTheParentLive) {
  Queue<pid_t> started;
  Process parent(start_workers_beside_forks, started);
  parent.start();
  std::vector<pid_t> workers(12);
  for (auto &worker : workers)
    worker = started.get();
  ::kill(parent.pid(), SIGKILL);
  parent.join();
  EXPECT_TRUE(eventually([&] { return std::none_of(workers.begin(), workers.end(), is_running); }));
  ::kill(-parent.pid(), SIGKILL); // the copies
}

TEST_P(HygieneTest, GrandchildrenEndWithTheParentToo) {
  Queue<pid_t> queue;
  Process parent(
      +[](Queue<pid_t> queue) {
        Process child(
            +[](Queue<pid_t> queue) {
              if (::fork() == 0)
                queue.put(::getpid());
              sleep_long();
            },
            queue);
        child.start();
        sleep_long();
      },
      queue);
  parent.start();
  const pid_t great_grandchild = queue.get();
  EXPECT_TRUE(is_running(great_grandchild));
  parent.kill();
  parent.join();
  EXPECT_TRUE(eventually([&] { return !is_running(great_grandchild); }));
}

TEST_P(HygieneTest, WhatAWorkerLeavesBehindRunsOn) {
  Event go_on, done;
  Process process(
      +[](Event go_on, Event done) {
        if (::fork() == 0) {
          go_on.wait();
          done.set();
          ::_exit(0);
        }
      },
      go_on, done);
  process.start();
  process.join();
  process.close();
  go_on.set();
  EXPECT_TRUE(done.wait_for(patience));
}

TEST_P(HygieneTest, WorkerSeesThatItsParentIsGone) {
  Queue<std::string> queue;
  Process parent(
      +[](Queue<std::string> queue) {
        Process child(
            +[](Queue<std::string> queue) {
              set_parent_death_signal(0);
              queue.put(parent_alive() ? "alive" : "gone");
              while (parent_alive())
                ::usleep(1'000);
              queue.put("gone");
            },
            queue);
        child.start();
        sleep_long();
      },
      queue);
  parent.start();
  EXPECT_EQ(queue.get(), "alive");
  parent.kill();
  parent.join();
  EXPECT_EQ(queue.get(), "gone");
}

TEST_P(HygieneTest, ParentSentinelTellsItsEnd) {
  EXPECT_EQ(parent_sentinel(), -1);
  Queue<std::string> queue;
  Process parent(
      +[](Queue<std::string> queue) {
        Process child(
            +[](Queue<std::string> queue) {
              set_parent_death_signal(0);
              queue.put(wait_any_for({parent_sentinel()}, 10ms).empty() ? "alive" : "gone");
              queue.put(wait_any_for({parent_sentinel()}, patience).empty() ? "alive" : "gone");
            },
            queue);
        child.start();
        sleep_long();
      },
      queue);
  parent.start();
  EXPECT_EQ(queue.get(), "alive");
  parent.kill();
  parent.join();
  EXPECT_EQ(queue.get_for(patience), "gone");
}

TEST_F(RuntimeTest, ForkIsRefusedBesideThreads) {
  set_start_method(StartMethod::fork);
  Event event;
  std::thread thread([&] { event.wait(); });
  Process process(nothing);
  if (!sanitized) {
    EXPECT_THROW(process.start(), LifecycleError);
  }
  event.set();
  thread.join();
}

TEST_F(RuntimeTest, ThreadThatWasJoinedIsNoReasonToRefuseAFork) {
  if (thread_sanitized)
    GTEST_SKIP() << "it has a thread of its own, so that nothing is refused";
  set_start_method(StartMethod::fork);
  for (int i = repetitions(50, 1'000); i > 0; --i) {
    std::thread([] {}).join();
    Process process(nothing);
    process.start();
    process.join();
    EXPECT_TRUE(process.exit_status().success());
  }
}

TEST_F(RuntimeTest, DescriptorLimitIsATypedError) {
  rlimit old{};
  ::getrlimit(RLIMIT_NOFILE, &old);
  const int next = ::dup(0);
  ::close(next);
  int failures = 0;
  for (rlim_t extra = 0; extra < 8; ++extra) {
    rlimit few = old;
    few.rlim_cur = static_cast<rlim_t>(next) + extra;
    ::setrlimit(RLIMIT_NOFILE, &few);
    Process process(nothing);
    try {
      process.start();
    } catch (const StartError &error) {
      ++failures;
      EXPECT_EQ(error.code().value(), EMFILE) << error.what();
      EXPECT_EQ(process.pid(), 0);
    }
    ::setrlimit(RLIMIT_NOFILE, &old);
    if (process.pid()) {
      process.join();
      EXPECT_TRUE(process.exit_status().success());
    }
  }
  EXPECT_GE(failures, 4);
}

TEST_F(RuntimeTest, ManyFailedStartsLeaveNothing) {
  rlimit old{};
  ::getrlimit(RLIMIT_NOFILE, &old);
  const int next = ::dup(0);
  ::close(next);
  for (int i = 0; i < 1024; ++i) {
    rlimit few = old;
    few.rlim_cur = static_cast<rlim_t>(next) + 4;
    ::setrlimit(RLIMIT_NOFILE, &few);
    Process process(nothing);
    EXPECT_THROW(process.start(), StartError);
    ::setrlimit(RLIMIT_NOFILE, &old);
  }
}

TEST_P(FreshProcessTest, ManyDescriptorsTravel) {
  std::vector<Event> events(100);
  Task task(
      +[](std::vector<Event> events) {
        int set = 0;
        for (auto &event : events)
          set += event.is_set();
        return set;
      },
      events);
  for (int i = 0; i < 100; i += 2)
    events[static_cast<std::size_t>(i)].set();
  task.start();
  EXPECT_EQ(task.result(), 50);
}

TEST_P(FreshProcessTest, LowDescriptorsAreNotOverwritten) {
  // Sources in the range of the targets, in another order.
  std::vector<Event> events(6);
  std::swap(events[0], events[5]);
  std::swap(events[1], events[3]);
  for (std::size_t i = 0; i < events.size(); i += 2)
    events[i].set();
  Task task(
      +[](std::vector<Event> events) {
        std::string text;
        for (auto &event : events)
          text += event.is_set() ? '1' : '0';
        return text;
      },
      events);
  task.start();
  EXPECT_EQ(task.result(), "101010");
}

TEST_F(RuntimeTest, MethodsMix) {
  // What is shared serves workers of every method at once.
  Event event;
  Mutex mutex;
  Semaphore semaphore;
  Queue<int> queue;
  std::vector<Process> processes;
  for (const auto method : {StartMethod::spawn, StartMethod::forkserver, StartMethod::fork}) {
    set_start_method(method);
    EXPECT_EQ(start_method(), method);
    processes.emplace_back(
        +[](Event event, Mutex mutex, Semaphore semaphore, Queue<int> queue) {
          event.wait();
          const std::lock_guard lock(mutex);
          semaphore.release();
          queue.put(1);
        },
        event, mutex, semaphore, queue);
    processes.back().start();
  }
  event.set();
  for (auto &process : processes) {
    process.join();
    EXPECT_TRUE(process.exit_status().success());
  }
  EXPECT_EQ(semaphore.value(), 3u);
  EXPECT_EQ(queue.size(), 3u);
}

} // namespace
