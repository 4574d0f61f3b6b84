//===- OldFindings.h - Which findings are in the baseline? ------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Takes old findings out of a report, and compares the baseline with what was
// found: an entry that nothing answers to any more is stale. Only what was
// looked at can be: an entry of a file that was not audited is left alone.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_TOOLS_STOWAWAY_OLDFINDINGS_H
#define STOWAWAY_TOOLS_STOWAWAY_OLDFINDINGS_H

#include "Project/Baseline.h"
#include "Report/CheckGlobs.h"
#include "Report/Report.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace stowaway::tool {

/// What a run has looked at.
struct Audited {
  llvm::StringSet<> Files;  ///< audited or excluded, absolute names
  llvm::StringSet<> Failed; ///< of these, those that could not be analysed
  bool All = false;         ///< every file of the database, and none failed
  /// The checks that the command line asks for; what a project file turns off
  /// is off for good.
  std::optional<report::CheckGlobs> Checks;
};

struct OldFindings {
  std::vector<project::BaselineEntry> Stale;
  /// What the baseline would be after an update.
  std::vector<project::BaselineEntry> Updated;
  unsigned Added = 0; ///< findings that are not in the baseline
};

/// \p Old may be null: there is no baseline yet. \p Folder is the baseline's.
/// Removes the findings that are in it from \p R, and counts them there.
OldFindings takeOldFindings(report::Report &R, const project::Baseline *Old,
                            llvm::StringRef Folder, const Audited &Seen);

} // namespace stowaway::tool

#endif // STOWAWAY_TOOLS_STOWAWAY_OLDFINDINGS_H
