//===- Fingerprint.h - Is this the finding of last week? --------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A finding's identity without line numbers, so that code which moves does not
// make old findings new: check, boundary, file, function, launch, path, handle.
//
// It rests on what the finding itself says, and on the number of findings above
// it in the same file that say the same. So it is one and the same whether the
// file was audited alone, in an editor, or with all others. (Only of a header
// may two files see different halves; then each half is counted by itself, and
// a list of the fingerprints of both holds those of either.)
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_REPORT_FINGERPRINT_H
#define STOWAWAY_REPORT_FINGERPRINT_H

#include "Report/Report.h"

namespace stowaway::report {

/// One fingerprint (32 hexadecimal digits) for each finding of \p R, in its
/// order. Findings that are alike in all that counts are told apart by counting
/// them from the top of the file.
std::vector<std::string> fingerprints(const Report &R);
/// The same with files named relative to \p Folder, which is absolute, and not
/// to that of the report.
std::vector<std::string> fingerprints(const Report &R, llvm::StringRef Folder);

/// \p File, absolute or relative to \p From, relative to \p To: "../src/a.cpp".
/// Absolute if they have no folder in common.
std::string movedTo(llvm::StringRef To, llvm::StringRef File,
                    llvm::StringRef From);

} // namespace stowaway::report

#endif // STOWAWAY_REPORT_FINGERPRINT_H
