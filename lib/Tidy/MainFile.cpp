//===- MainFile.cpp - Where is a header's finding in the open file? -------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Tidy/MainFile.h"

using namespace clang;

namespace stowaway::tidy {

bool isInMainFile(SourceLocation Loc, const SourceManager &SM) {
  if (Loc.isInvalid())
    return false;
  FileID File = SM.getFileID(SM.getExpansionLoc(Loc));
  return File == SM.getMainFileID() || File == SM.getPreambleFileID();
}

/// `#include "pool.h"`: the name, which is where clang puts the inclusion.
static SourceLocation includeInMainFile(SourceLocation Loc,
                                        const SourceManager &SM) {
  while (Loc.isValid() && !isInMainFile(Loc, SM))
    Loc = SM.getIncludeLoc(SM.getFileID(SM.getExpansionLoc(Loc)));
  return Loc;
}

CharSourceRange placeInMainFile(const audit::Finding &F,
                                const SourceManager &SM) {
  if (isInMainFile(F.Loc, SM))
    return CharSourceRange::getTokenRange(F.Range.isValid() ? F.Range : F.Loc);
  for (const audit::Note &N : F.Notes)
    if (isInMainFile(N.Loc, SM))
      return CharSourceRange::getTokenRange(N.Range.isValid() ? N.Range
                                                              : N.Loc);
  for (const audit::PathStep &Step : F.Path)
    if (isInMainFile(Step.Loc, SM))
      return CharSourceRange::getTokenRange(Step.Range.isValid() ? Step.Range
                                                                 : Step.Loc);
  return CharSourceRange::getTokenRange(includeInMainFile(F.Loc, SM));
}

} // namespace stowaway::tidy
