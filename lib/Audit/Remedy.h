//===- Remedy.h - Which change would remove the finding? --------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Remedies are told in the order in which a reviewer would try them. Edits are
// attached only where applying them really removes the finding.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_AUDIT_REMEDY_H
#define STOWAWAY_AUDIT_REMEDY_H

#include "Audit/Judge.h"

namespace stowaway::audit {

void addRemedies(AuditContext &Ctx, Targets &Target, const LaunchEvent &Event,
                 const ResolvedTarget &T, const Carried &C,
                 models::Boundary Over, Finding &Into);

} // namespace stowaway::audit

#endif // STOWAWAY_AUDIT_REMEDY_H
