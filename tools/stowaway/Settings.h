//===- Settings.h - Which settings hold for this file? ----------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Those of the nearest project file, with the options of the command line over
// them. Files below one project file share its settings, and one set of models.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_TOOLS_STOWAWAY_SETTINGS_H
#define STOWAWAY_TOOLS_STOWAWAY_SETTINGS_H

#include "CommandLine.h"
#include "Models/ModelSet.h"
#include "Project/ProjectFiles.h"
#include <map>

namespace stowaway::tool {

struct Settings {
  /// Null: there is none.
  const project::ProjectFile *Project = nullptr;
  report::CheckGlobs Checks{"stowaway-*"};
  std::optional<std::string> StartMethod;
  bool Strict = false;
  std::vector<std::string> Models; ///< files and folders
  std::string Baseline;            ///< absolute; empty: none
  std::vector<project::PathGlob> Exclude;

  /// \p File is absolute, without dots.
  bool excludes(llvm::StringRef File) const;

  // What load() adds.
  const models::ModelSet *ModelSet = nullptr;
  const project::Baseline *Old = nullptr; ///< null: there is none yet
};

class SettingsFinder {
public:
  explicit SettingsFinder(const AuditRequest &Request);

  /// Null if the project file is wrong; errors() says why, once.
  Settings *forFile(llvm::StringRef File);
  /// Of a folder, which is absolute.
  Settings *forFolder(llvm::StringRef Folder);
  /// Reads the models and the baseline that \p S names.
  /// \returns whether they are right; errors() says what is not.
  bool load(Settings &S);

  llvm::ArrayRef<text::TextError> errors() const { return Errors; }

private:
  Settings make(const project::ProjectFile *Project) const;
  bool loadModels(Settings &S);
  bool loadBaseline(Settings &S);
  bool checkStartMethod(const Settings &S);

  struct LoadedModels {
    models::ModelSet Set;
    bool Good = false;
  };

  const AuditRequest &Request;
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS;
  project::ProjectFiles Files;
  /// By the project file's path. What is read stays alive in Read.
  std::map<std::string, std::optional<Settings>> Known;
  std::vector<std::shared_ptr<const project::ReadFile<project::ProjectFile>>>
      Read;
  std::vector<std::shared_ptr<const project::ReadFile<project::Baseline>>>
      Baselines;
  std::map<std::vector<std::string>, LoadedModels> Models;
  std::vector<text::TextError> Errors;
};

/// The words of start methods that the libraries of \p Models have.
std::vector<llvm::StringRef> startMethods(const models::ModelSet &Models);

} // namespace stowaway::tool

#endif // STOWAWAY_TOOLS_STOWAWAY_SETTINGS_H
