//===- ProjectKeys.h - Which keys does a project file have? -----*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The one table of the keys of `.stowaway.yaml`. The reader checks files
// against it, and the editors' schema is made from it.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_PROJECT_PROJECTKEYS_H
#define STOWAWAY_PROJECT_PROJECTKEYS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace stowaway::project {

/// What may stand as the value of a key.
enum class Shape : uint8_t {
  Checks, ///< globs of checks: one text with commas, or a list
  Word,   ///< an identifier
  Flag,   ///< true or false
  Path,   ///< of a file, relative to the project file
  Paths,  ///< one or a list of them
  Globs,  ///< one or a list of globs of files
};

struct KeyInfo {
  llvm::StringLiteral Name;
  Shape S;
  llvm::StringLiteral Default; ///< what holds without the key
  llvm::StringLiteral Meaning;
};

llvm::ArrayRef<KeyInfo> projectKeys();

} // namespace stowaway::project

#endif // STOWAWAY_PROJECT_PROJECTKEYS_H
