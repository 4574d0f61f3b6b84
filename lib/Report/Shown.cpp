//===- Shown.cpp - Which notes of a finding are shown? ----------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Shown.h"
#include "llvm/ADT/Twine.h"

namespace stowaway::report {

void forEachShownNote(unsigned Count, bool FullPaths,
                      llvm::function_ref<bool(unsigned)> IsPath,
                      llvm::function_ref<bool(unsigned)> Follows,
                      llvm::function_ref<void(unsigned)> Show,
                      llvm::function_ref<void(unsigned, unsigned)> LeftOut) {
  unsigned PathNotes = 0;
  for (unsigned I = 0; I < Count; ++I)
    PathNotes += IsPath(I);
  bool Collapse = !FullPaths && PathNotes > MaxPathNotes;

  unsigned Step = 0;
  bool Hidden = false;
  for (unsigned I = 0; I < Count; ++I) {
    if (IsPath(I)) {
      bool WasHidden = Hidden;
      Hidden =
          Collapse && Step >= KeptPathNotes && Step < PathNotes - KeptPathNotes;
      ++Step;
      if (Hidden && !WasHidden && Step == KeptPathNotes + 1)
        LeftOut(I, PathNotes - 2 * KeptPathNotes);
    } else if (!Follows(I)) {
      Hidden = false;
    }
    if (!Hidden)
      Show(I);
  }
}

std::string leftOutMessage(unsigned Steps) {
  return (llvm::Twine(Steps) +
          " more steps are left out here; 'stowaway --full-paths' shows them")
      .str();
}

} // namespace stowaway::report
