//===- ProjectSchema.cpp - Which project files does an editor take? -------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Project/ProjectSchema.h"
#include "Project/ProjectKeys.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace stowaway::project {

static json::Object text(StringRef Pattern = "") {
  json::Object Text{{"type", "string"}};
  if (Pattern.empty())
    Text["minLength"] = 1;
  else
    Text["pattern"] = Pattern;
  return Text;
}

static json::Object oneOrMore(const json::Object &Item) {
  json::Object List{
      {"type", "array"}, {"minItems", 1}, {"items", json::Object(Item)}};
  return json::Object{
      {"anyOf", json::Array{json::Object(Item), std::move(List)}}};
}

static json::Object schemaOf(Shape S) {
  switch (S) {
  case Shape::Checks:
  case Shape::Paths:
    return oneOrMore(text());
  case Shape::Globs:
    return oneOrMore(text("^[^!/]"));
  case Shape::Word:
    return text("^[A-Za-z0-9_-]+$");
  case Shape::Flag:
    return json::Object{{"type", "boolean"}};
  case Shape::Path:
    return text();
  }
  return {};
}

std::string projectSchema() {
  json::Object Properties;
  for (const KeyInfo &Key : projectKeys()) {
    json::Object Value = schemaOf(Key.S);
    Value["description"] =
        (Key.Meaning + " Default: " + Key.Default + ".").str();
    Properties[Key.Name] = std::move(Value);
  }
  json::Value Schema =
      json::Object{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                   {"title", "Stowaway project file (.stowaway.yaml)"},
                   {"description", "Made by stowaway-model-docs; not to edit."},
                   {"type", json::Array{"object", "null"}},
                   {"additionalProperties", false},
                   {"properties", std::move(Properties)}};
  std::string Text;
  raw_string_ostream(Text) << formatv("{0:2}", Schema) << '\n';
  return Text;
}

} // namespace stowaway::project
