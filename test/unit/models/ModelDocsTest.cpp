//===- ModelDocsTest.cpp - Are pages and schema up to date? ---------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Models/ModelDocs.h"
#include "Models/ModelKeys.h"
#include "Models/ModelReader.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace llvm;

namespace stowaway::models {
namespace {

TEST(ModelDocs, FilesInTheRepositoryAreUpToDate) {
  std::vector<GeneratedFile> Files = generatedFiles();
  EXPECT_EQ(Files.size(), 3u);
  for (const GeneratedFile &File : Files) {
    std::string Path = std::string(STOWAWAY_SOURCE_DIR) + "/" + File.Path;
    auto Old = MemoryBuffer::getFile(Path);
    ASSERT_TRUE(static_cast<bool>(Old)) << Path;
    // Not EXPECT_EQ: a difference would print both files.
    EXPECT_TRUE((*Old)->getBuffer() == File.Text)
        << File.Path << " is stale; run stowaway-model-docs "
        << STOWAWAY_SOURCE_DIR;
  }
}

/// The schema's object for the entries of a section or for the whole file.
void expectKeys(const json::Object &Map, ArrayRef<KeyInfo> Keys) {
  const json::Object *Properties = Map.getObject("properties");
  ASSERT_NE(Properties, nullptr);
  EXPECT_EQ(Map.getBoolean("additionalProperties"), false);
  size_t Required = 0, Alternatives = 0;
  for (const KeyInfo &Key : Keys) {
    const json::Object *Property = Properties->getObject(Key.Name);
    ASSERT_NE(Property, nullptr) << Key.Name.str();
    EXPECT_TRUE(Property->getString("description").has_value());
    Required += Key.N == Need::Required;
    Alternatives += Key.N == Need::OneOf;
    if (Key.S == Shape::Maps) {
      SCOPED_TRACE(Key.Name.str());
      expectKeys(*Property->getObject("items"), Key.Keys);
    }
  }
  auto Length = [&](StringRef Name) {
    const json::Array *Array = Map.getArray(Name);
    return Array ? Array->size() : 0;
  };
  EXPECT_EQ(Length("required"), Required);
  EXPECT_EQ(Length("oneOf"), Alternatives);
}

TEST(ModelDocs, SchemaHasTheReadersKeys) {
  Expected<json::Value> Schema = json::parse(modelSchema());
  ASSERT_TRUE(static_cast<bool>(Schema));
  const json::Object &Root = *Schema->getAsObject();
  const json::Object &Properties = *Root.getObject("properties");
  EXPECT_EQ(Properties.size(), headKeys().size() + sections().size());
  expectKeys(Root, headKeys());
  for (const SectionInfo &Section : sections()) {
    SCOPED_TRACE(Section.Name.str());
    const json::Object *List = Properties.getObject(Section.Name);
    ASSERT_NE(List, nullptr);
    EXPECT_EQ(List->getObject("items")->getObject("properties")->size(),
              Section.Keys.size());
    expectKeys(*List->getObject("items"), Section.Keys);
  }
}

/// A key that the table lacks is refused by the reader, and each key that it
/// has is known to it: so the table, from which the schema is made, is the
/// reader's.
TEST(ModelDocs, ReaderHasTheTablesKeys) {
  for (const SectionInfo &Section : sections())
    for (const KeyInfo &Key : Section.Keys)
      for (bool Right : {true, false}) {
        std::string Text = ("library: x\n" + Section.Name + ":\n  - " +
                            Key.Name + (Right ? "" : "X") + ": {}\n")
                               .str();
        std::vector<ModelError> Errors;
        EXPECT_FALSE(readModel(MemoryBufferRef(Text, "m"), Errors).has_value());
        bool Unknown = false, Refused = false;
        for (const ModelError &E : Errors) {
          Unknown |= StringRef(E.Message).starts_with("unknown key");
          Refused |=
              StringRef(E.Message).contains(("'" + Key.Name + "'").str());
        }
        EXPECT_EQ(Unknown, !Right) << Text;
        EXPECT_TRUE(Refused || !Right) << Text;
      }
}

/// The models that the documentation shows are right.
TEST(ModelDocs, ModelsInTheReferenceAreRead) {
  auto Page = MemoryBuffer::getFile(std::string(STOWAWAY_SOURCE_DIR) +
                                    "/docs/models/README.md");
  ASSERT_TRUE(static_cast<bool>(Page));
  unsigned Seen = 0;
  ModelSet Set;
  std::vector<ModelError> Errors;
  for (StringRef Rest = (*Page)->getBuffer(); !Rest.empty();) {
    auto [Before, After] = Rest.split("```yaml\n");
    auto [Block, Next] = After.split("```\n");
    Rest = Next;
    if (Block.empty())
      break;
    ++Seen;
    if (auto M = readModel(MemoryBufferRef(Block, "README.md"), Errors))
      Set.add(std::move(*M));
  }
  EXPECT_EQ(Seen, 3u);
  checkReferences(Set, Errors);
  for (const ModelError &E : Errors)
    ADD_FAILURE() << toString(E);
}

TEST(ModelDocs, HandlesPageTellsActsAndStates) {
  constexpr StringLiteral Text = R"(
library: Lib | rary
handle:
  - {types: [a::T, a::U], kind: k, cannot-cross: [process, device], reason: r,
     instead: use x | y}
  - {type: a::V, kind: k, cannot-cross: shard, reason: r, instead: i,
     acts: [copy, destroy], calls: [join]}
  - {type: a::W, kind: k, cannot-cross: process, reason: r, instead: i,
     states: m}
states:
  - {name: m, initial: a, states: [{name: a}, {name: b, cannot-cross: process,
     reason: r}]}
)";
  std::vector<ModelError> Errors;
  ModelSet Set;
  Set.add(*readModel(MemoryBufferRef(Text, "m"), Errors));
  std::string Page = handlesPage(Set);
  for (StringRef Row :
       {"| `a::T`, `a::U` | k | no | | | | | no | always | r | use x \\| y |",
        "| `a::V` | k | | | no | | | | if copied, destroyed there; or asked to "
        "`join` | r | i |",
        "| `a::W` | k | no | | | | | | while b | r | i |"})
    EXPECT_THAT(Page, testing::HasSubstr(Row.str()));
}

} // namespace
} // namespace stowaway::models
