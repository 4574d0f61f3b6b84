//===- Rejected.cpp - Does what can never travel fail to compile, with a sentence? --------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Compiled once for each CASE by ctest, which looks for the sentence.
//
//===--------------------------------------------------------------------------------------------===//

#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

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
#endif
}
