//===- Settings.cpp - Which settings hold for this file? --------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Settings.h"
#include "Models/ModelReader.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"

namespace stowaway::tool {

bool Settings::excludes(llvm::StringRef File) const {
  return llvm::any_of(
      Exclude, [&](const project::PathGlob &G) { return G.matches(File); });
}

std::vector<llvm::StringRef> startMethods(const models::ModelSet &Models) {
  std::vector<llvm::StringRef> Words;
  for (const auto &Model : Models.models())
    for (const models::StartMethods &Table : Model->StartMethodTables)
      for (const models::StartMethods::Method &M : Table.Methods)
        if (!llvm::is_contained(Words, M.Word))
          Words.push_back(M.Word);
  return Words;
}

SettingsFinder::SettingsFinder(const AuditRequest &Request)
    : Request(Request), FS(llvm::vfs::getRealFileSystem()),
      Files(report::checkIds(), project::ProjectFiles::Never) {}

Settings SettingsFinder::make(const project::ProjectFile *Project) const {
  Settings S;
  S.Project = Project;
  if (Project) {
    if (!Project->Checks.empty())
      S.Checks = report::CheckGlobs::selection(Project->checkGlobs());
    if (Project->StartMethod)
      S.StartMethod = Project->StartMethod->Value;
    if (Project->Strict)
      S.Strict = Project->Strict->Value;
    for (const auto &Path : Project->Models)
      S.Models.push_back(Path.Value);
    for (const auto &Glob : Project->Exclude)
      S.Exclude.push_back(Glob.Value);
    if (Project->Baseline)
      S.Baseline = Project->Baseline->Value;
  }
  if (Request.Checks)
    S.Checks = *Request.Checks;
  if (Request.StartMethod)
    S.StartMethod = Request.StartMethod;
  S.Strict = Request.Strict.value_or(S.Strict);
  S.Baseline = Request.Baseline.value_or(S.Baseline);
  llvm::append_range(S.Models, Request.Models);
  llvm::append_range(S.Exclude, Request.Exclude);
  return S;
}

Settings *SettingsFinder::forFile(llvm::StringRef File) {
  return forFolder(llvm::sys::path::parent_path(File));
}

Settings *SettingsFinder::forFolder(llvm::StringRef Folder) {
  std::shared_ptr<const project::ReadFile<project::ProjectFile>> Found;
  if (!Request.Config.empty())
    Found = Files.read(Request.Config, *FS);
  else if (!Request.NoConfig)
    Found = Files.nearest(Folder, *FS);

  std::string Path;
  if (Found && Found->File)
    Path = Found->File->Path;
  else if (Found)
    Path = Found->Errors.front().File;
  auto [It, IsNew] = Known.try_emplace(Path);
  if (IsNew) {
    if (Found && !Found->File) {
      llvm::append_range(Errors, Found->Errors);
    } else {
      It->second = make(Found ? &*Found->File : nullptr);
      Read.push_back(Found);
    }
  }
  return It->second ? &*It->second : nullptr;
}

bool SettingsFinder::loadModels(Settings &S) {
  if (S.Project) {
    size_t Before = Errors.size();
    project::addMissingModels(*S.Project, *FS, Errors);
    if (Errors.size() != Before)
      return false;
  }
  auto [It, IsNew] = Models.try_emplace(S.Models);
  LoadedModels &Loaded = It->second;
  if (IsNew) {
    size_t Before = Errors.size();
    models::addBuiltinModels(Loaded.Set);
    for (const std::string &Path : S.Models)
      models::readModels(Path, Loaded.Set, Errors);
    Loaded.Good = Errors.size() == Before;
  }
  S.ModelSet = &Loaded.Set;
  return Loaded.Good;
}

bool SettingsFinder::loadBaseline(Settings &S) {
  if (S.Baseline.empty())
    return true;
  if (!FS->exists(S.Baseline)) {
    if (Request.UpdateBaseline)
      return true;
    if (Request.Baseline)
      Errors.push_back({S.Baseline, 0, 0,
                        "there is no such baseline; --update-baseline writes "
                        "it",
                        ""});
    else
      Errors.push_back(project::noBaseline(*S.Project));
    return false;
  }
  auto Found = Files.readBaseline(S.Baseline, *FS);
  if (!Found->File) {
    // Several project files may name one.
    if (!llvm::is_contained(Baselines, Found))
      llvm::append_range(Errors, Found->Errors);
  } else {
    S.Old = &*Found->File;
  }
  Baselines.push_back(Found);
  return S.Old != nullptr;
}

bool SettingsFinder::checkStartMethod(const Settings &S) {
  // The option's word is checked by itself: it is for all projects.
  if (!S.Project || !S.Project->StartMethod || Request.StartMethod)
    return true;
  std::vector<llvm::StringRef> Words = startMethods(*S.ModelSet);
  if (llvm::is_contained(Words, S.Project->StartMethod->Value))
    return true;
  Errors.push_back(project::noStartMethod(*S.Project, Words));
  return false;
}

bool SettingsFinder::load(Settings &S) {
  bool Good = loadModels(S) && checkStartMethod(S);
  return loadBaseline(S) && Good;
}

} // namespace stowaway::tool
