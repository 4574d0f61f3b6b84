//===- BaselineTest.cpp - Is a baseline read as it was written? -----------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Project/Baseline.h"
#include <chrono>
#include <gmock/gmock.h>

using namespace llvm;
using namespace stowaway;
using namespace stowaway::project;
using testing::ElementsAre;
using testing::HasSubstr;

static std::optional<Baseline> read(StringRef Text,
                                    std::vector<text::TextError> &Errors) {
  return Baseline::read(MemoryBufferRef(Text, "known.txt"), Errors);
}

static std::string write(std::vector<BaselineEntry> Entries) {
  std::string Text;
  raw_string_ostream OS(Text);
  writeBaseline(std::move(Entries), OS);
  return Text;
}

static std::string print(unsigned Number) {
  std::string Digits = std::to_string(Number);
  return std::string(32 - Digits.size(), 'a') + Digits;
}

TEST(Baseline, SortedAndEachOnce) {
  std::string Text = write({{"b.cpp", "f", "p", "c", print(1)},
                            {"a.cpp", "g", "p", "c", print(2)},
                            {"a.cpp", "f", "p", "c", print(3)},
                            {"b.cpp", "f", "p", "c", print(1)}});
  std::vector<StringRef> Lines;
  for (StringRef Rest = Text; !Rest.empty(); Rest = Rest.split('\n').second)
    if (!Rest.starts_with("#"))
      Lines.push_back(Rest.split('\t').first);
  EXPECT_THAT(Lines, ElementsAre("a.cpp", "a.cpp", "b.cpp"));
}

TEST(Baseline, AnyNameComesBack) {
  std::vector<BaselineEntry> Entries = {
      {"#a b\\x.cpp", "operator bool", "x\ty\nz", "c", print(1)},
      {"\\x41", "", "\\", "c", print(2)}};
  std::vector<text::TextError> Errors;
  std::optional<Baseline> B = read(write(Entries), Errors);
  ASSERT_TRUE(B);
  EXPECT_THAT(B->entries(), testing::UnorderedElementsAreArray(Entries));
  EXPECT_TRUE(B->contains(print(1)));
  EXPECT_FALSE(B->contains(print(3)));
}

TEST(Baseline, MistakesAreLocated) {
  std::vector<text::TextError> Errors;
  EXPECT_FALSE(read("# c\n<<<<<<< ours\na\tb\tc\td\t12\nx\n", Errors));
  ASSERT_EQ(Errors.size(), 3u);
  EXPECT_EQ(Errors[0].Line, 2u);
  EXPECT_THAT(Errors[0].Message, HasSubstr("a conflict of a merge"));
  EXPECT_THAT(Errors[1].Message, HasSubstr("32 hexadecimal digits"));
  EXPECT_THAT(Errors[2].Message, HasSubstr("with tabs between them"));
  Errors.clear();
  EXPECT_FALSE(read(std::string(100000, '\0') + "\n" + std::string(100, '\n') +
                        std::string(1000, 'x'),
                    Errors));
  EXPECT_EQ(Errors.size(), 2u);
  for (const text::TextError &E : Errors)
    EXPECT_LT(toString(E).size(), 2000u);
}

TEST(Baseline, EmptyAndOddLineEnds) {
  std::vector<text::TextError> Errors;
  EXPECT_TRUE(read("", Errors)->empty());
  std::optional<Baseline> B =
      read("# c\r\n\r\na\tb\tc\td\t" + print(1) + "\r\n", Errors);
  ASSERT_TRUE(B);
  EXPECT_TRUE(B->contains(print(1)));
}

TEST(Baseline, FiveThousandAreReadAtOnce) {
  std::vector<BaselineEntry> Entries;
  for (unsigned I = 0; I != 5000; ++I)
    Entries.push_back({"src/file" + std::to_string(I % 700) + ".cpp",
                       "Server::start", "Server::workers_[...]",
                       "stowaway-started-process", print(I)});
  auto Start = std::chrono::steady_clock::now();
  std::vector<text::TextError> Errors;
  std::optional<Baseline> B = read(write(Entries), Errors);
  ASSERT_TRUE(B);
  for (unsigned I = 0; I != 5000; ++I)
    ASSERT_TRUE(B->contains(print(I)));
  // A hundredth of this where nothing is instrumented.
  EXPECT_LT(std::chrono::steady_clock::now() - Start, std::chrono::seconds(2));
}
