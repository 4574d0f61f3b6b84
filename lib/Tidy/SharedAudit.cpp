//===- SharedAudit.cpp - How do the checks share one audit? -----*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Tidy/SharedAudit.h"
#include "clang/AST/ASTContext.h"
#include "llvm/ADT/STLExtras.h"

namespace stowaway::tidy {

void SharedAudit::want(llvm::StringRef Check, const CheckSettings &Settings) {
  Wanted[Settings].insert(Check.str());
}

void SharedAudit::forget() {
  Known.clear();
  Project.reset();
  Told.clear();
}

const ProjectSettings &SharedAudit::project(const clang::SourceManager &SM) {
  if (!Project)
    Project.emplace(*Projects, SM);
  return *Project;
}

const LoadedModels &SharedAudit::models(const CheckSettings &Settings,
                                        const clang::SourceManager &SM) {
  std::shared_ptr<const LoadedModels> &Loaded = Known[Settings].Models;
  if (!Loaded)
    Loaded = Models->get(project(SM).with(Settings).Models);
  return *Loaded;
}

std::vector<text::TextError>
SharedAudit::newErrors(const CheckSettings &Settings,
                       const clang::SourceManager &SM) {
  const LoadedModels &Loaded = models(Settings, SM);
  std::vector<text::TextError> Errors = project(SM).errors(Settings, Loaded);
  llvm::append_range(Errors, Loaded.Errors);
  llvm::erase_if(Errors, [&](const text::TextError &E) {
    return !Told.insert(toString(E)).second;
  });
  return Errors;
}

namespace {

class Keeper : public audit::Reporter {
public:
  explicit Keeper(std::vector<audit::Finding> &Found) : Found(Found) {}
  void report(const audit::Finding &F) override { Found.push_back(F); }

private:
  std::vector<audit::Finding> &Found;
};

} // namespace

std::vector<const audit::Finding *>
SharedAudit::findings(llvm::StringRef Check, const CheckSettings &Settings,
                      clang::ASTContext &Context) {
  const clang::SourceManager &SM = Context.getSourceManager();
  const ProjectSettings &Says = project(SM);
  const LoadedModels &Loaded = models(Settings, SM);
  std::optional<std::vector<audit::Finding>> &Found = Known[Settings].Findings;
  if (!Found) {
    Found.emplace();
    CheckSettings Merged = Says.with(Settings);
    audit::AuditOptions Options;
    if (!Merged.StartMethod.empty())
      Options.StartMethod = Merged.StartMethod;
    Options.Strict = Merged.Strict.value_or(false);
    const auto &Checks = Wanted[Settings];
    Options.IsEnabled = [&](llvm::StringRef Id) {
      return Checks.count(Id) && Says.isEnabled(Id);
    };
    Options.AlsoIn = Runs->moreDecls(Context);
    // Findings of settings or models that could not be read would be guesses.
    Keeper Keep(*Found);
    if (Loaded.Errors.empty() && Says.errors(Settings, Loaded).empty() &&
        !Says.excludesMainFile())
      audit::auditTranslationUnit(Context, Loaded.Set, Options, Keep);
    Says.leaveOut(*Found, Context);
  }
  std::vector<const audit::Finding *> Result;
  for (const audit::Finding &F : *Found)
    if (F.Check == Check)
      Result.push_back(&F);
  return Result;
}

} // namespace stowaway::tidy
