//===- Hints.cpp - Does this text name what a launch needs? ------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Hints.h"
#include "clang/Basic/CharInfo.h"
#include "llvm/ADT/STLExtras.h"

using clang::isAsciiIdentifierContinue;

namespace stowaway::editor {

bool mentions(llvm::StringRef Text, llvm::ArrayRef<llvm::StringRef> Words) {
  return llvm::any_of(Words, [&](llvm::StringRef Word) {
    for (size_t At = Text.find(Word); At != llvm::StringRef::npos;
         At = Text.find(Word, At + 1)) {
      size_t End = At + Word.size();
      if ((At == 0 || !isAsciiIdentifierContinue(Text[At - 1])) &&
          (End == Text.size() || !isAsciiIdentifierContinue(Text[End])))
        return true;
    }
    return false;
  });
}

} // namespace stowaway::editor
