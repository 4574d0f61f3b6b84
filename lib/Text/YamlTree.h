//===- YamlTree.h - What does this YAML text say, and where? ----*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// LLVM's YAML nodes are parsed while they are visited, once and in order. A
// model or a project file is checked against a table of keys first and
// converted afterwards, so it is copied into a tree that can be visited at will
// and in which each node knows its line and column.
//
// The tree is what such files need of YAML: scalars, lists, maps with scalar
// keys, one document. Anchors, aliases and tags are refused, as is whatever
// nests deeper than any of them does, so that no text can exhaust the stack.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_TEXT_YAMLTREE_H
#define STOWAWAY_TEXT_YAMLTREE_H

#include "Text/TextError.h"
#include <optional>
#include <string>
#include <vector>

namespace stowaway::text {

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

/// \p What names the kind of file in messages: "model", "project file".
/// \returns nothing if the text is no such YAML; \p Errors says why.
std::optional<YamlNode> readYaml(ErrorSink &Errors, llvm::StringRef What);

/// Refuses keys of \p Map that are not \p Known, or there twice. \p Where is
/// "a model", "an entry of 'launch'".
/// \returns whether none is.
bool checkKeys(const YamlNode &Map, llvm::ArrayRef<llvm::StringRef> Known,
               const llvm::Twine &Where, ErrorSink &Errors);

} // namespace stowaway::text

#endif // STOWAWAY_TEXT_YAMLTREE_H
