//===- SurvivalTest.cpp - Does what is shared outlive its creator and its killed users? ---------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <csignal>
#include <cstddef>
#include <random>
#include <thread>

#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "Fixture.h"

namespace {

STOWAWAY_EVERY_METHOD(SurvivalTest);
STOWAWAY_SENDING_METHODS(SendingSurvivalTest);

template <class... Args>
Process started(Args &&...args) {
  Process process(std::forward<Args>(args)...);
  process.start();
  return process;
}

/// One of each, so that all take every way.
struct Handles {
  Event event;
  Mutex mutex;
  Semaphore semaphore{1};
  Queue<std::string> queue{3};
};

/// The last in the line: uses what two others handed on, who are dead by now.
void use(Handles handles, Queue<std::string> out, Event creator_is_dead) {
  set_parent_death_signal(0);
  out.put("ready");
  creator_is_dead.wait();
  handles.event.set();
  if (!handles.event.wait_for(0ms))
    out.put("event lost");
  {
    const std::lock_guard lock(handles.mutex);
    handles.semaphore.acquire();
    handles.semaphore.release();
  }
  handles.queue.put("through the queue");
  out.put(handles.queue.get());
}

void create_and_hand_on(int depth, std::optional<Handles> handles, Queue<std::string> out,
                        Event creator_is_dead) {
  if (!handles)
    handles.emplace();
  Process next = depth > 0 ? Process(create_and_hand_on, depth - 1, handles, out, creator_is_dead)
                           : Process(use, *handles, out, creator_is_dead);
  next.start();
  for (;;)
    ::pause(); // until it is killed, or ends with its parent
}

TEST_P(SurvivalTest, HandlesOutliveTheirCreatorsNested) {
  Queue<std::string> out;
  Event creator_is_dead;
  Process creator = started(create_and_hand_on, 1, std::optional<Handles>(), out, creator_is_dead);
  EXPECT_EQ(out.get_for(patience), "ready");
  creator.kill();
  creator.join();
  creator_is_dead.set();
  EXPECT_EQ(out.get_for(patience), "through the queue");
}

TEST_P(SurvivalTest, SemaphoreWakesTheLivingWhenAWaiterIsKilled) {
  for (int i = repetitions(5, 200); i > 0; --i) {
    Semaphore semaphore;
    Process doomed = started(+[](Semaphore s) { s.acquire(); }, semaphore);
    Process other = started(+[](Semaphore s) { s.acquire(); }, semaphore);
    ::usleep(2'000);
    semaphore.release();
    doomed.kill(); // perhaps after it was woken, perhaps after it took
    doomed.join();
    if (!other.join_for(50ms) && semaphore.value() == 0)
      semaphore.release(); // the doomed one had taken it
    ASSERT_TRUE(other.join_for(patience)) << "a free count and a sleeper";
  }
}

TEST_P(SurvivalTest, MutexSurvivesKillsAtRandom) {
  Mutex mutex;
  std::mt19937 random(11);
  for (int i = repetitions(15, 1'000); i > 0; --i) {
    const auto work = +[](Mutex mutex) {
      for (;;) {
        mutex.lock();
        if (mutex.owner_died())
          mutex.repaired();
        mutex.unlock();
      }
    };
    Process a = started(work, mutex), b = started(work, mutex);
    ::usleep(static_cast<useconds_t>(random() % 2'000));
    a.kill();
    a.join();
    b.kill();
    b.join();
    // Not try_lock_for: ThreadSanitizer does not know that it may find its owner dead.
    ASSERT_TRUE(eventually([&] { return mutex.try_lock(); }));
    mutex.repaired();
    mutex.unlock();
  }
}

TEST_P(SendingSurvivalTest, PipeOfAKilledPeerEnds) {
  std::mt19937 random(13);
  for (int i = repetitions(10, 500); i > 0; --i) {
    auto [here, there] = pipe();
    Process peer(
        +[](Connection there) {
          const std::string big(100'000, 'x'), small(100, 'y');
          for (;;) {
            there.send(big);
            there.send(small);
            there.receive_for<std::string>(0ms);
          }
        },
        std::move(there));
    peer.start();
    EXPECT_EQ(here.receive<std::string>().size(), 100'000u);
    ::usleep(static_cast<useconds_t>(random() % 1'000));
    peer.kill();
    try {
      for (;;) {
        const auto size = here.receive<std::string>().size();
        ASSERT_TRUE(size == 100'000 || size == 100) << "no message is cut";
      }
    } catch (const ClosedError &) {
      // What it had sent arrives, then the end.
    }
    peer.join();
  }
}

TEST_P(SurvivalTest, LastMessagesArriveAlthoughOthersWereNotRead) {
  auto [here, there] = pipe();
  Process process(
      +[](Connection connection) {
        connection.poll(patience);
        connection.send(7);
        connection.send(8);
      },
      std::move(there));
  process.start();
  here.send(1);
  process.join();
  EXPECT_EQ(here.receive<int>(), 7);
  EXPECT_EQ(here.receive<int>(), 8);
  EXPECT_THROW(here.receive<int>(), ClosedError);
}

TEST_P(SurvivalTest, QueueSurvivesKilledWriters) {
  Queue<int> queue(4);
  std::mt19937 random(17);
  for (int i = repetitions(8, 500); i > 0; --i) {
    Process writer = started(
        +[](Queue<int> queue) {
          for (;;)
            queue.put(1);
        },
        queue);
    for (int k = 0; k < 20; ++k)
      ASSERT_TRUE(queue.get_for(patience));
    ::usleep(static_cast<useconds_t>(random() % 500));
    writer.kill();
    writer.join();
    while (queue.get_for(0ms)) {
    }
  }
  for (int i = 0; i < 4; ++i)
    EXPECT_TRUE(queue.put_for(1, patience)) << "its whole capacity is there again: " << i;
}

TEST_P(SurvivalTest, EventsAreSetWhileTheSameThreadWaits) {
  // A handler that sets the event again and again, in is_set(), wait() and clear().
  static Event *shared;
  Event event;
  shared = &event;
  struct sigaction action = {}, old = {};
  action.sa_handler = [](int) { shared->set(); };
  ::sigaction(SIGUSR1, &action, &old);
  Process disturber = started(
      +[](pid_t parent) {
        for (int i = 0; i < 2'000 && ::kill(parent, SIGUSR1) == 0; ++i)
          if (i % 20 == 0)
            ::usleep(100);
      },
      ::getpid());
  while (!disturber.join_for(0ms)) {
    event.clear();
    (void)event.is_set();
    event.wait_for(1ms);
  }
  ::sigaction(SIGUSR1, &old, nullptr);
  EXPECT_TRUE(disturber.exit_status().success());
}

// --- Killed at one system call
// ---------------------------------------------------------------------

/// From now on the system call with this number ends the process, if its second argument is one of
/// these two.
void die_at(int number, std::uint32_t one, std::uint32_t other, bool whatever = false) {
  const auto jump_if = [](std::uint32_t value, std::uint8_t yes, std::uint8_t no) {
    return sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, yes, no);
  };
  const std::uint8_t end = whatever ? 3 : 0;
  sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      jump_if(static_cast<std::uint32_t>(number), end, 4),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args[1])),
      jump_if(one, 1, 0),
      jump_if(other, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const sock_fprog program = {sizeof code / sizeof *code, code};
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
    ::_exit(9);
}
bool was_killed(Process &process) {
  process.join();
  return process.exit_status().is_signaled() && process.exit_status().signal() == SIGSYS;
}

TEST_P(SurvivalTest, QueueHealsWhenAWriterIsKilledBeforeItSends) {
  Queue<int> bounded(2), unbounded;
  for (auto queue : {bounded, unbounded}) {
    Process process(
        +[](Queue<int> queue) {
          die_at(SYS_sendmsg, 0, 0, true);
          queue.put(1);
        },
        queue);
    process.start();
    EXPECT_TRUE(was_killed(process));
    EXPECT_EQ(queue.size(), 0u);
    EXPECT_TRUE(queue.empty());
    for (const int i : {1, 2})
      EXPECT_TRUE(queue.put_for(i, patience)) << "its whole capacity is there again";
    for (const int i : {1, 2})
      EXPECT_EQ(queue.get(), i);
    EXPECT_EQ(queue.size(), 0u);
    queue.task_done();
    queue.task_done();
    EXPECT_FALSE(queue.join_for(10ms)) << "what was lost is never done";
  }
}

/// No call to wake others is survived.
void die_when_waking() { die_at(SYS_futex, FUTEX_WAKE, FUTEX_WAKE_OP); }

TEST_P(SurvivalTest, ChangeAndWakeAreOneStep) {
  Event event;
  Semaphore semaphore;
  Process waiter = started(
      +[](Event event, Semaphore semaphore) {
        event.wait();
        semaphore.acquire();
      },
      event, semaphore);
  Process setter = started(
      +[](Event event) {
        die_when_waking();
        event.set();
      },
      event);
  EXPECT_TRUE(was_killed(setter));
  EXPECT_FALSE(event.is_set()) << "set, and those who wait sleep on";
  Process giver = started(
      +[](Semaphore semaphore) {
        die_when_waking();
        semaphore.release();
      },
      semaphore);
  EXPECT_TRUE(was_killed(giver));
  EXPECT_EQ(semaphore.value(), 0u);
  EXPECT_FALSE(waiter.join_for(0ms));
  event.set();
  semaphore.release();
  waiter.join();
}

TEST_P(SurvivalTest, JoinOfAQueueEndsAlthoughTheLastOneIsKilledBeforeItWakes) {
  Queue<int> queue;
  queue.put(1);
  Process joiner = started(+[](Queue<int> queue) { queue.join(); }, queue);
  EXPECT_FALSE(joiner.join_for(20ms));
  Process worker = started(
      +[](Queue<int> queue) {
        queue.get();
        die_when_waking();
        queue.task_done();
      },
      queue);
  EXPECT_TRUE(was_killed(worker));
  EXPECT_TRUE(joiner.join_for(patience));
  EXPECT_TRUE(joiner.exit_status().success());
}

TEST_F(RuntimeTest, SemaphoreTakesAnyNumber) {
  Semaphore semaphore;
  std::uint32_t sum = 0;
  for (const std::uint32_t count : {1u, 2047u, 2048u, 4095u, 123'456'789u, 0u, 1u << 31}) {
    semaphore.release(count);
    sum += count;
    EXPECT_EQ(semaphore.value(), sum);
  }
}

} // namespace
