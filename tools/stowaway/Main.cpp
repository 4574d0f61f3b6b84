//===- Main.cpp - Which verb was given? -------------------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Verbs.h"
#include "clang/Basic/Version.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/PrettyStackTrace.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/TargetSelect.h"

using namespace stowaway::tool;

static ExitStatus run(llvm::StringRef Program,
                      llvm::ArrayRef<const char *> Arguments) {
  if (!Arguments.empty()) {
    llvm::StringRef Verb = Arguments.front();
    if (Verb == "explain")
      return runExplain(Arguments.drop_front());
    if (Verb == "models")
      return runModels(Arguments.drop_front());
    if (Verb == "config")
      return runConfig(Program, Arguments.drop_front());
    if (Verb == "help") {
      printHelp(llvm::outs());
      return NothingFound;
    }
  }
  std::vector<std::string> Mistakes;
  CommandLine Line = readCommandLine(Program, Arguments, Mistakes);
  if (!Mistakes.empty())
    return printMistakes(Mistakes);
  switch (Line.What) {
  case CommandLine::Help:
    printHelp(llvm::outs());
    return NothingFound;
  case CommandLine::Version:
    llvm::outs() << "stowaway " STOWAWAY_VERSION " (clang "
                 << CLANG_VERSION_STRING << ")\n";
    return NothingFound;
  case CommandLine::Audit:
    return runAudit(Line.Request);
  }
  return Failed;
}

/// The streams colour whatever they are told to; a file wants none.
static void setColors() {
  bool Wanted = !llvm::sys::Process::GetEnv("NO_COLOR");
  for (llvm::raw_fd_ostream *OS : {&llvm::outs(), &llvm::errs()})
    OS->enable_colors(Wanted && OS->has_colors());
}

int main(int Count, const char **Arguments) {
  llvm::setBugReportMsg("stowaway crashed; please report it with the file that "
                        "it audited and this:\n");
  llvm::InitLLVM Init(Count, Arguments);
  setColors();
  llvm::errs().tie(&llvm::outs()); // in the order in which it is written
  // Inline assembly is checked against the target when it is parsed.
  llvm::InitializeAllTargetInfos();
  llvm::InitializeAllTargetMCs();
  llvm::InitializeAllAsmParsers();
  llvm::CrashRecoveryContext::Enable();
  return run(Count ? Arguments[0] : "stowaway",
             llvm::ArrayRef(Arguments, Count).drop_front(Count ? 1 : 0));
}
