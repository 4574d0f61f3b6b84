//===- InputsTest.cpp - Which files are audited? ----------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver/Inputs.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include <gmock/gmock.h>

using namespace stowaway::driver;
namespace fs = llvm::sys::fs;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

namespace {

class InputsTest : public testing::Test {
protected:
  void SetUp() override {
    llvm::SmallString<128> Made;
    ASSERT_FALSE(fs::createUniqueDirectory("stowaway-inputs", Made));
    llvm::SmallString<128> Real;
    ASSERT_FALSE(fs::real_path(Made, Real));
    Folder = Real.str().str();
    Request.Directory = Folder;
  }
  void TearDown() override { fs::remove_directories(Folder); }

  void write(llvm::StringRef Name, llvm::StringRef Text) {
    llvm::SmallString<128> File(Folder);
    llvm::sys::path::append(File, Name);
    ASSERT_FALSE(fs::create_directories(llvm::sys::path::parent_path(File)));
    std::error_code E;
    llvm::raw_fd_ostream OS(File, E);
    ASSERT_FALSE(E);
    OS << Text;
  }
  void writeDatabase(llvm::StringRef Where, std::vector<std::string> Files) {
    std::string Text = "[";
    for (const std::string &File : Files)
      Text += llvm::formatv("{0}{{\"directory\": \"{1}\", \"file\": \"{2}\", "
                            "\"command\": \"c++ -c {2}\"}",
                            Text.size() > 1 ? "," : "", Folder, File);
    write(Where, Text + "]");
  }
  /// Names of what is audited, or the error.
  std::vector<std::string> found(std::vector<std::string> Names) {
    Request.Names = std::move(Names);
    llvm::Expected<Inputs> In = findInputs(Request);
    if (!In)
      return {llvm::toString(In.takeError())};
    std::vector<std::string> Result;
    for (const Input &I : In->Files)
      Result.push_back(
          llvm::StringRef(I.File).drop_front(Folder.size() + 1).str());
    Last = std::move(*In);
    return Result;
  }

  std::string Folder;
  InputRequest Request;
  Inputs Last;
};

} // namespace

TEST_F(InputsTest, AllOfTheDatabaseSorted) {
  write("b.cpp", "");
  write("a.cpp", "");
  write("s.S", "");
  writeDatabase("compile_commands.json", {"b.cpp", "a.cpp", "a.cpp", "s.S"});
  EXPECT_THAT(found({}), ElementsAre("a.cpp", "b.cpp"));
  EXPECT_THAT(Last.Files[0].Commands, SizeIs(2));
  EXPECT_THAT(Last.Failures, IsEmpty());
}

TEST_F(InputsTest, TheDatabaseIsLookedForAbove) {
  write("x/y/a.cpp", "");
  writeDatabase("build/compile_commands.json", {"x/y/a.cpp"});
  EXPECT_THAT(found({"x/y/a.cpp"}), ElementsAre("x/y/a.cpp"));
  EXPECT_THAT(found({"./x/../x/y/a.cpp"}), ElementsAre("x/y/a.cpp"));
}

TEST_F(InputsTest, GlobsAndFolders) {
  write("x/a.cpp", "");
  write("x/b.cpp", "");
  write("y/a.cpp", "");
  writeDatabase("compile_commands.json", {"x/a.cpp", "x/b.cpp", "y/a.cpp"});
  EXPECT_THAT(found({"*/a.cpp"}), ElementsAre("x/a.cpp", "y/a.cpp"));
  EXPECT_THAT(found({"x"}), ElementsAre("x/a.cpp", "x/b.cpp"));
  EXPECT_THAT(found({"x", "x/a.cpp", "*.cpp"}), SizeIs(3));
  EXPECT_THAT(found({"z*"}), IsEmpty());
  ASSERT_THAT(Last.Failures, SizeIs(1));
  EXPECT_THAT(Last.Failures[0].Errors[0], HasSubstr("matches none of the 3"));
}

TEST_F(InputsTest, StrangersBorrowFlags) {
  write("a.cpp", "");
  write("a.h", "");
  writeDatabase("compile_commands.json", {"a.cpp"});
  EXPECT_THAT(found({"a.h"}), ElementsAre("a.h"));
  EXPECT_THAT(Last.Remarks, ElementsAre(HasSubstr("'a.h' is not in")));
}

TEST_F(InputsTest, StaleEntriesAreNamed) {
  writeDatabase("compile_commands.json", {"gone.cpp"});
  EXPECT_THAT(found({}), IsEmpty());
  ASSERT_THAT(Last.Failures, SizeIs(1));
  EXPECT_EQ(Last.Failures[0].File, "gone.cpp");
}

TEST_F(InputsTest, FlagsNeedNoDatabase) {
  write("a.cpp", "");
  Request.Flags = {"-std=c++20"};
  EXPECT_THAT(found({"a.cpp"}), ElementsAre("a.cpp"));
  EXPECT_THAT(Last.Files[0].Commands[0].CommandLine,
              testing::Contains("-std=c++20"));
  EXPECT_THAT(found({}), ElementsAre(HasSubstr("no file is named")));
}

TEST_F(InputsTest, WhatIsNoSourceIsSaid) {
  write("a.cpp", llvm::StringRef("\x7f"
                                 "ELF\0\0",
                                 6));
  write("b.cpp", "\xff\xfe"
                 "i\n");
  write("c.txt", "hello");
  Request.Flags.emplace();
  EXPECT_THAT(found({"a.cpp", "b.cpp", "c.txt", "d.cpp"}), IsEmpty());
  ASSERT_THAT(Last.Failures, SizeIs(4));
  EXPECT_THAT(Last.Failures[0].Errors[0], HasSubstr("binary"));
  EXPECT_THAT(Last.Failures[1].Errors[0], HasSubstr("UTF-16"));
  EXPECT_THAT(Last.Failures[2].Errors[0], HasSubstr("by its name"));
  EXPECT_THAT(Last.Failures[3].Errors[0], HasSubstr("does not exist"));
}
