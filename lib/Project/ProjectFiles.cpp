//===- ProjectFiles.cpp - Which project file holds for this file? ---------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Project/ProjectFiles.h"
#include "Project/ProjectReader.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace stowaway::project {

static text::TextError cannotRead(StringRef Path, std::error_code Why) {
  text::TextError E;
  E.File = Path.str();
  E.Message = Why == std::errc::invalid_argument
                  ? "cannot be read: it is no regular file"
                  : "cannot be read: " + Why.message();
  return E;
}

std::shared_ptr<const ReadFile<ProjectFile>>
ProjectFiles::read(StringRef Path, vfs::FileSystem &FS) {
  return Files.get(Path, FS, [&](const auto &Text) {
    ReadFile<ProjectFile> Result;
    if (Text)
      Result.File = readProjectFile(MemoryBufferRef((*Text)->getBuffer(), Path),
                                    Checks, Result.Errors);
    else
      Result.Errors.push_back(cannotRead(Path, Text.getError()));
    return Result;
  });
}

std::shared_ptr<const ReadFile<Baseline>>
ProjectFiles::readBaseline(StringRef Path, vfs::FileSystem &FS) {
  return Baselines.get(Path, FS, [&](const auto &Text) {
    ReadFile<Baseline> Result;
    if (Text)
      Result.File = Baseline::read(MemoryBufferRef((*Text)->getBuffer(), Path),
                                   Result.Errors);
    else
      Result.Errors.push_back(cannotRead(Path, Text.getError()));
    return Result;
  });
}

/// The nearest project file in \p Folder or above; empty if there is none.
static std::string findAbove(StringRef Folder, vfs::FileSystem &FS) {
  for (StringRef Dir = Folder; !Dir.empty();
       Dir = sys::path::parent_path(Dir)) {
    SmallString<256> Path(Dir);
    sys::path::append(Path, FileName);
    if (FS.exists(Path))
      return Path.str().str();
  }
  return "";
}

std::shared_ptr<const ReadFile<ProjectFile>>
ProjectFiles::nearest(StringRef Folder, vfs::FileSystem &FS) {
  std::string Path;
  if (Again == OnChanges) {
    Path = findAbove(Folder, FS);
  } else {
    std::lock_guard<std::mutex> Held(Lock);
    auto [It, IsNew] = ByFolder.try_emplace(Folder);
    if (IsNew)
      It->second = findAbove(Folder, FS);
    Path = It->second;
  }
  return Path.empty() ? nullptr : read(Path, FS);
}

void addMissingModels(const ProjectFile &File, vfs::FileSystem &FS,
                      std::vector<text::TextError> &Errors) {
  for (const Given<std::string> &Path : File.Models)
    if (!FS.exists(Path.Value))
      Errors.push_back(
          File.errorAt(Path, "'models': '" + Path.Value + "' does not exist"));
}

text::TextError noBaseline(const ProjectFile &File) {
  return File.errorAt(*File.Baseline,
                      "'baseline': '" + File.Baseline->Value +
                          "' does not exist; 'stowaway --update-baseline' "
                          "writes it");
}

text::TextError noStartMethod(const ProjectFile &File,
                              ArrayRef<StringRef> Words) {
  const std::string &Word = File.StartMethod->Value;
  return File.errorAt(*File.StartMethod, "'start-method': '" + Word +
                                             "' is no start method (" +
                                             join(Words, ", ") + ")" +
                                             text::didYouMean(Word, Words));
}

} // namespace stowaway::project
