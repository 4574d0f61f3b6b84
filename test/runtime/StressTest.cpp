//===- StressTest.cpp - Does it hold over many cycles, random kills and damaged records? --------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Short forms by default; STOWAWAY_LONG_TESTS=1 runs 10,000 cycles and 1,000 kills of each kind.
//
//===--------------------------------------------------------------------------------------------===//

#include <csignal>
#include <cstring>
#include <fstream>
#include <map>
#include <random>

#include <sys/mman.h>
#include <sys/socket.h>

#include "Fixture.h"
#include "Record.h"
#include "Spawn.h"

namespace {

STOWAWAY_EVERY_METHOD(StressTest);

void nothing() {}
void wait_for(Event event) { event.wait(); }
int tiny(int x) { return x; }

long resident_kib() {
  std::ifstream file("/proc/self/statm");
  long size = 0, resident = 0;
  file >> size >> resident;
  return resident * (::sysconf(_SC_PAGESIZE) / 1024);
}

TEST_P(StressTest, CyclesLeaveNothing) {
  for (int i = 0; i < 20; ++i) {
    Task task(tiny, i);
    task.start();
    EXPECT_EQ(task.result(), i);
  }
  const auto descriptors = Surroundings::list("/proc/self/fd").size();
  const auto memory = resident_kib();
  for (int i = repetitions(150, 10'000); i > 0; --i) {
    Task task(tiny, i);
    task.start();
    ASSERT_EQ(task.result(), i);
  }
  EXPECT_EQ(Surroundings::list("/proc/self/fd").size(), descriptors);
  if (!sanitized) {
    EXPECT_LT(resident_kib(), memory + 512);
  }
}

TEST_P(StressTest, WorkersKilledAtRandom) {
  std::mt19937 random(7);
  for (int i = repetitions(60, 1'000); i > 0; --i) {
    Event event;
    Task task(
        +[](Event event) {
          event.wait_for(1ms);
          return 1;
        },
        event);
    task.start();
    ::usleep(static_cast<useconds_t>(random() % (sanitized ? 20'000 : 2'500)));
    const bool sent = task.kill();
    ASSERT_TRUE(task.join_for(patience));
    const auto status = task.exit_status();
    ASSERT_TRUE(status == ExitStatus::signaled(SIGKILL) || status.success()) << status.to_string();
    if (!sent) {
      EXPECT_TRUE(status.success());
    }
    try {
      EXPECT_EQ(task.result(), 1);
    } catch (const WorkerLostError &) {
      EXPECT_EQ(status, ExitStatus::signaled(SIGKILL));
    }
  }
}

TEST_F(RuntimeTest, ServersKilledAtRandom) {
  set_start_method(StartMethod::forkserver);
  std::mt19937 random(7);
  for (int i = repetitions(25, 1'000); i > 0; --i) {
    Process first(nothing);
    first.start();
    const pid_t server = detail::fork_server_pid();
    ASSERT_GT(server, 0);
    const pid_t killer = ::fork();
    if (killer == 0) {
      ::usleep(static_cast<useconds_t>(random() % 600));
      ::kill(server, SIGKILL);
      ::_exit(0);
    }
    Process second(nothing);
    second.start(); // by the old server or by a new one
    first.join();
    second.join();
    EXPECT_TRUE(first.exit_status().success()) << first.exit_status().to_string();
    // A server may be killed between making a worker and saying so.
    EXPECT_TRUE(second.exit_status().success()) << second.exit_status().to_string();
    ::waitpid(killer, nullptr, 0);
    random();
  }
}

TEST_F(RuntimeTest, SparesKilledAtRandom) {
  set_start_method(StartMethod::forkserver);
  std::mt19937 random(7);
  for (int i = repetitions(25, 1'000); i > 0; --i) {
    Process first(nothing);
    first.start();
    std::vector<pid_t> others; // the spare, when it is made already
    std::ifstream file("/proc/self/task/" + std::to_string(::gettid()) + "/children");
    for (pid_t child; file >> child;)
      if (child != first.pid() && child != detail::fork_server_pid())
        others.push_back(child);
    const pid_t killer = ::fork();
    if (killer == 0) {
      ::usleep(static_cast<useconds_t>(random() % 600));
      for (const pid_t other : others)
        ::kill(other, SIGKILL);
      ::_exit(0);
    }
    Process second(nothing);
    second.start(); // by the spare, or by another when it was killed before
    first.join();
    second.join();
    EXPECT_TRUE(first.exit_status().success()) << first.exit_status().to_string();
    EXPECT_TRUE(second.exit_status().success() ||
                second.exit_status() == ExitStatus::signaled(SIGKILL))
        << second.exit_status().to_string();
    ::waitpid(killer, nullptr, 0);
    random();
  }
}

TEST_P(StressTest, ParentsKilledAtRandom) {
  std::mt19937 random(7);
  for (int i = repetitions(20, 1'000); i > 0; --i) {
    auto [here, there] = pipe();
    set_start_method(StartMethod::spawn);
    Process parent(
        +[](Connection there, StartMethod method) {
          set_start_method(method);
          Event event;
          std::vector<Process> workers;
          for (int k = 0; k < 3; ++k) {
            workers.emplace_back(wait_for, event);
            workers.back().start();
            there.send(workers.back().pid());
          }
          there.send(0);
          event.wait();
        },
        std::move(there), GetParam());
    parent.start();
    std::vector<pid_t> pids;
    const auto until = random() % 5;
    try {
      while (pids.size() < until) {
        const auto pid = here.receive<pid_t>();
        if (pid == 0)
          break;
        pids.push_back(pid);
      }
      ::usleep(static_cast<useconds_t>(random() % 1500));
      parent.kill();
      for (;;)
        if (const auto pid = here.receive<pid_t>())
          pids.push_back(pid);
    } catch (const ClosedError &) {
      // All that the parent said was received, and nobody holds its end any more.
    }
    parent.kill();
    parent.join();
    for (const pid_t pid : pids)
      ASSERT_TRUE(eventually([&] { return !is_running(pid); })) << "a worker outlives its parent";
  }
}

// --- Damaged start records
// ---------------------------------------------------------------------------

/// A worker that gets these bytes as its record; how it ended.
ExitStatus start_with(const std::string &bytes) {
  auto [mine, theirs] = detail::OwnEnd::make_socketpair(SOCK_SEQPACKET);
  detail::StartRecord record;
  record.bytes = bytes;
  auto created = detail::spawn(theirs, mine, record);
  if (wait_any_for({created.pidfd.get()}, patience).empty()) {
    ADD_FAILURE() << "a worker with a damaged record hangs";
    ::kill(created.pid, SIGKILL);
  }
  siginfo_t info{};
  while (::waitid(P_PIDFD, static_cast<id_t>(created.pidfd.get()), &info, WEXITED) < 0 &&
         errno == EINTR) {
  }
  return info.si_code == CLD_EXITED ? ExitStatus::exited(info.si_status)
                                    : ExitStatus::signaled(info.si_status);
}

TEST_F(RuntimeTest, DamagedStartRecordsNeverCrashAWorker) {
  struct Deep {
    std::vector<std::string> texts;
    std::map<int, std::vector<double>> table;
  };
  auto bound = detail::bind_target<detail::NoResult>(
      +[](Deep deep, std::string) { return static_cast<int>(deep.texts.size()); },
      Deep{{"a", "b"}, {{1, {2, 3}}}}, std::string("text"));
  auto record = detail::make_record({detail::Role::worker, bound.get(), "fuzzed"});
  const std::string good = record.bytes;
  EXPECT_EQ(start_with(good), ExitStatus::exited(2));

  const int errors = ::dup(2); // workers report what they find on standard error
  const int null = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  ::dup2(null, 2);
  std::mt19937 random(3);
  int refused = 0;
  for (int i = repetitions(60, 3'000); i > 0; --i) {
    std::string bad = good;
    const bool fix_checksum = i % 2;
    // The name of the function is a code address inside of the program: any byte of the arguments
    // may change, the address may not be moved to another instruction.
    const std::size_t first =
        fix_checksum ? sizeof(detail::RecordHeader) + 8 + 6 + 1 + 8 + 8 + 1 + 8 : 0;
    for (int flips = 1 + static_cast<int>(random() % 3); flips > 0; --flips)
      bad[first + random() % (bad.size() - first)] ^= static_cast<char>(1 + random() % 255);
    if (!fix_checksum && random() % 3 == 0)
      bad.resize(random() % bad.size());
    if (fix_checksum) {
      detail::RecordHeader header;
      std::memcpy(&header, bad.data(), sizeof header);
      header.checksum = detail::checksum_of_record(header, bad.data() + sizeof header,
                                                   bad.size() - sizeof header);
      std::memcpy(bad.data(), &header, sizeof header);
    }
    const auto status = start_with(bad);
    EXPECT_TRUE(status.is_exited()) << status.to_string();
    refused += status == ExitStatus::exited(1);
  }
  ::dup2(errors, 2);
  ::close(errors);
  ::close(null);
  EXPECT_GT(refused, 20);
}

} // namespace
