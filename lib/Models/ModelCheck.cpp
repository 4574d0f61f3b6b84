//===- ModelCheck.cpp - Has this YAML the shape of a model? -----*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Models/ModelCheck.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/YAMLParser.h"

using namespace llvm;

namespace stowaway::models {

/// No function has more parameters, no template more arguments.
static constexpr int MaxIndex = 1000;

/// "'a', 'b' or 'c'"
static std::string listed(ArrayRef<StringRef> Words) {
  std::string Out;
  for (size_t I = 0; I != Words.size(); ++I) {
    if (I)
      Out += I + 1 == Words.size() ? " or " : ", ";
    Out += ("'" + Words[I] + "'").str();
  }
  return Out;
}

std::optional<int> asIndex(const YamlNode &Node) {
  int Value = 0;
  if (Node.K != YamlNode::Scalar ||
      StringRef(Node.Text).getAsInteger(10, Value))
    return std::nullopt;
  if (Value < -MaxIndex || Value > MaxIndex)
    return std::nullopt;
  return Value;
}

std::optional<unsigned> asFrom(const YamlNode &Node) {
  StringRef Text = Node.Text;
  unsigned Value = 0;
  if (Node.K != YamlNode::Scalar || !Text.consume_back("..") ||
      Text.getAsInteger(10, Value) || Value > unsigned(MaxIndex))
    return std::nullopt;
  return Value;
}

static bool isIdentifier(StringRef Word) {
  if (Word.empty() || isDigit(Word.front()))
    return false;
  return all_of(Word, [](char C) { return isAlnum(C) || C == '_'; });
}

/// What is wrong with a qualified name; empty if nothing is.
static std::string faultOfName(StringRef Name) {
  if (Name == "~")
    return "";
  if (Name.contains('<'))
    return "write it without template arguments";
  if (Name.starts_with("::"))
    return "write it without the leading '::'";
  if (Name.contains('('))
    if (!Name.ends_with("::operator()"))
      return "write it without parameters";
  StringRef Rest = Name;
  Rest.consume_back(" *");
  while (true) {
    auto [Part, After] = Rest.split("::");
    StringRef Word = Part;
    Word.consume_front("~");
    bool IsOperator = After.empty() && Word.starts_with("operator") &&
                      Word.size() > 8 && !isAlnum(Word[8]);
    if (!IsOperator && !isIdentifier(Word))
      return ("'" + Part + "' is no identifier").str();
    if (After.empty())
      return Rest.ends_with("::") ? "it ends in '::'" : "";
    Rest = After;
  }
}

namespace {

class ShapeChecker {
public:
  explicit ShapeChecker(ErrorSink &Errors) : Errors(Errors) {}

  bool checkModel(const YamlNode &Root);

private:
  ErrorSink &Errors;

  bool refuse(const YamlNode &Node, const Twine &Message) {
    Errors.add(Node, Message);
    return false;
  }
  bool expected(const YamlNode &Node, const KeyInfo &Key, const Twine &What) {
    return refuse(Node, "'" + Key.Name + "': expected " + What + ", found " +
                            describe(Node));
  }

  bool checkMap(const YamlNode &Map, ArrayRef<KeyInfo> Keys,
                const Twine &Where);
  bool checkEntries(const YamlNode &List, ArrayRef<KeyInfo> Keys,
                    StringRef Name);
  bool checkValue(const YamlNode &Value, const KeyInfo &Key);
  bool checkText(const YamlNode &Value, const KeyInfo &Key);
  bool checkName(const YamlNode &Value, const KeyInfo &Key);
  bool checkWord(const YamlNode &Value, const KeyInfo &Key);
  bool checkChoice(const YamlNode &Value, const KeyInfo &Key);
  bool checkCount(const YamlNode &Value, const KeyInfo &Key);
  bool checkTarget(const YamlNode &Value, const KeyInfo &Key);
  bool checkArguments(const YamlNode &Value, const KeyInfo &Key);
  bool checkBounds(const YamlNode &Value, const KeyInfo &Key);
  bool checkFill(const YamlNode &Value, const KeyInfo &Key);

  using Rule = bool (ShapeChecker::*)(const YamlNode &, const KeyInfo &);
  /// Applies \p Check to each item of a list, or to the one value.
  bool checkOneOrMore(const YamlNode &Value, const KeyInfo &Key, Rule Check);
};

} // namespace

bool ShapeChecker::checkMap(const YamlNode &Map, ArrayRef<KeyInfo> Keys,
                            const Twine &Where) {
  SmallVector<StringRef, 20> Known;
  for (const KeyInfo &Key : Keys)
    Known.push_back(Key.Name);
  bool Good = checkKeys(Map, Known, Where, Errors);

  const KeyInfo *Alternatives[2] = {};
  unsigned GivenOfOne = 0;
  for (const KeyInfo &Key : Keys) {
    const YamlNode *Value = Map.find(Key.Name);
    if (Key.N == Need::OneOf) {
      Alternatives[Alternatives[0] ? 1 : 0] = &Key;
      GivenOfOne += Value ? 1 : 0;
    }
    if (Value)
      Good &= checkValue(*Value, Key);
    else if (Key.N == Need::Required)
      Good = refuse(Map, Where + " lacks the key '" + Key.Name + "'");
  }
  if (Alternatives[1] && GivenOfOne != 1)
    Good = refuse(Map, Where + (GivenOfOne ? " has both '" : " lacks '") +
                           Alternatives[0]->Name +
                           (GivenOfOne ? "' and '" : "' (or '") +
                           Alternatives[1]->Name +
                           (GivenOfOne ? "'; expected one of them" : "')"));
  return Good;
}

bool ShapeChecker::checkEntries(const YamlNode &List, ArrayRef<KeyInfo> Keys,
                                StringRef Name) {
  if (List.K != YamlNode::List)
    return refuse(List, "'" + Name + "': expected a list of entries ('- " +
                            Keys.front().Name + ": ...'), found " +
                            describe(List));
  if (List.Items.empty())
    return refuse(List, "'" + Name + "': expected at least one entry");
  bool Good = true;
  for (const YamlNode &Item : List.Items)
    if (Item.K != YamlNode::Map)
      Good = refuse(Item, "'" + Name + "': expected an entry ('" +
                              Keys.front().Name + ": ...'), found " +
                              describe(Item));
    else
      Good &= checkMap(Item, Keys, "an entry of '" + Name + "'");
  return Good;
}

bool ShapeChecker::checkOneOrMore(const YamlNode &Value, const KeyInfo &Key,
                                  Rule Check) {
  if (Value.K != YamlNode::List)
    return (this->*Check)(Value, Key);
  if (Value.Items.empty())
    return refuse(Value,
                  "'" + Key.Name + "': found an empty list; leave the key out");
  KeyInfo ItemKey = Key;
  ItemKey.Alone = "";
  bool Good = true;
  for (const YamlNode &Item : Value.Items)
    Good &= (this->*Check)(Item, ItemKey);
  return Good;
}

bool ShapeChecker::checkText(const YamlNode &Value, const KeyInfo &Key) {
  if (Value.K != YamlNode::Scalar || StringRef(Value.Text).trim().empty())
    return expected(Value, Key, "a text");
  return true;
}

bool ShapeChecker::checkName(const YamlNode &Value, const KeyInfo &Key) {
  if (Value.K != YamlNode::Scalar || Value.Text.empty())
    return expected(Value, Key, "a qualified name");
  std::string Fault = faultOfName(Value.Text);
  return Fault.empty() ||
         expected(Value, Key, "a qualified name (" + Twine(Fault) + ")");
}

bool ShapeChecker::checkWord(const YamlNode &Value, const KeyInfo &Key) {
  if (Value.K == YamlNode::Scalar && !Value.Text.empty() &&
      all_of(Value.Text,
             [](char C) { return isAlnum(C) || C == '_' || C == '-'; }))
    return true;
  return expected(Value, Key, "a word");
}

bool ShapeChecker::checkChoice(const YamlNode &Value, const KeyInfo &Key) {
  SmallVector<StringRef, 8> Words(Key.Choices.begin(), Key.Choices.end());
  if (Value.K == YamlNode::Scalar && is_contained(Words, Value.Text))
    return true;
  if (!Key.Alone.empty())
    Words.push_back(Key.Alone);
  std::string Hint =
      Value.K == YamlNode::Scalar ? didYouMean(Value.Text, Words) : "";
  return refuse(Value, "'" + Key.Name + "': expected " + listed(Words) +
                           ", found " + describe(Value) + Hint);
}

bool ShapeChecker::checkCount(const YamlNode &Value, const KeyInfo &Key) {
  std::optional<int> Number = asIndex(Value);
  return (Number && *Number >= 0) ||
         expected(Value, Key, "a number from 0 to " + Twine(MaxIndex));
}

bool ShapeChecker::checkTarget(const YamlNode &Value, const KeyInfo &Key) {
  if (Value.Text == "callable" || Value.Text == "none" || asIndex(Value))
    return true;
  return expected(Value, Key, "'callable', 'none' or the index of an argument");
}

bool ShapeChecker::checkArguments(const YamlNode &Value, const KeyInfo &Key) {
  if (Value.K == YamlNode::List)
    return checkOneOrMore(Value, Key, &ShapeChecker::checkCount);
  if (Value.Text == "after-target" || Value.Text == "none" || asFrom(Value))
    return true;
  return expected(Value, Key,
                  "'after-target', 'none', \"1..\" or a list of indices");
}

bool ShapeChecker::checkBounds(const YamlNode &Value, const KeyInfo &Key) {
  std::optional<int> Number = asIndex(Value);
  if (Number && *Number >= 0)
    return true;
  auto [Low, High] = StringRef(Value.Text).split("..");
  unsigned From = 0, To = 0;
  if (Value.K == YamlNode::Scalar && !Low.getAsInteger(10, From) &&
      !High.getAsInteger(10, To) && From <= To && To <= unsigned(MaxIndex))
    return true;
  return expected(Value, Key, "a number or a range such as \"1..2\"");
}

bool ShapeChecker::checkFill(const YamlNode &Value, const KeyInfo &Key) {
  static constexpr KeyInfo FillKeys[] = {
      {"method", Shape::Words, Need::Required, "", ""},
      {"first", Shape::Count, Need::Optional, "0", ""},
  };
  if (Value.K == YamlNode::Map)
    return checkMap(Value, FillKeys, "an entry of '" + Key.Name + "'");
  return checkWord(Value, Key);
}

bool ShapeChecker::checkValue(const YamlNode &Value, const KeyInfo &Key) {
  switch (Key.S) {
  case Shape::Text:
    return checkText(Value, Key);
  case Shape::Name:
    return checkName(Value, Key);
  case Shape::Names:
    return checkOneOrMore(Value, Key, &ShapeChecker::checkName);
  case Shape::Words:
    return checkOneOrMore(Value, Key, &ShapeChecker::checkWord);
  case Shape::Choice:
    return checkChoice(Value, Key);
  case Shape::Choices:
    if (!Key.Alone.empty() && Value.K == YamlNode::Scalar &&
        Value.Text == Key.Alone)
      return true;
    return checkOneOrMore(Value, Key, &ShapeChecker::checkChoice);
  case Shape::Flag:
    return (Value.K == YamlNode::Scalar && yaml::parseBool(Value.Text)) ||
           expected(Value, Key, "true or false");
  case Shape::Count:
    return checkCount(Value, Key);
  case Shape::Index:
    return asIndex(Value) || expected(Value, Key, "the index of an argument");
  case Shape::Target:
    return checkTarget(Value, Key);
  case Shape::Arguments:
    return checkArguments(Value, Key);
  case Shape::Positions:
    if (Value.K == YamlNode::Scalar && Value.Text == "all")
      return true;
    return checkOneOrMore(Value, Key, &ShapeChecker::checkCount);
  case Shape::Counts:
    return checkOneOrMore(Value, Key, &ShapeChecker::checkCount);
  case Shape::Bounds:
    return checkBounds(Value, Key);
  case Shape::Fills:
    return checkOneOrMore(Value, Key, &ShapeChecker::checkFill);
  case Shape::Maps:
    return checkEntries(Value, Key.Keys, Key.Name);
  }
  return false;
}

bool ShapeChecker::checkModel(const YamlNode &Root) {
  if (Root.K == YamlNode::Null)
    return refuse(Root, "empty; expected a model that begins with 'library:'");
  if (Root.K != YamlNode::Map)
    return refuse(Root, "expected a model that begins with 'library:', found " +
                            describe(Root));
  SmallVector<StringRef, 20> Known;
  for (const KeyInfo &Key : headKeys())
    Known.push_back(Key.Name);
  for (const SectionInfo &Section : sections())
    Known.push_back(Section.Name);
  bool Good = checkKeys(Root, Known, "a model", Errors);

  for (const KeyInfo &Key : headKeys()) {
    if (const YamlNode *Value = Root.find(Key.Name))
      Good &= checkValue(*Value, Key);
    else if (Key.N == Need::Required)
      Good = refuse(Root, "a model lacks the key '" + Key.Name + "'");
  }
  for (const SectionInfo &Section : sections())
    if (const YamlNode *Value = Root.find(Section.Name))
      Good &= checkEntries(*Value, Section.Keys, Section.Name);
  return Good;
}

bool checkModel(const YamlNode &Root, ErrorSink &Errors) {
  return ShapeChecker(Errors).checkModel(Root);
}

} // namespace stowaway::models
