//===- Links.h - Where do the links of our diagnostics lead? ----*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// clangd links each check of clang-tidy to its page at clang.llvm.org, where
// ours have none. A message without a link is better than one with a dead link.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_TOOLS_STOWAWAY_CLANGD_LINKS_H
#define STOWAWAY_TOOLS_STOWAWAY_CLANGD_LINKS_H

#include "llvm/Support/JSON.h"

namespace stowaway::editor {

/// Takes the dead links out of the parameters of `publishDiagnostics`.
void removeDeadLinks(llvm::json::Value &Published);

} // namespace stowaway::editor

#endif // STOWAWAY_TOOLS_STOWAWAY_CLANGD_LINKS_H
