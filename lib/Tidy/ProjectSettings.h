//===- ProjectSettings.h - What does the project say of this unit? --------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The nearest `.stowaway.yaml` above the main file of a translation unit, read
// through the unit's own file system, as the command reads it: checks that it
// turns off are off, excluded files report nothing, and what is in its baseline
// is not shown. Where an option of a check is set, the option holds.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_TIDY_PROJECTSETTINGS_H
#define STOWAWAY_TIDY_PROJECTSETTINGS_H

#include "Audit/Finding.h"
#include "Project/ProjectFiles.h"
#include "Report/CheckGlobs.h"
#include "Tidy/CheckSettings.h"
#include "Tidy/ModelCache.h"

namespace clang {
class ASTContext;
class SourceManager;
} // namespace clang

namespace stowaway::tidy {

/// Of one translation unit. Costs a look into each folder above its main file.
class ProjectSettings {
public:
  ProjectSettings(project::ProjectFiles &Files, const clang::SourceManager &SM);

  /// What is wrong with the project file and with what it names. \p Loaded are
  /// the models for a check with the options \p Options.
  std::vector<text::TextError> errors(const CheckSettings &Options,
                                      const LoadedModels &Loaded) const;
  /// \p Options with what the project says beside them.
  CheckSettings with(const CheckSettings &Options) const;
  bool isEnabled(llvm::StringRef Check) const { return Checks.contains(Check); }
  /// Is the main file left out?
  bool excludesMainFile() const { return Excluded; }
  /// Takes out of \p Found what lies in excluded files or is in the baseline.
  void leaveOut(std::vector<audit::Finding> &Found,
                const clang::ASTContext &Context) const;

private:
  const project::ProjectFile *file() const {
    return Read && Read->File ? &*Read->File : nullptr;
  }
  void leaveOutOld(std::vector<audit::Finding> &Found,
                   const clang::ASTContext &Context) const;

  std::string Folder; ///< of the main file
  std::shared_ptr<const project::ReadFile<project::ProjectFile>> Read;
  std::shared_ptr<const project::ReadFile<project::Baseline>> Old;
  report::CheckGlobs Checks{"stowaway-*"};
  std::vector<std::string> Models; ///< those that are there
  std::vector<text::TextError> Errors;
  bool Excluded = false;
};

} // namespace stowaway::tidy

#endif // STOWAWAY_TIDY_PROJECTSETTINGS_H
