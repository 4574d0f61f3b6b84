//===- Hooks.h - What can be asked of the hooks? ----------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_TOOLS_STOWAWAY_CLANGD_HOOKS_H
#define STOWAWAY_TOOLS_STOWAWAY_CLANGD_HOOKS_H

namespace stowaway::editor {

/// All checks of clang-tidy but ours are off. Called before clangd starts.
void runOnlyOurChecks();

} // namespace stowaway::editor

#endif // STOWAWAY_TOOLS_STOWAWAY_CLANGD_HOOKS_H
