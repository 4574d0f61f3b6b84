//===- Verbs.h - What can the command do? -----------------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_TOOLS_STOWAWAY_VERBS_H
#define STOWAWAY_TOOLS_STOWAWAY_VERBS_H

#include "CommandLine.h"
#include "Models/ModelReader.h"

namespace stowaway::tool {

/// stowaway [options] [files...] [-- flags]
ExitStatus runAudit(const AuditRequest &Request);
/// stowaway explain [check]
ExitStatus runExplain(llvm::ArrayRef<const char *> Arguments);
/// stowaway models list | check files...
ExitStatus runModels(llvm::ArrayRef<const char *> Arguments);

/// Prints a mistake in a model file as clang prints an error.
void printModelErrors(llvm::ArrayRef<models::ModelError> Errors);

} // namespace stowaway::tool

#endif // STOWAWAY_TOOLS_STOWAWAY_VERBS_H
