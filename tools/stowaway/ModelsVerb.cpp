//===- ModelsVerb.cpp - Which models are there, and are they right? -------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Models/ModelReader.h"
#include "Settings.h"
#include "Verbs.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FormatVariadic.h"

namespace stowaway::tool {

static void printCount(size_t Count, llvm::StringRef Noun, bool &First) {
  if (!Count)
    return;
  llvm::outs() << (First ? "" : ", ") << Count << ' ' << Noun
               << (Count == 1             ? ""
                   : Noun.ends_with("ch") ? "es"
                                          : "s");
  First = false;
}

static void printModel(const models::Model &M) {
  llvm::outs() << M.Library << " (" << M.File << "): ";
  bool First = true;
  printCount(M.Launches.size() + M.BranchLaunches.size(), "launch", First);
  printCount(M.Handles.size(), "handle", First);
  printCount(M.StateMachines.size(), "state machine", First);
  printCount(M.Containers.size(), "container", First);
  printCount(M.Wrappers.size(), "wrapper", First);
  printCount(M.TransferFunctions.size(), "transfer function", First);
  printCount(M.StartMethodTables.size(), "start-method table", First);
  llvm::outs() << (First ? "nothing\n" : "\n");
}

/// Built-in ones, those of the project around this directory, and \p Paths.
static ExitStatus listModels(llvm::ArrayRef<const char *> Paths) {
  models::ModelSet Models;
  models::addBuiltinModels(Models);
  std::vector<models::ModelError> Errors;
  std::vector<std::string> Mistakes;
  CommandLine Line = readCommandLine("stowaway", {}, Mistakes);
  SettingsFinder Finder(Line.Request);
  if (const Settings *S = Finder.forFolder(Line.Request.Input.Directory))
    for (const std::string &Path : S->Models)
      models::readModels(Path, Models, Errors);
  llvm::append_range(Errors, Finder.errors());
  for (llvm::StringRef Path : Paths)
    models::readModels(Path, Models, Errors);
  for (const auto &M : Models.models())
    printModel(*M);
  printTextErrors(Errors);
  return Errors.empty() ? NothingFound : Failed;
}

static ExitStatus checkModels(llvm::ArrayRef<const char *> Paths) {
  if (Paths.empty()) {
    printError("'stowaway models check' needs the model files to check");
    return Failed;
  }
  ExitStatus Status = NothingFound;
  for (llvm::StringRef Path : Paths) {
    models::ModelSet Models;
    std::vector<models::ModelError> Errors;
    models::readModels(Path, Models, Errors);
    printTextErrors(Errors);
    if (!Errors.empty()) {
      Status = Failed;
      continue;
    }
    for (const auto &M : Models.models())
      printModel(*M);
  }
  return Status;
}

ExitStatus runModels(llvm::ArrayRef<const char *> Arguments) {
  llvm::StringRef Verb = Arguments.empty() ? "list" : Arguments.front();
  if (!Arguments.empty())
    Arguments = Arguments.drop_front();
  if (Verb == "list")
    return listModels(Arguments);
  if (Verb == "check")
    return checkModels(Arguments);
  printError(llvm::formatv("'stowaway models' has no verb '{0}' (list, check)"
                           "{1}",
                           Verb, didYouMean(Verb, {"list", "check"})));
  return Failed;
}

} // namespace stowaway::tool
