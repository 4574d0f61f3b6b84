//===- Checks.h - Which checks are there? -----------------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The one list of check ids and their one-line summaries, from which the
// command, the clang-tidy module and the reports take theirs.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_AUDIT_CHECKS_H
#define STOWAWAY_AUDIT_CHECKS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace stowaway::audit {

struct CheckInfo {
  llvm::StringLiteral Id;
  llvm::StringLiteral Title;   ///< short, for tables: "Carried handle"
  llvm::StringLiteral Summary; ///< one sentence without a full stop
};

inline constexpr llvm::StringLiteral CarriedHandle = "stowaway-carried-handle";
inline constexpr llvm::StringLiteral CarriedAddress =
    "stowaway-carried-address";
inline constexpr llvm::StringLiteral StartedProcess =
    "stowaway-started-process";
inline constexpr llvm::StringLiteral DroppedState = "stowaway-dropped-state";
inline constexpr llvm::StringLiteral WorkerLifecycle =
    "stowaway-worker-lifecycle";

/// All checks, in the order in which documentation lists them.
llvm::ArrayRef<CheckInfo> allChecks();

} // namespace stowaway::audit

#endif // STOWAWAY_AUDIT_CHECKS_H
