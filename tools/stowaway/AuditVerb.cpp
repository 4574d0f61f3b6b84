//===- AuditVerb.cpp - What stows away in these files? ----------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver/Driver.h"
#include "Driver/OutputFile.h"
#include "Driver/ResourceDir.h"
#include "OldFindings.h"
#include "Report/Resolver.h"
#include "Settings.h"
#include "Verbs.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/WithColor.h"

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

static void setColors(const AuditRequest &Request) {
  if (Request.Colors == Color::Auto)
    return; // main() has looked at the terminal
  bool On = Request.Colors == Color::Always;
  llvm::outs().enable_colors(On);
  llvm::errs().enable_colors(On);
}

/// Writes every format asked for; false if one could not be written.
static bool writeReports(const AuditRequest &Request, const report::Report &R) {
  report::WriterOptions Options;
  Options.FullPaths = Request.FullPaths;
  bool Good = true;
  for (const Output &Out : Request.Outputs) {
    std::unique_ptr<report::Writer> Writer = Out.As->create(Options);
    if (Out.File.empty()) {
      Writer->write(R, llvm::outs());
      llvm::outs().flush();
      if (llvm::outs().has_error()) {
        printError("stdout cannot be written: " +
                   llvm::outs().error().message());
        llvm::outs().clear_error();
        Good = false;
      }
    } else if (llvm::Error E =
                   driver::writeWhole(Out.File, [&](llvm::raw_ostream &OS) {
                     // A file is no terminal, whatever stands around it.
                     OS.enable_colors(Request.Colors == Color::Always);
                     Writer->write(R, OS);
                   })) {
      printError(llvm::toString(std::move(E)));
      Good = false;
    }
  }
  return Good;
}

static std::string counted(unsigned Count, llvm::StringRef Noun) {
  return llvm::formatv("{0} {1}{2}", Count, Noun, Count == 1 ? "" : "s");
}

static void printSummary(const report::Report &R) {
  if (R.Files == 0)
    llvm::errs() << "nothing was audited";
  else if (R.Findings.empty())
    llvm::errs() << counted(R.Files, "file") << " audited: nothing found";
  else
    llvm::errs() << counted(R.Files, "file")
                 << " audited: " << counted(R.Findings.size(), "finding")
                 << " (" << R.count(audit::Confidence::Definite)
                 << " definite, " << R.count(audit::Confidence::Possible)
                 << " possible)";
  if (R.Old)
    llvm::errs() << ", " << R.Old << " in the baseline";
  if (R.Suppressed)
    llvm::errs() << ", " << R.Suppressed << " silenced by comments";
  if (R.Excluded)
    llvm::errs() << "; " << counted(R.Excluded, "file") << " excluded";
  if (R.Files && !R.Failures.empty())
    llvm::errs() << "; " << counted(R.Failures.size(), "file")
                 << " could not be analysed, or not wholly";
  llvm::errs() << '\n';
}

static void printProblems(const AuditRequest &Request,
                          const report::Report &R) {
  for (const report::Complaint &C : R.Complaints) {
    llvm::errs() << C.At.File << ':' << C.At.Line << ':' << C.At.Column << ": ";
    llvm::WithColor::warning(llvm::errs()) << C.Message << '\n';
  }
  for (const report::Failure &F : R.Failures) {
    // One that has compile errors, or one sentence about the file.
    bool IsSentence = F.Errors.size() == 1 && F.ErrorCount == 1 &&
                      !llvm::StringRef(F.Errors.front()).contains("error: ");
    if (IsSentence) {
      printError("'" + F.File + "' " + F.Errors.front());
      continue;
    }
    printError("'" + F.File +
               "' does not compile; what clang understood of it "
               "was audited");
    for (const std::string &Error : F.Errors)
      llvm::errs() << "  " << Error << '\n';
    if (F.ErrorCount > F.Errors.size())
      llvm::errs() << "  and "
                   << counted(F.ErrorCount - F.Errors.size(), "more error")
                   << '\n';
  }
  if (!Request.Quiet)
    printSummary(R);
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

static void printStale(const AuditRequest &Request, llvm::StringRef Baseline,
                       llvm::ArrayRef<project::BaselineEntry> Stale) {
  constexpr size_t MaxShown = 20;
  if (Stale.empty())
    return;
  llvm::errs() << Baseline << ": ";
  llvm::WithColor::error(llvm::errs())
      << (Stale.size() == 1 ? std::string("an entry is stale; it names what is "
                                          "no longer found")
                            : llvm::formatv("{0} entries are stale; they name "
                                            "what is no longer found",
                                            Stale.size())
                                  .str())
      << '\n';
  for (const project::BaselineEntry &E : Stale.take_front(MaxShown))
    llvm::errs() << "  " << E.File << ": in '" << E.Function << "': '" << E.Path
                 << "' [" << E.Check << "]\n";
  if (Stale.size() > MaxShown)
    llvm::errs() << "  and " << Stale.size() - MaxShown << " more\n";
  llvm::errs() << "to update it:\n  " << updateCommand(Request) << '\n';
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

namespace {

/// The files to audit, and the settings of each.
struct Plan {
  driver::Inputs In;
  llvm::StringMap<Settings *> Of;
  llvm::SetVector<Settings *> Used;
  Audited Seen;
  unsigned Excluded = 0;
};

} // namespace

/// Takes the files that settings exclude out of \p In; false if some settings
/// are wrong.
static bool makePlan(const AuditRequest &Request, SettingsFinder &Finder,
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

static std::vector<driver::FileResult> auditAll(const AuditRequest &Request,
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

/// Compares \p R, all that is found under one baseline, with it, and updates
/// it if that is asked for.
/// \returns the status that this alone would have.
static ExitStatus useBaseline(const AuditRequest &Request, const Plan &P,
                              llvm::StringRef Path,
                              const project::Baseline *Old, report::Report &R) {
  OldFindings Found =
      takeOldFindings(R, Old, llvm::sys::path::parent_path(Path), P.Seen);
  std::string Shown = report::relativeTo(Path, Request.Input.Directory).str();
  if (!Request.UpdateBaseline) {
    printStale(Request, Shown, Found.Stale);
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
        "'{0}' is up to date: {1} added, {2} removed, {3} in all\n", Shown,
        Found.Added, Found.Stale.size(), Total);
  return NothingFound;
}

/// One report of all results, without what baselines know.
static report::Report makeReport(const AuditRequest &Request, Plan &P,
                                 std::vector<driver::FileResult> Results,
                                 ExitStatus &Status) {
  report::Report All;
  All.Directory = Request.Input.Directory;
  All.Failures = P.In.Failures;
  All.Excluded = P.Excluded;
  std::map<std::string, std::vector<driver::FileResult *>> ByBaseline;
  std::map<std::string, const project::Baseline *> Baselines;
  for (const Settings *S : P.Used) {
    ByBaseline[S->Baseline];
    Baselines[S->Baseline] = S->Old;
  }
  bool HasFailures = !P.In.Failures.empty();
  for (auto [Input, Result] : llvm::zip_equal(P.In.Files, Results)) {
    ByBaseline[P.Of.lookup(Input.File)->Baseline].push_back(&Result);
    HasFailures |= Result.Failed.has_value();
    if (Result.Failed)
      P.Seen.Failed.insert(Input.File);
  }
  P.Seen.All = Request.Input.Names.empty() && !HasFailures;
  for (auto &[Path, Group] : ByBaseline) {
    report::Report R = driver::makeReport(Group, Request.Input.Directory);
    if (!Path.empty())
      Status =
          std::max(Status, useBaseline(Request, P, Path, Baselines[Path], R));
    driver::add(All, std::move(R));
  }
  All.normalise();
  return All;
}

static bool hasCounted(const AuditRequest &Request, const report::Report &R) {
  switch (Request.Fail) {
  case FailOn::Definite:
    return R.count(audit::Confidence::Definite) != 0;
  case FailOn::Possible:
    return !R.Findings.empty();
  case FailOn::Never:
    break;
  }
  return false;
}

ExitStatus runAudit(const AuditRequest &Request) {
  setColors(Request);
  llvm::Expected<driver::Inputs> In = driver::findInputs(Request.Input);
  if (!In) {
    printError(llvm::toString(In.takeError()));
    return Failed;
  }
  SettingsFinder Finder(Request);
  Plan P;
  if (!makePlan(Request, Finder, std::move(*In), P))
    return Failed;
  if (!Request.Quiet)
    for (const std::string &Remark : P.In.Remarks)
      llvm::WithColor::remark(llvm::errs(), "stowaway") << Remark << '\n';

  ExitStatus OfBaselines = NothingFound;
  report::Report R = makeReport(Request, P, auditAll(Request, P), OfBaselines);
  bool Written = writeReports(Request, R);
  printProblems(Request, R);

  if (!Written || !R.Failures.empty() || OfBaselines == Failed)
    return Failed;
  if (OfBaselines == FindingsFound && Request.Fail != FailOn::Never)
    return FindingsFound;
  return hasCounted(Request, R) ? FindingsFound : NothingFound;
}

} // namespace stowaway::tool
