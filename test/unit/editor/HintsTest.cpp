//===- HintsTest.cpp - Does a text name what a launch needs? ----*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Hints.h"
#include <gtest/gtest.h>

using stowaway::editor::mentions;

TEST(Hints, AreWholeWords) {
  EXPECT_TRUE(mentions("std::thread t;", {"thread"}));
  EXPECT_TRUE(mentions("thread", {"thread"}));
  EXPECT_TRUE(mentions("#include <thread>\n", {"thread"}));
  EXPECT_FALSE(mentions("threads", {"thread"}));
  EXPECT_FALSE(mentions("jthread my_thread thread2", {"thread"}));
  EXPECT_TRUE(mentions("threads thread", {"thread"}));
}

TEST(Hints, AnyOfThemIsEnough) {
  EXPECT_TRUE(mentions("fork()", {"async", "fork"}));
  EXPECT_FALSE(mentions("", {"async", "fork"}));
  EXPECT_FALSE(mentions("fork()", {}));
}
