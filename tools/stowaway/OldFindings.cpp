//===- OldFindings.cpp - Which findings are in the baseline? ----*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "OldFindings.h"
#include "Driver/OutputFile.h"
#include "Report/Fingerprint.h"
#include "Report/Resolver.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/WithColor.h"

namespace path = llvm::sys::path;

namespace stowaway::tool {

namespace {

struct OldFindings {
  std::vector<project::BaselineEntry> Stale;
  /// What the baseline would be after an update.
  std::vector<project::BaselineEntry> Updated;
  unsigned Added = 0; ///< findings that are not in the baseline
};

} // namespace

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

/// The absolute name of \p E's file.
static std::string fileOf(const project::BaselineEntry &E,
                          llvm::StringRef Folder) {
  llvm::SmallString<256> File(E.File);
  path::make_absolute(Folder, File);
  path::remove_dots(File, /*remove_dot_dot=*/true);
  return File.str().str();
}

/// Would \p E have been found again, if it were still there?
static bool wasLookedFor(const project::BaselineEntry &E,
                         llvm::StringRef Folder, const Audited &Seen) {
  if (Seen.Checks && !Seen.Checks->contains(E.Check))
    return false;
  std::string File = fileOf(E, Folder);
  if (Seen.Failed.contains(File))
    return false;
  if (isHeaderByName(File))
    return Seen.All;
  return Seen.Files.contains(File) ||
         (Seen.All && !llvm::sys::fs::exists(File));
}

/// \p Old may be null: there is no baseline yet. \p Folder is the baseline's.
/// Removes the findings that are in it from \p R, and counts them there.
static OldFindings takeOldFindings(report::Report &R,
                                   const project::Baseline *Old,
                                   llvm::StringRef Folder,
                                   const Audited &Seen) {
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

/// \p Word as a shell reads it back.
static std::string quoted(llvm::StringRef Word) {
  if (!Word.empty() && llvm::all_of(Word, [](char C) {
        return llvm::isAlnum(C) || llvm::StringRef("-_=./,:+@%").contains(C);
      }))
    return Word.str();
  std::string Out = "'";
  for (char C : Word)
    Out += C == '\'' ? "'\\''" : std::string(1, C);
  return Out + "'";
}

/// The command that was given, with --update-baseline.
static std::string updateCommand(const AuditRequest &Request) {
  std::string Command = quoted(Request.Words.front()) + " --update-baseline";
  for (const std::string &Word : llvm::drop_begin(Request.Words))
    Command += " " + quoted(Word);
  return Command;
}

static void printStale(const AuditRequest &Request, llvm::StringRef Path,
                       llvm::ArrayRef<project::BaselineEntry> Stale) {
  constexpr size_t MaxShown = 20;
  if (Stale.empty())
    return;
  auto Shown = [&](llvm::StringRef File) {
    return report::relativeTo(File, Request.Input.Directory);
  };
  llvm::errs() << Shown(Path) << ": ";
  llvm::WithColor::error(llvm::errs())
      << (Stale.size() == 1 ? std::string("an entry is stale; it names what is "
                                          "no longer found")
                            : llvm::formatv("{0} entries are stale; they name "
                                            "what is no longer found",
                                            Stale.size())
                                  .str())
      << '\n';
  for (const project::BaselineEntry &E : Stale.take_front(MaxShown))
    llvm::errs() << "  " << Shown(fileOf(E, path::parent_path(Path)))
                 << ": in '" << E.Function << "': '" << E.Path << "' ["
                 << E.Check << "]\n";
  if (Stale.size() > MaxShown)
    llvm::errs() << "  and " << Stale.size() - MaxShown << " more\n";
  llvm::errs() << "to update it:\n  " << updateCommand(Request) << '\n';
}

ExitStatus useBaseline(const AuditRequest &Request, const Audited &Seen,
                       llvm::StringRef Path, const project::Baseline *Old,
                       report::Report &R) {
  OldFindings Found = takeOldFindings(R, Old, path::parent_path(Path), Seen);
  if (!Request.UpdateBaseline) {
    printStale(Request, Path, Found.Stale);
    return Found.Stale.empty() ? NothingFound : FindingsFound;
  }
  R.Old += R.Findings.size();
  R.Findings.clear();
  size_t Total = Found.Updated.size();
  if (llvm::Error E = driver::writeWhole(Path, [&](llvm::raw_ostream &OS) {
        project::writeBaseline(std::move(Found.Updated), OS);
      })) {
    printError(llvm::toString(std::move(E)));
    return Failed;
  }
  if (!Request.Quiet)
    llvm::errs() << llvm::formatv(
        "'{0}' is up to date: {1} added, {2} removed, {3} in all\n",
        report::relativeTo(Path, Request.Input.Directory), Found.Added,
        Found.Stale.size(), Total);
  return NothingFound;
}

} // namespace stowaway::tool
