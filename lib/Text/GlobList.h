//===- GlobList.h - Which names does a list of globs mean? ------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// clang-tidy's language: "stowaway-*,-stowaway-worker-lifecycle". Globs are
// separated by commas, '*' stands for any characters, a glob that begins with
// '-' takes away, and the last glob that matches decides.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_TEXT_GLOBLIST_H
#define STOWAWAY_TEXT_GLOBLIST_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace stowaway::text {

class GlobList {
public:
  enum Negation : uint8_t {
    Honoured, ///< as in --checks
    Ignored,  ///< as in NOLINT(...), where a negative glob means nothing
  };
  explicit GlobList(llvm::StringRef Text, Negation N = Honoured);

  /// Only negative globs mean "all of \p Everything but these".
  static GlobList selection(llvm::StringRef Text, llvm::StringRef Everything);

  bool contains(llvm::StringRef Name) const;
  /// The globs that match none of \p Known, as they were written.
  std::vector<std::string>
  strangers(llvm::ArrayRef<llvm::StringRef> Known) const;

private:
  struct Glob {
    std::string Pattern;
    bool Positive;
  };
  std::vector<Glob> Globs;
};

/// '*' stands for any number of any characters; nothing else is special.
bool matchesGlob(llvm::StringRef Pattern, llvm::StringRef Text);

} // namespace stowaway::text

#endif // STOWAWAY_TEXT_GLOBLIST_H
