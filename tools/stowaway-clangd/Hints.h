//===- Hints.h - Does this text name what a launch needs? ------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_TOOLS_STOWAWAY_CLANGD_HINTS_H
#define STOWAWAY_TOOLS_STOWAWAY_CLANGD_HINTS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace stowaway::editor {

/// Does \p Text hold one of \p Words as a whole word?
bool mentions(llvm::StringRef Text, llvm::ArrayRef<llvm::StringRef> Words);

} // namespace stowaway::editor

#endif // STOWAWAY_TOOLS_STOWAWAY_CLANGD_HINTS_H
