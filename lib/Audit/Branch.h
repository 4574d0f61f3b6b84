//===- Branch.h - What does a forked child do? ------------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `if (fork() == 0) { ... }`: the target is a branch of the same function, and
// what it carries is all that it names from outside. All memory is inherited,
// so only acts are wrong: locking what a thread of the parent may hold, joining
// a thread that the child does not have.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_AUDIT_BRANCH_H
#define STOWAWAY_AUDIT_BRANCH_H

#include "Audit/Judge.h"

namespace stowaway::audit {

/// Judges every launch by branch in the body of \p F.
void judgeBranches(AuditContext &Ctx, class Judge &Verdicts,
                   const clang::FunctionDecl *F);

} // namespace stowaway::audit

#endif // STOWAWAY_AUDIT_BRANCH_H
