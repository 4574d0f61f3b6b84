//===- ModelMutationTest.cpp - Does any text upset the reader? ------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Damages good models in ways that people and disks do. The reader must come
// back with a model or with located errors, never with both or neither. The
// damage is the same in every run.
//
//===----------------------------------------------------------------------===//

#include "Models/ModelKeys.h"
#include "Models/ModelReader.h"
#include "gtest/gtest.h"
#include <random>

using namespace llvm;

namespace stowaway::models {
namespace {

std::vector<std::string> goodTexts() {
  std::vector<std::string> Texts;
  for (const SectionInfo &Section : sections())
    Texts.push_back(("library: x\n" + Section.Example).str());
  for (const BuiltinModelFile &File : builtinModelFiles())
    Texts.push_back(File.Text.take_front(1500).str());
  return Texts;
}

void read(const std::string &Text) {
  std::vector<ModelError> Errors;
  std::optional<Model> M = readModel(MemoryBufferRef(Text, "m"), Errors);
  ASSERT_EQ(M.has_value(), Errors.empty()) << Text;
  for (const ModelError &E : Errors) {
    ASSERT_GE(E.Line, 1u) << Text;
    ASSERT_GE(E.Column, 1u) << Text;
    ASSERT_FALSE(E.Message.empty()) << Text;
    // What is printed is printable.
    for (char C : toString(E))
      ASSERT_TRUE(C == '\n' || static_cast<unsigned char>(C) >= 0x20) << Text;
  }
}

TEST(ModelMutation, EveryPrefix) {
  for (const std::string &Text : goodTexts())
    for (size_t Length = 0; Length < Text.size(); Length += 3)
      read(Text.substr(0, Length));
}

TEST(ModelMutation, RandomDamage) {
  static constexpr StringLiteral Pieces[] = {
      "- ",   "{",     "}",    "[",  "]",     ": ", "\n",  "\n  ", "'",
      "\"",   "&a ",   "*a",   "!t", "---\n", "? ", "|\n", "#",    "\t",
      "~",    "\\",    "-1",   "..", "all",   "\r", "%",   "@",    "\xc3",
      "\x01", "\"\\x", "a: b", "''", "- - ",  "{{", "[["};
  std::vector<std::string> Texts = goodTexts();
  std::mt19937 Random(20240607);
  auto Below = [&](size_t Limit) { return size_t(Random() % Limit); };
  for (unsigned Round = 0; Round != 4000; ++Round) {
    std::string Text = Texts[Below(Texts.size())];
    for (size_t Times = 1 + Below(4); Times && !Text.empty(); --Times) {
      size_t At = Below(Text.size());
      switch (Below(5)) {
      case 0:
        Text.erase(At, 1 + Below(8));
        break;
      case 1:
        Text.insert(At, Pieces[Below(std::size(Pieces))].str());
        break;
      case 2:
        Text[At] = char(Random());
        break;
      case 3:
        Text.insert(At, Text.substr(Below(Text.size()), 1 + Below(60)));
        break;
      case 4:
        Text.insert(At, Below(6), ' ');
        break;
      }
    }
    read(Text);
  }
}

} // namespace
} // namespace stowaway::models
