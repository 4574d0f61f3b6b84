//===- MainFile.h - Where is a header's finding in the open file? *- C++ -*-==//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An editor shows only what is in the open file. A finding whose launch is in
// a header is shown at the first place of its path that is in that file, or
// else at the #include that brings the header in.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_TIDY_MAINFILE_H
#define STOWAWAY_TIDY_MAINFILE_H

#include "Audit/Finding.h"
#include "clang/Basic/SourceManager.h"

namespace stowaway::tidy {

/// Is \p Loc written in the main file, also in the part that was precompiled?
bool isInMainFile(clang::SourceLocation Loc, const clang::SourceManager &SM);

/// The place of \p F in the main file; invalid if nothing leads there.
clang::CharSourceRange placeInMainFile(const audit::Finding &F,
                                       const clang::SourceManager &SM);

} // namespace stowaway::tidy

#endif // STOWAWAY_TIDY_MAINFILE_H
