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
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_REPORT_FINGERPRINT_H
#define STOWAWAY_REPORT_FINGERPRINT_H

#include "Report/Report.h"

namespace stowaway::report {

/// One fingerprint (32 hexadecimal digits) for each finding of \p R, in its
/// order. Findings that are alike in all that counts are told apart by counting
/// them from the top of the file.
std::vector<std::string> fingerprints(const Report &R);

} // namespace stowaway::report

#endif // STOWAWAY_REPORT_FINGERPRINT_H
