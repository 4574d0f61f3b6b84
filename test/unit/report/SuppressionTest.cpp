//===- SuppressionTest.cpp - Has a comment silenced this? -------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Suppression.h"
#include <gmock/gmock.h>

using namespace stowaway::report;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

static constexpr llvm::StringLiteral Check = "stowaway-carried-handle";

static bool noLint(llvm::StringRef Text, unsigned Line) {
  return SuppressionComments(Text).hasNoLint(Line, Check);
}

TEST(NoLint, OnItsOwnLine) {
  EXPECT_TRUE(noLint("x; // NOLINT", 1));
  EXPECT_FALSE(noLint("x; // NOLINT\n", 2));
  EXPECT_TRUE(noLint("x; // NOLINT(stowaway-carried-handle)", 1));
  EXPECT_TRUE(noLint("x; /* NOLINT(other, stowaway-*) */", 1));
  EXPECT_FALSE(noLint("x; // NOLINT(other)", 1));
  EXPECT_FALSE(noLint("x; // NOLINT()", 1));
  EXPECT_FALSE(noLint("x; // NOLINTED", 1));
}

TEST(NoLint, OnTheNextLine) {
  EXPECT_TRUE(noLint("// NOLINTNEXTLINE\nx;", 2));
  EXPECT_FALSE(noLint("// NOLINTNEXTLINE\nx;", 1));
  EXPECT_TRUE(noLint("\n// NOLINTNEXTLINE(stowaway-*)\nx;\n", 3));
}

TEST(NoLint, BetweenBeginAndEnd) {
  llvm::StringRef Text = "a;\n// NOLINTBEGIN(stowaway-*)\nb;\n"
                         "// NOLINTEND(stowaway-*)\nc;\n";
  EXPECT_FALSE(noLint(Text, 1));
  EXPECT_TRUE(noLint(Text, 3));
  EXPECT_FALSE(noLint(Text, 5));
  // The end must name what the beginning names; half a block is none.
  EXPECT_FALSE(noLint("// NOLINTBEGIN\nb;\n// NOLINTEND(x)\n", 2));
  EXPECT_FALSE(noLint("// NOLINTBEGIN\nb;\n", 2));
}

TEST(Allow, NeedsAReason) {
  SuppressionComments With("x; // stowaway: allow(stowaway-*) it is closed");
  ASSERT_TRUE(With.allow(1, Check));
  EXPECT_TRUE(With.allow(1, Check)->HasReason);
  EXPECT_THAT(With.mistakes(), IsEmpty());

  for (llvm::StringRef Text : {"x; // stowaway: allow(stowaway-*)",
                               "x; // stowaway: allow(stowaway-*) ...",
                               "x; /* stowaway: allow(stowaway-*) */"}) {
    SuppressionComments Without(Text);
    ASSERT_TRUE(Without.allow(1, Check)) << Text.str();
    EXPECT_FALSE(Without.allow(1, Check)->HasReason) << Text.str();
    EXPECT_THAT(Without.mistakes(), SizeIs(1)) << Text.str();
  }
}

TEST(Allow, SpeaksOfItsLineOrTheNextCode) {
  SuppressionComments C("x; // stowaway: allow(*) why\n"
                        "y;\n"
                        "// stowaway: allow(*) a reason\n"
                        "// of two lines\n"
                        "z;\n");
  EXPECT_TRUE(C.allow(1, Check));
  EXPECT_FALSE(C.allow(2, Check));
  EXPECT_TRUE(C.allow(5, Check));
}

TEST(Allow, TellsMistakes) {
  auto Mistake = [](llvm::StringRef Text) {
    SuppressionComments C(Text);
    return C.mistakes().empty() ? "" : C.mistakes().front().Message;
  };
  EXPECT_THAT(Mistake("// stowaway: alow(x) y"), HasSubstr("expected 'allow("));
  EXPECT_THAT(Mistake("// stowaway: allow y"), HasSubstr("in parentheses"));
  EXPECT_THAT(Mistake("// stowaway: allow(carried-handel) y"),
              HasSubstr("did you mean 'stowaway-carried-handle'?"));
  EXPECT_EQ(Mistake("// we like stowaway: it is fine"), "");
  EXPECT_EQ(Mistake("int stowaway:1;"), "");
}
