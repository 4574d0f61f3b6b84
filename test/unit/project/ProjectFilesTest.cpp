//===- ProjectFilesTest.cpp - Is the nearest project file found? ----------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Project/ProjectFiles.h"
#include <gmock/gmock.h>

using namespace llvm;
using namespace stowaway::project;
using testing::HasSubstr;

static constexpr StringRef Checks[] = {"stowaway-carried-handle"};

namespace {

class ProjectFilesTest : public testing::Test {
protected:
  IntrusiveRefCntPtr<vfs::InMemoryFileSystem> FS =
      makeIntrusiveRefCnt<vfs::InMemoryFileSystem>();

  void write(StringRef Path, StringRef Text, time_t Changed = 1) {
    FS->addFile(Path, Changed, MemoryBuffer::getMemBufferCopy(Text));
  }
  static std::string
  pathOf(const std::shared_ptr<const ReadFile<ProjectFile>> &Found) {
    return Found && Found->File ? Found->File->Path : "none";
  }
};

} // namespace

TEST_F(ProjectFilesTest, TheNearestWins) {
  write("/p/.stowaway.yaml", "strict: true");
  write("/p/a/b/.stowaway.yaml", "start-method: fork");
  write("/p/a/b/c/x.cpp", "");
  for (auto Again : {ProjectFiles::Never, ProjectFiles::OnChanges}) {
    ProjectFiles Files(Checks, Again);
    EXPECT_EQ(pathOf(Files.nearest("/p/a/b/c", *FS)), "/p/a/b/.stowaway.yaml");
    EXPECT_EQ(pathOf(Files.nearest("/p/a/b", *FS)), "/p/a/b/.stowaway.yaml");
    EXPECT_EQ(pathOf(Files.nearest("/p/a", *FS)), "/p/.stowaway.yaml");
    EXPECT_EQ(pathOf(Files.nearest("/p/missing/folder", *FS)),
              "/p/.stowaway.yaml");
    EXPECT_EQ(Files.nearest("/q", *FS), nullptr);
    EXPECT_EQ(Files.nearest("", *FS), nullptr);
    // Nothing is taken over from farther up.
    EXPECT_FALSE(Files.nearest("/p/a/b", *FS)->File->Strict);
    // Read once.
    EXPECT_EQ(Files.nearest("/p/a/b/c", *FS), Files.nearest("/p/a/b", *FS));
  }
}

TEST_F(ProjectFilesTest, AnEditorSeesChanges) {
  ProjectFiles Files(Checks, ProjectFiles::OnChanges);
  EXPECT_EQ(Files.nearest("/p", *FS), nullptr);
  write("/p/.stowaway.yaml", "strict: true");
  auto Before = Files.nearest("/p", *FS);
  ASSERT_EQ(pathOf(Before), "/p/.stowaway.yaml");
  EXPECT_TRUE(Before->File->Strict->Value);

  // Another file system stands for another state of the disk.
  FS = makeIntrusiveRefCnt<vfs::InMemoryFileSystem>();
  write("/p/.stowaway.yaml", "strict: false");
  auto Size = Files.nearest("/p", *FS);
  EXPECT_FALSE(Size->File->Strict->Value);
  EXPECT_TRUE(Before->File->Strict->Value) << "who has the old one keeps it";

  FS = makeIntrusiveRefCnt<vfs::InMemoryFileSystem>();
  write("/p/.stowaway.yaml", "strict: wrong", 2);
  auto Time = Files.nearest("/p", *FS);
  EXPECT_FALSE(Time->File);
  ASSERT_EQ(Time->Errors.size(), 1u);
  EXPECT_EQ(Time->Errors[0].Column, 9u);

  FS = makeIntrusiveRefCnt<vfs::InMemoryFileSystem>();
  EXPECT_EQ(Files.nearest("/p", *FS), nullptr);
}

TEST_F(ProjectFilesTest, OneRunLooksOnce) {
  ProjectFiles Files(Checks, ProjectFiles::Never);
  EXPECT_EQ(Files.nearest("/p", *FS), nullptr);
  write("/p/.stowaway.yaml", "strict: true");
  EXPECT_EQ(Files.nearest("/p", *FS), nullptr);
}

TEST_F(ProjectFilesTest, WhatIsNoFileIsAnError) {
  write("/p/.stowaway.yaml/x", "");
  ProjectFiles Files(Checks, ProjectFiles::Never);
  auto Found = Files.nearest("/p", *FS);
  ASSERT_TRUE(Found);
  ASSERT_EQ(Found->Errors.size(), 1u);
  EXPECT_EQ(Found->Errors[0].File, "/p/.stowaway.yaml");
  EXPECT_THAT(Found->Errors[0].Message, HasSubstr("cannot be read: "));
  EXPECT_THAT(Files.read("/p/missing.yaml", *FS)->Errors[0].Message,
              HasSubstr("cannot be read: "));
}

TEST_F(ProjectFilesTest, WhatIsNamedMustBeThere) {
  write("/p/.stowaway.yaml", "models: [a.yaml, b.yaml]\n"
                             "start-method: forc\nbaseline: known.txt");
  write("/p/b.yaml", "");
  ProjectFiles Files(Checks, ProjectFiles::Never);
  auto Found = Files.nearest("/p", *FS);
  ASSERT_TRUE(Found && Found->File);
  std::vector<stowaway::text::TextError> Errors;
  addMissingModels(*Found->File, *FS, Errors);
  ASSERT_EQ(Errors.size(), 1u);
  EXPECT_EQ(toString(Errors[0]),
            "/p/.stowaway.yaml:1:10: error: 'models': '/p/a.yaml' does not "
            "exist\n  models: [a.yaml, b.yaml]\n           ^");
  EXPECT_EQ(noStartMethod(*Found->File, {"spawn", "fork"}).Message,
            "'start-method': 'forc' is no start method (spawn, fork); did you "
            "mean 'fork'?");
  EXPECT_EQ(noBaseline(*Found->File).Line, 3u);
}
