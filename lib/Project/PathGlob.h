//===- PathGlob.h - Which files does this glob name? ------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The language of .gitignore, without its exceptions:
//
//   *.pb.cc        no slash: a file or folder of that name, at any depth
//   src/old        a slash: relative to the root; a folder means all below it
//   ./build        beside the root alone
//   tests/         folders only
//   src/**/gen/*.h '**' stands for any number of folders
//
// '*' and '?' do not match a slash, [a-z] is one of these characters, {a,b} one
// of these words. Absolute globs are matched with whole names.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_PROJECT_PATHGLOB_H
#define STOWAWAY_PROJECT_PATHGLOB_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/GlobPattern.h"
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace stowaway::project {

class PathGlob {
public:
  /// \p Root is absolute: what \p Text is relative to. An error says what was
  /// expected.
  static llvm::Expected<PathGlob> create(llvm::StringRef Text,
                                         llvm::StringRef Root);

  /// \p File is absolute, without dots.
  bool matches(llvm::StringRef File) const;
  /// As it was written.
  llvm::StringRef text() const { return Text; }

private:
  PathGlob() = default;

  std::string Text;
  std::string Root; ///< without a slash at its end
  bool FoldersOnly = false;
  /// One for each name between slashes; nothing stands for '**'.
  std::vector<std::optional<llvm::GlobPattern>> Parts;
  /// What the patterns refer to.
  std::shared_ptr<const std::string> Storage;
};

} // namespace stowaway::project

#endif // STOWAWAY_PROJECT_PATHGLOB_H
