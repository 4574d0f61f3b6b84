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
#include "llvm/Support/TargetSelect.h"

using namespace stowaway::tool;

static ExitStatus run(llvm::ArrayRef<const char *> Arguments) {
  if (!Arguments.empty()) {
    llvm::StringRef Verb = Arguments.front();
    if (Verb == "explain")
      return runExplain(Arguments.drop_front());
    if (Verb == "models")
      return runModels(Arguments.drop_front());
    if (Verb == "help") {
      printHelp(llvm::outs());
      return NothingFound;
    }
  }
  std::vector<std::string> Mistakes;
  CommandLine Line = readCommandLine(Arguments, Mistakes);
  if (!Mistakes.empty()) {
    for (const std::string &Mistake : Mistakes)
      printError(Mistake);
    llvm::errs() << "'stowaway --help' shows what can be given\n";
    return Failed;
  }
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

int main(int Count, const char **Arguments) {
  llvm::InitLLVM Init(Count, Arguments);
  // Inline assembly is checked against the target when it is parsed.
  llvm::InitializeAllTargetInfos();
  llvm::InitializeAllTargetMCs();
  llvm::InitializeAllAsmParsers();
  llvm::CrashRecoveryContext::Enable();
  return run(llvm::ArrayRef(Arguments, Count).drop_front());
}
