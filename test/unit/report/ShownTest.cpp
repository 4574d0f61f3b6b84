//===- ShownTest.cpp - Which notes of a finding are shown? ------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Shown.h"
#include <gtest/gtest.h>
#include <string>

using namespace stowaway::report;

/// Of a string of notes, p path, e expansion, o other: what is shown, with
/// "(n)" where n steps are left out.
static std::string shown(const std::string &Notes, bool FullPaths = false) {
  std::string Result;
  forEachShownNote(
      Notes.size(), FullPaths, [&](unsigned I) { return Notes[I] == 'p'; },
      [&](unsigned I) { return Notes[I] == 'e'; },
      [&](unsigned I) { Result += Notes[I]; },
      [&](unsigned, unsigned Steps) {
        Result += "(" + std::to_string(Steps) + ")";
      });
  return Result;
}

TEST(Shown, ShortPathsAreShownWhole) {
  EXPECT_EQ(shown(""), "");
  EXPECT_EQ(shown("ppppppo"), "ppppppo");
}

TEST(Shown, LongOnesLoseTheirMiddle) {
  EXPECT_EQ(shown("pppppppo"), "pp(3)ppo");
  EXPECT_EQ(shown("pppppppppp"), "pp(6)pp");
  EXPECT_EQ(shown("pppppppo", /*FullPaths=*/true), "pppppppo");
}

TEST(Shown, OtherNotesStay) {
  EXPECT_EQ(shown("oppppopppo"), "opp(3)oppo");
  EXPECT_EQ(shown("pppooooo"), "pppooooo");
}

TEST(Shown, ExpansionsShareTheFateOfTheirNote) {
  EXPECT_EQ(shown("epepepepepepepo"), "epepe(3)pepo");
}
