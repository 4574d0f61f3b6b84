//===- BuiltinModelsTest.cpp - Do the built-in models hold together? ------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/Checks.h"
#include "Models/ModelReader.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "gtest/gtest.h"

using namespace llvm;

namespace stowaway::models {
namespace {

std::string list(const std::vector<ModelError> &Errors) {
  std::string Out;
  for (const ModelError &E : Errors)
    Out += toString(E) + "\n";
  return Out;
}

class BuiltinModels : public testing::Test {
protected:
  BuiltinModels() {
    std::vector<ModelError> Errors;
    for (const BuiltinModelFile &File : builtinModelFiles())
      if (auto M = readModel(MemoryBufferRef(File.Text, File.Name), Errors))
        Set.add(std::move(*M));
    EXPECT_EQ(list(Errors), "");
  }
  ModelSet Set;
};

TEST_F(BuiltinModels, AllFilesAreRead) {
  EXPECT_EQ(Set.models().size(), builtinModelFiles().size());
  StringSet<> Names;
  for (const BuiltinModelFile &File : builtinModelFiles())
    Names.insert(File.Name);
  for (StringRef Expected :
       {"std.yaml", "posix.yaml", "stowaway.yaml", "cereal.yaml"})
    EXPECT_TRUE(Names.contains(Expected)) << Expected.str();
}

TEST_F(BuiltinModels, AllReferencesResolve) {
  std::vector<ModelError> Errors;
  checkReferences(Set, Errors);
  EXPECT_EQ(list(Errors), "");
}

} // namespace
} // namespace stowaway::models
