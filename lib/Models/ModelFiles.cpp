//===- ModelFiles.cpp - Which models are in force? --------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The part of ModelReader.h that goes beyond one file: files and folders of
// the user, the files in the binary, and names from one file to another.
//
//===----------------------------------------------------------------------===//

#include "Models/ModelCheck.h"
#include "Models/ModelReader.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace stowaway::models {

static constexpr BuiltinModelFile Builtin[] = {
#include "BuiltinModels.inc"
};

ArrayRef<BuiltinModelFile> builtinModelFiles() { return Builtin; }

static void addError(StringRef Path, const Twine &Message,
                     std::vector<ModelError> &Errors) {
  ModelError E;
  E.File = Path.str();
  E.Message = Message.str();
  Errors.push_back(std::move(E));
}

static void readFile(StringRef Path, ModelSet &Into,
                     std::vector<ModelError> &Errors) {
  sys::fs::file_status Status;
  if (std::error_code EC = sys::fs::status(Path, Status))
    return addError(Path, "cannot be read: " + EC.message(), Errors);
  // Reading a pipe or a device could wait for ever.
  if (Status.type() != sys::fs::file_type::regular_file)
    return addError(Path, "not a file; expected a model (*.yaml) or a folder",
                    Errors);
  auto Buffer = MemoryBuffer::getFile(Path);
  if (!Buffer)
    return addError(Path, "cannot be read: " + Buffer.getError().message(),
                    Errors);
  if (std::optional<Model> M = readModel((*Buffer)->getMemBufferRef(), Errors))
    Into.add(std::move(*M));
}

void readModels(StringRef Path, ModelSet &Into,
                std::vector<ModelError> &Errors) {
  if (!sys::fs::is_directory(Path))
    return readFile(Path, Into, Errors);
  std::vector<std::string> Files;
  std::error_code EC;
  // Links to folders are not followed: they may form a circle.
  for (sys::fs::recursive_directory_iterator It(Path, EC, false), End;
       It != End && !EC; It.increment(EC)) {
    StringRef Extension = sys::path::extension(It->path());
    // Hidden files are other programs', or the project file.
    bool IsHidden = sys::path::filename(It->path()).starts_with(".");
    if (!IsHidden && (Extension == ".yaml" || Extension == ".yml") &&
        !sys::fs::is_directory(It->path()))
      Files.push_back(It->path());
  }
  if (EC)
    addError(Path, "cannot be read: " + EC.message(), Errors);
  else if (Files.empty())
    addError(Path, "no *.yaml or *.yml file is in this folder", Errors);
  llvm::sort(Files);
  for (const std::string &File : Files)
    readFile(File, Into, Errors);
}

void addBuiltinModels(ModelSet &Into) {
  std::vector<ModelError> Errors;
  for (const BuiltinModelFile &File : Builtin)
    if (std::optional<Model> M =
            readModel(MemoryBufferRef(File.Text, File.Name), Errors))
      Into.add(std::move(*M));
  if (!Errors.empty())
    report_fatal_error(Twine("built-in model: ") + toString(Errors.front()),
                       false);
}

void checkReferences(const ModelSet &Set, std::vector<ModelError> &Errors) {
  SmallVector<StringRef, 8> Machines, Tables;
  for (const auto &M : Set.models()) {
    for (const StateMachine &Machine : M->StateMachines)
      Machines.push_back(Machine.Name);
    for (const StartMethods &Table : M->StartMethodTables)
      Tables.push_back(Table.Name);
  }
  auto AddMissing = [&](const ModelLocation &Where, const Twine &Owner,
                        StringRef What, StringRef Name,
                        ArrayRef<StringRef> Known) {
    ModelError E;
    E.File = Where.File;
    E.Line = Where.Line;
    E.Column = Where.Column;
    E.Message = (Owner + " refers to the " + What + " '" + Name +
                 "', which is in no model" + didYouMean(Name, Known))
                    .str();
    Errors.push_back(std::move(E));
  };
  for (const auto &M : Set.models()) {
    for (const Handle &H : M->Handles)
      if (!H.States.empty() && !Set.stateMachine(H.States))
        AddMissing(H.Where, "handle '" + H.Type + "'", "state machine",
                   H.States, Machines);
    for (const Launch &L : M->Launches)
      if (!L.StartMethods.empty() && !Set.startMethods(L.StartMethods))
        AddMissing(L.Where, "launch '" + L.Name + "'", "start-method table",
                   L.StartMethods, Tables);
  }
}

} // namespace stowaway::models
