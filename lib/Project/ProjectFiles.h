//===- ProjectFiles.h - Which project file holds for this file? -*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The nearest `.stowaway.yaml` in the folder of the file or above it, as with
// .clang-tidy; those farther up do not count. Each is read once.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_PROJECT_PROJECTFILES_H
#define STOWAWAY_PROJECT_PROJECTFILES_H

#include "Project/Baseline.h"
#include "Project/ProjectFile.h"
#include "Project/WatchedFiles.h"

namespace stowaway::project {

/// A file that was read, or what is wrong with it.
template <class T> struct ReadFile {
  std::optional<T> File;
  std::vector<text::TextError> Errors;
};

class ProjectFiles {
public:
  enum Rereading : uint8_t {
    Never,     ///< one run: what was found for a folder is not looked for again
    OnChanges, ///< an editor: files come, change and go
  };
  ProjectFiles(llvm::ArrayRef<llvm::StringRef> Checks, Rereading Again)
      : Checks(Checks.begin(), Checks.end()), Again(Again) {}

  /// Null if there is none. \p Folder is absolute.
  std::shared_ptr<const ReadFile<ProjectFile>>
  nearest(llvm::StringRef Folder, llvm::vfs::FileSystem &FS);
  /// The file called \p Path, which is absolute.
  std::shared_ptr<const ReadFile<ProjectFile>> read(llvm::StringRef Path,
                                                    llvm::vfs::FileSystem &FS);
  std::shared_ptr<const ReadFile<Baseline>>
  readBaseline(llvm::StringRef Path, llvm::vfs::FileSystem &FS);

private:
  const std::vector<llvm::StringRef> Checks;
  const Rereading Again;
  WatchedFiles<ReadFile<ProjectFile>> Files;
  WatchedFiles<ReadFile<Baseline>> Baselines;
  std::mutex Lock;
  /// Used with Never alone; empty: there is none.
  llvm::StringMap<std::string> ByFolder;
};

// Mistakes that show when a project file is used; the same words whoever uses
// it.

/// Appends an error for each model of \p File that is not there.
void addMissingModels(const ProjectFile &File, llvm::vfs::FileSystem &FS,
                      std::vector<text::TextError> &Errors);
/// The baseline of \p File is not there.
text::TextError noBaseline(const ProjectFile &File);
/// The start method of \p File is none of \p Words.
text::TextError noStartMethod(const ProjectFile &File,
                              llvm::ArrayRef<llvm::StringRef> Words);

} // namespace stowaway::project

#endif // STOWAWAY_PROJECT_PROJECTFILES_H
