//===- EntryVariant.cpp - Do workers start however the program is compiled and linked? -----------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Built several times: with and without PIE, statically, with link time optimisation, by other
// linkers, and with main() in a library. Run from another directory and by a symbolic link too.
//
//===--------------------------------------------------------------------------------------------===//

#include <cstdio>
#include <string>
#include <vector>

#include <stowaway/stowaway.h>

namespace {

int constructed = 0;
struct Constructed {
  Constructed() { ++constructed; }
} object_with_constructor;

int add(int a, int b) { return a + b; }

struct Virtual {
  virtual ~Virtual() = default;
  virtual int kind() const { return 1; }
  template <class A>
  void serialize(A &) {}
};
struct Derived : Virtual {
  int kind() const override { return 2; }
};

int check_method(stowaway::StartMethod method) {
  stowaway::set_start_method(method);
  stowaway::Task by_function(add, 2, 3);
  by_function.start();
  stowaway::Task by_lambda(
      [](std::vector<std::string> words) { return words.at(1) + std::to_string(constructed); },
      std::vector<std::string>{"a", "b"});
  by_lambda.start();
  Derived object;
  stowaway::Task by_member(&Virtual::kind, static_cast<Derived *>(&object));
  by_member.start();
  stowaway::Task throws([]() -> int { throw std::string("thrown"); });
  throws.start();
  int wrong = 0;
  wrong += by_function.result() != 5;
  wrong += 2 * (by_lambda.result() != "b1");
  wrong += 4 * (by_member.result() != 2);
  try {
    throws.result();
    wrong += 8;
  } catch (const stowaway::RemoteError &error) {
    wrong += 8 * (error.message() != "thrown" || error.type() != "std::string");
  }
  return wrong;
}

} // namespace

#if defined(STOWAWAY_TEST_BY_GTEST)
#include <gtest/gtest.h>
TEST(EntryVariant, EveryMethod) {
#define STOWAWAY_TEST_EXPECT(condition) EXPECT_TRUE(condition)
#else
int main(int argc, char **argv) {
  int failures = 0;
  if (argc < 1 || !argv[0] || stowaway::is_worker())
    return 2;
#define STOWAWAY_TEST_EXPECT(condition)                                                            \
  (condition) ? (void)0 : (++failures, (void)std::printf("wrong: %s\n", #condition))
#endif
  STOWAWAY_TEST_EXPECT(constructed == 1);
  STOWAWAY_TEST_EXPECT(check_method(stowaway::StartMethod::spawn) == 0);
  STOWAWAY_TEST_EXPECT(check_method(stowaway::StartMethod::forkserver) == 0);
  STOWAWAY_TEST_EXPECT(check_method(stowaway::StartMethod::fork) == 0);
#if !defined(STOWAWAY_TEST_BY_GTEST)
  return failures;
#endif
}
