//===- AuditVerb.cpp - What stows away in these files? ----------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver/OutputFile.h"
#include "Plan.h"
#include "Verbs.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/WithColor.h"

namespace stowaway::tool {

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
      Status = std::max(Status,
                        useBaseline(Request, P.Seen, Path, Baselines[Path], R));
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
