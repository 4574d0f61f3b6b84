//===- PoolTest.cpp - Does a pool survive what the system refuses and what its user throws? -----===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a pool does when all goes well is in GroupTest.cpp.
//
//===--------------------------------------------------------------------------------------------===//

#include <csignal>
#include <ctime>
#include <fstream>
#include <list>
#include <memory>
#include <ranges>
#include <span>
#include <sstream>
#include <thread>

#include <pthread.h>

#include "Limits.h"

namespace {

int square(int x) { return x * x; }
void end_at_once() { ::raise(SIGKILL); }

/// The blocked signals that /proc tells of a thread.
unsigned long long blocked_in(const std::string &status) {
  std::ifstream file(status);
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("SigBlk:"))
      return std::stoull(line.substr(7), nullptr, 16);
  return ~0ull;
}
bool has(unsigned long long mask, int signal) { return mask >> (signal - 1) & 1; }

TEST_F(RuntimeTest, PoolThreadLeavesSignalsToTheProgram) {
  const auto threads = Surroundings::list("/proc/self/task");
  Pool pool(1);
  const auto of_worker = +[] { return blocked_in("/proc/self/status"); };
  EXPECT_EQ(pool.submit(of_worker).get(), 0u);
  for (const auto &thread : Surroundings::list("/proc/self/task"))
    if (!threads.contains(thread)) {
      const auto mask = blocked_in("/proc/self/task/" + thread + "/status");
      for (const int signal : {SIGINT, SIGTERM, SIGCHLD, SIGALRM, SIGUSR1, SIGPROF})
        EXPECT_TRUE(has(mask, signal)) << signal;
      if (thread_sanitized) // which starts a thread of its own meanwhile
        continue;
      for (const int signal : {SIGSEGV, SIGBUS, SIGFPE})
        EXPECT_FALSE(has(mask, signal)) << signal << " would end the process without its handler";
    }
  EXPECT_THROW(pool.submit(end_at_once).get(), WorkerLostError);
  EXPECT_EQ(pool.submit(of_worker).get(), 0u) << "started by the pool's thread";
}

TEST_F(RuntimeTest, PoolWithoutAThreadIsAnErrorAndLeavesNoWorker) {
  if (sanitized)
    GTEST_SKIP() << "sanitizers make threads in their own way";
  pthread_attr_t usual, huge;
  ASSERT_EQ(::pthread_getattr_default_np(&usual), 0);
  ASSERT_EQ(::pthread_attr_init(&huge), 0);
  ASSERT_EQ(::pthread_attr_setstacksize(&huge, std::size_t(1) << 46), 0);
  ASSERT_EQ(::pthread_setattr_default_np(&huge), 0);
  EXPECT_THROW(Pool(2), std::system_error);
  EXPECT_TRUE(active_children().empty());
  ::pthread_setattr_default_np(&usual);
  ::pthread_attr_destroy(&usual);
  ::pthread_attr_destroy(&huge);
}

TEST_F(RuntimeTest, PoolDoesNotSpinWhenTheLimitOfDescriptorsIsLowered) {
  Pool pool(4);
  const Limited limited(RLIMIT_NOFILE, 5);
  EXPECT_EQ(pool.submit(square, 3).get(), 9);
  const auto used = [] {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return time.tv_sec * 1'000 + time.tv_nsec / 1'000'000;
  };
  // One that spins uses all of each of these spells.
  bool idle = false;
  for (int i = 0; i < 20 && !idle; ++i) {
    const auto before = used();
    ::usleep(100'000);
    idle = used() - before < 30;
  }
  EXPECT_TRUE(idle);
}

TEST_F(RuntimeTest, WorkerThatCannotBeReplacedIsStartedLater) {
  Pool pool(1);
  std::future<int> later;
  {
    const Limited limited(RLIMIT_NOFILE, descriptors_and(0));
    EXPECT_THROW(pool.submit(end_at_once).get(), WorkerLostError);
    later = pool.submit(square, 3);
    EXPECT_EQ(later.wait_for(150ms), std::future_status::timeout);
  }
  EXPECT_EQ(later.get(), 9);
  {
    const Limited limited(RLIMIT_NOFILE, descriptors_and(0));
    EXPECT_THROW(pool.submit(end_at_once).get(), WorkerLostError);
    try {
      pool.submit(square, 3).get(); // some seconds later
      ADD_FAILURE();
    } catch (const WorkerLostError &error) {
      EXPECT_NE(std::string(error.what()).find("no worker of the pool is left"), std::string::npos)
          << error.what();
    }
  }
  EXPECT_EQ(pool.submit(square, 4).get(), 16);
  EXPECT_EQ(pool.replaced_count(), 2u);
}

TEST_F(RuntimeTest, CallThatCannotBeSentFailsAlone) {
  Pool pool(1);
  const auto length = +[](std::string text) { return text.size(); };
  const std::string large(1 << 20, 'x');
  {
    const Limited limited(RLIMIT_FSIZE, 1 << 18);
    auto refused = pool.submit(length, large);
    EXPECT_EQ(error_of([&] { refused.get(); }), EFBIG);
  }
  EXPECT_THROW(
      pool.submit(+[](std::vector<Event>) {}, std::vector<Event>(260)).get(), TransferError);
  EXPECT_EQ(pool.submit(length, large).get(), large.size());
  EXPECT_EQ(pool.replaced_count(), 0u);
}

TEST_F(RuntimeTest, ResultsWithoutRoomAreWaitedForAndThenFailAlone) {
  Pool pool(1);
  const auto make = +[] {
    Event event;
    event.set();
    return event;
  };
  std::future<Event> future;
  {
    const Limited limited(RLIMIT_NOFILE, descriptors_and(0));
    future = pool.submit(make);
    EXPECT_EQ(future.wait_for(50ms), std::future_status::timeout);
  }
  EXPECT_TRUE(future.get().is_set());
  EXPECT_EQ(pool.submit(square, 2).get(), 4); // the pool's thread has let go of the event by then
  {
    const Limited limited(RLIMIT_NOFILE, descriptors_and(0));
    future = pool.submit(make);
    EXPECT_EQ(error_of([&] { future.get(); }), EMFILE);
    EXPECT_EQ(pool.submit(square, 3).get(), 9);
  }
  EXPECT_TRUE(pool.submit(make).get().is_set());
  EXPECT_EQ(pool.replaced_count(), 0u);
}

TEST_F(RuntimeTest, CallsWithoutRoomInTheWorkerFailAlone) {
  Pool pool(1);
  const auto limit_worker = +[](bool limited) {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limited ? descriptors_and(0) : limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
  };
  pool.submit(limit_worker, true).get();
  try {
    pool.submit(+[](Event) {}, Event()).get();
    ADD_FAILURE();
  } catch (const RemoteError &error) {
    EXPECT_EQ(error.stage(), "decode");
    EXPECT_EQ(error.type(), "std::system_error");
  }
  EXPECT_EQ(pool.submit(square, 3).get(), 9) << "not the answer of another call";
  pool.submit(limit_worker, false).get(); // its end is to be a usual one
}

std::string call_while_too_many_descriptors_are_in_flight() {
  // The limit is not for root.
  if (::geteuid() == 0 && ::setresuid(65'534, 65'534, 65'534) != 0)
    return "";
  set_start_method(StartMethod::fork); // this user may have no right to execute the program again
  Pool pool(1);
  const Limited limited(RLIMIT_NOFILE, 64);
  auto [here, there] = pipe();
  Event event;
  int sent = 0;
  while (error_of([&] { sent += here.send_for(event, 10ms); }) == 0 && sent < 1000) {
  }
  auto held = pool.submit(+[](Event event) { return event.is_set(); }, event);
  if (pool.submit(square, 3).get() != 9)
    return "another call is held up";
  if (held.wait_for(50ms) != std::future_status::timeout)
    return "the call was not refused";
  event.set();
  for (int i = 0; i < sent; ++i)
    there.receive<Event>();
  if (!held.get())
    return "another event";
  pool.close();
  pool.join();
  return "";
}
TEST_F(RuntimeTest, CallsWaitWhileTooManyDescriptorsAreInFlight) {
  Task task(call_while_too_many_descriptors_are_in_flight);
  task.start();
  EXPECT_EQ(task.result(), "");
}

TEST_F(RuntimeTest, StoppedWorkersDoNotHoldUpOthers) {
  for (const std::size_t size : {std::size_t(0), std::size_t(16'000), std::size_t(1) << 20}) {
    Pool pool(2);
    Event go;
    std::vector<std::future<pid_t>> who;
    Semaphore there;
    for (int i = 0; i < 2; ++i)
      who.push_back(pool.submit(
          +[](Event go, Semaphore there) {
            there.release();
            go.wait();
            return ::getpid();
          },
          go, there));
    there.acquire();
    there.acquire(); // in both workers
    go.set();
    const pid_t stopped = who[0].get();
    who[1].get();
    ::kill(stopped, SIGSTOP);
    std::vector<std::future<std::size_t>> futures;
    for (int i = 0; i < 6; ++i)
      futures.push_back(
          pool.submit(+[](std::string text) { return text.size(); }, std::string(size, 'x')));
    const auto ready = [](auto &future) {
      return future.wait_for(0ms) == std::future_status::ready;
    };
    EXPECT_TRUE(eventually([&] { return std::ranges::count_if(futures, ready) == 5; }));
    ::kill(stopped, SIGCONT);
    for (auto &future : futures)
      EXPECT_EQ(future.get(), size);
  }
}

TEST_F(RuntimeTest, WorkersThatEndSlowlyHoldUpNobody) {
  Pool pool(PoolOptions{.workers = 1, .max_calls_per_worker = 1, .stop_policy = patient()});
  Event go;
  const auto first = pool.submit(
                             +[](Event event) {
                               static Event &until = *new Event(event);
                               std::atexit([] { until.wait(); });
                               return ::getpid();
                             },
                             go)
                         .get();
  EXPECT_NE(pool.submit(+[] { return ::getpid(); }).get(), first);
  EXPECT_EQ(::kill(first, 0), 0) << "it still ends";
  go.set();
  EXPECT_EQ(pool.submit(square, 3).get(), 9);
}

TEST_F(RuntimeTest, MapTakesRangesOfEveryKind) {
  Pool pool(2);
  const std::vector<int> expected = {1, 4, 9};
  EXPECT_EQ(pool.map(square, {1, 2, 3}), expected);
  EXPECT_EQ(pool.map(square, {1, 2, 3}, {.chunk = 2}), expected);
  const int array[] = {1, 2, 3};
  EXPECT_EQ(pool.map(square, array), expected);
  EXPECT_EQ(pool.map(square, std::span(array)), expected);
  EXPECT_EQ(pool.map(square, std::list<int>{1, 2, 3}), expected);
  EXPECT_EQ(pool.map(square, std::views::iota(1, 4)), expected);
  auto odd = std::views::iota(0, 6) | std::views::filter([](int x) { return x % 2 == 1; });
  EXPECT_EQ(pool.map(square, odd), (std::vector<int>{1, 9, 25}));
  std::istringstream text("1 2 3");
  EXPECT_EQ(pool.map(square, std::views::istream<int>(text), {.chunk = 2}), expected)
      << "can be read once, and does not tell its length";
  const auto negate = +[](bool x) { return !x; };
  EXPECT_EQ(pool.map(negate, std::vector<bool>{true, false}), (std::vector<bool>{false, true}));
  pool.map(+[](bool) {}, std::vector<bool>{true, false});

  std::vector<std::unique_ptr<int>> owners;
  for (int i = 1; i <= 3; ++i)
    owners.push_back(std::make_unique<int>(i));
  const auto increment = +[](std::unique_ptr<int> x) {
    ++*x;
    return x;
  };
  auto incremented = pool.map(increment, std::move(owners));
  ASSERT_EQ(incremented.size(), 3u);
  EXPECT_EQ(*incremented[2], 4);
  std::vector<std::unique_ptr<int>> kept(3);
  pool.for_each_completed(
      increment, std::move(incremented),
      [&](std::size_t index, std::unique_ptr<int> result) { kept[index] = std::move(result); });
  EXPECT_EQ(*kept[0], 3);
  int sum = 0;
  pool.for_each_completed(square, {1, 2, 3}, [&](std::size_t, int &result) { sum += result; });
  EXPECT_EQ(sum, 14);

  std::vector<std::string> strings = {"a", "b"};
  EXPECT_EQ(pool.map(
                +[](std::string s) { return s + s; }, strings),
            (std::vector<std::string>{"aa", "bb"}));
  EXPECT_EQ(strings, (std::vector<std::string>{"a", "b"})) << "copied: it was not given away";
  EXPECT_EQ(pool.map(
                +[](int i) -> const int & {
                  static int last;
                  return last = i;
                },
                {1, 2}),
            (std::vector<int>{1, 2}));
}

TEST_F(RuntimeTest, PortionsOfEverySize) {
  Pool pool(2);
  std::size_t calls = 0;
  const auto count = [&](std::size_t, std::size_t) { ++calls; };
  for (const std::size_t chunk : {std::size_t(3), std::size_t(4), SIZE_MAX}) {
    calls = 0;
    EXPECT_EQ(pool.map(square, {1, 2, 3}, {.chunk = chunk, .progress = count}),
              (std::vector<int>{1, 4, 9}));
    EXPECT_EQ(calls, 1u);
    calls = 0;
    EXPECT_TRUE(pool.map(square, std::vector<int>(), {.chunk = chunk, .progress = count}).empty());
    EXPECT_EQ(calls, 0u) << "nothing was done";
  }
}

int number_of_calls = 0;
int &count_call() { return ++number_of_calls; }
TEST_F(RuntimeTest, ReferencesAndNothingAreResults) {
  Pool pool(1);
  std::future<int> reference = pool.submit(count_call);
  EXPECT_EQ(reference.get(), 1);
  std::future<void> nothing = pool.submit(+[](int) {}, 1);
  nothing.get();
}

TEST_F(RuntimeTest, CallbacksMayThrow) {
  for (const bool in_progress : {false, true}) {
    Pool pool(1);
    Event go;
    Semaphore begun;
    struct Item {
      int number;
      Event go;
      Semaphore begun;
    };
    std::vector<Item> items;
    for (int i = 0; i < 20; ++i)
      items.push_back({i, go, begun});
    const auto work = +[](Item item) {
      item.begun.release();
      if (item.number > 0)
        item.go.wait();
      return item.number;
    };
    const auto give_up = [&](std::size_t, std::size_t) { throw std::out_of_range("enough"); };
    if (in_progress)
      EXPECT_THROW(pool.map(work, items, {.chunk = 1, .progress = give_up}), std::out_of_range);
    else
      EXPECT_THROW(pool.for_each_completed(work, items, give_up, {.chunk = 1}), std::out_of_range);
    go.set();
    EXPECT_EQ(pool.submit(square, 3).get(), 9);
    pool.join();
    // The second one may have been begun before the first one's result was told.
    EXPECT_LE(begun.value(), 2u) << "what no worker had begun was dropped";
  }
}

TEST_F(RuntimeTest, PoolMayBeEndedInACallback) {
  {
    Pool pool(2);
    std::size_t results = 0;
    pool.for_each_completed(square, std::views::iota(0, 20),
                            [&](std::size_t, int) {
                              ++results;
                              pool.join();
                            },
                            {.chunk = 1});
    EXPECT_EQ(results, 20u);
    EXPECT_THROW(pool.submit(square, 1), LifecycleError);
  }
  {
    Pool pool(1);
    const auto first_only = +[](int x) {
      while (x > 0)
        ::pause();
      return x;
    };
    EXPECT_THROW(pool.for_each_completed(first_only, {0, 1, 2},
                                         [&](std::size_t, int) { pool.terminate(); }, {.chunk = 1}),
                 WorkerLostError);
  }
}

TEST_F(RuntimeTest, TerminateEndsAJoin) {
  Pool pool(1);
  auto never = pool.submit(+[] {
    for (;;)
      ::pause();
  });
  std::thread joiner([&] { pool.join(); });
  ::usleep(20'000);
  pool.terminate();
  joiner.join();
  EXPECT_THROW(never.get(), WorkerLostError);
}

TEST_F(RuntimeTest, SeveralThreadsMapAtOnce) {
  Pool pool(2);
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20; ++i) {
        const auto results = pool.map(square, std::views::iota(t, t + 10), {.chunk = 3});
        for (int k = 0; k < 10; ++k)
          wrong += results[static_cast<std::size_t>(k)] != square(t + k);
      }
    });
  for (auto &thread : threads)
    thread.join();
  EXPECT_EQ(wrong, 0);
}

} // namespace
