//===- YamlTree.cpp - What does this YAML text say, and where? --*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Text/YamlTree.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Casting.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/YAMLParser.h"

using namespace llvm;

namespace stowaway::text {

/// A model nests no deeper than section, entry, list, map, list, word.
static constexpr unsigned MaxDepth = 12;
/// The largest built-in model is a hundredth of this.
static constexpr size_t MaxBytes = 4u << 20;

const YamlNode *YamlNode::find(StringRef Key) const {
  for (const YamlEntry &Entry : Entries)
    if (Entry.Key == Key)
      return &Entry.Value;
  return nullptr;
}

std::string describe(const YamlNode &Node) {
  switch (Node.K) {
  case YamlNode::Null:
    return "nothing";
  case YamlNode::List:
    return "a list";
  case YamlNode::Map:
    return "a map";
  case YamlNode::Scalar:
    break;
  }
  if (Node.Text.size() > 60)
    return ("'" + Twine(printable(StringRef(Node.Text).take_front(57))) +
            "...'")
        .str();
  return ("'" + Twine(printable(Node.Text)) + "'").str();
}

namespace {

/// Copies LLVM's nodes, each visited exactly once.
class TreeBuilder {
public:
  TreeBuilder(SourceMgr &Sources, ErrorSink &Errors, StringRef What)
      : Sources(Sources), Errors(Errors), What(What) {}

  /// \returns false if the rest cannot be visited.
  bool build(yaml::Node *From, YamlNode &To, unsigned Depth);

private:
  SourceMgr &Sources;
  ErrorSink &Errors;
  StringRef What; ///< "model"

  void locate(const yaml::Node &From, unsigned &Line, unsigned &Column) const {
    SMLoc Loc = From.getSourceRange().Start;
    // '&', '*' and '!' are part of what is meant.
    if (!From.getAnchor().empty())
      Loc = SMLoc::getFromPointer(From.getAnchor().data() - 1);
    else if (const auto *Alias = dyn_cast<yaml::AliasNode>(&From))
      Loc = SMLoc::getFromPointer(Alias->getName().data() - 1);
    else if (!From.getRawTag().empty())
      Loc = SMLoc::getFromPointer(From.getRawTag().data());
    else if (isa<yaml::MappingNode, yaml::SequenceNode>(From))
      Loc = openingOf(Loc);
    if (Loc.isValid())
      std::tie(Line, Column) = Sources.getLineAndColumn(Loc);
  }
  /// LLVM locates '[a]' and '{a: b}' at what follows the bracket.
  SMLoc openingOf(SMLoc Inside) const {
    if (!Inside.isValid())
      return Inside;
    const char *Begin = Sources.getMemoryBuffer(1)->getBufferStart();
    const char *At = Inside.getPointer();
    while (At != Begin && isSpace(At[-1]))
      --At;
    if (At == Begin || (At[-1] != '[' && At[-1] != '{'))
      return Inside;
    return SMLoc::getFromPointer(At - 1);
  }
  bool refuse(const YamlNode &At, const Twine &Message) {
    Errors.add(At, Message);
    return false;
  }
  bool buildMap(yaml::MappingNode &From, YamlNode &To, unsigned Depth);
};

} // namespace

bool TreeBuilder::build(yaml::Node *From, YamlNode &To, unsigned Depth) {
  // The stream has failed, and said why to the handler of its diagnostics.
  if (!From || From->failed())
    return false;
  locate(*From, To.Line, To.Column);
  if (Depth > MaxDepth)
    return refuse(To, "nested too deeply for a " + What);
  if (!From->getAnchor().empty() || isa<yaml::AliasNode>(From))
    return refuse(To, "anchors and aliases are not part of " + What +
                          "s; write the value out" +
                          (isa<yaml::AliasNode>(From)
                               ? ", or quote a text that begins with '*'"
                               : ""));
  if (!From->getRawTag().empty())
    return refuse(To, "tags are not part of " + What + "s; leave '" +
                          Twine(printable(From->getRawTag())) + "' out");

  if (auto *Scalar = dyn_cast<yaml::ScalarNode>(From)) {
    SmallString<64> Storage;
    To.K = YamlNode::Scalar;
    To.Text = Scalar->getValue(Storage).str();
    To.Plain = !Scalar->getRawValue().starts_with("'") &&
               !Scalar->getRawValue().starts_with("\"");
    if (To.Plain && (To.Text == "~" || To.Text == "null"))
      To.K = YamlNode::Null;
  } else if (auto *Block = dyn_cast<yaml::BlockScalarNode>(From)) {
    To.K = YamlNode::Scalar;
    To.Text = Block->getValue().str();
    To.Plain = false;
  } else if (auto *Sequence = dyn_cast<yaml::SequenceNode>(From)) {
    To.K = YamlNode::List;
    for (yaml::Node &Item : *Sequence) {
      To.Items.emplace_back();
      To.Items.back().Line = To.Line;
      To.Items.back().Column = To.Column;
      if (!build(&Item, To.Items.back(), Depth + 1))
        return false;
    }
  } else if (auto *Mapping = dyn_cast<yaml::MappingNode>(From)) {
    return buildMap(*Mapping, To, Depth);
  }
  return !From->failed();
}

bool TreeBuilder::buildMap(yaml::MappingNode &From, YamlNode &To,
                           unsigned Depth) {
  To.K = YamlNode::Map;
  for (yaml::KeyValueNode &Pair : From) {
    YamlNode Key;
    Key.Line = To.Line;
    Key.Column = To.Column;
    if (!build(Pair.getKey(), Key, Depth + 1))
      return false;
    if (Key.K != YamlNode::Scalar)
      return refuse(Key, "expected a key, found " + Twine(describe(Key)));
    To.Entries.emplace_back();
    YamlEntry &Entry = To.Entries.back();
    Entry.Key = std::move(Key.Text);
    Entry.Line = Entry.Value.Line = Key.Line;
    Entry.Column = Entry.Value.Column = Key.Column;
    if (!build(Pair.getValue(), Entry.Value, Depth + 1))
      return false;
    // Nothing has a place of its own, or the next token's.
    if (Entry.Value.K == YamlNode::Null) {
      Entry.Value.Line = Entry.Line;
      Entry.Value.Column = Entry.Column;
    }
  }
  return !From.failed();
}

/// \returns the first byte that a YAML text cannot hold, or npos.
static size_t findNonText(StringRef Text) {
  const auto *Begin = reinterpret_cast<const UTF8 *>(Text.data());
  const UTF8 *End = Begin + Text.size();
  for (const UTF8 *At = Begin; At != End;) {
    if (*At < 0x80) {
      if ((*At < 0x20 && *At != '\t' && *At != '\n' && *At != '\r') ||
          *At == 0x7f)
        return At - Begin;
      ++At;
      continue;
    }
    unsigned Length = getNumBytesForUTF8(*At);
    if (Length > unsigned(End - At) || !isLegalUTF8Sequence(At, At + Length))
      return At - Begin;
    At += Length;
  }
  return StringRef::npos;
}

static bool isReadable(StringRef Text, ErrorSink &Errors, StringRef What) {
  if (Text.size() > MaxBytes) {
    Errors.add(1, 1,
               "larger than any " + What + "; expected at most " +
                   Twine(MaxBytes >> 20) + " MiB of YAML");
    return false;
  }
  size_t Bad = findNonText(Text);
  if (Bad == StringRef::npos)
    return true;
  StringRef Before = Text.take_front(Bad);
  unsigned Line = 1 + unsigned(Before.count('\n'));
  size_t LineStart = Before.rfind('\n');
  unsigned Column =
      unsigned(LineStart == StringRef::npos ? Bad + 1 : Bad - LineStart);
  Errors.add(
      Line, Column,
      "not a text: found the byte 0x" +
          Twine(utohexstr(static_cast<unsigned char>(Text[Bad]), true, 2)) +
          ", expected YAML in UTF-8");
  return false;
}

std::optional<YamlNode> readYaml(ErrorSink &Errors, StringRef What) {
  StringRef Text = Errors.buffer().getBuffer();
  if (!isReadable(Text, Errors, What))
    return std::nullopt;

  SourceMgr Sources;
  Sources.setDiagHandler(
      [](const SMDiagnostic &D, void *Sink) {
        unsigned Line = D.getLineNo() > 0 ? D.getLineNo() : 1;
        unsigned Column = D.getColumnNo() >= 0 ? D.getColumnNo() + 1 : 1;
        std::string Message = D.getMessage().str();
        if (!Message.empty())
          Message[0] = toLower(Message[0]);
        static_cast<ErrorSink *>(Sink)->add(
            Line, Column, "not valid YAML: " + StringRef(Message).rtrim('!'));
      },
      &Errors);
  yaml::Stream Stream(MemoryBufferRef(Text, ""), Sources, false);

  YamlNode Root;
  TreeBuilder Builder(Sources, Errors, What);
  auto Document = Stream.begin();
  bool Built =
      Document != Stream.end() && Builder.build(Document->getRoot(), Root, 0);
  if (Built && !Stream.failed() && ++Document != Stream.end()) {
    yaml::Node *Next = Document->getRoot();
    // A lone end mark ("...") opens an empty document.
    if (Next && !isa<yaml::NullNode>(Next)) {
      auto [Line, Column] =
          Sources.getLineAndColumn(Next->getSourceRange().Start);
      Errors.add(Line, Column,
                 "a second document; expected one " + What + " in a file");
    }
  }
  if (!Built || Stream.failed()) {
    if (!Errors.grew())
      Errors.add(1, 1, "not valid YAML");
    return std::nullopt;
  }
  // Of a file without content, the parser finds the end.
  if (Root.K == YamlNode::Null)
    Root.Line = Root.Column = 1;
  return Root;
}

bool checkKeys(const YamlNode &Map, ArrayRef<StringRef> Known,
               const Twine &Where, ErrorSink &Errors) {
  bool Good = true;
  for (size_t I = 0; I != Map.Entries.size(); ++I) {
    const YamlEntry &Entry = Map.Entries[I];
    YamlNode At;
    At.Line = Entry.Line;
    At.Column = Entry.Column;
    At.K = YamlNode::Scalar;
    At.Text = Entry.Key;
    auto Refuse = [&](const Twine &Message) {
      Errors.add(At, Message);
      Good = false;
    };
    if (!is_contained(Known, Entry.Key))
      Refuse("unknown key " + describe(At) + " in " + Where +
             didYouMean(Entry.Key, Known));
    for (size_t J = 0; J != I; ++J)
      if (Map.Entries[J].Key == Entry.Key) {
        Refuse("the key " + describe(At) +
               " is here a second time (first in line " +
               Twine(Map.Entries[J].Line) + ")");
        break;
      }
  }
  return Good;
}

} // namespace stowaway::text
