//===- CheckGlobs.h - Which checks does a glob list mean? -------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The language of lists is that of Text/GlobList.h.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_REPORT_CHECKGLOBS_H
#define STOWAWAY_REPORT_CHECKGLOBS_H

#include "Text/GlobList.h"
#include <optional>
#include <string>
#include <vector>

namespace stowaway::report {

/// The ids of all checks.
std::vector<llvm::StringRef> checkIds();

class CheckGlobs : public text::GlobList {
public:
  using GlobList::GlobList;
  CheckGlobs(GlobList List) : GlobList(std::move(List)) {}

  /// Only negative globs mean "all checks but these".
  static CheckGlobs selection(llvm::StringRef Text) {
    return GlobList::selection(Text, "stowaway-*");
  }
  /// The globs that match no check at all, as they were written.
  std::vector<std::string> strangers() const {
    return GlobList::strangers(checkIds());
  }
};

using text::matchesGlob;

/// The check whose id is nearest to \p Word, if one is near.
std::optional<llvm::StringRef> nearestCheck(llvm::StringRef Word);

} // namespace stowaway::report

#endif // STOWAWAY_REPORT_CHECKGLOBS_H
