//===- ModelKeys.h - Which keys does a model file have? ---------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The one table of sections, keys and words of model files. The reader checks
// files against it; the JSON schema for editors and the key tables of the
// documentation are generated from it, so that the three cannot disagree.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_MODELS_MODELKEYS_H
#define STOWAWAY_MODELS_MODELKEYS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace stowaway::models {

/// What may stand as the value of a key.
enum class Shape : uint8_t {
  Text,      ///< a sentence or a name of the model's own
  Name,      ///< qualified name of a function or type
  Names,     ///< one such name or a list of them
  Words,     ///< one word or a list of them: identifiers
  Choice,    ///< one of KeyInfo::Choices
  Choices,   ///< one or a list of KeyInfo::Choices, or KeyInfo::Alone
  Flag,      ///< true or false
  Count,     ///< 0, 1, 2, ...
  Index,     ///< as Count, or negative: counted from the end
  Target,    ///< callable, none, or an Index
  Arguments, ///< after-target, none, "1..", or a list of Counts
  Counts,    ///< a Count or a list of them
  Positions, ///< as Counts, or all
  Bounds,    ///< a Count or "1..2"
  Fills,     ///< a list of methods: a word or {method, first}
  Maps,      ///< a list of maps with the keys KeyInfo::Keys
};

enum class Need : uint8_t {
  Optional,
  Required,
  OneOf, ///< exactly one of the keys so marked: name or names
};

struct KeyInfo {
  llvm::StringLiteral Name;
  Shape S;
  Need N;
  /// What holds without the key, for the documentation; empty: nothing.
  llvm::StringLiteral Default;
  llvm::StringLiteral Meaning;
  llvm::ArrayRef<llvm::StringLiteral> Choices = {};
  /// A word that stands for all choices; empty: there is none.
  llvm::StringLiteral Alone = "";
  llvm::ArrayRef<KeyInfo> Keys = {};
};

struct SectionInfo {
  llvm::StringLiteral Name;
  llvm::StringLiteral Summary;
  llvm::ArrayRef<KeyInfo> Keys;
  /// A whole section, as it stands in a file; read by the tests.
  llvm::StringLiteral Example;
};

/// `library` and `hints`.
llvm::ArrayRef<KeyInfo> headKeys();
/// `launch`, `handle`, ...; each holds a list of maps.
llvm::ArrayRef<SectionInfo> sections();

} // namespace stowaway::models

#endif // STOWAWAY_MODELS_MODELKEYS_H
