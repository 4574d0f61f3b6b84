//===- ResolverTest.cpp - Where in the files is what was found? -*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Resolver.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/Tooling/Tooling.h"
#include <gmock/gmock.h>

using namespace stowaway;
using namespace clang::ast_matchers;
using testing::SizeIs;

/// The call of launch() in \p Code, as a finding with one note and one edit at
/// the call's first argument.
static report::Finding resolved(llvm::StringRef Code) {
  std::unique_ptr<clang::ASTUnit> AST =
      clang::tooling::buildASTFromCodeWithArgs(Code, {"-std=c++20"},
                                               "/src/dir/a.cpp");
  clang::ASTContext &Context = AST->getASTContext();
  const auto *Call = selectFirst<clang::CallExpr>(
      "call",
      match(callExpr(callee(functionDecl(hasName("launch")))).bind("call"),
            Context));
  audit::Finding F;
  F.Loc = Call->getExprLoc();
  F.Range = Call->getSourceRange();
  const clang::Expr *Argument = Call->getArg(0);
  F.Notes.push_back({audit::Note::Path, Argument->getExprLoc(),
                     Argument->getSourceRange(), "argument"});
  F.Remedies.push_back(
      {"r",
       "t",
       Argument->getExprLoc(),
       {{clang::CharSourceRange::getTokenRange(Argument->getSourceRange()),
         "0"}}});
  return report::Resolver(Context, "/src").resolve(F);
}

TEST(Resolver, PlacesAndRanges) {
  report::Finding F = resolved("void launch(int);\n"
                               "void f(int x) {\n"
                               "  launch(\n"
                               "    x);\n"
                               "}\n");
  EXPECT_EQ(F.At.File, "dir/a.cpp");
  EXPECT_EQ(F.At.Line, 3u);
  EXPECT_EQ(F.At.Column, 3u);
  EXPECT_EQ(F.At.Offset, 36u);
  EXPECT_EQ(F.At.SourceLine, "  launch(");
  ASSERT_THAT(F.At.Ranges, SizeIs(1));
  EXPECT_EQ(F.At.Ranges[0].EndLine, 4u);
  EXPECT_EQ(F.At.Ranges[0].EndColumn, 7u);
  ASSERT_THAT(F.Notes, SizeIs(1));
  EXPECT_EQ(F.Notes[0].At.Line, 4u);
  ASSERT_THAT(F.Remedies[0].Edits, SizeIs(1));
  EXPECT_EQ(F.Remedies[0].Edits[0].At.Offset, 48u);
  EXPECT_EQ(F.Remedies[0].Edits[0].Length, 1u);
}

TEST(Resolver, AMacroIsExplained) {
  report::Finding F = resolved("void launch(int);\n"
                               "#define INNER(a) launch(a)\n"
                               "#define RUN(a) INNER(a)\n"
                               "void f(int x) { RUN(x); }\n");
  EXPECT_EQ(F.At.Line, 4u);
  EXPECT_EQ(F.At.Column, 17u);
  ASSERT_GE(F.Notes.size(), 3u);
  EXPECT_EQ(F.Notes[0].K, report::Note::Expansion);
  EXPECT_EQ(F.Notes[0].Message, "expanded from macro 'RUN'");
  EXPECT_EQ(F.Notes[0].At.Line, 3u);
  EXPECT_EQ(F.Notes[1].Message, "expanded from macro 'INNER'");
  EXPECT_EQ(F.Notes[2].Message, "argument");
  EXPECT_EQ(F.Notes[2].At.Column, 21u);
}

TEST(Resolver, AnEditInAMacroBodyIsNotMade) {
  report::Finding F = resolved("void launch(int); int x;\n"
                               "#define RUN launch(x + 1)\n"
                               "void f() { RUN; }\n");
  EXPECT_THAT(F.Remedies, SizeIs(1));
  EXPECT_THAT(F.Remedies[0].Edits, SizeIs(0));
}

TEST(RelativeTo, OnlyBelow) {
  EXPECT_EQ(report::relativeTo("/a/b/c", "/a/b"), "c");
  EXPECT_EQ(report::relativeTo("/a/b/c", "/a/b/"), "c");
  EXPECT_EQ(report::relativeTo("/a/bc", "/a/b"), "/a/bc");
  EXPECT_EQ(report::relativeTo("/a/b", "/a/b"), "/a/b");
}
