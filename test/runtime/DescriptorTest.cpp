//===- DescriptorTest.cpp - Do descriptors arrive whatever their numbers, and only those sent? --===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A worker finds what was sent at numbers of its own. The cases put the sources where they collide
// with those numbers and with standard input, output and error. They do so in a worker, which may
// close what it likes.
//
//===--------------------------------------------------------------------------------------------===//

#include <algorithm>
#include <numeric>
#include <random>
#include <thread>

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "Fixture.h"

namespace {

STOWAWAY_EVERY_METHOD(DescriptorTest);
STOWAWAY_SENDING_METHODS(SentDescriptorTest);

using detail::Channel; // owns a descriptor, and travels

ino_t file_of(int fd) {
  struct stat info{};
  return ::fstat(fd, &info) == 0 ? info.st_ino : 0;
}

struct Arrived {
  std::vector<ino_t> files;
  std::size_t open; // descriptors of the worker
};

/// Sends one file for each number, which is its descriptor here; the numbers that are not named of
/// 0 to 2 are closed. What is wrong, or nothing.
std::string send_from(std::vector<int> numbers, std::size_t &usual) {
  for (int fd = 0; fd < 3; ++fd)
    ::close(fd);
  // The library's own are left alone.
  std::erase_if(numbers, [](int fd) { return ::fcntl(fd, F_GETFD) >= 0; });
  std::vector<int> made;
  std::vector<ino_t> files;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const int fd = ::memfd_create("sent", MFD_CLOEXEC);
    made.push_back(::fcntl(fd, F_DUPFD_CLOEXEC, 1500)); // out of the way
    ::close(fd);
    files.push_back(file_of(made.back()));
  }
  std::vector<Channel> sources;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (::dup2(made[i], numbers[i]) != numbers[i])
      return "cannot prepare " + std::to_string(numbers[i]);
    ::close(made[i]);
    sources.emplace_back(numbers[i]);
  }
  Task task(
      +[](std::vector<Channel> sources) {
        Arrived arrived{{}, Surroundings::list("/proc/self/fd").size()};
        for (const auto &source : sources)
          arrived.files.push_back(file_of(source.fd()));
        return arrived;
      },
      std::move(sources));
  task.start();
  const auto arrived = task.result();
  std::string where;
  for (const int number : numbers)
    where += " " + std::to_string(number);
  if (arrived.files != files)
    return "others arrived from" + where;
  const auto more = arrived.open - numbers.size();
  if (usual == 0)
    usual = more;
  if (more != usual)
    return std::to_string(more) + " instead of " + std::to_string(usual) + " open, sent from" +
           where;
  return "";
}

std::string send_from_everywhere(StartMethod method, int rounds) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 4096);
  ::setrlimit(RLIMIT_NOFILE, &limit);
  set_start_method(method);
  std::vector<int> numbers(14);
  std::iota(numbers.begin(), numbers.end(), 0);
  std::size_t usual = 0;
  // Nothing, one, two or all of standard input, output and error, in every order, the rest closed.
  std::vector<std::vector<int>> all = {{}};
  for (const int first : {0, 1, 2}) {
    all.push_back({first});
    for (const int second : {0, 1, 2})
      if (second != first) {
        all.push_back({first, second});
        all.push_back({first, second, 3 - first - second});
      }
  }
  std::mt19937 random(23);
  for (int i = 0; i < rounds; ++i) {
    std::shuffle(numbers.begin(), numbers.end(), random);
    all.emplace_back(numbers.begin(),
                     numbers.begin() + static_cast<std::ptrdiff_t>(random() % numbers.size()));
  }
  all.push_back({300, 257, 1000, 256});
  for (const auto &sources : all)
    if (auto wrong = send_from(sources, usual); !wrong.empty())
      return wrong;
  return "";
}

TEST_P(DescriptorTest, AllArriveFromEveryNumber) {
  set_start_method(StartMethod::spawn);
  Task task(send_from_everywhere, GetParam(), repetitions(60, 1'000));
  task.start();
  EXPECT_EQ(task.result(), "");
}

TEST_P(SentDescriptorTest, ManyArriveFromEveryNumber) {
  // More than the child keeps on its stack while it moves them.
  set_start_method(StartMethod::spawn);
  Task task(
      +[](StartMethod method) {
        set_start_method(method);
        std::vector<int> numbers(150);
        for (int i = 0; i < 150; ++i)
          numbers[static_cast<std::size_t>(i)] = 400 - i; // in falling order
        std::size_t usual = 0;
        return send_from(numbers, usual);
      },
      GetParam());
  task.start();
  EXPECT_EQ(task.result(), "");
}

TEST_P(SentDescriptorTest, LoweredLimitHidesNoDescriptor) {
  set_start_method(StartMethod::spawn);
  Task task(
      +[](StartMethod method) {
        const int high = ::fcntl(0, F_DUPFD, 200); // not close-on-exec
        rlimit limit{};
        ::getrlimit(RLIMIT_NOFILE, &limit);
        limit.rlim_cur = 60; // what is open above it stays open
        ::setrlimit(RLIMIT_NOFILE, &limit);
        set_start_method(method);
        Task inner(+[] { return Surroundings::list("/proc/self/fd"); });
        inner.start();
        const auto found = inner.result();
        return high == 200 && ::fcntl(high, F_GETFD) == 0 && !found.contains("200");
      },
      GetParam());
  task.start();
  EXPECT_TRUE(task.result());
}

TEST_P(DescriptorTest, TheLibrarysOwnCloseOnExec) {
  // From their first moment: a program that another thread starts must not get them.
  const auto before = Surroundings::list("/proc/self/fd");
  Event event;
  Queue<int> queue(3);
  Mutex mutex;
  Semaphore semaphore;
  auto [in, out] = pipe(false);
  Process process(+[](Event event) { event.wait(); }, event);
  process.start();
  int found = 0;
  for (const auto &name : Surroundings::list("/proc/self/fd"))
    if (!before.contains(name)) {
      ++found;
      EXPECT_EQ(::fcntl(std::stoi(name), F_GETFD), FD_CLOEXEC) << name;
    }
  EXPECT_GE(found, 9); // one each, two of the queue, the pipe and the process
  event.set();
  process.join();
}

TEST_P(SentDescriptorTest, StartsOfSeveralThreadsDoNotMix) {
  std::vector<std::thread> threads;
  std::vector<std::set<std::size_t>> counts(4);
  std::atomic<int> wrong = 0;
  for (auto &seen : counts)
    threads.emplace_back([&seen, &wrong] {
      for (int i = 0; i < 10; ++i) {
        auto [here, there] = pipe();
        Task task(
            +[](Connection there) {
              there.send(::getpid());
              return Surroundings::list("/proc/self/fd").size();
            },
            std::move(there));
        task.start();
        wrong += here.receive<pid_t>() != task.pid();
        try {
          (void)here.receive<int>(); // another worker that held the other end would hang this
          ++wrong;
        } catch (const ClosedError &) {
        }
        seen.insert(task.result());
      }
    });
  for (auto &thread : threads)
    thread.join();
  EXPECT_EQ(wrong, 0);
  for (const auto &seen : counts)
    EXPECT_EQ(seen, std::set<std::size_t>{*counts[0].begin()});
}

TEST_P(SentDescriptorTest, WhatIsNotOpenIsATypedError) {
  Process process([](Channel) {}, Channel(1200));
  try {
    process.start();
    FAIL();
  } catch (const StartError &error) {
    EXPECT_EQ(error.code().value(), EBADF) << error.what();
  }
  EXPECT_EQ(process.pid(), 0);
}

TEST_P(SentDescriptorTest, ClosedEndsTravelAsClosed) {
  auto [here, there] = pipe();
  there.close();
  Task task([](Connection there) { return there.is_open(); }, std::move(there));
  task.start();
  EXPECT_FALSE(task.result());
}

TEST_P(SentDescriptorTest, EndsOfPipesKeepTheirRights) {
  auto [in, out] = pipe(false);
  Task task(
      +[](Connection in, Connection out) {
        int refusals = 0;
        try {
          in.send(1);
        } catch (const LifecycleError &) {
          ++refusals;
        }
        try {
          out.receive<int>();
        } catch (const LifecycleError &) {
          ++refusals;
        }
        out.send(5);
        return refusals * 10 + in.receive<int>();
      },
      std::move(in), std::move(out));
  task.start();
  EXPECT_EQ(task.result(), 25);
}

} // namespace
