//===- StateTest.cpp - Which settings of its parent does a worker share? -------------------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Settings are changed in a worker, whose own workers are then asked.
//
//===--------------------------------------------------------------------------------------------===//

#include <cstdlib>
#include <cstring>
#include <fstream>

#include <sys/stat.h>

#include "Fixture.h"

extern char **environ;

namespace {

STOWAWAY_EVERY_METHOD(StateTest);
STOWAWAY_SENDING_METHODS(SentStateTest);

std::string status_line(const std::string &key) {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(key + ":"))
      return line.substr(key.size() + 2);
  return "";
}

/// What a process shares with those that it starts.
struct Settings {
  std::string directory, mask_of_files, variable;
  StartMethod method;
  bool operator==(const Settings &) const = default;

  static Settings now() {
    char directory[4096] = "";
    if (!::getcwd(directory, sizeof directory))
      directory[0] = '\0';
    const char *variable = std::getenv("STOWAWAY_TEST_SETTING");
    return {directory, status_line("Umask"), variable ? variable : "", start_method()};
  }
};

Settings settings_of(int generations) {
  if (generations == 0)
    return Settings::now();
  Task next(settings_of, generations - 1);
  next.start();
  return next.result();
}

TEST_P(StateTest, SettingsReachWorkersOfWorkers) {
  // For the fork server: those of the time when it was started, that is at the first start.
  set_start_method(StartMethod::spawn);
  Task outer(
      +[](StartMethod method) {
        const auto old = Settings::now();
        ::umask(0027);
        ::setenv("STOWAWAY_TEST_SETTING", "a value", 1);
        if (::chdir("/proc") != 0)
          return std::string("chdir");
        set_start_method(method);
        const auto mine = Settings::now();
        if (mine.directory == old.directory || mine.mask_of_files == old.mask_of_files ||
            mine.mask_of_files != "0027" || mine.variable == old.variable)
          return std::string("nothing was changed");
        for (int generations = 1; generations <= 3; ++generations)
          if (!(settings_of(generations) == mine))
            return "changed after " + std::to_string(generations);
        return std::string();
      },
      GetParam());
  outer.start();
  EXPECT_EQ(outer.result(), "");
}

TEST_F(RuntimeTest, ServerHasTheSettingsOfItsStart) {
  set_start_method(StartMethod::forkserver);
  const auto before = settings_of(1);
  ::setenv("STOWAWAY_TEST_SETTING", "later", 1);
  const auto after = settings_of(1);
  ::unsetenv("STOWAWAY_TEST_SETTING");
  EXPECT_EQ(before, after);
}

std::vector<std::string> variables() {
  std::vector<std::string> all;
  for (char **entry = environ; entry && *entry; ++entry)
    all.emplace_back(*entry);
  return all;
}

std::string send_environment(StartMethod method, std::vector<std::string> entries) {
  std::vector<char *> raw;
  for (auto &entry : entries)
    raw.push_back(entry.data());
  raw.push_back(nullptr);
  environ = raw.data();
  set_start_method(method);
  Task task([](Event event, int x) { return std::tuple(variables(), event.is_set(), x); }, Event(),
            7);
  task.start();
  auto [found, set, x] = task.result();
  if (set || x != 7)
    return "the payload is damaged";
  if (found == entries)
    return "";
  std::string text = "it found";
  for (const auto &entry : found)
    text += " [" + entry + "]";
  return text;
}

TEST_P(StateTest, EnvironmentMayBeOdd) {
  set_start_method(StartMethod::spawn);
  const std::vector<std::vector<std::string>> all = {
      {},
      {"", "no equals sign", "=value", "=", "A=1", "A=2", "STOWAWAY_WORKER", "STOWAWAY_WORKERS=1",
       "LINES=a\nb", "X==\xff\x01"},
      {"LONG=" + std::string(100'000, 'x'), "LAST=1"},
  };
  for (const auto &entries : all) {
    Task outer(send_environment, GetParam(), entries);
    outer.start();
    EXPECT_EQ(outer.result(), "");
  }
}

TEST_P(SentStateTest, MarkSetByTheProgramIsNoMark) {
  set_start_method(StartMethod::spawn);
  for (const std::string mark : {"STOWAWAY_WORKER=", "STOWAWAY_WORKER=0", "STOWAWAY_WORKER=9bw"}) {
    Task outer(
        +[](StartMethod method, std::string mark) {
          ::putenv(mark.data());
          set_start_method(method);
          Task task([](Event event, int x) { return event.is_set() ? 0 : x; }, Event(), 7);
          task.start();
          return task.result();
        },
        GetParam(), mark);
    outer.start();
    EXPECT_EQ(outer.result(), 7) << mark;
  }
}

TEST_F(RuntimeTest, EnvironmentThatIsTooLargeIsATypedError) {
  Task outer(+[] {
    ::setenv("STOWAWAY_TEST_SETTING", std::string(200'000, 'x').c_str(), 1); // MAX_ARG_STRLEN
    Process process(+[] {});
    try {
      process.start();
    } catch (const StartError &error) {
      return error.stage() == "exec" && error.code().value() == E2BIG && process.pid() == 0;
    }
    return false;
  });
  outer.start();
  EXPECT_TRUE(outer.result());
}

TEST_P(StateTest, NamesMayBeOdd) {
  for (const auto &name : {std::string("with\0null", 9), std::string(300, 'n'), std::string()}) {
    Task task(+[] { return worker_name(); });
    task.set_name(name);
    task.start();
    EXPECT_EQ(task.result(), name);
  }
}

// --- Standard output and error -----------------------------------------------------------------

TEST_P(StateTest, WorkerMayCloseItsStreams) {
  Process process(+[] {
    std::printf("never seen");
    std::fclose(stdout);
    std::fclose(stderr);
    return 3;
  });
  std::fflush(stdout);
  const int old = ::dup(1);
  const int null = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  ::dup2(null, 1);
  ::close(null);
  process.start();
  ::dup2(old, 1);
  ::close(old);
  process.join();
  EXPECT_EQ(process.exit_status(), ExitStatus::exited(3));
  Process throws(+[] {
    ::close(1);
    ::close(2);
    throw std::runtime_error("unseen, but told");
  });
  throws.start();
  throws.join();
  EXPECT_EQ(throws.exit_status(), ExitStatus::exited(1));
  ASSERT_TRUE(throws.error());
  EXPECT_EQ(throws.error()->message(), "unseen, but told");
}

TEST_P(StateTest, NobodyNeedsToReadStandardError) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const int old = ::dup(2);
  ::dup2(ends[1], 2);
  ::close(ends[1]);
  ::close(ends[0]);
  Process process(+[] { throw std::runtime_error("unread, but told"); });
  process.start();
  process.join();
  detail::stop_fork_server();
  ::dup2(old, 2);
  ::close(old);
  EXPECT_EQ(process.exit_status(), ExitStatus::exited(1)) << process.exit_status().to_string();
  ASSERT_TRUE(process.error());
  EXPECT_EQ(process.error()->message(), "unread, but told");
}

TEST_P(StateTest, ExceptionsAreOnTheWorkersStandardError) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const int old = ::dup(2);
  ::dup2(ends[1], 2);
  Process process(+[] {
    std::fprintf(stderr, "before ");
    throw std::runtime_error("the message");
  });
  process.set_name("thrower");
  process.start();
  const auto pid = process.pid();
  process.join();
  detail::stop_fork_server();
  ::dup2(old, 2);
  ::close(old);
  ::close(ends[1]);
  std::string all, part(500, '\0');
  for (ssize_t size; (size = ::read(ends[0], part.data(), part.size())) > 0;)
    all.append(part, 0, static_cast<std::size_t>(size));
  ::close(ends[0]);
  EXPECT_TRUE(all.starts_with("before ")) << all;
  for (const auto &word : {std::string("thrower"), std::to_string(pid),
                           std::string("std::runtime_error"), std::string("the message")})
    EXPECT_NE(all.find(word), std::string::npos) << word << " in: " << all;
}

} // namespace
