//===- SnippetTest.cpp - How is a place in the source drawn? ----*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Snippet.h"
#include <gtest/gtest.h>

using namespace stowaway::report;

static Location at(std::string Line, unsigned Column,
                   std::vector<Span> Ranges = {}) {
  return {"a.cpp", 12, Column, 0, std::move(Line), std::move(Ranges)};
}

static std::string draw(const Location &At, std::vector<Edit> Edits = {}) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  drawSnippet(At, Edits, /*WithCaret=*/true, OS);
  return Text;
}

TEST(Snippet, CaretAndRange) {
  EXPECT_EQ(draw(at("  f(x);", 3, {{12, 3, 12, 7}})), "   12 |   f(x);\n"
                                                      "      |   ^~~~\n");
}

TEST(Snippet, ARangeGoesOnToTheNextLine) {
  EXPECT_EQ(draw(at("  f(x,", 3, {{12, 3, 13, 4}})), "   12 |   f(x,\n"
                                                     "      |   ^~~~\n");
  EXPECT_EQ(draw(at("  f(x,", 3, {{11, 1, 13, 4}})), "   12 |   f(x,\n"
                                                     "      |   ^~~~\n");
}

TEST(Snippet, TabsAreEightColumns) {
  EXPECT_EQ(draw(at("\tf(\tx);", 2)), "   12 |         f(      x);\n"
                                      "      |         ^\n");
}

TEST(Snippet, ColumnsAreBytesButDrawnAsCharacters) {
  EXPECT_EQ(draw(at("\"ä\", x", 7)), "   12 | \"ä\", x\n"
                                     "      |      ^\n");
}

TEST(Snippet, ControlCharactersDoNotReachTheTerminal) {
  EXPECT_EQ(draw(at("a\x1b[31m x", 8)), "   12 | a<1B>[31m x\n"
                                        "      |           ^\n");
  EXPECT_EQ(draw(at("\xff x", 3)), "   12 | <FF> x\n"
                                   "      |      ^\n");
}

TEST(Snippet, AColumnBehindTheLineIsItsEnd) {
  EXPECT_EQ(draw(at("f();", 40)), "   12 | f();\n"
                                  "      |     ^\n");
}

TEST(Snippet, EditsAreMarkedAndWritten) {
  Edit Replace{at("f(x);", 3), 1, {12, 3, 12, 4}, "long_name"};
  Edit Insert{at("f(x);", 5), 0, {12, 5, 12, 5}, " // why"};
  EXPECT_EQ(draw(at("f(x);", 1), {Replace, Insert}),
            "   12 | f(x);\n"
            "      | ^ ~\n"
            "      |   long_name  // why\n");
}

TEST(Snippet, EditsOfOtherLinesAreNotOfThisOne) {
  Edit Other{at("g();", 1), 0, {13, 1, 13, 1}, "x"};
  Other.At.Line = 13;
  EXPECT_EQ(draw(at("f();", 1), {Other}), "   12 | f();\n"
                                          "      | ^\n");
}

TEST(Snippet, VeryLongLinesAreCutAroundTheCaret) {
  std::string Line = std::string(5000, 'a') + "X" + std::string(5000, 'b');
  std::string Text = draw(at(Line, 5001));
  EXPECT_LT(Text.size(), 600u);
  size_t X = Text.find('X');
  ASSERT_NE(X, std::string::npos);
  size_t Second = Text.find('\n') + 1;
  EXPECT_EQ(Text[Second + X], '^');
}

TEST(Snippet, NothingIsDrawnWithoutALine) {
  EXPECT_EQ(draw(at("", 1)), "");
  EXPECT_EQ(draw(Location()), "");
}
