//===- ProjectFile.h - What does a project file say? ------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `.stowaway.yaml`, the settings of a project, read and with each value's
// place. The command, the clang-tidy plugin and the editor server take them
// from it, so that they agree without flags.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_PROJECT_PROJECTFILE_H
#define STOWAWAY_PROJECT_PROJECTFILE_H

#include "Project/PathGlob.h"
#include "Text/TextError.h"
#include <optional>
#include <string>
#include <vector>

namespace stowaway::project {

/// Its name; files of other names are read when they are asked for.
inline constexpr llvm::StringLiteral FileName = ".stowaway.yaml";

/// A value and where it stands.
template <class T> struct Given {
  T Value;
  unsigned Line = 0, Column = 0;
};

/// What is not given is empty.
struct ProjectFile {
  std::string Path; ///< absolute
  std::string Text; ///< for messages about it

  std::vector<Given<std::string>> Checks; ///< globs, in order
  std::vector<Given<std::string>> Models; ///< absolute
  std::optional<Given<std::string>> StartMethod;
  std::optional<Given<bool>> Strict;
  std::vector<Given<PathGlob>> Exclude;
  std::optional<Given<std::string>> Baseline; ///< absolute

  /// All globs of checks with commas between them.
  std::string checkGlobs() const;
  /// \p File is absolute, without dots.
  bool excludes(llvm::StringRef File) const;

  /// A mistake that shows only when a value is used.
  template <class T>
  text::TextError errorAt(const Given<T> &At,
                          const llvm::Twine &Message) const {
    return errorAt(At.Line, At.Column, Message);
  }
  text::TextError errorAt(unsigned Line, unsigned Column,
                          const llvm::Twine &Message) const;
};

} // namespace stowaway::project

#endif // STOWAWAY_PROJECT_PROJECTFILE_H
