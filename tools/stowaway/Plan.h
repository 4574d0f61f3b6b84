//===- Plan.h - Which files are audited, under which settings? --*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_TOOLS_STOWAWAY_PLAN_H
#define STOWAWAY_TOOLS_STOWAWAY_PLAN_H

#include "Driver/Driver.h"
#include "OldFindings.h"
#include "Settings.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringMap.h"

namespace stowaway::tool {

/// The files to audit, and the settings of each.
struct Plan {
  driver::Inputs In;
  llvm::StringMap<Settings *> Of;
  llvm::SetVector<Settings *> Used;
  Audited Seen;
  unsigned Excluded = 0;
};

/// Makes a plan of \p In without what the settings exclude.
/// \returns false if some settings are wrong, and says what.
bool makePlan(const AuditRequest &Request, SettingsFinder &Finder,
              driver::Inputs In, Plan &Result);

/// One result for each file of \p P.
std::vector<driver::FileResult> auditAll(const AuditRequest &Request,
                                         const Plan &P);

} // namespace stowaway::tool

#endif // STOWAWAY_TOOLS_STOWAWAY_PLAN_H
