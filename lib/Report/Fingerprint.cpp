//===- Fingerprint.cpp - Is this the finding of last week? ------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Fingerprint.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/MD5.h"

namespace stowaway::report {

static std::string hash(llvm::StringRef Identity) {
  llvm::MD5 Hash;
  Hash.update(Identity);
  llvm::MD5::MD5Result Result;
  Hash.final(Result);
  return Result.digest().str().str();
}

std::vector<std::string> fingerprints(const Report &R) {
  llvm::StringMap<unsigned> Seen;
  std::vector<std::string> Result;
  for (const Finding &F : R.Findings) {
    // NUL cannot stand in any of them.
    std::string Identity = llvm::join(
        std::vector<std::string>{F.Check, models::toString(F.Crosses).str(),
                                 F.At.File, F.Enclosing, F.LaunchName,
                                 F.TargetName, F.PathText, F.HandleType,
                                 F.HandleState},
        llvm::StringRef("\0", 1));
    unsigned Earlier = Seen[Identity]++;
    if (Earlier)
      Identity += '#' + std::to_string(Earlier);
    Result.push_back(hash(Identity));
  }
  return Result;
}

} // namespace stowaway::report
