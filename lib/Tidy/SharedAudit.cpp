//===- SharedAudit.cpp - How do the checks share one audit? -----*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Tidy/SharedAudit.h"

namespace stowaway::tidy {

void SharedAudit::want(llvm::StringRef Check, const CheckSettings &Settings) {
  Wanted[Settings].insert(Check.str());
}

void SharedAudit::forget() { Known.clear(); }

const LoadedModels &SharedAudit::models(const CheckSettings &Settings) {
  std::shared_ptr<const LoadedModels> &Loaded = Known[Settings].Models;
  if (!Loaded)
    Loaded = Models->get(Settings.Models);
  return *Loaded;
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
  const LoadedModels &Loaded = models(Settings);
  std::optional<std::vector<audit::Finding>> &Found = Known[Settings].Findings;
  if (!Found) {
    Found.emplace();
    audit::AuditOptions Options;
    if (!Settings.StartMethod.empty())
      Options.StartMethod = Settings.StartMethod;
    Options.Strict = Settings.Strict;
    const auto &Checks = Wanted[Settings];
    Options.IsEnabled = [&](llvm::StringRef Id) { return Checks.count(Id); };
    Options.AlsoIn = Runs->moreDecls(Context);
    // Findings of models that could not be read would be guesses.
    Keeper Keep(*Found);
    if (Loaded.Errors.empty())
      audit::auditTranslationUnit(Context, Loaded.Set, Options, Keep);
  }
  std::vector<const audit::Finding *> Result;
  for (const audit::Finding &F : *Found)
    if (F.Check == Check)
      Result.push_back(&F);
  return Result;
}

} // namespace stowaway::tidy
