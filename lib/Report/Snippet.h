//===- Snippet.h - How is a place in the source drawn? ----------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// As clang draws it: the line with its number, a caret, tildes under ranges,
// and what an edit would insert below them.
//
//     12 |   ar(processes_, event_);
//        |      ^~~~~~~~~~~
//        |      event_
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_REPORT_SNIPPET_H
#define STOWAWAY_REPORT_SNIPPET_H

#include "Report/Report.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/raw_ostream.h"

namespace stowaway::report {

/// Draws \p At, with those of \p Edits that begin on its line. Draws nothing if
/// the line is not known. Colours as \p OS has them enabled.
void drawSnippet(const Location &At, llvm::ArrayRef<Edit> Edits, bool WithCaret,
                 llvm::raw_ostream &OS);

} // namespace stowaway::report

#endif // STOWAWAY_REPORT_SNIPPET_H
