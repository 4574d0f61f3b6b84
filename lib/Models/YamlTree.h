//===- YamlTree.h - What does this YAML text say, and where? ----*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// LLVM's YAML nodes are parsed while they are visited, once and in order. A
// model is checked against a table of keys first and converted afterwards, so
// it is copied into a tree that can be visited at will and in which each node
// knows its line and column.
//
// The tree is what models need of YAML: scalars, lists, maps with scalar keys,
// one document. Anchors, aliases and tags are refused, as is whatever nests
// deeper than any model does, so that no text can exhaust the stack.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_MODELS_YAMLTREE_H
#define STOWAWAY_MODELS_YAMLTREE_H

#include "Models/ModelReader.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/MemoryBufferRef.h"
#include <optional>
#include <string>
#include <vector>

namespace stowaway::models {

struct YamlEntry;

struct YamlNode {
  enum Kind : uint8_t { Null, Scalar, List, Map } K = Null;
  unsigned Line = 1, Column = 1;
  std::string Text;  ///< of a scalar, unescaped
  bool Plain = true; ///< a scalar without quotes
  std::vector<YamlNode> Items;
  std::vector<YamlEntry> Entries; ///< in the order of the file

  /// The value of the first entry with that key.
  const YamlNode *find(llvm::StringRef Key) const;
};

struct YamlEntry {
  std::string Key;
  unsigned Line = 1, Column = 1; ///< of the key
  YamlNode Value;
};

/// "a list", "a map", "'42'", "nothing"
std::string describe(const YamlNode &Node);

/// Collects the errors of one file and quotes its lines.
class ErrorSink {
public:
  ErrorSink(llvm::MemoryBufferRef Buffer, std::vector<ModelError> &Errors)
      : Buffer(Buffer), Errors(Errors), Before(Errors.size()) {}

  void add(unsigned Line, unsigned Column, const llvm::Twine &Message);
  void add(const YamlNode &At, const llvm::Twine &Message) {
    add(At.Line, At.Column, Message);
  }
  bool grew() const { return Errors.size() != Before; }
  size_t count() const { return Errors.size(); }
  llvm::MemoryBufferRef buffer() const { return Buffer; }

private:
  llvm::MemoryBufferRef Buffer;
  std::vector<ModelError> &Errors;
  size_t Before;
};

/// \returns nothing if the text is no such YAML; \p Errors says why.
std::optional<YamlNode> readYaml(ErrorSink &Errors);

} // namespace stowaway::models

#endif // STOWAWAY_MODELS_YAMLTREE_H
