//===- LimitTest.cpp - What becomes of messages where the system has no room left? --------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Descriptors, addresses, sizes of files and descriptors in flight run out. Nothing may be lost or
// killed by that, and the error says what to do. Limits that a test's own process could not live
// with are those of a worker.
//
//===--------------------------------------------------------------------------------------------===//

#include <csignal>
#include <fstream>
#include <thread>

#include <fcntl.h>
#include <sys/mman.h>

#include "Limits.h"

namespace {

TEST_F(RuntimeTest, MessageIsKeptWhileThereIsNoDescriptor) {
  auto [here, there] = pipe();
  Queue<std::vector<Event>> queue;
  std::vector<Event> events(2);
  events[1].set();
  here.send(events);
  queue.put(events);
  here.send(1);
  for (const int room : {0, 1}) { // none at all, and not all
    const Limited limited(RLIMIT_NOFILE, descriptors_and(room));
    std::string text;
    EXPECT_EQ(error_of([&] { there.receive<std::vector<Event>>(); }, &text), EMFILE);
    EXPECT_NE(text.find("a message with 2 descriptors"), std::string::npos) << text;
    EXPECT_NE(text.find("the message was kept"), std::string::npos) << text;
    EXPECT_EQ(error_of([&] { there.receive_for<std::vector<Event>>(0ms); }), EMFILE);
    EXPECT_EQ(error_of([&] { queue.get(); }), EMFILE);
    EXPECT_EQ(error_of([&] { queue.get_for(10ms); }), EMFILE);
    EXPECT_EQ(queue.size(), 1u);
  }
  const auto received = there.receive<std::vector<Event>>();
  ASSERT_EQ(received.size(), 2u);
  EXPECT_FALSE(received[0].is_set());
  EXPECT_TRUE(received[1] == events[1]);
  EXPECT_EQ(there.receive<int>(), 1);
  EXPECT_TRUE(queue.get()[1].is_set());
}

template <class T>
void expect_to_arrive_in(int room, const T &sent) {
  auto [here, there] = pipe();
  here.send(sent);
  const Limited limited(RLIMIT_NOFILE, descriptors_and(room));
  EXPECT_EQ(error_of([&, &there = there] { there.receive<T>(); }), 0) << detail::type_name<T>();
}
TEST_F(RuntimeTest, HandlesNeedNoMoreRoomThanTheyBring) {
  expect_to_arrive_in(1, Event());
  expect_to_arrive_in(1, Mutex());
  expect_to_arrive_in(1, Semaphore());
  expect_to_arrive_in(3, Queue<int>());
  expect_to_arrive_in(2, std::vector<Event>(2));
  expect_to_arrive_in(1, std::optional<Event>(Event()));
  expect_to_arrive_in(1, std::map<std::string, Event>{{"a", Event()}});
  expect_to_arrive_in(1, std::make_shared<Event>());
}

/// Waits before there is a message, and for one whose descriptors find no room.
int receive_at_the_limit(Connection connection, Queue<Event> queue, Event ready) {
  Event made; // not at the limit any more
  int wrong = 0;
  const auto receive_twice = [&](auto receive) {
    {
      const Limited limited(RLIMIT_NOFILE, descriptors_and(0));
      ready.set();
      wrong += error_of(receive) != EMFILE;
    }
    wrong += error_of(receive) != 0;
  };
  receive_twice([&] { wrong += !connection.receive<Event>().is_set(); });
  receive_twice([&] { wrong += !queue.get().is_set(); });
  return wrong;
}
TEST_F(RuntimeTest, MessageIsKeptForOneWhoWaitsAtTheLimit) {
  auto [here, there] = pipe();
  Queue<Event> queue;
  Event set, ready;
  set.set();
  Process process(receive_at_the_limit, std::move(there), queue, ready);
  process.start();
  const auto once_it_sleeps = [&](auto send) {
    ready.wait();
    ready.clear();
    ::usleep(20'000);
    send();
  };
  once_it_sleeps([&] { here.send(set); });
  once_it_sleeps([&] { queue.put(set); });
  process.join();
  EXPECT_EQ(process.exit_status(), ExitStatus::exited(0));
}

TEST_F(RuntimeTest, ResultIsKeptWhileThereIsNoDescriptor) {
  Event given;
  Task task(+[](Event event) { return event; }, given);
  task.start();
  {
    const Limited limited(RLIMIT_NOFILE, descriptors_and(0));
    task.join();
    EXPECT_TRUE(task.exit_status().success());
    for (int i = 0; i < 2; ++i) {
      std::string text;
      EXPECT_EQ(error_of([&] { task.result(); }, &text), EMFILE);
      EXPECT_NE(text.find("kept"), std::string::npos) << text;
    }
  }
  EXPECT_TRUE(task.result() == given);
  EXPECT_THROW(task.result(), LifecycleError);
}

TEST_F(RuntimeTest, LargeExceptionIsKeptWhileThereIsNoDescriptor) {
  // Too large for the message itself: its text comes by a descriptor.
  Task task(+[]() -> int { throw std::runtime_error(std::string(20'000, 'x')); });
  task.start();
  {
    const Limited limited(RLIMIT_NOFILE, descriptors_and(0));
    task.join();
    EXPECT_EQ(task.exit_status(), ExitStatus::exited(1));
    EXPECT_EQ(error_of([&] { task.error(); }), EMFILE);
    EXPECT_EQ(error_of([&] { task.join_or_throw(); }), EMFILE);
    EXPECT_EQ(error_of([&] { task.result(); }), EMFILE);
  }
  for (int i = 0; i < 2; ++i)
    try {
      task.result();
      ADD_FAILURE();
    } catch (const RemoteError &error) {
      EXPECT_EQ(error.message().size(), 20'000u);
    }
  ASSERT_TRUE(task.error());
  EXPECT_EQ(task.error()->stage(), "run");
}

TEST_F(RuntimeTest, LowLimitOfTheServerIsNamed) {
  set_start_method(StartMethod::forkserver);
  {
    const Limited limited(RLIMIT_NOFILE, descriptors_and(20));
    Process first(+[] {});
    first.start();
    first.join();
    EXPECT_TRUE(first.exit_status().success());
  }
  Task task(+[](std::vector<Event> events) { return events.size(); }, std::vector<Event>(60));
  task.start();
  try {
    task.result();
    ADD_FAILURE() << "the limit was high enough";
  } catch (const RemoteError &error) {
    EXPECT_NE(error.message().find("RLIMIT_NOFILE"), std::string::npos) << error.message();
  }
}

TEST_F(RuntimeTest, LargeMessageIsKeptWhileThereAreNoAddresses) {
  if (sanitized)
    GTEST_SKIP() << "sanitizers need addresses themselves";
  auto [here, there] = pipe();
  Process process(
      +[](Connection connection) {
        std::ifstream statm("/proc/self/statm");
        rlim_t pages = 0;
        statm >> pages;
        std::string text;
        {
          const Limited limited(RLIMIT_AS,
                                pages * static_cast<rlim_t>(::getpagesize()) + (8u << 20));
          if (error_of([&] { connection.receive_bytes(); }, &text) != ENOMEM)
            return 1;
        }
        if (text.find("the message was kept") == std::string::npos)
          return 2;
        return connection.receive_bytes().size() == 64u << 20 ? 0 : 3;
      },
      std::move(there));
  process.start();
  here.send_bytes(std::string(64u << 20, 'x'));
  process.join();
  EXPECT_EQ(process.exit_status(), ExitStatus::exited(0));
}

TEST_F(RuntimeTest, DescriptorsInFlightAreWaitedFor) {
  Task task(+[]() -> std::string {
    // The limit is not for root.
    if (::geteuid() == 0 && ::setresuid(65'534, 65'534, 65'534) != 0)
      return "";
    const Limited limited(RLIMIT_NOFILE, 64);
    auto [here, there] = pipe();
    const Event event;
    std::string text;
    int error = 0, sent = 0;
    while (error == 0 && sent < 1000)
      error = error_of([&] { sent += here.send_for(event, 50ms); }, &text);
    if (error != ETOOMANYREFS)
      return "no error of its own: " + std::to_string(error) + " after " + std::to_string(sent);
    if (text.find("not yet received") == std::string::npos)
      return text;
    std::thread receiver([&, &there = there] {
      ::usleep(20'000);
      for (int i = 0; i < sent + 1; ++i)
        there.receive<Event>();
    });
    here.send(event); // waits for the receiver
    receiver.join();
    return "";
  });
  task.start();
  EXPECT_EQ(task.result(), "");
}

volatile sig_atomic_t size_signals;
std::string write_too_much() {
  struct sigaction action = {};
  action.sa_handler = [](int) { size_signals = size_signals + 1; };
  ::sigaction(SIGXFSZ, &action, nullptr);
  auto [here, there] = pipe();
  const std::string large(1 << 20, 'x');
  {
    const Limited limited(RLIMIT_FSIZE, 1 << 18);
    std::string text;
    if (error_of([&, &here = here] { here.send(large); }, &text) != EFBIG)
      return "send: " + text;
    set_start_method(StartMethod::spawn);
    Process process(+[](std::string) {}, large);
    if (error_of([&] { process.start(); }, &text) != EFBIG)
      return "start: " + text;
  }
  {
    const Limited limited(RLIMIT_FSIZE, 0);
    std::string text;
    if (error_of([] { Event(); }, &text) != EFBIG || error_of([] { Queue<int>(); }) != EFBIG)
      return "make: " + text;
    if (size_signals != 0)
      return "a signal of the library reached the program";
    // That of the program itself does, before and after.
    const int own = ::memfd_create("own", MFD_CLOEXEC);
    if (::write(own, "x", 1) != -1 || size_signals != 1)
      return "no signal for the program";
    sigset_t only, old;
    sigemptyset(&only);
    sigaddset(&only, SIGXFSZ);
    ::pthread_sigmask(SIG_BLOCK, &only, &old);
    if (::write(own, "x", 1) != -1 || error_of([] { Event(); }) != EFBIG)
      return "no error while the signal is pending";
    ::pthread_sigmask(SIG_SETMASK, &old, nullptr);
    ::close(own);
    if (size_signals != 2)
      return "the pending signal of the program was taken away";
  }
  here.send(large);
  return there.receive<std::string>() == large ? "" : "it does not go on";
}
TEST_F(RuntimeTest, SizeLimitIsAnErrorAndNoSignal) {
  Task task(write_too_much);
  task.start();
  EXPECT_EQ(task.result(), "");
}

TEST_F(RuntimeTest, WhatWasSentBeforeTheEndArrives) {
  auto [here, there] = pipe();
  there.send(1);
  there.send(2);
  here.send(3); // never received: the kernel tells us of that by an error, once
  there.close();
  EXPECT_EQ(here.receive<int>(), 1);
  EXPECT_EQ(here.receive<int>(), 2);
  EXPECT_THROW(here.receive<int>(), ClosedError);
}

/// As in a sandbox that takes the right to open anything.
std::string live_without_descriptors(Connection connection, Queue<int> queue, Event event) {
  const Limited limited(RLIMIT_NOFILE, 0);
  if (connection.receive_for<int>(10ms) || queue.get_for(10ms) || connection.poll(5ms))
    return "something is there";
  event.set();
  queue.put(queue.get() + 1);
  connection.send(connection.receive<int>() + 1);
  const auto number = connection.receive_for<int>(patience);
  if (!number || !connection.send_for(*number + 1, patience))
    return "nothing was received in time";
  return "";
}
TEST_F(RuntimeTest, LimitOfNoDescriptorsLeavesWhatIsOpen) {
  auto [here, there] = pipe();
  Queue<int> queue;
  Event event;
  Task task(live_without_descriptors, std::move(there), queue, event);
  task.start();
  event.wait();
  ::usleep(10'000);
  queue.put(1);
  here.send(3);
  EXPECT_EQ(here.receive<int>(), 4);
  EXPECT_EQ(queue.get(), 2);
  ::usleep(10'000);
  here.send(5);
  EXPECT_EQ(here.receive<int>(), 6);
  EXPECT_EQ(task.result(), "");
}

} // namespace
