//===- ReportTest.cpp - Is a report in its one order? -----------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Report.h"
#include "Report/Fingerprint.h"
#include "Report/Writer.h"
#include "llvm/Support/JSON.h"
#include <gmock/gmock.h>

using namespace stowaway;
using namespace stowaway::report;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

static Finding finding(std::string File, unsigned Offset, std::string Message) {
  Finding F;
  F.Check = "stowaway-carried-handle";
  F.Certainty = audit::Confidence::Definite;
  F.Message = std::move(Message);
  F.At = {std::move(File), Offset / 10 + 1, Offset % 10 + 1, Offset, "x;", {}};
  return F;
}

static std::string write(llvm::StringRef Format, const Report &R,
                         WriterOptions Options = {}) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  findFormat(Format)->create(Options)->write(R, OS);
  return Text;
}

TEST(Report, OneOrderAndNothingTwice) {
  Report R;
  R.Findings = {finding("b.cpp", 5, "x"), finding("a.h", 100, "x"),
                finding("a.h", 20, "x"), finding("a.h", 20, "w"),
                finding("a.h", 100, "x")};
  R.normalise();
  std::vector<std::string> Order;
  for (const Finding &F : R.Findings)
    Order.push_back(F.At.File + std::to_string(F.At.Offset) + F.Message);
  EXPECT_THAT(Order, ElementsAre("a.h20w", "a.h20x", "a.h100x", "b.cpp5x"));
}

TEST(Fingerprint, RestsOnTheFindingAlone) {
  Report R;
  R.Directory = "/p";
  R.Findings = {finding("a.cpp", 10, "x"), finding("b.cpp", 10, "x")};
  std::vector<std::string> Both = fingerprints(R);
  EXPECT_NE(Both[0], Both[1]);
  // Another place, other files of the run, another wording.
  Report Alone;
  Alone.Directory = "/p";
  Alone.Findings = {finding("b.cpp", 70, "y")};
  EXPECT_EQ(fingerprints(Alone)[0], Both[1]);
  // Alike in one file: told apart by their number.
  R.Findings = {finding("a.cpp", 10, "x"), finding("a.cpp", 20, "x")};
  EXPECT_EQ(fingerprints(R)[0], Both[0]);
  EXPECT_NE(fingerprints(R)[1], Both[0]);
}

TEST(Fingerprint, DoesNotDependOnWhereOneRuns) {
  Report Above, Below, Absolute;
  Above.Directory = "/p";
  Above.Findings = {finding("src/a.cpp", 1, "x")};
  Below.Directory = "/p/src";
  Below.Findings = {finding("a.cpp", 1, "x")};
  Absolute.Findings = {finding("/p/src/a.cpp", 1, "x")};
  EXPECT_EQ(fingerprints(Above, "/p/ci"), fingerprints(Below, "/p/ci"));
  EXPECT_EQ(fingerprints(Above, "/p/ci"), fingerprints(Absolute, "/p/ci"));
  EXPECT_EQ(fingerprints(Above, "/p"), fingerprints(Above));
}

TEST(Fingerprint, NamesMove) {
  EXPECT_EQ(movedTo("/p", "src/a.cpp", "/p"), "src/a.cpp");
  EXPECT_EQ(movedTo("/p/ci", "a.cpp", "/p/src"), "../src/a.cpp");
  EXPECT_EQ(movedTo("/p/ci/x", "/p/a.cpp", ""), "../../a.cpp");
  EXPECT_EQ(movedTo("/p", "/usr/include/a.h", ""), "/usr/include/a.h");
  EXPECT_EQ(movedTo("/p/a.cpp", "/p/a.cpp", ""), "../a.cpp");
}

TEST(Report, CountsByConfidence) {
  Report R;
  R.Findings = {finding("a", 1, "x"), finding("a", 2, "x")};
  R.Findings[1].Certainty = audit::Confidence::Possible;
  EXPECT_EQ(R.count(audit::Confidence::Definite), 1u);
  EXPECT_EQ(R.count(audit::Confidence::Possible), 1u);
}

TEST(Text, ConfidenceDoesNotDisturbTheHead) {
  Report R;
  R.Findings = {finding("a.cpp", 1, "m")};
  EXPECT_THAT(write("text", R), Not(HasSubstr("confidence")));
  R.Findings[0].Certainty = audit::Confidence::Possible;
  EXPECT_THAT(write("text", R),
              HasSubstr("a.cpp:1:2: warning: m [stowaway-carried-handle]\n"
                        "    1 | x;\n"
                        "      |  ^\n"
                        "      = confidence: possible\n"));
}

TEST(Text, LongPathsAreCollapsedUnlessAskedFor) {
  Report R;
  R.Findings = {finding("a.cpp", 1, "m")};
  for (int I = 0; I < 9; ++I)
    R.Findings[0].Notes.push_back(
        {Note::Path, "step " + std::to_string(I), {}});
  std::string Short = write("text", R);
  EXPECT_THAT(Short, HasSubstr("note: step 1\n"
                               "note: 5 more steps are left out here"));
  EXPECT_THAT(Short, Not(HasSubstr("step 4")));
  EXPECT_THAT(Short, HasSubstr("note: step 7\n"));
  EXPECT_THAT(write("text", R, {/*FullPaths=*/true}), HasSubstr("step 4"));
}

TEST(Text, RemediesShowEditsOfOtherLines) {
  Report R;
  R.Findings = {finding("a.cpp", 1, "m")};
  Location There{"a.cpp", 7, 3, 60, "ar(a, b);", {}};
  R.Findings[0].Remedies = {
      {"x", "do it", R.Findings[0].At, {{There, 1, {7, 4, 7, 5}, "q"}}}};
  R.Findings[0].Remedies[0].Edits[0].At.Column = 4;
  EXPECT_THAT(write("text", R), HasSubstr("a.cpp:1:2: note: do it\n"
                                          "    1 | x;\n"
                                          "      |  ^\n"
                                          "    7 | ar(a, b);\n"
                                          "      |    ~\n"
                                          "      |    q\n"));
}

TEST(Json, IsJsonWhateverTheSourceHolds) {
  Report R;
  R.Findings = {finding("a.cpp", 1, "a \"quoted\" \\ \xff message")};
  R.Findings[0].At.SourceLine = "caf\xe9";
  llvm::Expected<llvm::json::Value> V = llvm::json::parse(write("json", R));
  ASSERT_TRUE(bool(V)) << llvm::toString(V.takeError());
  const llvm::json::Object *O = V->getAsObject();
  EXPECT_EQ(O->getInteger("version"), JsonVersion);
  EXPECT_EQ(O->getArray("findings")->size(), 1u);
}

TEST(Formats, AreFoundByName) {
  EXPECT_TRUE(findFormat("text"));
  EXPECT_TRUE(findFormat("json"));
  EXPECT_FALSE(findFormat("Text"));
}
