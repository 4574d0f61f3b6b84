//===- Rejected.cpp - Does what can never travel fail to compile, with a sentence? --------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Compiled once for each CASE by ctest, which looks for the sentence.
//
//===--------------------------------------------------------------------------------------------===//

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

#include <stowaway/stowaway.h>

struct Job {
  int id;
  char *name; // CASE 1
};
struct Watcher {
  std::weak_ptr<int> watched; // CASE 3
};
class Closed {
public:
  explicit Closed(int a) : a_(a) {}

private:
  int a_; // CASE 4
};
class Guarded {
public:
  template <class A>
  void serialize(A &archive) {
    archive(mutex_);
  } // CASE 5
  void work() {}

private:
  std::mutex mutex_;
};

struct Outer {
  int *inner; // CASE 9, in an element of an element
};
struct Rows {
  std::vector<std::optional<Outer>> rows;
};
struct Samples : std::vector<double> {
  std::string unit; // CASE 10
};
union Either { // CASE 15
  int a;
  float b;
};
class Needs {
public:
  explicit Needs(int a) : a_(a) {}
  template <class A>
  void serialize(A &archive) {
    archive(a_);
  }

private:
  int a_; // CASE 19
};

void start() {
#if CASE == 1
  stowaway::Process process([](Job) {}, Job());
#elif CASE == 2
  stowaway::Process process([](std::string_view) {}, std::string_view("x"));
#elif CASE == 3
  stowaway::Process process([](Watcher) {}, Watcher());
#elif CASE == 4
  stowaway::Process process([](const Closed &) {}, Closed(1));
#elif CASE == 5
  Guarded guarded;
  stowaway::Process process(&Guarded::work, &guarded);
#elif CASE == 6
  stowaway::Process process(std::function<void()>([] {}));
#elif CASE == 7
  std::string text;
  stowaway::Process process([text] {});
#elif CASE == 8
  int x = 0;
  stowaway::Process process([](int *) {}, &x);
#elif CASE == 9
  stowaway::Process process([](const Rows &) {}, Rows());
#elif CASE == 10
  stowaway::Process process([](const Samples &) {}, Samples());
#elif CASE == 11
  stowaway::Process process([](const std::set<int, bool (*)(int, int)> &) {},
                            std::set<int, bool (*)(int, int)>());
#elif CASE == 12
  stowaway::Process process([](std::unique_ptr<int[]>) {}, std::unique_ptr<int[]>());
#elif CASE == 13
  stowaway::Process process([](std::shared_ptr<void>) {}, std::shared_ptr<void>());
#elif CASE == 14
  stowaway::Process process([](auto) {}, std::unique_ptr<int, void (*)(int *)>(nullptr, nullptr));
#elif CASE == 15
  stowaway::Process process([](Either) {}, Either());
#elif CASE == 16
  stowaway::Process process([](std::error_code) {}, std::error_code());
#elif CASE == 17
  stowaway::Process process([](int, int) {}, 1);
#elif CASE == 18
  stowaway::Task<std::string> task([] { return std::vector<int>(); });
#elif CASE == 19
  stowaway::Process process([](const std::vector<Needs> &) {}, std::vector<Needs>());
#elif CASE == 20
  stowaway::Task task([]() -> int * { return nullptr; });
#endif
}
