//===- HintsTest.cpp - Does a text name what a launch needs? ----*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Hints.h"
#include "Models/ModelReader.h"
#include <gtest/gtest.h>

using namespace stowaway;
using namespace stowaway::editor;

TEST(Mentions, WholeWordsOnly) {
  llvm::StringSet<> Thread = {"thread"};
  EXPECT_TRUE(mentions("std::thread t;", Thread));
  EXPECT_TRUE(mentions("thread", Thread));
  EXPECT_TRUE(mentions("#include <thread>\n", Thread));
  EXPECT_TRUE(mentions("threads thread", Thread));
  EXPECT_FALSE(mentions("threads", Thread));
  EXPECT_FALSE(mentions("jthread my_thread thread2", Thread));
  EXPECT_FALSE(mentions("", Thread));
  EXPECT_FALSE(mentions("thread", {}));
}

TEST(FunctionMentions, BodiesAndInitialisers) {
  llvm::StringSet<> Fork = {"fork"};
  EXPECT_TRUE(functionMentions("f() { g(); { fork(); } }", Fork));
  EXPECT_TRUE(functionMentions("A(int x) : a{x}, b{fork()} {}", Fork));
  EXPECT_TRUE(functionMentions("A(int x) : a{x} { fork(); }", Fork));
  EXPECT_TRUE(functionMentions("f(int n = fork()) {}", Fork));
}

TEST(FunctionMentions, NothingBehindTheFunction) {
  llvm::StringSet<> Fork = {"fork"};
  EXPECT_FALSE(functionMentions("f() {} void g() { fork(); }", Fork));
  EXPECT_FALSE(functionMentions("f(); void g() { fork(); }", Fork));
  EXPECT_FALSE(
      functionMentions("f() { /* fork */ \"fork\"; } int fork;", Fork));
  EXPECT_FALSE(functionMentions("f() {", Fork));
  EXPECT_FALSE(functionMentions("", Fork));
}

static const models::ModelSet &builtin(models::ModelSet &Into) {
  models::addBuiltinModels(Into);
  return Into;
}

TEST(LaunchWords, NameFunctionsClassesAndCalls) {
  models::ModelSet Models;
  llvm::StringSet<> Words = launchWords(builtin(Models));
  for (llvm::StringRef Word : {"thread", "fork", "Process", "start"})
    EXPECT_TRUE(Words.contains(Word)) << Word.str();
  for (llvm::StringRef Word : {"std", "vector", "move", ""})
    EXPECT_FALSE(Words.contains(Word)) << Word.str();
}

// A header is passed over when it has no hint or no launch word: each launch's
// own name must be found by its model's hints.
TEST(LaunchWords, CallersAndTransferFunctionsAreNamed) {
  models::ModelSet Models;
  builtin(Models);
  EXPECT_TRUE(callerWords(Models).contains("for_each"));
  EXPECT_TRUE(transferWords(Models).contains("serialize"));
  EXPECT_TRUE(hintWords(Models).contains("stowaway"));
}
