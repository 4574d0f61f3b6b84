//===- ChannelTest.cpp - Do events, pipes, queues and locks survive whatever happens to a peer? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <csignal>
#include <numeric>
#include <thread>

#include <sys/socket.h>
#include <sys/time.h>

#include "Fixture.h"

namespace {

STOWAWAY_EVERY_METHOD(ChannelTest);
STOWAWAY_SENDING_METHODS(SendingChannelTest);

template <class... Args>
Process started(Args &&...args) {
  Process process(std::forward<Args>(args)...);
  process.start();
  return process;
}

// --- Event ---------------------------------------------------------------------------------------

TEST_F(RuntimeTest, EventHasAFlag) {
  Event event;
  EXPECT_FALSE(event.is_set());
  EXPECT_FALSE(event.wait_for(0ms));
  EXPECT_FALSE(event.wait_for(-5ms));
  const Stopwatch watch;
  EXPECT_FALSE(event.wait_for(50ms));
  EXPECT_GE(watch.elapsed(), 50ms);
  event.set();
  event.set();
  EXPECT_TRUE(event.is_set());
  event.wait();
  EXPECT_TRUE(event.wait_for(std::chrono::hours(1'000'000)));
  event.clear();
  EXPECT_FALSE(event.is_set());
  const Event copy = event;
  EXPECT_TRUE(copy == event);
  EXPECT_FALSE(copy == Event());
  event.set();
  EXPECT_TRUE(copy.is_set());
}

TEST_P(ChannelTest, EventCrossesBothWays) {
  Event there, back;
  Process process = started(
      +[](Event &there, Event &back) {
        there.wait();
        back.set();
      },
      there, back);
  EXPECT_FALSE(back.wait_for(20ms));
  there.set();
  EXPECT_TRUE(back.wait_for(patience));
  process.join();
}

Event event_of_the_program;
TEST_P(SendingChannelTest, GlobalEventsAreEachProgramsOwn) {
  // Made again by the static initialisers of each worker, without a name that could collide.
  event_of_the_program.set();
  Task task(
      +[](Event sent) {
        const bool own_is_set = event_of_the_program.is_set();
        event_of_the_program.clear();
        return std::pair(own_is_set, sent.is_set());
      },
      event_of_the_program);
  task.start();
  // A worker of the fork server shares the server's, which nobody has set.
  EXPECT_EQ(task.result(), std::pair(false, true));
  EXPECT_TRUE(event_of_the_program.is_set());
  event_of_the_program.clear();
}

TEST_P(ChannelTest, EventMayBeATemporary) {
  Task task(
      [](Event event) {
        const bool was_set = event.is_set();
        event.set();
        return std::pair(was_set, event);
      },
      Event());
  task.start();
  const auto [was_set, event] = task.result(); // its creator has ended
  EXPECT_FALSE(was_set);
  EXPECT_TRUE(event.is_set());
}

TEST_P(SendingChannelTest, CopiesOfOneEventStayOneEvent) {
  Event event;
  Task task(
      +[](std::vector<Event> events) {
        return events[0] == events[1] && !(events[0] == events[2]);
      },
      std::vector<Event>{event, event, Event()});
  task.start();
  EXPECT_TRUE(task.result());
}

TEST_P(ChannelTest, EventSurvivesAKilledWaiter) {
  Event event;
  for (int i = 0; i < 3; ++i) {
    Process process = started(+[](Event event) { event.wait(); }, event);
    ::usleep(5'000);
    process.kill();
    process.join();
  }
  Process last = started(+[](Event event) { event.wait(); }, event);
  event.set(); // CPython's hangs here: bpo-30975
  last.join();
  EXPECT_TRUE(last.exit_status().success());
}

Event *handler_event;
TEST_F(RuntimeTest, EventMayBeSetInASignalHandler) {
  Event event;
  handler_event = &event;
  struct sigaction action = {}, old = {};
  action.sa_handler = [](int) { handler_event->set(); };
  ::sigaction(SIGALRM, &action, &old);
  itimerval timer = {{0, 0}, {0, 20'000}};
  ::setitimer(ITIMER_REAL, &timer, nullptr);
  event.wait(); // interrupted by the handler that sets it
  EXPECT_TRUE(event.is_set());
  ::sigaction(SIGALRM, &old, nullptr);
}

TEST_F(RuntimeTest, WaitingUsesNoProcessorTime) {
  Event event, ready;
  Process process = started(
      +[](Event event, Event ready) {
        ready.set();
        event.wait();
      },
      event, ready);
  ready.wait();
  const auto read_ticks = [&] {
    std::FILE *file = std::fopen(("/proc/" + std::to_string(process.pid()) + "/stat").c_str(), "r");
    long user = 0, system = 0;
    EXPECT_EQ(std::fscanf(file, "%*d (%*[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %ld %ld",
                          &user, &system),
              2);
    std::fclose(file);
    return user + system;
  };
  // One that spins uses some in each of these spells; one that is slow to fall asleep does not.
  bool idle = false;
  for (int i = 0; i < 20 && !idle; ++i) {
    const auto before = read_ticks();
    EXPECT_FALSE(process.join_for(200ms));
    idle = read_ticks() == before;
  }
  EXPECT_TRUE(idle);
  event.set();
  process.join();
}

// --- Connection
// ------------------------------------------------------------------------------------

void echo(Connection connection) {
  try {
    for (;;)
      connection.send(connection.receive<std::string>() + "!");
  } catch (const ClosedError &) {
  }
}

TEST_P(SendingChannelTest, ConnectionCarriesValues) {
  auto [here, there] = pipe();
  Process process(echo, std::move(there));
  process.start();
  EXPECT_FALSE(here.poll());
  here.send("a");
  EXPECT_TRUE(here.poll(patience));
  EXPECT_EQ(here.receive<std::string>(), "a!");
  const std::string big(16 << 20, 'x');
  here.send(big);
  EXPECT_EQ(here.receive<std::string>().size(), big.size() + 1);
  EXPECT_EQ(here.receive_for<std::string>(10ms), std::nullopt);
  here.close();
  EXPECT_THROW(here.send("a"), LifecycleError);
  process.join(); // the worker sees the end of the pipe
  EXPECT_TRUE(process.exit_status().success());
}

TEST_P(SendingChannelTest, EndOfTheWorkerIsTheEndOfThePipe) {
  auto [here, there] = pipe();
  Process process(+[](Connection connection) { connection.send(1); }, std::move(there));
  process.start();
  EXPECT_EQ(here.receive<int>(), 1);
  EXPECT_THROW(here.receive<int>(), ClosedError);
  EXPECT_THROW(here.send(2), ClosedError); // no SIGPIPE
  process.join();
}

TEST_F(RuntimeTest, BoundariesAndDirections) {
  auto [in, out] = pipe(false);
  EXPECT_THROW(in.send(1), LifecycleError);
  EXPECT_THROW(out.receive<int>(), LifecycleError);
  out.send_bytes("one");
  out.send_bytes("");
  out.send_bytes("three");
  EXPECT_EQ(in.receive_bytes(), "one");
  EXPECT_TRUE(in.poll()) << "an empty message is one";
  EXPECT_EQ(in.receive_bytes(), "");
  EXPECT_EQ(in.receive_bytes(), "three");
  EXPECT_FALSE(in.poll());
  out.send(std::string("text"));
  EXPECT_THROW(in.receive<double>(), TransferError);
  int sent = 0;
  while (out.send_for(std::string(1000, 'x'), 0ms))
    ++sent;
  EXPECT_GT(sent, 10);
  EXPECT_FALSE(out.send_for(1, 10ms));
}

TEST_P(SendingChannelTest, HandlesTravelThroughPipes) {
  auto [here, there] = pipe();
  Process process(
      +[](Connection connection) {
        auto event = connection.receive<Event>();
        auto other = connection.receive<Connection>();
        auto queue = connection.receive<Queue<int>>();
        event.set();
        other.send(std::string("through the other"));
        queue.put(7);
      },
      std::move(there));
  process.start();
  Event event;
  Queue<int> queue;
  auto [mine, theirs] = pipe();
  here.send(event);
  here.send(theirs);
  theirs.close();
  here.send(queue);
  EXPECT_TRUE(event.wait_for(patience));
  EXPECT_EQ(mine.receive<std::string>(), "through the other");
  EXPECT_EQ(queue.get(), 7);
  process.join();
  EXPECT_TRUE(process.exit_status().success());
}

TEST_F(RuntimeTest, GarbageIsRefused) {
  int ends[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
  detail::Channel here(ends[0]);
  std::string junk(64, '\x7f');
  ASSERT_EQ(::send(ends[1], junk.data(), junk.size(), 0), 64);
  EXPECT_THROW(here.receive({}), TransferError);
  ASSERT_EQ(::send(ends[1], junk.data(), 3, 0), 3);
  EXPECT_THROW(here.receive({}), TransferError);
  ::close(ends[1]);
  EXPECT_THROW(here.receive({}), ClosedError);
}

TEST_F(RuntimeTest, SignalsDoNotDisturbMessages) {
  struct sigaction action = {}, old = {};
  action.sa_handler = [](int) {};
  ::sigaction(SIGALRM, &action, &old);
  auto [here, there] = pipe();
  Process process(echo, std::move(there));
  process.start();
  itimerval timer = {{0, 2'000}, {0, 2'000}}, none = {};
  ::setitimer(ITIMER_REAL, &timer, nullptr);
  const std::string big(3 << 20, 'x');
  for (int i = 0; i < 5; ++i) {
    here.send(big);
    EXPECT_EQ(here.receive<std::string>().size(), big.size() + 1);
  }
  here.close();
  process.join();
  ::setitimer(ITIMER_REAL, &none, nullptr);
  ::sigaction(SIGALRM, &old, nullptr);
}

// --- Queue
// -----------------------------------------------------------------------------------------

TEST_P(ChannelTest, QueueSharesWork) {
  Queue<int> work(8);
  Queue<int> results;
  ProcessGroup group;
  for (int i = 0; i < 3; ++i)
    group.add(
        +[](Queue<int> work, Queue<int> results) {
          try {
            for (;;) {
              results.put(work.get() * 2);
              work.task_done();
            }
          } catch (const ClosedError &) {
          }
        },
        work, results);
  group.start();
  constexpr int count = 150;
  long sum = 0;
  for (int i = 0; i < count; ++i) {
    work.put(i);
    while (auto result = results.get_for(0ms))
      sum += *result;
  }
  EXPECT_TRUE(work.join_for(patience));
  while (auto result = results.get_for(0ms))
    sum += *result;
  EXPECT_EQ(sum, count * (count - 1));
  EXPECT_EQ(work.size(), 0u);
  EXPECT_TRUE(work.empty());
  work.close();
  EXPECT_THROW(work.put(1), ClosedError);
  group.join();
  for (auto &process : group)
    EXPECT_TRUE(process.exit_status().success());
}

TEST_F(RuntimeTest, QueueIsBounded) {
  Queue<std::string> queue(2);
  EXPECT_EQ(queue.get_for(0ms), std::nullopt);
  EXPECT_TRUE(queue.put_for("a", 0ms));
  EXPECT_TRUE(queue.put_for("b", 0ms));
  const Stopwatch watch;
  EXPECT_FALSE(queue.put_for("c", 30ms));
  EXPECT_GE(watch.elapsed(), 30ms);
  EXPECT_EQ(queue.size(), 2u);
  EXPECT_FALSE(queue.empty());
  std::thread taker([&] {
    ::usleep(20'000);
    EXPECT_EQ(queue.get(), "a");
  });
  queue.put("c"); // waits for the taker
  taker.join();
  EXPECT_EQ(queue.get(), "b");
  EXPECT_EQ(queue.get(), "c");
  for (int i = 0; i < 3; ++i)
    queue.task_done();
  EXPECT_THROW(queue.task_done(), LifecycleError);
  queue.join();
  queue.put("d");
  EXPECT_FALSE(queue.join_for(10ms));
  queue.close();
  EXPECT_EQ(queue.get(), "d");
  EXPECT_THROW(queue.get(), ClosedError);
  queue.close();
  EXPECT_THROW(queue.put("e"), ClosedError);
}

TEST_P(ChannelTest, CloseWakesWhoeverWaitsToPut) {
  Queue<int> bounded(1);
  Queue<std::string> buffered;
  bounded.put(0);
  const std::string text(10'000, 'x');
  while (buffered.put_for(text, 0ms)) {
  }
  Process in_bounded = started(
      +[](Queue<int> queue) {
        try {
          queue.put(1);
        } catch (const ClosedError &) {
          return 3;
        }
        return 0;
      },
      bounded);
  Process in_buffered = started(
      +[](Queue<std::string> queue, std::string text) {
        try {
          queue.put(text);
        } catch (const ClosedError &) {
          return 3;
        }
        return 0;
      },
      buffered, text);
  EXPECT_FALSE(in_bounded.join_for(50ms));
  EXPECT_FALSE(in_buffered.join_for(0ms));
  bounded.close();
  buffered.close();
  EXPECT_TRUE(in_bounded.join_for(patience));
  EXPECT_TRUE(in_buffered.join_for(patience));
  EXPECT_EQ(in_bounded.exit_status(), ExitStatus::exited(3));
  EXPECT_EQ(in_buffered.exit_status(), ExitStatus::exited(3));
  EXPECT_THROW(bounded.put_for(1, 0ms), ClosedError) << "full and closed is closed";
  EXPECT_FALSE(bounded.empty());
  EXPECT_EQ(bounded.get(), 0);
  EXPECT_TRUE(bounded.empty()) << "nothing can be had, although it is readable";
  EXPECT_THROW(bounded.get(), ClosedError);
  EXPECT_THROW(bounded.get_for(0ms), ClosedError);
}

TEST_F(RuntimeTest, MovedFromHandlesAreTheSameOrSayWhatTheyAre) {
  Queue<int> queue;
  Queue<int> other = std::move(queue);
  queue.put(1); // NOLINT(bugprone-use-after-move): the same queue still
  EXPECT_EQ(other.get(), 1);
  Queue<int> assigned;
  assigned = std::move(other);
  other.put(2);
  EXPECT_EQ(assigned.get(), 2);
  Event event;
  const Event same_event = std::move(event);
  event.set();
  EXPECT_TRUE(same_event.is_set());
  Mutex mutex;
  Mutex same_mutex = std::move(mutex);
  mutex.lock();
  EXPECT_FALSE(same_mutex.try_lock());
  mutex.unlock();
  Semaphore semaphore(1);
  Semaphore same_semaphore = std::move(semaphore);
  EXPECT_TRUE(semaphore.try_acquire());
  EXPECT_FALSE(same_semaphore.try_acquire());
  auto [here, there] = pipe();
  Connection moved = std::move(here);
  EXPECT_FALSE(here.is_open());
  EXPECT_THROW(here.send(1), LifecycleError);
  EXPECT_THROW(here.receive<int>(), LifecycleError);
  EXPECT_THROW(here.native_handle(), LifecycleError);
  EXPECT_THROW(here.poll(), LifecycleError);
  Connection &self = moved;
  moved = std::move(self);
  moved.send(3);
  EXPECT_EQ(there.receive<int>(), 3);
}

struct Request {
  int number = 0;
  Queue<Request> answers; // its own queue, or another one
};
TEST_P(SendingChannelTest, QueuesTravelInQueues) {
  Queue<Request> requests;
  Process process = started(
      +[](Queue<Request> requests) {
        auto request = requests.get();
        ++request.number;
        Queue<Request> answers = request.answers;
        answers.put(std::move(request));
      },
      requests);
  Request request;
  request.number = 1;
  const auto answers = request.answers;
  requests.put(request);
  auto answer = Queue<Request>(answers).get();
  EXPECT_EQ(answer.number, 2);
  process.join();
  requests.put({7, requests}); // in itself: the kernel collects such cycles when all let go
  auto own = requests.get();
  own.answers.put({8, answers});
  EXPECT_EQ(requests.get().number, 8);
  Queue<Queue<int>> queues;
  Queue<int> inner;
  queues.put(inner);
  queues.get().put(4);
  EXPECT_EQ(inner.get(), 4);
}

struct NotToday {
  int a = 0;
  template <class A>
  void serialize(A &archive) {
    archive(a);
    if (a)
      throw std::runtime_error("not today");
  }
};
TEST_F(RuntimeTest, QueueIsUnharmedByAnItemThatCannotTravel) {
  Queue<NotToday> queue;
  EXPECT_THROW(queue.put(NotToday{1}), std::runtime_error);
  EXPECT_EQ(queue.size(), 0u);
  queue.put(NotToday{0});
  EXPECT_EQ(queue.size(), 1u);
  queue.get();
  queue.task_done();
  queue.join();
}

TEST_P(ChannelTest, QueueSurvivesKilledUsers) {
  Queue<int> queue(4);
  std::atomic<bool> done = false;
  if (GetParam() == StartMethod::fork)
    allow_fork_with_threads(true);
  std::thread producer([&] {
    while (!done)
      queue.put_for(1, 5ms);
  });
  for (int i = repetitions(8, 200); i > 0; --i) {
    Process taker = started(
        +[](Queue<int> queue) {
          for (;;)
            queue.get_for(1s);
        },
        queue);
    ::usleep(static_cast<useconds_t>(1000 + i * 137 % 3000));
    taker.kill();
    taker.join();
  }
  allow_fork_with_threads(false);
  // Whatever the dead had in hand, the queue goes on.
  for (int i = 0; i < 20; ++i)
    EXPECT_TRUE(queue.get_for(patience));
  done = true;
  producer.join();
  while (queue.get_for(0ms)) {
  }
  for (int i = 0; i < 4; ++i)
    EXPECT_TRUE(queue.put_for(1, patience)) << "its whole capacity is there again: " << i;
}

// --- Locks
// -----------------------------------------------------------------------------------------

TEST_P(ChannelTest, MutexExcludes) {
  Mutex mutex;
  Queue<int> counter;
  counter.put(0);
  ProcessGroup group;
  for (int i = 0; i < 3; ++i)
    group.add(
        +[](Mutex mutex, Queue<int> counter) {
          for (int k = 0; k < 50; ++k) {
            const std::lock_guard lock(mutex);
            counter.put(counter.get() + 1); // without the lock, two would be in flight
            if (counter.size() != 1)
              std::exit(1);
          }
        },
        mutex, counter);
  group.start();
  group.join();
  for (auto &process : group)
    EXPECT_TRUE(process.exit_status().success());
  EXPECT_EQ(counter.get(), 150);
}

TEST_P(ChannelTest, MutexIsFreedWhenItsHolderIsKilled) {
  Mutex mutex;
  Event held;
  Process process = started(
      +[](Mutex mutex, Event held) {
        mutex.lock();
        held.set();
        for (;;)
          ::pause();
      },
      mutex, held);
  held.wait();
  EXPECT_FALSE(mutex.try_lock());
  EXPECT_FALSE(mutex.try_lock_for(10ms));
  process.kill();
  if (thread_sanitized) // it knows of dead owners in try_lock alone
    ASSERT_TRUE(eventually([&] { return mutex.try_lock(); }));
  else
    ASSERT_TRUE(mutex.try_lock_for(patience));
  EXPECT_TRUE(mutex.owner_died());
  EXPECT_THROW(mutex.lock(), LifecycleError);
  mutex.repaired();
  mutex.unlock();
  if (!sanitized) { // ThreadSanitizer reports it
    EXPECT_THROW(mutex.unlock(), LifecycleError);
  }
  mutex.lock();
  EXPECT_FALSE(mutex.owner_died());
  mutex.unlock();
}

TEST_P(ChannelTest, SemaphoreCounts) {
  Semaphore semaphore(1);
  EXPECT_TRUE(semaphore.try_acquire());
  EXPECT_FALSE(semaphore.try_acquire());
  EXPECT_FALSE(semaphore.try_acquire_for(10ms));
  Process process = started(+[](Semaphore semaphore) { semaphore.release(2); }, semaphore);
  semaphore.acquire();
  semaphore.acquire();
  EXPECT_EQ(semaphore.value(), 0u);
  process.join();
}

// --- Waiting for several
// ---------------------------------------------------------------------------

TEST_F(RuntimeTest, WaitAnyTellsWhatIsReady) {
  auto [a, b] = pipe();
  Queue<int> queue;
  Event event;
  Process process = started(+[](Event event) { event.wait(); }, event);
  const std::vector<int> all = {a.native_handle(), queue.native_handle(), process.native_handle()};
  EXPECT_TRUE(wait_any_for(all, 10ms).empty());
  EXPECT_TRUE(wait_any_for(all, -1s).empty());
  queue.put(1);
  EXPECT_EQ(wait_any(all), std::vector<std::size_t>{1});
  b.send(1);
  EXPECT_EQ(wait_any(all), (std::vector<std::size_t>{0, 1}));
  queue.get();
  a.receive<int>();
  event.set();
  EXPECT_EQ(wait_any(all), std::vector<std::size_t>{2});
  int sockets[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets), 0);
  EXPECT_TRUE(wait_any_for({sockets[0]}, 0ms).empty());
  ASSERT_EQ(::write(sockets[1], "x", 1), 1);
  EXPECT_EQ(wait_any({a.native_handle(), sockets[0]}), std::vector<std::size_t>{1});
  ::close(sockets[1]);
  EXPECT_EQ(wait_any({sockets[0]}), std::vector<std::size_t>{0}) << "its end is told too";
  ::close(sockets[0]);
  EXPECT_THROW(wait_any({-1}), std::system_error);
  EXPECT_THROW(wait_any({987}), std::system_error);
  process.join();
}

} // namespace
