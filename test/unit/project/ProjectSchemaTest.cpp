//===- ProjectSchemaTest.cpp - Do schema and page tell all keys? ----------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Project/ProjectSchema.h"
#include "Project/ProjectKeys.h"
#include "Project/ProjectReader.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include <gmock/gmock.h>

using namespace llvm;
using namespace stowaway;
using namespace stowaway::project;
using testing::HasSubstr;

static std::string sourceFile(StringRef Path) {
  auto Buffer =
      MemoryBuffer::getFile(StringRef(STOWAWAY_SOURCE_DIR) + "/" + Path);
  return Buffer ? (*Buffer)->getBuffer().str() : "";
}

TEST(ProjectSchema, IsNotStale) {
  EXPECT_EQ(sourceFile(SchemaPath), projectSchema())
      << "run stowaway-model-docs on the source tree";
}

TEST(ProjectSchema, IsJson) {
  Expected<json::Value> Schema = json::parse(projectSchema());
  ASSERT_TRUE(bool(Schema));
  const json::Object *Keys = Schema->getAsObject()->getObject("properties");
  ASSERT_TRUE(Keys);
  EXPECT_EQ(Keys->size(), projectKeys().size());
}

/// What the reader takes is what the table says.
TEST(ProjectSchema, EveryKeyIsRead) {
  for (const KeyInfo &Key : projectKeys()) {
    std::string Text = (Key.Name + ": {a: b}\n").str();
    std::vector<text::TextError> Errors;
    readProjectFile(MemoryBufferRef(Text, "/p/x"), {}, Errors);
    ASSERT_EQ(Errors.size(), 1u) << Key.Name.str();
    EXPECT_THAT(Errors[0].Message,
                HasSubstr(("'" + Key.Name + "': expected").str()));
  }
}

TEST(ProjectPage, TellsEveryKey) {
  std::string Page = sourceFile("docs/project/README.md");
  for (const KeyInfo &Key : projectKeys())
    EXPECT_THAT(Page, HasSubstr(("| `" + Key.Name + "` |").str()));
}

/// The first example on the page is a whole file.
TEST(ProjectPage, ExampleIsRight) {
  std::string Page = sourceFile("docs/project/README.md");
  StringRef Example =
      StringRef(Page).split("```yaml\n").second.split("```").first;
  ASSERT_FALSE(Example.empty());
  std::vector<text::TextError> Errors;
  static constexpr StringRef Checks[] = {"stowaway-carried-handle",
                                         "stowaway-worker-lifecycle"};
  readProjectFile(MemoryBufferRef(Example, "/p/x"), Checks, Errors);
  for (const text::TextError &E : Errors)
    ADD_FAILURE() << toString(E);
}
