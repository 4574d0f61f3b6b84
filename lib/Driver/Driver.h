//===- Driver.h - What do all these files hold? -----------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Audits many files, several at a time, and makes reports of them. They do not
// depend on how many threads made them.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_DRIVER_DRIVER_H
#define STOWAWAY_DRIVER_DRIVER_H

#include "Driver/FileAudit.h"
#include "Driver/Inputs.h"
#include <functional>

namespace stowaway::driver {

/// Called on some thread, one call at a time, when \p Done of \p Total files
/// are audited, the last of them \p File.
using Progress =
    std::function<void(unsigned Done, unsigned Total, llvm::StringRef File)>;

/// Files of one project are audited as its settings say.
using OptionsOf = std::function<const FileAuditOptions &(const Input &File)>;

/// One result for each file, in their order. \p Jobs 0 means as many as the
/// machine has processors.
std::vector<FileResult> auditFiles(const Inputs &In, const OptionsOf &Options,
                                   unsigned Jobs, const Progress &OnProgress);

/// One report of several results, which it takes. Names are relative to
/// \p Directory.
report::Report makeReport(llvm::ArrayRef<FileResult *> Results,
                          llvm::StringRef Directory);

/// Adds what \p More holds; both have the same directory.
void add(report::Report &To, report::Report More);

} // namespace stowaway::driver

#endif // STOWAWAY_DRIVER_DRIVER_H
