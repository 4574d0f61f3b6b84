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

#include "CommandLine.h"
#include "Project/Baseline.h"
#include "Report/Report.h"

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

/// Compares \p R, all that is found under the baseline \p Path, with it, and
/// updates it if that is asked for. \p Old is what it says now; null: there is
/// none yet.
/// \returns the status that this alone would have.
ExitStatus useBaseline(const AuditRequest &Request, const Audited &Seen,
                       llvm::StringRef Path, const project::Baseline *Old,
                       report::Report &R);

} // namespace stowaway::tool

#endif // STOWAWAY_TOOLS_STOWAWAY_OLDFINDINGS_H
