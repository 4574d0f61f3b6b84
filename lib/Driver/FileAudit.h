//===- FileAudit.h - What does one file hold? -------------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Parses one file with each of its compile commands and audits it. Nothing is
// shared with other files, so that many are audited at once.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_DRIVER_FILEAUDIT_H
#define STOWAWAY_DRIVER_FILEAUDIT_H

#include "Audit/Audit.h"
#include "Driver/Inputs.h"
#include "Report/Report.h"
#include <optional>

namespace stowaway::driver {

struct FileAuditOptions {
  const models::ModelSet &Models;
  audit::AuditOptions Audit;
  std::string ResourceDir;
  std::string Directory; ///< reported names are relative to it
  /// Files in which nothing is reported, by absolute name; none if empty.
  std::function<bool(llvm::StringRef File)> IsExcluded = nullptr;
};

struct FileResult {
  std::vector<report::Finding> Findings;
  std::vector<report::Barrier> Barriers;
  std::vector<report::Complaint> Complaints;
  unsigned Suppressed = 0;
  /// Set if the file does not compile, or if auditing it failed; what was
  /// found all the same is in the lists above.
  std::optional<report::Failure> Failed;
};

/// A crash of the parser or the engine ends as FileResult::Failed, if the
/// program has enabled llvm::CrashRecoveryContext.
FileResult auditFile(const Input &File, const FileAuditOptions &Options);

} // namespace stowaway::driver

#endif // STOWAWAY_DRIVER_FILEAUDIT_H
