//===- ModelCache.cpp - Which models do a check's options ask for? --------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Tidy/ModelCache.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

namespace stowaway::tidy {

static void addStamp(llvm::StringRef Path, llvm::raw_ostream &OS) {
  llvm::sys::fs::file_status Status;
  if (llvm::sys::fs::status(Path, Status))
    return;
  OS << Path << ' ' << Status.getSize() << ' '
     << Status.getLastModificationTime().time_since_epoch().count() << '\n';
}

/// Names, sizes and times of all that is read for \p Files.
static std::string stampOf(llvm::ArrayRef<llvm::StringRef> Files) {
  std::string Stamp;
  llvm::raw_string_ostream OS(Stamp);
  for (llvm::StringRef File : Files) {
    addStamp(File, OS);
    std::error_code Problem;
    for (llvm::sys::fs::recursive_directory_iterator It(File, Problem), End;
         It != End && !Problem; It.increment(Problem))
      addStamp(It->path(), OS);
  }
  return Stamp;
}

static std::shared_ptr<const LoadedModels>
read(llvm::ArrayRef<llvm::StringRef> Files) {
  auto Loaded = std::make_shared<LoadedModels>();
  models::addBuiltinModels(Loaded->Set);
  for (llvm::StringRef File : Files)
    models::readModels(File, Loaded->Set, Loaded->Errors);
  for (const auto &Model : Loaded->Set.models())
    for (const models::StartMethods &Table : Model->StartMethodTables)
      for (const models::StartMethods::Method &M : Table.Methods)
        if (!llvm::is_contained(Loaded->StartMethods, M.Word))
          Loaded->StartMethods.push_back(M.Word);
  return Loaded;
}

std::shared_ptr<const LoadedModels> ModelCache::get(const std::string &Files) {
  llvm::SmallVector<llvm::StringRef, 4> Names;
  for (llvm::StringRef File : llvm::split(llvm::StringRef(Files), ';'))
    if (!File.trim().empty())
      Names.push_back(File.trim());
  std::string Stamp = stampOf(Names);
  std::lock_guard<std::mutex> Lock(Guard);
  Entry &Known = Read[Files];
  if (!Known.Models || Known.Stamp != Stamp)
    Known = {std::move(Stamp), read(Names)};
  return Known.Models;
}

} // namespace stowaway::tidy
