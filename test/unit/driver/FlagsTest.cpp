//===- FlagsTest.cpp - With which flags does clang parse? -------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver/Flags.h"
#include <gmock/gmock.h>

using namespace stowaway::driver;
using testing::Contains;
using testing::IsSupersetOf;
using testing::Not;

static std::vector<std::string> adjusted(std::vector<std::string> Flags,
                                         llvm::StringRef File = "a.cpp") {
  Flags.insert(Flags.begin(), "g++");
  Flags.push_back(File.str());
  return adjustFlags(Flags, File, "/resource");
}

TEST(Flags, WhatMeansTheProgramStays) {
  EXPECT_THAT(
      adjusted({"-std=gnu++20", "-DX=1", "-I", "inc", "-isystem", "sys",
                "-include", "pre.h", "-fno-exceptions", "-O2", "-m32",
                "-pthread", "-march=native"}),
      IsSupersetOf({"-std=gnu++20", "X=1", "inc", "-isystem", "sys", "-include",
                    "pre.h", "-fno-exceptions", "-m32", "-pthread", "a.cpp"}));
}

TEST(Flags, OutputsAndWarningsGo) {
  std::vector<std::string> Flags =
      adjusted({"-c", "-o", "a.o", "-MD", "-MF", "a.d", "-Wall", "-Werror",
                "-Werror=return-type", "-pedantic-errors", "-save-temps"});
  for (llvm::StringRef Gone :
       {"-c", "-o", "a.o", "-MD", "-MF", "a.d", "-Wall", "-Werror",
        "-Werror=return-type", "-pedantic-errors", "-save-temps"})
    EXPECT_THAT(Flags, Not(Contains(Gone.str())));
  EXPECT_THAT(Flags, IsSupersetOf({"-fsyntax-only", "-Wno-everything",
                                   "-resource-dir=/resource"}));
}

TEST(Flags, WhatOnlyGccKnowsGoes) {
  std::vector<std::string> Flags =
      adjusted({"-fanalyzer", "-fconcepts-diagnostics-depth=3", "-fplugin=x.so",
                "-fno-canonical-system-headers"});
  for (llvm::StringRef Flag : Flags)
    EXPECT_TRUE(
        !Flag.starts_with("-fanalyzer") && !Flag.starts_with("-fconcepts") &&
        !Flag.starts_with("-fplugin") && !Flag.starts_with("-fno-canonical"))
        << Flag.str();
}

TEST(Flags, PluginsOfClangGoInPairs) {
  std::vector<std::string> Flags =
      adjusted({"-Xclang", "-load", "-Xclang", "x.so", "-Xclang",
                "-fexperimental-new-constant-interpreter", "-DX"});
  EXPECT_THAT(Flags, Not(Contains("-load")));
  EXPECT_THAT(Flags, Not(Contains("x.so")));
  EXPECT_THAT(Flags,
              IsSupersetOf(
                  {"-Xclang", "-fexperimental-new-constant-interpreter", "X"}));
}

TEST(Flags, AHeaderIsCpp) {
  EXPECT_THAT(adjusted({}, "a.h"), Contains("-xc++"));
  EXPECT_THAT(adjusted({}, "vector"), Contains("-xc++"));
  EXPECT_THAT(adjusted({}, "a.cpp"), Not(Contains("-xc++")));
  EXPECT_THAT(adjusted({"-x", "c"}, "a.h"), Not(Contains("-xc++")));
}

TEST(Flags, AGivenResourceDirStays) {
  EXPECT_THAT(adjusted({"-resource-dir=/mine"}),
              Not(Contains("-resource-dir=/resource")));
}

TEST(Flags, NothingInNothingOut) {
  EXPECT_THAT(adjustFlags({}, "a.cpp", ""), testing::IsEmpty());
}
