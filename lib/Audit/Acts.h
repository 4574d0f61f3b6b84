//===- Acts.h - What does the worker do to this handle? ---------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Some handles may travel as long as the other side leaves them alone: they
// ride. They act when the worker copies, moves, drops, locks or dereferences
// them, or calls certain methods; each handle's model says which acts are
// wrong.
//
//   [p] { return p->size(); }                 p rides
//   [p] { return f().then([p] { ... }); }     p acts: copied into a closure
//                          ^
// Only what came from home is looked at: captures, the captured object's
// members, and what these refer to. What the worker makes itself is its own.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_AUDIT_ACTS_H
#define STOWAWAY_AUDIT_ACTS_H

#include "Audit/Payload.h"

namespace stowaway::audit {

/// Handles of \p Target that its body acts on, across \p Over. What comes from
/// beyond \p Within, a launched body that this launch is made in, has its home
/// elsewhere: the launch may well bring it back there.
std::vector<Carried>
findActs(AuditContext &Ctx, LaunchSites &Sites, const ResolvedTarget &Target,
         const models::Launch &Launch, llvm::ArrayRef<BoundExpr> Arguments,
         models::Boundary Over, const clang::DeclContext *Within = nullptr);

/// Handles from outside of \p Child that it acts on.
std::vector<Carried> findActsIn(AuditContext &Ctx, LaunchSites &Sites,
                                const clang::Stmt *Child,
                                models::Boundary Over);

/// "is copied", "is moved away", ...
llvm::StringRef actPhrase(models::Act A);

} // namespace stowaway::audit

#endif // STOWAWAY_AUDIT_ACTS_H
