//===- DefaultChecksTest.cpp - Which checks run in the editor? --*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DefaultChecks.h"
#include <gtest/gtest.h>

using stowaway::editor::withOurChecks;

TEST(DefaultChecks, OursAreOnBesideOthers) {
  EXPECT_EQ(withOurChecks(""), "stowaway-*");
  EXPECT_EQ(withOurChecks("bugprone-*"), "bugprone-*,stowaway-*");
  EXPECT_EQ(withOurChecks("-*,modernize-*"), "-*,modernize-*,stowaway-*");
  EXPECT_EQ(withOurChecks("-*,\nmodernize-*,\n"),
            "-*,\nmodernize-*,stowaway-*");
}

TEST(DefaultChecks, NamingOursTurnsThemOff) {
  EXPECT_EQ(withOurChecks("-stowaway-worker-lifecycle"),
            "-stowaway-worker-lifecycle,stowaway-*,-stowaway-worker-lifecycle");
  EXPECT_EQ(withOurChecks("bugprone-*, - stowaway-*"),
            "bugprone-*, - stowaway-*,stowaway-*,-stowaway-*");
}

TEST(DefaultChecks, NamingOursChoosesAmongThem) {
  EXPECT_EQ(withOurChecks("-*,stowaway-started-process"),
            "-*,stowaway-started-process");
}

TEST(DefaultChecks, NoChecksAtAllMeansThat) {
  EXPECT_EQ(withOurChecks("-*"), "-*");
  EXPECT_EQ(withOurChecks(" -* ,"), " -* ,");
}
