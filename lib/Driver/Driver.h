//===- Driver.h - What do all these files hold? -----------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Audits many files, several at a time, and makes one report of it. The report
// does not depend on how many threads made it.
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

/// \p Jobs 0 means as many as the machine has processors.
report::Report auditFiles(const Inputs &In, const FileAuditOptions &Options,
                          unsigned Jobs, const Progress &OnProgress);

} // namespace stowaway::driver

#endif // STOWAWAY_DRIVER_DRIVER_H
