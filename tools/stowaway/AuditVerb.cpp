//===- AuditVerb.cpp - What stows away in these files? ----------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/Checks.h"
#include "Driver/Driver.h"
#include "Driver/OutputFile.h"
#include "Driver/ResourceDir.h"
#include "Models/ModelReader.h"
#include "Verbs.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/WithColor.h"

namespace stowaway::tool {

/// The built-in models and the user's; false if one of these is wrong.
static bool loadModels(const AuditRequest &Request, models::ModelSet &Models) {
  models::addBuiltinModels(Models);
  std::vector<models::ModelError> Errors;
  for (const std::string &Path : Request.Models)
    models::readModels(Path, Models, Errors);
  printModelErrors(Errors);
  return Errors.empty();
}

/// Is the word of --start-method one that some library has?
static bool checkStartMethod(const AuditRequest &Request,
                             const models::ModelSet &Models) {
  if (!Request.StartMethod)
    return true;
  std::vector<llvm::StringRef> Words;
  for (const auto &Model : Models.models())
    for (const models::StartMethods &Table : Model->StartMethodTables)
      for (const models::StartMethods::Method &M : Table.Methods)
        if (!llvm::is_contained(Words, M.Word))
          Words.push_back(M.Word);
  if (llvm::is_contained(Words, *Request.StartMethod))
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
  if (Request.Quiet)
    return;
  if (R.Files == 0) {
    llvm::errs() << "nothing was audited\n";
    return;
  }
  llvm::errs() << counted(R.Files, "file") << " audited: ";
  if (R.Findings.empty())
    llvm::errs() << "nothing found";
  else
    llvm::errs() << counted(R.Findings.size(), "finding") << " ("
                 << R.count(audit::Confidence::Definite) << " definite, "
                 << R.count(audit::Confidence::Possible) << " possible)";
  if (R.Suppressed)
    llvm::errs() << ", " << R.Suppressed << " silenced by comments";
  if (!R.Failures.empty())
    llvm::errs() << "; " << counted(R.Failures.size(), "file")
                 << " could not be analysed, or not wholly";
  llvm::errs() << '\n';
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

ExitStatus runAudit(const AuditRequest &Request) {
  setColors(Request);
  models::ModelSet Models;
  if (!loadModels(Request, Models) || !checkStartMethod(Request, Models))
    return Failed;
  llvm::Expected<driver::Inputs> In = driver::findInputs(Request.Input);
  if (!In) {
    printError(llvm::toString(In.takeError()));
    return Failed;
  }
  if (!Request.Quiet)
    for (const std::string &Remark : In->Remarks)
      llvm::WithColor::remark(llvm::errs(), "stowaway") << Remark << '\n';

  driver::FileAuditOptions Options{Models, {}, "", Request.Input.Directory};
  Options.Audit.StartMethod = Request.StartMethod;
  Options.Audit.Strict = Request.Strict;
  Options.Audit.ExplainPaths = Request.ExplainPaths;
  Options.Audit.IsEnabled = [&](llvm::StringRef Check) {
    return Request.Checks.contains(Check);
  };
  if (std::optional<std::string> Dir = driver::findResourceDir())
    Options.ResourceDir = *Dir;
  else
    printWarning("clang's own headers (stddef.h and others) were not found; "
                 "install clang-22, or give -- -resource-dir=DIR");

  report::Report R =
      driver::auditFiles(*In, Options, Request.Jobs, makeProgress(Request));
  bool Written = writeReports(Request, R);
  printProblems(Request, R);

  if (!Written || !R.Failures.empty())
    return Failed;
  unsigned Counted = 0;
  switch (Request.Fail) {
  case FailOn::Definite:
    Counted = R.count(audit::Confidence::Definite);
    break;
  case FailOn::Possible:
    Counted = R.Findings.size();
    break;
  case FailOn::Never:
    break;
  }
  return Counted ? FindingsFound : NothingFound;
}

} // namespace stowaway::tool
