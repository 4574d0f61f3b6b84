//===- ModelDocs.cpp - What do the models look like on paper? ---*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Models/ModelDocs.h"
#include "Models/ModelKeys.h"
#include "Models/ModelReader.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace stowaway::models {

static constexpr StringLiteral MadeBy =
    "<!-- Made by stowaway-model-docs; not to edit. -->\n\n";

//===----------------------------------------------------------------------===//
// The schema
//===----------------------------------------------------------------------===//

static json::Value schemaOf(const KeyInfo &Key);

static json::Value wordsOf(ArrayRef<StringLiteral> Words) {
  json::Array Enum;
  for (StringRef Word : Words)
    Enum.push_back(Word);
  return json::Object{{"enum", std::move(Enum)}};
}

static json::Value listOf(json::Value Item) {
  return json::Object{
      {"type", "array"}, {"minItems", 1}, {"items", std::move(Item)}};
}

static json::Value anyOf(std::initializer_list<json::Value> Shapes) {
  return json::Object{{"anyOf", json::Array(Shapes)}};
}

static json::Value stringOf(StringRef Pattern) {
  return json::Object{{"type", "string"}, {"pattern", Pattern}};
}

static json::Value mapOf(ArrayRef<KeyInfo> Keys) {
  json::Object Properties;
  json::Array Required, Alternatives;
  for (const KeyInfo &Key : Keys) {
    json::Value Shape = schemaOf(Key);
    std::string Text = Key.Meaning.str();
    if (!Key.Default.empty())
      Text += (" Default: " + Key.Default + ".").str();
    (*Shape.getAsObject())["description"] = std::move(Text);
    Properties[Key.Name] = std::move(Shape);
    if (Key.N == Need::Required)
      Required.push_back(StringRef(Key.Name));
    if (Key.N == Need::OneOf)
      Alternatives.push_back(
          json::Object{{"required", json::Array{StringRef(Key.Name)}}});
  }
  json::Object Map{{"type", "object"},
                   {"additionalProperties", false},
                   {"properties", std::move(Properties)}};
  if (!Required.empty())
    Map["required"] = std::move(Required);
  if (!Alternatives.empty())
    Map["oneOf"] = std::move(Alternatives);
  return Map;
}

static json::Value schemaOf(const KeyInfo &Key) {
  auto Text = [] {
    return json::Value(json::Object{{"type", "string"}, {"minLength", 1}});
  };
  auto Word = [] { return stringOf("^[A-Za-z0-9_-]+$"); };
  auto Count = [] {
    return json::Value(
        json::Object{{"type", "integer"}, {"minimum", 0}, {"maximum", 1000}});
  };
  auto Index = [] { return json::Value(json::Object{{"type", "integer"}}); };
  auto Name = [] { return stringOf("^[^<:][^<]*$"); };
  auto Literal = [](std::initializer_list<StringLiteral> Words) {
    return wordsOf(Words);
  };

  switch (Key.S) {
  case Shape::Text:
    return Text();
  case Shape::Name:
    return Name();
  case Shape::Names:
    return anyOf({Name(), listOf(Name())});
  case Shape::Words:
    return anyOf({Word(), listOf(Word())});
  case Shape::Choice:
    return wordsOf(Key.Choices);
  case Shape::Choices:
    if (Key.Alone.empty())
      return anyOf({wordsOf(Key.Choices), listOf(wordsOf(Key.Choices))});
    return anyOf({Literal({Key.Alone}), wordsOf(Key.Choices),
                  listOf(wordsOf(Key.Choices))});
  case Shape::Flag:
    return json::Object{{"type", "boolean"}};
  case Shape::Count:
    return Count();
  case Shape::Index:
    return Index();
  case Shape::Target:
    return anyOf({Literal({"callable", "none"}), Index()});
  case Shape::Arguments:
    return anyOf({Literal({"after-target", "none"}), stringOf("^[0-9]+\\.\\.$"),
                  listOf(Count())});
  case Shape::Counts:
    return anyOf({Count(), listOf(Count())});
  case Shape::Positions:
    return anyOf({Literal({"all"}), Count(), listOf(Count())});
  case Shape::Bounds:
    return anyOf({Count(), stringOf("^[0-9]+\\.\\.[0-9]+$")});
  case Shape::Fills: {
    json::Value Fill = json::Object{
        {"type", "object"},
        {"additionalProperties", false},
        {"required", json::Array{"method"}},
        {"properties", json::Object{{"method", Word()}, {"first", Count()}}}};
    return listOf(anyOf({Word(), std::move(Fill)}));
  }
  case Shape::Maps:
    return listOf(mapOf(Key.Keys));
  }
  return nullptr;
}

std::string modelSchema() {
  json::Value Schema = mapOf(headKeys());
  json::Object &Root = *Schema.getAsObject();
  for (const SectionInfo &Section : sections()) {
    json::Value List = listOf(mapOf(Section.Keys));
    (*List.getAsObject())["description"] = StringRef(Section.Summary);
    (*Root.getObject("properties"))[Section.Name] = std::move(List);
  }
  Root["$schema"] = "https://json-schema.org/draft/2020-12/schema";
  Root["title"] = "Stowaway model";
  Root["description"] = "Made by stowaway-model-docs; not to edit.";
  std::string Text;
  raw_string_ostream(Text) << formatv("{0:2}", Schema) << '\n';
  return Text;
}

//===----------------------------------------------------------------------===//
// The keys
//===----------------------------------------------------------------------===//

static std::string shapeText(const KeyInfo &Key) {
  auto Words = [&] {
    std::string Out;
    for (StringRef Word : Key.Choices)
      Out += ((Out.empty() ? "`" : ", `") + Word + "`").str();
    return Out;
  };
  switch (Key.S) {
  case Shape::Text:
    return "text";
  case Shape::Name:
    return "name";
  case Shape::Names:
    return "name or list of names";
  case Shape::Words:
    return "word or list of words";
  case Shape::Choice:
    return "one of " + Words();
  case Shape::Choices:
    return (Key.Alone.empty() ? "" : ("`" + Key.Alone + "`, or ").str()) +
           "one or a list of " + Words();
  case Shape::Flag:
    return "true or false";
  case Shape::Count:
    return "number";
  case Shape::Index:
    return "number, negative from the end";
  case Shape::Target:
    return "`callable`, `none` or a number, negative from the end";
  case Shape::Arguments:
    return "`after-target`, `none`, `\"1..\"` or a list of numbers";
  case Shape::Counts:
    return "number or list of numbers";
  case Shape::Positions:
    return "`all`, a number or a list of numbers";
  case Shape::Bounds:
    return "number or `\"1..2\"`";
  case Shape::Fills:
    return "list of words or of `{method, first}`";
  case Shape::Maps:
    return "list of entries, see below";
  }
  return "";
}

/// Text of a cell: a bar would end it.
static std::string cell(StringRef Text) {
  std::string Out;
  for (char C : Text)
    Out += C == '|' ? "\\|" : std::string(1, C);
  return Out;
}

static std::string defaultText(const KeyInfo &Key) {
  if (Key.N == Need::Required)
    return "**required**";
  if (Key.N == Need::OneOf)
    return "**one of both**";
  // A word is code, a sentence is not.
  if (Key.Default.empty() || Key.Default.contains(' ') ||
      Key.Default.contains('`'))
    return cell(Key.Default);
  return ("`" + Key.Default + "`").str();
}

static void printKeys(raw_ostream &Out, ArrayRef<KeyInfo> Keys) {
  Out << "| Key | Value | Default | Meaning |\n|---|---|---|---|\n";
  for (const KeyInfo &Key : Keys)
    Out << "| `" << Key.Name << "` | " << cell(shapeText(Key)) << " | "
        << defaultText(Key) << " | " << cell(Key.Meaning) << " |\n";
  Out << '\n';
  for (const KeyInfo &Key : Keys)
    if (Key.S == Shape::Maps) {
      Out << "Entries of `" << Key.Name << "`:\n\n";
      printKeys(Out, Key.Keys);
    }
}

std::string keysPage() {
  std::string Text;
  raw_string_ostream Out(Text);
  Out << "# All keys of a model\n\n"
      << MadeBy
      << "How models work and how to write one: [README.md](README.md).\n\n"
         "## The head of the file\n\n";
  printKeys(Out, headKeys());
  for (const SectionInfo &Section : sections()) {
    Out << "## " << Section.Name << "\n\n" << Section.Summary << "\n\n";
    printKeys(Out, Section.Keys);
    Out << "```yaml\n" << Section.Example << "```\n\n";
  }
  StringRef Page = Text;
  return Page.rtrim('\n').str() + "\n";
}

//===----------------------------------------------------------------------===//
// The handles
//===----------------------------------------------------------------------===//

static bool saySame(const Handle &A, const Handle &B) {
  return A.Kind == B.Kind && A.Check == B.Check && A.Cannot == B.Cannot &&
         A.Reason == B.Reason && A.Instead == B.Instead && A.Acts == B.Acts &&
         A.Calls == B.Calls && A.States == B.States &&
         A.FreshIsEnough == B.FreshIsEnough;
}

/// When a crossing is wrong: "always", "if copied or destroyed there", ...
static std::string whenWrong(const Handle &H, const ModelSet &Set) {
  if (const StateMachine *Machine = Set.stateMachine(H.States)) {
    std::string Out;
    for (const StateMachine::State &S : Machine->States)
      if (!S.Cannot.empty())
        Out += (Out.empty() ? "while " : " or ") + S.Name;
    return Out;
  }
  if (!H.Acts)
    return "always";
  std::vector<std::string> Acts;
  static constexpr StringLiteral Did[] = {"copied", "moved", "destroyed",
                                          "dereferenced", "locked"};
  for (unsigned I = 0; I != std::size(Did); ++I)
    if (H.acts(Act(I)))
      Acts.push_back(Did[I].str());
  std::string Out = Acts.empty() ? "" : "if " + join(Acts, ", ") + " there";
  for (size_t I = 0; I != H.Calls.size(); ++I)
    Out += (I             ? ", `"
            : Out.empty() ? "if it is asked there to `"
                          : "; or asked to `") +
           H.Calls[I] + "`";
  return Out;
}

static void printHandles(raw_ostream &Out, const Model &M,
                         const ModelSet &Set) {
  Out << "## " << M.Library << "\n\n| Type | Kind |";
  for (unsigned I = 0; I != NumBoundaries; ++I)
    Out << ' ' << toString(Boundary(I)) << " |";
  Out << " When | Because | Instead |\n|---|---|";
  for (unsigned I = 0; I != NumBoundaries; ++I)
    Out << ":-:|";
  Out << "---|---|---|\n";
  for (size_t First = 0; First != M.Handles.size();) {
    const Handle &H = M.Handles[First];
    Out << "| ";
    size_t Next = First;
    for (; Next != M.Handles.size() && saySame(H, M.Handles[Next]); ++Next)
      Out << (Next == First ? "`" : ", `") << M.Handles[Next].Type << '`';
    Out << " | " << H.Kind << " |";
    for (unsigned I = 0; I != NumBoundaries; ++I)
      Out << (H.Cannot.contains(Boundary(I)) ? " no |" : " |");
    Out << ' ' << cell(whenWrong(H, Set)) << " | " << cell(H.Reason) << " | "
        << cell(H.Instead) << " |\n";
    First = Next;
  }
  Out << '\n';
}

std::string handlesPage(const ModelSet &Set) {
  std::string Text;
  raw_string_ostream Out(Text);
  Out << "# Handle by boundary\n\n"
      << MadeBy
      << "What the built-in models say cannot cross a boundary. *no* stands "
         "under the boundaries meant; an empty\nfield means that no claim is "
         "made, not that all is well. *When* tells a value that may not even "
         "travel\n(always) from one that may ride along and is wrong only if "
         "the code on the other side does something to it.\nRaw pointers, "
         "references and `this` are in no table: that addresses mean nothing "
         "in another process, in a\nchild that shares no memory, or on a "
         "device, the audit knows from the language.\n\n";
  for (const auto &M : Set.models())
    if (!M->Handles.empty())
      printHandles(Out, *M, Set);
  StringRef Page = Text;
  return Page.rtrim('\n').str() + "\n";
}

std::vector<GeneratedFile> generatedFiles() {
  ModelSet Set;
  addBuiltinModels(Set);
  return {{"lib/Models/data/model.schema.json", modelSchema()},
          {"docs/models/keys.md", keysPage()},
          {"docs/models/handles.md", handlesPage(Set)}};
}

} // namespace stowaway::models
