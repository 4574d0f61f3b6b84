//===- DefaultChecks.h - Which checks run in the editor? --------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Whoever starts this server wants our checks, so they are on beside whatever
// `.clang-tidy` and `.clangd` choose. These turn ours off, or choose among
// them, by naming them:
//
//   (nothing)                         all of ours
//   -*,modernize-*                    all of ours: `-*` speaks of clang-tidy's
//   -stowaway-worker-lifecycle        all of ours but one
//   -stowaway-*                       none of ours
//   -*,stowaway-started-process       that one
//   -*                                none: there is to be no check at all
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_TOOLS_STOWAWAY_CLANGD_DEFAULTCHECKS_H
#define STOWAWAY_TOOLS_STOWAWAY_CLANGD_DEFAULTCHECKS_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace stowaway::editor {

/// \p Globs, as in a `.clang-tidy`, with our checks added to them.
std::string withOurChecks(llvm::StringRef Globs);

} // namespace stowaway::editor

#endif // STOWAWAY_TOOLS_STOWAWAY_CLANGD_DEFAULTCHECKS_H
