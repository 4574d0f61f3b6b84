//===- ServerTest.cpp - Does the fork server serve, say what is wrong, and come back? ------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <thread>

#include <sys/wait.h>

#include "Fixture.h"

namespace {

void nothing() {}

int preloaded = 0;
TEST_F(RuntimeTest, ServerPreloads) {
  set_start_method(StartMethod::forkserver);
  preload([] { preloaded += 5; });
  for (int i = 0; i < 2; ++i) {
    Task task(+[] { return std::exchange(preloaded, 77); });
    task.start();
    EXPECT_EQ(task.result(), 5) << "run once, in the server";
  }
  EXPECT_EQ(preloaded, 0);
}

TEST_F(RuntimeTest, ServerIsReplacedWhenItDies) {
  set_start_method(StartMethod::forkserver);
  Event event;
  Process before(
      +[](Event event) {
        event.wait();
        return 4;
      },
      event);
  before.start();
  const auto server = detail::fork_server_pid();
  ::kill(server, SIGINT); // Ctrl-C is not for it
  ::usleep(5'000);
  Process second(nothing);
  second.start();
  EXPECT_EQ(detail::fork_server_pid(), server);
  ::kill(server, SIGKILL);
  // The first one may still be the spare worker of the old server.
  while (detail::fork_server_pid() == server) {
    Process after(nothing);
    after.start();
    after.join();
    EXPECT_TRUE(after.exit_status().success());
  }
  Process after(nothing);
  after.start();
  event.set();
  before.join();
  EXPECT_EQ(before.exit_status(), ExitStatus::exited(4)) << "its status survives the server";
  second.join();
  after.join();
  EXPECT_TRUE(after.exit_status().success());
}

TEST_F(RuntimeTest, ServerThatWasStoppedGoesOn) {
  set_start_method(StartMethod::forkserver);
  for (int i = 0; i < 3; ++i) {
    Process process(nothing);
    process.start();
    process.join();
    EXPECT_TRUE(process.exit_status().success());
    ::kill(detail::fork_server_pid(), SIGSTOP);
  }
}

TEST_F(RuntimeTest, WorkersHaveNoRightsThatWereGivenUp) {
  if (::geteuid() != 0)
    GTEST_SKIP() << "nothing to give up";
  Task outer(+[] {
    set_start_method(StartMethod::forkserver);
    const auto user_of_worker = [] {
      Task task(+[] { return std::pair(::geteuid(), ::getegid()); });
      task.start();
      return task.result();
    };
    std::vector users = {user_of_worker()};
    if (::setegid(65534) != 0 || ::seteuid(65534) != 0)
      throw std::system_error(errno, std::system_category(), "seteuid");
    users.push_back(user_of_worker());
    return users;
  });
  outer.start();
  EXPECT_EQ(outer.result(), (std::vector{std::pair(0u, 0u), std::pair(65534u, 65534u)}));
}

TEST_F(RuntimeTest, SpareIsReplacedWhenItDies) {
  set_start_method(StartMethod::forkserver);
  for (int i = 0; i < 4; ++i) {
    Process process(nothing);
    process.start();
    // Whatever else is a child of this process is the server or its spare.
    std::ifstream file("/proc/self/task/" + std::to_string(::gettid()) + "/children");
    for (pid_t child; file >> child;)
      if (child != process.pid() && child != detail::fork_server_pid()) {
        ::kill(child, SIGKILL);
        siginfo_t info;
        ::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT | __WALL);
      }
    process.join();
    EXPECT_TRUE(process.exit_status().success()) << process.exit_status().to_string();
  }
}

TEST_F(RuntimeTest, ServerHidesHowItWasStarted) {
  set_start_method(StartMethod::forkserver);
  for (const bool own : {false, true}) {
    detail::stop_fork_server();
    if (own)
      ::setenv("LD_BIND_NOW", "mine", 1);
    Task task(+[] { return std::string(std::getenv("LD_BIND_NOW") ? "set" : "not set"); });
    task.start();
    EXPECT_EQ(task.result(), own ? "set" : "not set");
  }
  ::unsetenv("LD_BIND_NOW");
}

// --- Preload functions that fail: in workers, since a preload function cannot be taken back
// --------

/// How the first two starts by a server with this preload function went.
std::string start_with(void (*function)()) {
  set_start_method(StartMethod::forkserver);
  preload(function);
  std::string text;
  for (int i = 0; i < 2; ++i) {
    Process process(nothing);
    try {
      process.start();
      process.join();
      text += process.exit_status().to_string() + "; ";
    } catch (const StartError &error) {
      text += error.stage() + ": " + error.what() + "; ";
      if (process.pid() != 0)
        text += "but it has an id; ";
    }
  }
  detail::stop_fork_server();
  siginfo_t info{};
  if (::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT | __WALL) != -1 || errno != ECHILD)
    text += "a child is left";
  return text;
}
std::string after(void (*function)()) {
  Task task(start_with, function);
  task.start();
  return task.result();
}

pid_t helper = 0;
void start_helper() {
  set_start_method(StartMethod::spawn);
  static Process process(+[] {
    for (;;)
      ::pause();
  });
  process.start();
  helper = process.pid();
}
/// Whether what a preload function started is gone once the server is.
bool helper_ends_with_the_server() {
  set_start_method(StartMethod::forkserver);
  preload(start_helper);
  Event event;
  Process worker(+[](Event event) { event.wait(); }, event);
  worker.start();
  Task ask(+[] { return helper; });
  ask.start();
  const pid_t helper_pid = ask.result();
  if (!is_running(helper_pid))
    return false;
  ::kill(detail::fork_server_pid(), SIGKILL);
  const bool has_ended = eventually([&] { return !is_running(helper_pid); });
  event.set();
  worker.join();
  detail::stop_fork_server();
  return has_ended;
}

TEST_F(RuntimeTest, WorkerOfAPreloadFunctionEndsWithTheServer) {
  Task task(helper_ends_with_the_server);
  task.start();
  EXPECT_TRUE(task.result()) << "workers of the server keep it";
}

TEST_F(RuntimeTest, PreloadThatThrowsIsATypedError) {
  const auto text = after(+[] { throw std::runtime_error("no tables today"); });
  EXPECT_TRUE(text.starts_with("server: ")) << text;
  EXPECT_NE(text.find("no tables today"), std::string::npos) << text;
  EXPECT_EQ(text.find("exited"), std::string::npos) << text;
  EXPECT_EQ(text.find("left"), std::string::npos) << text;
}

TEST_F(RuntimeTest, PreloadThatExitsIsATypedError) {
  const auto text = after(+[] { std::_Exit(3); });
  EXPECT_TRUE(text.starts_with("server: ")) << text;
  EXPECT_NE(text.find("preload"), std::string::npos) << text;
  EXPECT_EQ(text.find("exited with"), std::string::npos) << text;
}

TEST_F(RuntimeTest, PreloadThatLeavesAThreadIsATypedError) {
  if (thread_sanitized)
    GTEST_SKIP() << "it has a thread of its own, so that the server does not count";
  const auto text = after(+[] {
    std::thread([] {
      for (;;)
        ::pause();
    }).detach();
  });
  EXPECT_TRUE(text.starts_with("server: ")) << text;
  EXPECT_NE(text.find("left threads behind"), std::string::npos) << text;
  EXPECT_EQ(text.find("exited with"), std::string::npos) << text;
}

} // namespace
