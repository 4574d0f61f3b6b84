//===- OldFindings.cpp - Which findings are in the baseline? ----*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "OldFindings.h"
#include "Report/Fingerprint.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace path = llvm::sys::path;

namespace stowaway::tool {

/// Headers are audited with every file that includes them, so that only a run
/// over all files says that a finding in one is gone.
static bool isHeaderByName(llvm::StringRef File) {
  llvm::StringRef Extension = path::extension(File);
  for (llvm::StringRef Source : {".c", ".cc", ".cp", ".cpp", ".cxx", ".c++",
                                 ".cppm", ".cu", ".m", ".mm"})
    if (Extension.equals_insensitive(Source))
      return false;
  return true;
}

/// Would \p E have been found again, if it were still there?
static bool wasLookedFor(const project::BaselineEntry &E,
                         llvm::StringRef Folder, const Audited &Seen) {
  if (Seen.Checks && !Seen.Checks->contains(E.Check))
    return false;
  llvm::SmallString<256> File(E.File);
  path::make_absolute(Folder, File);
  path::remove_dots(File, /*remove_dot_dot=*/true);
  if (Seen.Failed.contains(File))
    return false;
  return Seen.Files.contains(File) ||
         (Seen.All && (isHeaderByName(File) || !llvm::sys::fs::exists(File)));
}

OldFindings takeOldFindings(report::Report &R, const project::Baseline *Old,
                            llvm::StringRef Folder, const Audited &Seen) {
  OldFindings Result;
  llvm::StringSet<> Found;
  std::vector<std::string> Prints = report::fingerprints(R, Folder);
  std::vector<report::Finding> New;
  for (auto [F, Print] : llvm::zip_equal(R.Findings, Prints)) {
    Result.Updated.push_back({report::movedTo(Folder, F.At.File, R.Directory),
                              F.Enclosing, F.PathText, F.Check, Print});
    Found.insert(Print);
    if (Old && Old->contains(Print))
      ++R.Old;
    else
      New.push_back(std::move(F));
  }
  R.Findings = std::move(New);
  Result.Added = R.Findings.size();
  if (!Old)
    return Result;
  for (const project::BaselineEntry &E : Old->entries()) {
    if (Found.contains(E.Fingerprint))
      continue;
    if (wasLookedFor(E, Folder, Seen))
      Result.Stale.push_back(E);
    else
      Result.Updated.push_back(E);
  }
  return Result;
}

} // namespace stowaway::tool
