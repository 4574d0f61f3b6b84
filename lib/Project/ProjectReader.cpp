//===- ProjectReader.cpp - How is a project file read? ----------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Text to tree (Text/YamlTree.h), tree against the table of keys, tree to
// ProjectFile. What no file can say by itself, such as whether a start method
// is one of some library, is left to who uses the value.
//
//===----------------------------------------------------------------------===//

#include "Project/ProjectReader.h"
#include "Project/ProjectKeys.h"
#include "Text/GlobList.h"
#include "Text/YamlTree.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/YAMLParser.h"
#include <tuple>

using namespace llvm;

namespace stowaway::project {

using text::YamlNode;

namespace {

class Reader {
public:
  Reader(text::ErrorSink &Errors, ArrayRef<StringRef> Checks)
      : Errors(Errors), Checks(Checks) {}

  ProjectFile read(const YamlNode &Root);

private:
  text::ErrorSink &Errors;
  ArrayRef<StringRef> Checks;
  ProjectFile Out;

  void expected(const YamlNode &Found, StringRef Key, const Twine &What) {
    Errors.add(Found, "'" + Key + "': expected " + What + ", found " +
                          describe(Found));
  }
  template <class T> static Given<T> at(const YamlNode &Node, T Value) {
    return {std::move(Value), Node.Line, Node.Column};
  }

  SmallVector<const YamlNode *, 4> texts(const YamlNode &Value, StringRef Key,
                                         StringRef What);
  std::string absolute(StringRef Path) const;
  void readChecks(const YamlNode &Value, StringRef Key);
  void readChecksText(const YamlNode &Text, StringRef Key);
  void readPaths(const YamlNode &Value, StringRef Key);
  void readExclude(const YamlNode &Value, StringRef Key);
  void readWord(const YamlNode &Value, StringRef Key);
  void readFlag(const YamlNode &Value, StringRef Key);
  void readBaseline(const YamlNode &Value, StringRef Key);
};

} // namespace

/// The texts of a list, or the one that stands for a list of one.
SmallVector<const YamlNode *, 4> Reader::texts(const YamlNode &Value,
                                               StringRef Key, StringRef What) {
  SmallVector<const YamlNode *, 4> Out;
  auto Add = [&](const YamlNode &Item) {
    if (Item.K == YamlNode::Scalar && !StringRef(Item.Text).trim().empty())
      Out.push_back(&Item);
    else
      expected(Item, Key, What);
  };
  if (Value.K != YamlNode::List)
    Add(Value);
  else if (Value.Items.empty())
    Errors.add(Value, "'" + Key + "': found an empty list; leave the key out");
  for (const YamlNode &Item : Value.Items)
    Add(Item);
  return Out;
}

std::string Reader::absolute(StringRef Path) const {
  SmallString<256> Result(Path);
  sys::path::make_absolute(sys::path::parent_path(Out.Path), Result);
  sys::path::remove_dots(Result, /*remove_dot_dot=*/true);
  return Result.str().str();
}

void Reader::readChecksText(const YamlNode &Text, StringRef Key) {
  for (const std::string &Stranger :
       text::GlobList(Text.Text).strangers(Checks))
    Errors.add(Text,
               "'" + Key + "': '" + text::printable(Stranger) +
                   "' matches no check" +
                   text::didYouMean(StringRef(Stranger).trim('*'), Checks));
  Out.Checks.push_back(at(Text, Text.Text));
}

void Reader::readChecks(const YamlNode &Value, StringRef Key) {
  size_t Before = Errors.count();
  for (const YamlNode *Text : texts(Value, Key, "globs of checks"))
    readChecksText(*Text, Key);
  if (Errors.count() != Before)
    return;
  text::GlobList Chosen =
      text::GlobList::selection(Out.checkGlobs(), "stowaway-*");
  if (none_of(Checks, [&](StringRef Id) { return Chosen.contains(Id); }))
    Errors.add(Value, "'" + Key + "': leaves no check to run");
}

void Reader::readPaths(const YamlNode &Value, StringRef Key) {
  for (const YamlNode *Text :
       texts(Value, Key, "the path of a model or of a folder of models"))
    Out.Models.push_back(at(*Text, absolute(Text->Text)));
}

void Reader::readExclude(const YamlNode &Value, StringRef Key) {
  StringRef Root = sys::path::parent_path(Out.Path);
  for (const YamlNode *Text : texts(Value, Key, "a glob of files")) {
    if (StringRef(Text->Text).starts_with("/")) {
      Errors.add(*Text, "'" + Key +
                            "': expected a glob relative to this "
                            "file, found " +
                            describe(*Text) + "; write '." +
                            text::printable(Text->Text) +
                            "' for what lies beside it");
      continue;
    }
    Expected<PathGlob> Glob = PathGlob::create(Text->Text, Root);
    if (Glob)
      Out.Exclude.push_back(at(*Text, std::move(*Glob)));
    else
      Errors.add(*Text, "'" + Key + "': " + toString(Glob.takeError()));
  }
}

void Reader::readWord(const YamlNode &Value, StringRef Key) {
  bool IsWord = Value.K == YamlNode::Scalar && !Value.Text.empty() &&
                all_of(Value.Text, [](char C) {
                  return isAlnum(C) || C == '-' || C == '_';
                });
  if (!IsWord)
    return expected(Value, Key, "a word such as 'fork'");
  Out.StartMethod = at(Value, Value.Text);
}

void Reader::readFlag(const YamlNode &Value, StringRef Key) {
  std::optional<bool> Flag;
  if (Value.K == YamlNode::Scalar)
    Flag = yaml::parseBool(Value.Text);
  if (!Flag)
    return expected(Value, Key, "true or false");
  Out.Strict = at(Value, *Flag);
}

void Reader::readBaseline(const YamlNode &Value, StringRef Key) {
  if (Value.K != YamlNode::Scalar || StringRef(Value.Text).trim().empty())
    return expected(Value, Key, "the path of a file");
  Out.Baseline = at(Value, absolute(Value.Text));
}

ProjectFile Reader::read(const YamlNode &Root) {
  Out.Path = Errors.buffer().getBufferIdentifier().str();
  Out.Text = Errors.buffer().getBuffer().str();
  // A file of comments alone changes nothing, and says where the project is.
  if (Root.K == YamlNode::Null)
    return std::move(Out);
  if (Root.K != YamlNode::Map) {
    Errors.add(Root,
               "expected keys such as 'checks:', found " + describe(Root));
    return std::move(Out);
  }
  SmallVector<StringRef, 8> Known;
  for (const KeyInfo &Key : projectKeys())
    Known.push_back(Key.Name);
  checkKeys(Root, Known, "a project file", Errors);
  for (const KeyInfo &Key : projectKeys()) {
    const YamlNode *Value = Root.find(Key.Name);
    if (!Value)
      continue;
    switch (Key.S) {
    case Shape::Checks:
      readChecks(*Value, Key.Name);
      break;
    case Shape::Paths:
      readPaths(*Value, Key.Name);
      break;
    case Shape::Word:
      readWord(*Value, Key.Name);
      break;
    case Shape::Flag:
      readFlag(*Value, Key.Name);
      break;
    case Shape::Globs:
      readExclude(*Value, Key.Name);
      break;
    case Shape::Path:
      readBaseline(*Value, Key.Name);
      break;
    }
  }
  return std::move(Out);
}

std::optional<ProjectFile>
readProjectFile(MemoryBufferRef Buffer, ArrayRef<StringRef> Checks,
                std::vector<text::TextError> &Errors) {
  text::ErrorSink Sink(Buffer, Errors);
  std::optional<YamlNode> Root = readYaml(Sink, "project file");
  if (!Root)
    return std::nullopt;
  ProjectFile File = Reader(Sink, Checks).read(*Root);
  if (!Sink.grew())
    return File;
  // Keys were looked at first, and values in the order of the table.
  llvm::sort(Errors, [](const auto &A, const auto &B) {
    return std::tie(A.Line, A.Column, A.Message) <
           std::tie(B.Line, B.Column, B.Message);
  });
  return std::nullopt;
}

std::string ProjectFile::checkGlobs() const {
  SmallVector<StringRef, 8> Globs;
  for (const Given<std::string> &G : Checks)
    Globs.push_back(G.Value);
  return join(Globs, ",");
}

bool ProjectFile::excludes(StringRef File) const {
  return any_of(
      Exclude, [&](const Given<PathGlob> &G) { return G.Value.matches(File); });
}

text::TextError ProjectFile::errorAt(unsigned Line, unsigned Column,
                                     const Twine &Message) const {
  std::vector<text::TextError> Errors;
  text::ErrorSink(MemoryBufferRef(Text, Path), Errors)
      .add(Line, Column, Message);
  return std::move(Errors.front());
}

} // namespace stowaway::project
