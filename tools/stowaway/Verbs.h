//===- Verbs.h - What can the command do? -----------------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_TOOLS_STOWAWAY_VERBS_H
#define STOWAWAY_TOOLS_STOWAWAY_VERBS_H

#include "CommandLine.h"
#include "Text/TextError.h"

namespace stowaway::tool {

/// stowaway [options] [files...] [-- flags]
ExitStatus runAudit(const AuditRequest &Request);
/// stowaway explain [check]
ExitStatus runExplain(llvm::ArrayRef<const char *> Arguments);
/// stowaway models list | check files...
ExitStatus runModels(llvm::ArrayRef<const char *> Arguments);
/// stowaway config --dump [options] [files...] | --check [file] | --help
ExitStatus runConfig(llvm::StringRef Program,
                     llvm::ArrayRef<const char *> Arguments);

/// Prints mistakes of the command line.
ExitStatus printMistakes(llvm::ArrayRef<std::string> Mistakes);
/// Prints mistakes in a file as clang prints an error, names relative to the
/// current directory.
void printTextErrors(llvm::ArrayRef<text::TextError> Errors);

} // namespace stowaway::tool

#endif // STOWAWAY_TOOLS_STOWAWAY_VERBS_H
