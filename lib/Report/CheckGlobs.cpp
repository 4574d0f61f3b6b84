//===- CheckGlobs.cpp - Which checks does a glob list mean? -----*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/CheckGlobs.h"
#include "Audit/Checks.h"

namespace stowaway::report {

std::vector<llvm::StringRef> checkIds() {
  std::vector<llvm::StringRef> Result;
  for (const audit::CheckInfo &C : audit::allChecks())
    Result.push_back(C.Id);
  return Result;
}

std::optional<llvm::StringRef> nearestCheck(llvm::StringRef Word) {
  Word = Word.trim('*');
  // "weak-handle" for "stowaway-carried-handle" is far, "carried-handel" is
  // not, with or without the prefix.
  std::optional<llvm::StringRef> Best;
  for (const audit::CheckInfo &C : audit::allChecks())
    if (Word.size() > 2 && C.Id.contains(Word))
      return C.Id;
  unsigned BestDistance = Word.size() / 3 + 1;
  for (const audit::CheckInfo &C : audit::allChecks()) {
    llvm::StringRef Id = C.Id;
    for (llvm::StringRef Name : {Id, Id.substr(Id.find('-') + 1)}) {
      unsigned Distance = Name.edit_distance(Word, true, BestDistance);
      if (Distance < BestDistance) {
        BestDistance = Distance;
        Best = Id;
      }
    }
  }
  return Best;
}

} // namespace stowaway::report
