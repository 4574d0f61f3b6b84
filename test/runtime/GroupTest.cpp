//===- GroupTest.cpp - Do groups and pools start, stop and replace workers as promised? ---------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <algorithm>
#include <csignal>
#include <numeric>
#include <stdexcept>
#include <thread>

#include <sys/resource.h>

#include "Fixture.h"

namespace {

STOWAWAY_EVERY_METHOD(GroupTest);
STOWAWAY_EVERY_METHOD(PoolTest);

void wait_for(Event event) { event.wait(); }
void nothing() {}
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
  const auto outcomes = group.stop(patient({.event = event}));
  ASSERT_EQ(outcomes.size(), 5u);
  for (const auto &outcome : outcomes) {
    EXPECT_EQ(outcome.step, StopOutcome::Step::event);
    EXPECT_TRUE(outcome.status.success());
  }
  EXPECT_FALSE(group.any_alive());
}

/// Ends by itself once SIGTERM has reached everybody of a group; else it stays. `met` counts those
/// that have seen all others. Stopped one after the other, none of them would.
Event *told_to_stop;
void end_when_all_are_told(Event ready, std::vector<Event> told, std::size_t own, Queue<int> met) {
  told_to_stop = &told[own];
  ::signal(SIGTERM, [](int) { told_to_stop->set(); });
  ready.set();
  for (auto &event : told)
    event.wait();
  met.put(1);
}

TEST_P(GroupTest, AllAreToldBeforeAnyIsKilled) {
  ProcessGroup group;
  std::vector<Event> ready(6), told(6);
  Queue<int> met;
  for (std::size_t i = 0; i < ready.size(); ++i)
    group.add(end_when_all_are_told, ready[i], told, i, met);
  group.start();
  for (auto &event : ready)
    event.wait();
  for (const auto &outcome : group.stop(patient())) {
    EXPECT_EQ(outcome.step, StopOutcome::Step::terminate);
    EXPECT_TRUE(outcome.status.success()) << outcome.status.to_string();
  }
  EXPECT_EQ(met.size(), 6u);
}

TEST_P(GroupTest, StopsUnderOneDeadline) {
  // One after the other, eight would take eight times the durations of both steps, on any machine:
  // a stop that is ever shorter had one deadline. A machine that is too busy to show it at once
  // gets further tries.
  constexpr auto grace = 100ms;
  constexpr int count = 8;
  std::chrono::nanoseconds shortest = 1h;
  for (int i = 0; i < 20 && shortest >= count * 2 * grace; ++i) {
    ProcessGroup group;
    std::vector<Event> ready(count);
    for (auto &event : ready)
      group.add(ignore_term, event);
    group.start();
    for (auto &event : ready)
      event.wait();
    const Stopwatch watch;
    const auto outcomes = group.stop({.event = Event(), .event_grace = grace, .term_grace = grace});
    EXPECT_GE(watch.elapsed(), 2 * grace);
    shortest = std::min<std::chrono::nanoseconds>(shortest, watch.elapsed());
    for (const auto &outcome : outcomes) {
      EXPECT_TRUE(outcome.step == StopOutcome::Step::kill ||
                  outcome.step == StopOutcome::Step::not_reaped) // on a machine that is very slow
          << to_string(outcome.step);
    }
    group.join();
    for (auto &process : group)
      EXPECT_EQ(process.exit_status(), ExitStatus::signaled(SIGKILL));
  }
  EXPECT_LT(shortest, count * 2 * grace);
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
  ProcessGroup group(patient({.event = event}));
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
    ProcessGroup group({}, {.strategy = strategy, .intensity = 3, .period = 24h});
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
      {}, {.strategy = RestartPolicy::Strategy::one_for_one, .intensity = 2, .period = 24h});
  group.add(+[] { std::exit(1); });
  group.add(sleep_long);
  group.start();
  EXPECT_THROW(group.supervise(stop), RestartLimitError);
  EXPECT_FALSE(group.any_alive());
}

TEST_P(GroupTest, SupervisionNeedsStartedProcesses) {
  ProcessGroup group;
  group.add(Process(nothing));
  EXPECT_THROW(group.supervise(Event()), LifecycleError);
}

TEST_P(GroupTest, SupervisionSleeps) {
  Event stop;
  ProcessGroup group;
  group.add(Process(wait_for, stop));
  group.start();
  rusage before{}, after{};
  std::thread other([&] {
    ::usleep(400'000);
    stop.set();
  });
  ::getrusage(RUSAGE_THREAD, &before);
  group.supervise(stop);
  ::getrusage(RUSAGE_THREAD, &after);
  other.join();
  // To look every 20 ms would be 20.
  EXPECT_LT(after.ru_nvcsw - before.ru_nvcsw, 15);
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
  struct Item {
    int number;
    Event others_are_done;
  };
  const Event others_are_done;
  std::vector<Item> items;
  for (int i = 0; i < 4; ++i)
    items.push_back({i, others_are_done});
  pool.for_each_completed(
      [](Item item) {
        if (item.number == 0)
          item.others_are_done.wait();
        return item.number;
      },
      items,
      [&](std::size_t index, int value) {
        EXPECT_EQ(static_cast<int>(index), value);
        order.push_back(index);
        if (order.size() == 3)
          Event(others_are_done).set();
      },
      {.chunk = 1});
  ASSERT_EQ(order.size(), 4u);
  EXPECT_EQ(order.back(), 0u);
}

/// Items of which one cannot be had.
struct ThrowingItems {
  struct Iterator {
    using iterator_category = std::input_iterator_tag;
    using value_type = int;
    using difference_type = std::ptrdiff_t;
    using pointer = const int *;
    using reference = int;
    int at;
    int operator*() const {
      if (at == 3)
        throw std::out_of_range("no third item");
      return at;
    }
    Iterator &operator++() {
      ++at;
      return *this;
    }
    Iterator operator++(int) { return {at++}; }
    bool operator==(const Iterator &) const = default;
  };
  Iterator begin() const { return {0}; }
  Iterator end() const { return {6}; }
};
TEST_P(PoolTest, ItemsMayThrow) {
  Pool pool(2);
  EXPECT_THROW(pool.map(square, ThrowingItems(), {.chunk = 1}), std::out_of_range);
  EXPECT_THROW(
      pool.for_each_completed(square, ThrowingItems(), [](std::size_t, int) {}, {.chunk = 1}),
      std::out_of_range);
  EXPECT_EQ(pool.map(square, numbers(4)), (std::vector<int>{0, 1, 4, 9}));
}

TEST_P(PoolTest, ArgumentsAreLetGoAndFuturesCanBeWaitedFor) {
  Pool pool(1);
  const auto shared = std::make_shared<int>(3);
  Event event;
  auto future = pool.submit(
      [](std::shared_ptr<int> shared, Event event) {
        event.wait();
        return *shared;
      },
      shared, event);
  EXPECT_EQ(future.wait_for(20ms), std::future_status::timeout);
  event.set();
  EXPECT_EQ(future.get(), 3);
  EXPECT_TRUE(eventually([&] { return shared.use_count() == 1; }));
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
  other.terminate(); // does not wait for the call that never ends
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

TEST_P(PoolTest, StubbornWorkersAreKilled) {
  Pool pool(PoolOptions{.workers = 2, .stop_policy = {.term_grace = 50ms}});
  std::vector<Event> ready(2);
  std::vector<std::future<void>> futures;
  for (auto &event : ready)
    futures.push_back(pool.submit(ignore_term, event));
  for (auto &event : ready)
    event.wait();
  pool.terminate();
  for (auto &future : futures)
    EXPECT_THROW(future.get(), WorkerLostError);
}

TEST_P(PoolTest, WorkersAreToldToStopAllAtOnce) {
  Pool pool(PoolOptions{.workers = 4, .stop_policy = patient()});
  std::vector<Event> ready(4), told(4);
  Queue<int> met;
  std::vector<std::future<void>> futures;
  for (std::size_t i = 0; i < ready.size(); ++i)
    futures.push_back(pool.submit(
        +[](Event ready, std::vector<Event> told, std::size_t own, Queue<int> met) {
          end_when_all_are_told(ready, told, own, met);
          ::_exit(0);
        },
        ready[i], told, i, met));
  for (auto &event : ready)
    event.wait();
  pool.terminate();
  EXPECT_EQ(met.size(), 4u) << "one after the other, they would wait for each other";
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
  EXPECT_TRUE(eventually([&] { return ::waitpid(copy, &status, WNOHANG) == copy; }));
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
  const int count = sanitized ? 20 : 200;
  rlimit old{}, more{};
  ::getrlimit(RLIMIT_NOFILE, &old);
  more = old;
  more.rlim_cur = std::max<rlim_t>(old.rlim_cur, std::min<rlim_t>(4096, old.rlim_max));
  ::setrlimit(RLIMIT_NOFILE, &more); // Debian's default of 1024 is near
  Pool pool(static_cast<unsigned>(count));
  EXPECT_EQ(active_children().size(), static_cast<std::size_t>(count));
  EXPECT_EQ(pool.map(square, numbers(count), {.chunk = 1}).back(), (count - 1) * (count - 1));
  pool.terminate();
  ::setrlimit(RLIMIT_NOFILE, &old);
}

} // namespace
