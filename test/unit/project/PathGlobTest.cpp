//===- PathGlobTest.cpp - Which files does a glob name? ---------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Project/PathGlob.h"
#include <gmock/gmock.h>

using namespace stowaway::project;
using testing::HasSubstr;

static bool matches(llvm::StringRef Glob, llvm::StringRef File) {
  llvm::Expected<PathGlob> G = PathGlob::create(Glob, "/p");
  EXPECT_TRUE(bool(G)) << Glob.str();
  return G && G->matches(File);
}

static std::string mistake(llvm::StringRef Glob) {
  llvm::Expected<PathGlob> G = PathGlob::create(Glob, "/p");
  return G ? "" : llvm::toString(G.takeError());
}

TEST(PathGlob, NameWithoutSlashIsFoundAtAnyDepth) {
  EXPECT_TRUE(matches("*.pb.cc", "/p/a.pb.cc"));
  EXPECT_TRUE(matches("*.pb.cc", "/p/x/y/a.pb.cc"));
  EXPECT_FALSE(matches("*.pb.cc", "/p/x/a.cc"));
  EXPECT_TRUE(matches("third_party", "/p/third_party/a.cpp"));
  EXPECT_TRUE(matches("third_party", "/p/x/third_party/y/a.cpp"));
  EXPECT_FALSE(matches("third_party", "/p/third_party_too/a.cpp"));
  EXPECT_FALSE(matches("*.cpp", "/q/a.cpp")) << "outside of the root";
  EXPECT_FALSE(matches("*.cpp", "/pq/a.cpp")) << "outside of the root";
}

TEST(PathGlob, NameWithSlashIsRelativeToTheRoot) {
  EXPECT_TRUE(matches("src/old", "/p/src/old/a.cpp"));
  EXPECT_TRUE(matches("src/*.cpp", "/p/src/a.cpp"));
  EXPECT_FALSE(matches("src/*.cpp", "/p/src/x/a.cpp"));
  EXPECT_FALSE(matches("src/old", "/p/x/src/old/a.cpp"));
  EXPECT_TRUE(matches("./gen", "/p/gen/a.cpp"));
  EXPECT_FALSE(matches("./gen", "/p/x/gen/a.cpp"));
}

TEST(PathGlob, SlashAtTheEndMeansFolders) {
  EXPECT_TRUE(matches("gen/", "/p/x/gen/a.cpp"));
  EXPECT_FALSE(matches("gen/", "/p/x/gen"));
  EXPECT_TRUE(matches("gen", "/p/x/gen"));
}

TEST(PathGlob, TwoStarsAreAnyFolders) {
  EXPECT_TRUE(matches("src/**/gen/*.h", "/p/src/gen/a.h"));
  EXPECT_TRUE(matches("src/**/gen/*.h", "/p/src/x/y/gen/a.h"));
  EXPECT_FALSE(matches("src/**/gen/*.h", "/p/src/x/a.h"));
  EXPECT_TRUE(matches("**/a.h", "/p/a.h"));
  EXPECT_TRUE(matches("**", "/p/a.h"));
  EXPECT_TRUE(matches("src/**", "/p/src/x/a.h"));
  EXPECT_FALSE(matches("src/**", "/p/src")) << "what is in it, not itself";
  EXPECT_FALSE(matches("a/**/b/**/c", "/p/a/a/a/b/b/b/d"));
}

TEST(PathGlob, OtherCharacters) {
  EXPECT_TRUE(matches("a?.cpp", "/p/ab.cpp"));
  EXPECT_TRUE(matches("a[0-9].cpp", "/p/a7.cpp"));
  EXPECT_TRUE(matches("*.{cc,cpp}", "/p/x/a.cc"));
  EXPECT_FALSE(matches("src?a.cpp", "/p/src/a.cpp"));
}

TEST(PathGlob, AbsoluteNamesAreWhole) {
  EXPECT_TRUE(matches("/q/*.cpp", "/q/a.cpp"));
  EXPECT_FALSE(matches("/q/*.cpp", "/p/q/a.cpp"));
}

TEST(PathGlob, MistakesAreTold) {
  EXPECT_THAT(mistake("[a"), HasSubstr("unmatched '['"));
  EXPECT_THAT(mistake("../x"), HasSubstr("'..' leads out"));
  EXPECT_THAT(mistake("!x"), HasSubstr("exceptions"));
  EXPECT_THAT(mistake(""), HasSubstr("expected a glob"));
  EXPECT_THAT(mistake("./"), HasSubstr("expected the name"));
  EXPECT_THAT(mistake("/"), HasSubstr("expected the name"));
  EXPECT_THAT(mistake(std::string(10000, 'a')), HasSubstr("longer"));
}
