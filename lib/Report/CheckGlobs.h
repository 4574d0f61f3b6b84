//===- CheckGlobs.h - Which checks does a glob list mean? -------*- C++ -*-===//
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

#ifndef STOWAWAY_REPORT_CHECKGLOBS_H
#define STOWAWAY_REPORT_CHECKGLOBS_H

#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>
#include <vector>

namespace stowaway::report {

class CheckGlobs {
public:
  enum Negation : uint8_t {
    Honoured, ///< as in --checks
    Ignored,  ///< as in NOLINT(...), where a negative glob means nothing
  };
  explicit CheckGlobs(llvm::StringRef Text, Negation N = Honoured);

  bool contains(llvm::StringRef Check) const;
  /// The globs that match no check at all, as they were written.
  std::vector<std::string> strangers() const;

private:
  struct Glob {
    std::string Pattern;
    bool Positive;
  };
  std::vector<Glob> Globs;
};

/// '*' stands for any number of any characters; nothing else is special.
bool matchesGlob(llvm::StringRef Pattern, llvm::StringRef Text);

/// The check whose id is nearest to \p Word, if one is near.
std::optional<llvm::StringRef> nearestCheck(llvm::StringRef Word);

} // namespace stowaway::report

#endif // STOWAWAY_REPORT_CHECKGLOBS_H
