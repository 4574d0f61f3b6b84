//===- CheckGlobsTest.cpp - Which checks does a glob list mean? -*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/CheckGlobs.h"
#include <gmock/gmock.h>

using namespace stowaway::report;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(MatchesGlob, StarStandsForAnything) {
  EXPECT_TRUE(matchesGlob("*", ""));
  EXPECT_TRUE(matchesGlob("*", "abc"));
  EXPECT_TRUE(matchesGlob("a*c", "ac"));
  EXPECT_TRUE(matchesGlob("a*b*c", "a-bb-c"));
  EXPECT_TRUE(matchesGlob("*b*", "abc"));
  EXPECT_FALSE(matchesGlob("a*c", "ab"));
  EXPECT_FALSE(matchesGlob("a*b*c", "a-c"));
  EXPECT_FALSE(matchesGlob("abc", "abcd"));
  // Beginning and end must not share a character.
  EXPECT_FALSE(matchesGlob("ab*ba", "aba"));
}

TEST(MatchesGlob, NothingElseIsSpecial) {
  EXPECT_FALSE(matchesGlob("a.c", "abc"));
  EXPECT_FALSE(matchesGlob("[a]", "a"));
  EXPECT_TRUE(matchesGlob("[a]", "[a]"));
}

TEST(CheckGlobs, TheLastMatchDecides) {
  CheckGlobs G("stowaway-*, -stowaway-worker-lifecycle");
  EXPECT_TRUE(G.contains("stowaway-carried-handle"));
  EXPECT_FALSE(G.contains("stowaway-worker-lifecycle"));
  CheckGlobs Back("stowaway-*,-stowaway-*,stowaway-carried-handle");
  EXPECT_TRUE(Back.contains("stowaway-carried-handle"));
  EXPECT_FALSE(Back.contains("stowaway-carried-address"));
}

TEST(CheckGlobs, EmptyMeansNone) {
  EXPECT_FALSE(CheckGlobs("").contains("stowaway-carried-handle"));
  EXPECT_FALSE(CheckGlobs(" , ").contains("stowaway-carried-handle"));
}

TEST(CheckGlobs, NegativeOnesMeanNothingInNolint) {
  CheckGlobs G("-stowaway-*", CheckGlobs::Ignored);
  EXPECT_FALSE(G.contains("stowaway-carried-handle"));
  CheckGlobs H("*,-stowaway-*", CheckGlobs::Ignored);
  EXPECT_TRUE(H.contains("stowaway-carried-handle"));
}

TEST(CheckGlobs, StrangersMatchNoCheck) {
  EXPECT_THAT(CheckGlobs("stowaway-*,carried,-x*").strangers(),
              ElementsAre("carried", "x*"));
  EXPECT_THAT(CheckGlobs("*").strangers(), IsEmpty());
}

TEST(NearestCheck, WithAndWithoutThePrefix) {
  EXPECT_EQ(nearestCheck("stowaway-carried-handel"), "stowaway-carried-handle");
  EXPECT_EQ(nearestCheck("carried-adress"), "stowaway-carried-address");
  EXPECT_EQ(nearestCheck("lifecycle"), "stowaway-worker-lifecycle");
  EXPECT_EQ(nearestCheck("bugprone-use-after-move"), std::nullopt);
}
