//===- GroupTest.cpp - Do groups and pools start, stop and replace workers as promised? ---------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <algorithm>
#include <csignal>
#include <numeric>
#include <stdexcept>

#include <sys/resource.h>

#include "Fixture.h"

namespace {

STOWAWAY_EVERY_METHOD(GroupTest);
STOWAWAY_EVERY_METHOD(PoolTest);

void wait_for(Event event) { event.wait(); }
void sleep_long() {
  for (;;)
    ::pause();
}
void ignore_term(Event ready) {
  ::signal(SIGTERM, SIG_IGN);
  ready.set();
  sleep_long();
}

TEST_P(GroupTest, StartsAndStopsAll) {
  Event event;
  ProcessGroup group(StopPolicy{.event = event});
  for (int i = 0; i < 5; ++i)
    group.add(wait_for, event);
  EXPECT_EQ(group.size(), 5u);
  EXPECT_FALSE(group.any_alive());
  group.start();
  EXPECT_TRUE(group.any_alive());
  EXPECT_FALSE(group.join_for(10ms));
  const auto outcomes = group.stop();
  ASSERT_EQ(outcomes.size(), 5u);
  for (const auto &outcome : outcomes) {
    EXPECT_EQ(outcome.step, StopOutcome::Step::event);
    EXPECT_TRUE(outcome.status.success());
  }
  EXPECT_FALSE(group.any_alive());
}

TEST_P(GroupTest, StopsInParallelUnderOneDeadline) {
  ProcessGroup group;
  std::vector<Event> ready(6);
  for (auto &event : ready)
    group.add(ignore_term, event);
  group.start();
  for (auto &event : ready)
    event.wait();
  const Stopwatch watch;
  const auto outcomes = group.stop({.event = Event(), .event_grace = 100ms, .term_grace = 100ms});
  EXPECT_GE(watch.elapsed(), 200ms);
  EXPECT_LT(watch.elapsed(), 600ms); // six times as long one after the other
  for (const auto &outcome : outcomes)
    EXPECT_EQ(outcome.step, StopOutcome::Step::kill);
}

TEST_P(GroupTest, StartsNoneWhenOneCannotTravel) {
  if (GetParam() == StartMethod::fork)
    GTEST_SKIP() << "nothing is sent";
  Event event;
  Process running(wait_for, event);
  running.start();
  ProcessGroup group;
  group.add(wait_for, event);
  group.add([](Process &) {}, std::ref(running));
  EXPECT_THROW(group.start(), TransferError);
  EXPECT_EQ(group[0].pid(), 0);
  event.set();
  running.join();
}

TEST_P(GroupTest, RollsBackWhenOneIsRefused) {
  Event event;
  ProcessGroup group(StopPolicy{.event = event});
  for (int i = 0; i < 4; ++i)
    group.add(wait_for, event);
  // The forkserver must exist before descriptors run out, or it would be what fails.
  Process warm(+[] {});
  warm.start();
  warm.join();
  warm = Process();
  rlimit old{};
  ::getrlimit(RLIMIT_NOFILE, &old);
  const int next = ::dup(0);
  ::close(next);
  rlimit few = old;
  few.rlim_cur = static_cast<rlim_t>(next) + 5; // enough for one or two workers
  ::setrlimit(RLIMIT_NOFILE, &few);
  std::size_t failed = 99;
  try {
    group.start();
  } catch (const GroupStartError &error) {
    failed = error.index();
    EXPECT_EQ(error.rollback().size(), failed);
  } catch (const StartError &) {
    failed = 0;
  }
  ::setrlimit(RLIMIT_NOFILE, &old);
  EXPECT_LT(failed, 4u);
  EXPECT_FALSE(group.any_alive());
  event.clear();
  group.start(); // as if nothing had happened
  for (const auto &outcome : group.stop())
    EXPECT_TRUE(outcome.status.success());
}

TEST_P(GroupTest, WaitAnyReportsEachOnce) {
  std::vector<Event> events(3);
  ProcessGroup group;
  for (auto &event : events)
    group.add(wait_for, event);
  group.start();
  EXPECT_EQ(group.wait_any_for(10ms), std::nullopt);
  for (const std::size_t i : {1, 0, 2}) {
    events[i].set();
    EXPECT_EQ(group.wait_any(), i);
  }
  EXPECT_EQ(group.wait_any(), std::nullopt);
}

void fail_until(Semaphore left) {
  if (left.try_acquire())
    std::exit(1);
}
TEST_P(GroupTest, RestartsWhatCrashes) {
  for (const auto strategy :
       {RestartPolicy::Strategy::one_for_one, RestartPolicy::Strategy::one_for_all,
        RestartPolicy::Strategy::rest_for_one}) {
    Semaphore left(2);
    Event stop;
    ProcessGroup group({}, {.strategy = strategy, .intensity = 3, .period = 60s});
    group.add(+[] {});
    group.add(fail_until, left);
    group.add(+[] {});
    std::vector<std::size_t> restarted;
    group.on_restart([&](std::size_t index, const ExitStatus &) { restarted.push_back(index); });
    group.start();
    group.supervise(stop);
    EXPECT_EQ(group.restart_count(), 2u);
    const std::vector<std::size_t> expected = strategy == RestartPolicy::Strategy::one_for_one
                                                  ? std::vector<std::size_t>{1, 1}
                                              : strategy == RestartPolicy::Strategy::one_for_all
                                                  ? std::vector<std::size_t>{0, 1, 2, 0, 1, 2}
                                                  : std::vector<std::size_t>{1, 2, 1, 2};
    EXPECT_EQ(restarted, expected);
    EXPECT_TRUE(group[1].exit_status().success());
  }
}

TEST_P(GroupTest, GivesUpAfterTooManyRestarts) {
  Event stop;
  ProcessGroup group(
      {}, {.strategy = RestartPolicy::Strategy::one_for_one, .intensity = 2, .period = 60s});
  group.add(+[] { std::exit(1); });
  group.add(sleep_long);
  group.start();
  EXPECT_THROW(group.supervise(stop), RestartLimitError);
  EXPECT_FALSE(group.any_alive());
}

TEST_P(GroupTest, SupervisionEndsWithTheEvent) {
  Event stop;
  ProcessGroup group({}, {.strategy = RestartPolicy::Strategy::one_for_one});
  group.add(sleep_long);
  group.start();
  stop.set();
  group.supervise(stop);
  EXPECT_FALSE(group.any_alive());
}

// --- Pool
// --------------------------------------------------------------------------------------------

int square(int x) { return x * x; }
int crash_at_three(int x) {
  if (x == 3)
    ::raise(SIGKILL);
  return x;
}
int throw_at_two(int x) {
  if (x == 2)
    throw std::invalid_argument("two");
  return x;
}

std::vector<int> numbers(int count) {
  std::vector<int> all(static_cast<std::size_t>(count));
  std::iota(all.begin(), all.end(), 0);
  return all;
}

TEST_P(PoolTest, MapKeepsTheOrder) {
  Pool pool(3);
  EXPECT_EQ(pool.size(), 3u);
  const auto results = pool.map(square, numbers(100));
  ASSERT_EQ(results.size(), 100u);
  for (int i = 0; i < 100; ++i)
    EXPECT_EQ(results[static_cast<std::size_t>(i)], i * i);
  int offset = 5;
  EXPECT_EQ(pool.map([offset](int x) { return std::to_string(x + offset); }, numbers(2)),
            (std::vector<std::string>{"5", "6"}));
  EXPECT_TRUE(pool.map(square, numbers(0)).empty());
  pool.map([](int) {}, numbers(3));
  EXPECT_EQ(pool.map([](int x) { return x % 2 == 0; }, numbers(3)),
            (std::vector<bool>{true, false, true}));
}

TEST_P(PoolTest, SubmitGivesFutures) {
  Pool pool(2);
  auto a = pool.submit(square, 7);
  auto b = pool.submit([](std::string text) { return text + "!"; }, std::string("x"));
  auto c = pool.submit(+[] {});
  EXPECT_EQ(a.get(), 49);
  EXPECT_EQ(b.get(), "x!");
  c.get();
}

TEST_P(PoolTest, ExceptionsAreForwarded) {
  Pool pool(2);
  auto future = pool.submit(throw_at_two, 2);
  try {
    future.get();
    FAIL();
  } catch (const RemoteError &error) {
    EXPECT_EQ(error.type(), "std::invalid_argument");
    EXPECT_EQ(error.stage(), "run");
  }
  int done = 0;
  EXPECT_THROW(
      pool.map(throw_at_two, numbers(10),
               {.chunk = 1,
                .progress = [&](std::size_t now, std::size_t) { done = static_cast<int>(now); }}),
      RemoteError);
  EXPECT_EQ(done, 10) << "all items are worked on";
  EXPECT_EQ(pool.submit(square, 3).get(), 9);
}

TEST_P(PoolTest, CrashedWorkersAreReplaced) {
  Pool pool(2);
  auto lost = pool.submit(crash_at_three, 3);
  EXPECT_THROW(lost.get(), WorkerLostError);
  std::size_t completed = 0;
  EXPECT_THROW(pool.for_each_completed(crash_at_three, numbers(20),
                                       [&](std::size_t, int) { ++completed; }, {.chunk = 1}),
               WorkerLostError);
  EXPECT_EQ(completed, 19u);
  EXPECT_EQ(pool.replaced_count(), 2u);
  EXPECT_EQ(pool.submit(square, 3).get(), 9);
}

TEST_P(PoolTest, ResultsAsCompleted) {
  Pool pool(2);
  std::vector<std::size_t> order;
  pool.for_each_completed(
      [](int x) {
        ::usleep(x == 0 ? 100'000 : 0);
        return x;
      },
      numbers(4),
      [&](std::size_t index, int value) {
        EXPECT_EQ(static_cast<int>(index), value);
        order.push_back(index);
      },
      {.chunk = 1});
  ASSERT_EQ(order.size(), 4u);
  EXPECT_EQ(order.back(), 0u);
}

TEST_P(PoolTest, WorkersAreReplacedAfterSoManyCalls) {
  Pool pool(PoolOptions{.workers = 1, .max_calls_per_worker = 2});
  std::vector<pid_t> pids;
  for (int i = 0; i < 4; ++i)
    pids.push_back(pool.submit(+[] { return ::getpid(); }).get());
  EXPECT_EQ(pids[0], pids[1]);
  EXPECT_NE(pids[1], pids[2]);
  EXPECT_EQ(pids[2], pids[3]);
  EXPECT_EQ(pool.replaced_count(), 0u);
}

TEST_P(PoolTest, JoinFinishesAndTerminateDoesNot) {
  Pool pool(2);
  std::vector<std::future<int>> futures;
  for (int i = 0; i < 10; ++i)
    futures.push_back(pool.submit(square, i));
  pool.join();
  EXPECT_EQ(futures[9].get(), 81);
  EXPECT_THROW(pool.submit(square, 1), LifecycleError);

  Pool other(1);
  auto running = other.submit(sleep_long);
  auto waiting = other.submit(square, 1);
  const Stopwatch watch;
  other.terminate();
  EXPECT_LT(watch.elapsed(), 3s);
  EXPECT_THROW(running.get(), WorkerLostError);
  EXPECT_THROW(waiting.get(), WorkerLostError);
}

TEST_P(PoolTest, HandlesTravelToAndFro) {
  Pool pool(1);
  Event event;
  auto back = pool.submit(
      [](Event event) {
        event.set();
        Event made;
        made.set();
        return made;
      },
      event);
  EXPECT_TRUE(back.get().is_set());
  EXPECT_TRUE(event.is_set());
}

struct NoResult {
  int a = 1;
  template <class A>
  void serialize(A &archive) {
    archive(a);
    if (a)
      throw std::runtime_error("cannot be sent");
  }
};
TEST_P(PoolTest, ResultsThatCannotTravelAreErrors) {
  Pool pool(1);
  auto future = pool.submit(+[] { return NoResult(); });
  try {
    future.get();
    FAIL();
  } catch (const RemoteError &error) {
    EXPECT_EQ(error.stage(), "encode");
    EXPECT_EQ(error.message(), "cannot be sent");
  }
  EXPECT_EQ(pool.submit(square, 3).get(), 9);
  EXPECT_EQ(pool.replaced_count(), 0u);
}

TEST_P(PoolTest, StubbornWorkersAreStoppedInParallel) {
  Pool pool(PoolOptions{.workers = 4, .stop_policy = {.term_grace = 300ms}});
  std::vector<Event> ready(4);
  std::vector<std::future<void>> futures;
  for (auto &event : ready)
    futures.push_back(pool.submit(ignore_term, event));
  for (auto &event : ready)
    event.wait();
  const Stopwatch watch;
  pool.terminate();
  EXPECT_GE(watch.elapsed(), 300ms);
  EXPECT_LT(watch.elapsed(), 1100ms) << "four times as long one after the other";
  for (auto &future : futures)
    EXPECT_THROW(future.get(), WorkerLostError);
}

TEST_P(PoolTest, CopyInAForkedProcessIsHarmless) {
  Pool pool(2);
  const pid_t copy = ::fork();
  if (copy == 0) {
    int wrong = 0;
    try {
      pool.submit(square, 1);
      wrong = 1;
    } catch (const LifecycleError &) {
    }
    std::destroy_at(&pool); // must not wait for a thread that is not there
    ::_exit(wrong);
  }
  int status = -1;
  EXPECT_TRUE(eventually([&] { return ::waitpid(copy, &status, WNOHANG) == copy; }, 30s));
  EXPECT_EQ(status, 0);
  EXPECT_EQ(pool.submit(square, 3).get(), 9);
}

TEST_P(PoolTest, TerminateNamesTheReason) {
  Pool pool(1);
  auto future = pool.submit(+[]() noexcept { throw_at_two(2); });
  try {
    future.get();
    FAIL();
  } catch (const WorkerLostError &error) {
    EXPECT_NE(std::string(error.what()).find("SIGABRT"), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find("std::invalid_argument: two"), std::string::npos)
        << error.what();
  }
}

TEST_P(PoolTest, ManyWorkers) {
  const int count = repetitions(20, 200);
  Pool pool(static_cast<unsigned>(count));
  EXPECT_EQ(pool.map(square, numbers(count), {.chunk = 1}).back(), (count - 1) * (count - 1));
}

} // namespace
