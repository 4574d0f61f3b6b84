//===- History.h - Was all that happens to this object seen? ----*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Which order of calls is wrong can be told of an object only where its whole
// history is in sight: a local variable that is made in place and on which
// nothing is done but calling its methods. Once it is swapped, moved,
// assigned, captured, or its address or a reference to it is handed out, other
// code may have changed it.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_AUDIT_HISTORY_H
#define STOWAWAY_AUDIT_HISTORY_H

#include "clang/AST/Decl.h"

namespace stowaway::audit {

/// Does the function that declares \p V show all that happens to it?
bool isWhollySeen(const clang::VarDecl *V);

} // namespace stowaway::audit

#endif // STOWAWAY_AUDIT_HISTORY_H
