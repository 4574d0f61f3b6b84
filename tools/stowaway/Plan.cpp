//===- Plan.cpp - Which files are audited, under which settings? ----------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Plan.h"
#include "Driver/ResourceDir.h"
#include "Verbs.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

namespace stowaway::tool {

/// Is the word of --start-method one that some library has?
static bool checkStartMethod(const AuditRequest &Request,
                             llvm::ArrayRef<Settings *> Used) {
  if (!Request.StartMethod)
    return true;
  std::vector<llvm::StringRef> Words;
  for (const Settings *S : Used)
    for (llvm::StringRef Word : startMethods(*S->ModelSet))
      if (!llvm::is_contained(Words, Word))
        Words.push_back(Word);
  if (Words.empty() || llvm::is_contained(Words, *Request.StartMethod))
    return true;
  printError(llvm::formatv("'{0}' is no start method ({1}){2}",
                           *Request.StartMethod, llvm::join(Words, ", "),
                           didYouMean(*Request.StartMethod, Words)));
  return false;
}

static driver::Progress makeProgress(const AuditRequest &Request) {
  if (Request.Quiet || !llvm::errs().is_displayed())
    return nullptr;
  return [](unsigned Done, unsigned Total, llvm::StringRef File) {
    if (Total < 2)
      return;
    // One line, rewritten; wiped at the end.
    llvm::errs() << "\r\x1b[K";
    if (Done < Total)
      llvm::errs() << llvm::formatv("[{0}/{1}] {2}", Done, Total,
                                    File.rsplit('/').second);
  };
}

bool makePlan(const AuditRequest &Request, SettingsFinder &Finder,
              driver::Inputs In, Plan &Result) {
  Result.In = std::move(In);
  bool Good = true;
  llvm::erase_if(Result.In.Files, [&](const driver::Input &Input) {
    Settings *S = Finder.forFile(Input.File);
    Good &= S != nullptr;
    if (!S)
      return true;
    Result.Of[Input.File] = S;
    Result.Used.insert(S);
    Result.Seen.Files.insert(Input.File);
    bool IsExcluded = S->excludes(Input.File);
    Result.Excluded += IsExcluded;
    return IsExcluded;
  });
  for (Settings *S : Result.Used)
    Good &= Finder.load(*S);
  printTextErrors(Finder.errors());
  if (!Good || !checkStartMethod(Request, Result.Used.getArrayRef()))
    return false;
  if (Request.UpdateBaseline)
    for (const Settings *S : Result.Used)
      if (S->Baseline.empty()) {
        printError("--update-baseline needs a file: give --baseline=FILE, or "
                   "name one with 'baseline' in .stowaway.yaml");
        return false;
      }
  Result.Seen.Checks = Request.Checks;
  return true;
}

static driver::FileAuditOptions makeOptions(const AuditRequest &Request,
                                            const Settings &S,
                                            llvm::StringRef ResourceDir) {
  driver::FileAuditOptions Options{
      *S.ModelSet, {}, ResourceDir.str(), Request.Input.Directory};
  Options.Audit.StartMethod = S.StartMethod;
  Options.Audit.Strict = S.Strict;
  Options.Audit.ExplainPaths = Request.ExplainPaths;
  Options.Audit.IsEnabled = [&S](llvm::StringRef Check) {
    return S.Checks.contains(Check);
  };
  if (!S.Exclude.empty())
    Options.IsExcluded = [&S](llvm::StringRef File) {
      return S.excludes(File);
    };
  return Options;
}

std::vector<driver::FileResult> auditAll(const AuditRequest &Request,
                                         const Plan &P) {
  std::string ResourceDir;
  if (std::optional<std::string> Dir = driver::findResourceDir())
    ResourceDir = *Dir;
  else
    printWarning("clang's own headers (stddef.h and others) were not found; "
                 "install clang-22, or give -- -resource-dir=DIR");
  std::map<const Settings *, driver::FileAuditOptions> Options;
  for (const Settings *S : P.Used)
    Options.emplace(S, makeOptions(Request, *S, ResourceDir));
  return driver::auditFiles(
      P.In,
      [&](const driver::Input &Input) -> const driver::FileAuditOptions & {
        return Options.at(P.Of.lookup(Input.File));
      },
      Request.Jobs, makeProgress(Request));
}

} // namespace stowaway::tool
