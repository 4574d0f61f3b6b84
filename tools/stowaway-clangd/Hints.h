//===- Hints.h - Can this text launch something? ----------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Decided by words alone, before anything is parsed. A text that launches
// holds the name of what launches: a function or class of some model, a call
// that a model's state machine knows, or an annotation.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_TOOLS_STOWAWAY_CLANGD_HINTS_H
#define STOWAWAY_TOOLS_STOWAWAY_CLANGD_HINTS_H

#include "Models/ModelSet.h"
#include "llvm/ADT/StringSet.h"

namespace stowaway::editor {

/// Does \p Text hold one of \p Words as a whole word?
bool mentions(llvm::StringRef Text, const llvm::StringSet<> &Words);

/// Does the function whose name or parameters \p Text begins with mention one
/// of \p Words in its parameters, initialisers or body?
bool functionMentions(llvm::StringRef Text, const llvm::StringSet<> &Words);

/// The hints of all models.
llvm::StringSet<> hintWords(const models::ModelSet &Models);
/// The last names of all that launches, starts or ends workers.
llvm::StringSet<> launchWords(const models::ModelSet &Models);
/// The names of transfer functions.
llvm::StringSet<> transferWords(const models::ModelSet &Models);
/// The last names of functions that call what they are given.
llvm::StringSet<> callerWords(const models::ModelSet &Models);

} // namespace stowaway::editor

#endif // STOWAWAY_TOOLS_STOWAWAY_CLANGD_HINTS_H
