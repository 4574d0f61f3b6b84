//===- ModuleTest.cpp - Are targets found in shared libraries, and this program when it moved? ---===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <cstdio>
#include <dlfcn.h>
#include <filesystem>
#include <fstream>
#include <spawn.h>

#include "Fixture.h"

/// In a library that is linked.
Task<int> make_linked_task(int x);
int linked_function(int x);

extern char **environ;

namespace {

STOWAWAY_SENDING_METHODS(ModuleTest);

TEST_P(ModuleTest, TargetInALinkedLibrary) {
  auto task = make_linked_task(4);
  task.start();
  EXPECT_EQ(task.result(), 104);
  Task direct(linked_function, 4);
  direct.start();
  EXPECT_EQ(direct.result(), 104);
}

TEST_P(ModuleTest, TargetInALoadedLibrary) {
  void *module = ::dlopen(LOADED_MODULE, RTLD_NOW);
  ASSERT_TRUE(module) << ::dlerror();
  using Make = void (*)(Task<int> *, int);
  const auto make = reinterpret_cast<Make>(::dlsym(module, "make_loaded_task"));
  ASSERT_TRUE(make);
  Task<int> task;
  make(&task, 4);
  task.start(); // the worker loads the library before it looks for the target
  EXPECT_EQ(task.result(), 204);
}

/// Runs this program as another file and does something to the file meanwhile.
int run_copy(const std::string &path, const char *what) {
  const std::string argument = std::string("--gtest_filter=Copy.") + what;
  char *arguments[] = {const_cast<char *>(path.c_str()), const_cast<char *>(argument.c_str()),
                       const_cast<char *>("--gtest_brief=1"), nullptr};
  pid_t pid;
  const int error = ::posix_spawn(&pid, path.c_str(), nullptr, nullptr, arguments, environ);
  if (error)
    return -error;
  int status;
  ::waitpid(pid, &status, 0);
  return status;
}

TEST_F(RuntimeTest, OwnFileMayMove) {
  namespace fs = std::filesystem;
  const auto folder = fs::temp_directory_path() / ("stowaway-test-" + std::to_string(::getpid()));
  fs::create_directory(folder);
  ::setenv("STOWAWAY_TEST_COPY", "1", 1);
  for (const auto *what : {"Deleted", "Renamed", "Replaced", "OtherDirectory"}) {
    const auto copy = folder / what;
    fs::copy_file("/proc/self/exe", copy);
    EXPECT_EQ(run_copy(copy, what), 0) << what;
  }
  const auto link = folder / "link";
  fs::copy_file("/proc/self/exe", folder / "behind");
  fs::create_symlink("behind", link);
  EXPECT_EQ(run_copy(link, "OtherDirectory"), 0);
  ::unsetenv("STOWAWAY_TEST_COPY");
  fs::remove_all(folder);
}

bool starts() {
  Task task(+[](int x) { return x + 1; }, 1);
  task.start();
  return task.result() == 2;
}
std::filesystem::path own_file() { return std::filesystem::read_symlink("/proc/self/exe"); }
class Copy : public RuntimeTest {
  void SetUp() override {
    RuntimeTest::SetUp();
    if (!std::getenv("STOWAWAY_TEST_COPY"))
      GTEST_SKIP() << "run by OwnFileMayMove";
  }
};
TEST_F(Copy, Deleted) {
  std::filesystem::remove(own_file());
  EXPECT_TRUE(starts());
  EXPECT_TRUE(starts());
}
TEST_F(Copy, Renamed) {
  const auto old = own_file();
  std::filesystem::rename(old, old.string() + ".new");
  EXPECT_TRUE(starts());
}
TEST_F(Copy, Replaced) {
  const auto old = own_file();
  std::filesystem::rename(old, old.string() + ".old");
  std::ofstream(old) << "another program";
  EXPECT_TRUE(starts());
}
TEST_F(Copy, OtherDirectory) {
  std::filesystem::current_path("/");
  EXPECT_TRUE(starts());
}

} // namespace
