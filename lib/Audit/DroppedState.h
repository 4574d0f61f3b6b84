//===- DroppedState.h - Does the worker use what stayed at home? *- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The other side of Transfer: a member that a transfer function leaves out is
// default-constructed on the other side. A worker that reads it there reads
// nothing. Members that the worker fills first, and members of which a fresh
// one is as good (a mutex), are no findings.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_AUDIT_DROPPEDSTATE_H
#define STOWAWAY_AUDIT_DROPPEDSTATE_H

#include "Audit/Judge.h"

namespace stowaway::audit {

std::vector<Finding> findDroppedState(AuditContext &Ctx, Targets &Target,
                                      Transfers &Transfer,
                                      const LaunchEvent &Event,
                                      const ResolvedTarget &T,
                                      models::Boundary Over);

} // namespace stowaway::audit

#endif // STOWAWAY_AUDIT_DROPPEDSTATE_H
