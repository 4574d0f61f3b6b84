//===- Shown.h - Which notes of a finding are shown? ------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A long carried path is shown by its first two and last two steps; all else
// of a finding is always shown. The command and the plugin share the rule.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_REPORT_SHOWN_H
#define STOWAWAY_REPORT_SHOWN_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include <string>

namespace stowaway::report {

/// More path notes than this are collapsed.
constexpr unsigned MaxPathNotes = 6;
/// This many stay at either end.
constexpr unsigned KeptPathNotes = 2;

/// Calls \p Show with the index of each of \p Count notes that is shown, and
/// \p LeftOut with the index of the first of those left out and how many those
/// are. \p IsPath tells path notes from others, \p Follows those that belong
/// to the note before them and share its fate.
void forEachShownNote(unsigned Count, bool FullPaths,
                      llvm::function_ref<bool(unsigned)> IsPath,
                      llvm::function_ref<bool(unsigned)> Follows,
                      llvm::function_ref<void(unsigned)> Show,
                      llvm::function_ref<void(unsigned, unsigned)> LeftOut);

/// "3 more steps are left out here; ..."
std::string leftOutMessage(unsigned Steps);

} // namespace stowaway::report

#endif // STOWAWAY_REPORT_SHOWN_H
