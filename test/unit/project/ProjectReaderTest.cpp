//===- ProjectReaderTest.cpp - Are project files read, or refused? --------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Project/ProjectReader.h"
#include <gmock/gmock.h>
#include <random>

using namespace llvm;
using namespace stowaway;
using namespace stowaway::project;
using testing::ElementsAre;

static constexpr StringRef Checks[] = {"stowaway-carried-handle",
                                       "stowaway-worker-lifecycle"};

static std::optional<ProjectFile> read(StringRef Text,
                                       std::vector<text::TextError> &Errors) {
  return readProjectFile(MemoryBufferRef(Text, "/p/.stowaway.yaml"), Checks,
                         Errors);
}

static ProjectFile good(StringRef Text) {
  std::vector<text::TextError> Errors;
  std::optional<ProjectFile> File = read(Text, Errors);
  for (const text::TextError &E : Errors)
    ADD_FAILURE() << toString(E);
  return File.value_or(ProjectFile());
}

/// "line:column: message" of each mistake.
static std::vector<std::string> mistakes(StringRef Text) {
  std::vector<text::TextError> Errors;
  std::optional<ProjectFile> File = read(Text, Errors);
  EXPECT_EQ(File.has_value(), Errors.empty());
  std::vector<std::string> Out;
  for (const text::TextError &E : Errors)
    Out.push_back(std::to_string(E.Line) + ":" + std::to_string(E.Column) +
                  ": " + E.Message);
  return Out;
}

TEST(ProjectReader, EveryKey) {
  ProjectFile F = good("checks: [stowaway-*, -stowaway-worker-lifecycle]\n"
                       "models: [tools/a.yaml, ../b]\n"
                       "start-method: fork\n"
                       "strict: true\n"
                       "exclude: [third_party, '*.pb.cc']\n"
                       "baseline: known.txt\n");
  EXPECT_EQ(F.Path, "/p/.stowaway.yaml");
  EXPECT_EQ(F.checkGlobs(), "stowaway-*,-stowaway-worker-lifecycle");
  ASSERT_EQ(F.Models.size(), 2u);
  EXPECT_EQ(F.Models[0].Value, "/p/tools/a.yaml");
  EXPECT_EQ(F.Models[1].Value, "/b");
  EXPECT_EQ(F.Models[1].Line, 2u);
  EXPECT_EQ(F.StartMethod->Value, "fork");
  EXPECT_EQ(F.StartMethod->Column, 15u);
  EXPECT_TRUE(F.Strict->Value);
  EXPECT_TRUE(F.excludes("/p/x/third_party/a.cpp"));
  EXPECT_TRUE(F.excludes("/p/a.pb.cc"));
  EXPECT_FALSE(F.excludes("/p/a.cc"));
  EXPECT_EQ(F.Baseline->Value, "/p/known.txt");
}

TEST(ProjectReader, OneStandsForAListOfOne) {
  ProjectFile F = good("checks: 'stowaway-*, -stowaway-worker-*'\n"
                       "models: a.yaml\nexclude: b\n");
  EXPECT_EQ(F.Models.size(), 1u);
  EXPECT_EQ(F.Exclude.size(), 1u);
}

TEST(ProjectReader, NothingIsNotWrong) {
  for (StringRef Text : {"", "# later\n", "{}\n", "---\n"}) {
    ProjectFile F = good(Text);
    EXPECT_TRUE(F.Checks.empty());
    EXPECT_FALSE(F.Strict);
  }
}

TEST(ProjectReader, MistakesAreLocatedAndAllTold) {
  EXPECT_THAT(
      mistakes("chekcs: x\nstrict: maybe\nstrict: true\nbaseline: [a]\n"),
      ElementsAre("1:1: unknown key 'chekcs' in a project file; did you mean "
                  "'checks'?",
                  "2:9: 'strict': expected true or false, found 'maybe'",
                  "3:1: the key 'strict' is here a second time (first in line "
                  "2)",
                  "4:11: 'baseline': expected the path of a file, found a "
                  "list"));
  EXPECT_THAT(
      mistakes("checks: [stowaway-carried-handel, nothing-*]\n"
               "start-method: a b\nmodels: {a: b}\n"),
      ElementsAre("1:10: 'checks': 'stowaway-carried-handel' matches no check; "
                  "did you mean 'stowaway-carried-handle'?",
                  "1:35: 'checks': 'nothing-*' matches no check",
                  "2:15: 'start-method': expected a word such as 'fork', "
                  "found 'a b'",
                  "3:9: 'models': expected the path of a model or of a folder "
                  "of models, found a map"));
  EXPECT_THAT(mistakes("exclude: ['/a', '[b', '../c', '!d', '']\nmodels: []\n"),
              ElementsAre("1:11: 'exclude': expected a glob relative to this "
                          "file, found '/a'; write './a' for what lies beside "
                          "it",
                          "1:17: 'exclude': not a glob: invalid glob pattern, "
                          "unmatched '['",
                          "1:23: 'exclude': '..' leads out of the folder that "
                          "globs are relative to",
                          "1:31: 'exclude': exceptions ('!') are not "
                          "understood; name what is excluded more closely",
                          "1:37: 'exclude': expected a glob of files, found ''",
                          "2:9: 'models': found an empty list; leave the key "
                          "out"));
  EXPECT_THAT(mistakes("checks: '-stowaway-*'\n"),
              ElementsAre("1:9: 'checks': leaves no check to run"));
  EXPECT_THAT(mistakes("- a\n"),
              ElementsAre("1:1: expected keys such as 'checks:', found a "
                          "list"));
  EXPECT_THAT(mistakes("exclude: *.cc\n"),
              ElementsAre("1:10: anchors and aliases are not part of project "
                          "files; write the value out, or quote a text that "
                          "begins with '*'"));
}

static constexpr StringRef Whole =
    "# Settings of the project.\n"
    "checks: 'stowaway-*,-stowaway-worker-lifecycle'\n"
    "models:\n  - tools/a.yaml\n  - tools/models\n"
    "start-method: fork\nstrict: true\n"
    "exclude: [third_party/, '*.pb.cc', \"src/**/gen\"]\n"
    "baseline: known.txt\n";

/// Reads what may be wrong: either a file or located mistakes.
static void readDamaged(StringRef Text) {
  std::vector<text::TextError> Errors;
  std::optional<ProjectFile> File = read(Text, Errors);
  ASSERT_EQ(File.has_value(), Errors.empty()) << Text.str();
  for (const text::TextError &E : Errors) {
    ASSERT_GE(E.Line, 1u) << Text.str();
    ASSERT_GE(E.Column, 1u) << Text.str();
    ASSERT_FALSE(E.Message.empty()) << Text.str();
    for (char C : toString(E))
      ASSERT_TRUE(C == '\n' || static_cast<unsigned char>(C) >= 0x20);
  }
}

TEST(ProjectReader, HalfWrittenFiles) {
  for (size_t Length = 0; Length <= Whole.size(); ++Length)
    readDamaged(Whole.take_front(Length));
}

TEST(ProjectReader, DamagedFiles) {
  static constexpr StringLiteral Pieces[] = {
      "- ", "{", "}",  "[",  "]",   ": ",  "\n",   "\n  ", "'",  "\"",
      "&a", "*", "!t", "**", "---", "? ",  "|\n",  "#",    "\t", "~",
      "/",  "@", "..", "%",  "\r",  "!/*", "\xc3", "\x01", "[[", "{a,"};
  std::mt19937 Random(20240607);
  auto Below = [&](size_t Limit) { return size_t(Random() % Limit); };
  for (unsigned Round = 0; Round != 4000; ++Round) {
    std::string Text = Whole.str();
    for (size_t Times = 1 + Below(4); Times; --Times) {
      size_t At = Below(Text.size());
      switch (Below(4)) {
      case 0:
        Text.erase(At, 1 + Below(8));
        break;
      case 1:
        Text.insert(At, Pieces[Below(std::size(Pieces))].str());
        break;
      case 2:
        Text[At] = char(Random());
        break;
      case 3:
        Text.insert(At, Text.substr(Below(Text.size()), 1 + Below(60)));
        break;
      }
    }
    readDamaged(Text);
  }
}
