//===- ModelFilesTest.cpp - Are files and folders of models read? ---------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Models/ModelReader.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace llvm;
using testing::HasSubstr;

namespace stowaway::models {
namespace {

class ModelFiles : public testing::Test {
protected:
  ModelFiles() { EXPECT_FALSE(sys::fs::createUniqueDirectory("models", Root)); }
  ~ModelFiles() override { sys::fs::remove_directories(Root); }

  std::string write(StringRef Name, StringRef Text) {
    SmallString<128> Path(Root);
    sys::path::append(Path, Name);
    EXPECT_FALSE(sys::fs::create_directories(sys::path::parent_path(Path)));
    std::error_code EC;
    raw_fd_ostream(Path, EC) << Text;
    EXPECT_FALSE(EC);
    return std::string(Path);
  }

  SmallString<128> Root;
  ModelSet Set;
  std::vector<ModelError> Errors;
};

TEST_F(ModelFiles, AFolderIsReadInOrder) {
  write("b.yaml", "library: second\n");
  write("a/z.yml", "library: first\n");
  write("c.txt", "no model\n");
  readModels(Root, Set, Errors);
  EXPECT_TRUE(Errors.empty()) << toString(Errors.front());
  ASSERT_EQ(Set.models().size(), 2u);
  EXPECT_EQ(Set.models()[0]->Library, "first");
  EXPECT_EQ(Set.models()[1]->Library, "second");
}

TEST_F(ModelFiles, GoodFilesBesideABadOne) {
  write("a.yaml", "library: x\n");
  std::string Bad = write("b.yaml", "nonsense\n");
  readModels(Root, Set, Errors);
  ASSERT_EQ(Errors.size(), 1u);
  EXPECT_EQ(Errors[0].File, Bad);
  EXPECT_EQ(Set.models().size(), 1u);
}

TEST_F(ModelFiles, WhatCannotBeRead) {
  readModels((Root + "/nowhere.yaml").str(), Set, Errors);
  readModels(Root, Set, Errors);
  readModels("/dev/null", Set, Errors);
  ASSERT_EQ(Errors.size(), 3u);
  EXPECT_THAT(Errors[0].Message, HasSubstr("cannot be read: "));
  EXPECT_THAT(Errors[1].Message, HasSubstr("no *.yaml or *.yml file"));
  EXPECT_THAT(Errors[2].Message, HasSubstr("not a file"));
  for (const ModelError &E : Errors)
    EXPECT_EQ(toString(E).find(E.File + ": error: "), 0u);
}

TEST_F(ModelFiles, ReferencesMayGoFromFileToFile) {
  std::string Uses =
      write("a.yaml", "library: x\n"
                      "handle: [{type: T, kind: k, cannot-cross: all, reason: "
                      "r, instead: i, states: machin}]\n"
                      "launch: [{name: f, boundary: process, start-methods: "
                      "table}]\n");
  write("b.yaml", "library: y\n"
                  "states: [{name: machine, initial: a, states: [{name: a}]}]\n"
                  "start-methods: [{name: table, default: w, methods: [{word: "
                  "w, boundary: fork}]}]\n");
  readModels(Root, Set, Errors);
  EXPECT_TRUE(Errors.empty()) << toString(Errors.front());
  checkReferences(Set, Errors);
  ASSERT_EQ(Errors.size(), 1u);
  EXPECT_EQ(toString(Errors[0]),
            Uses + ":2:17: error: handle 'T' refers to the state machine "
                   "'machin', which is in no model; did you mean 'machine'?");
}

} // namespace
} // namespace stowaway::models
