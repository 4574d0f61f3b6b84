//===- SharedAudit.cpp - How do five checks share one audit? ----*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Tidy/SharedAudit.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace stowaway::tidy {

void SharedAudit::want(llvm::StringRef Check, const CheckSettings &Settings) {
  Wanted[Settings].insert(Check.str());
}

void SharedAudit::forget() { Found.clear(); }

const LoadedModels &SharedAudit::models(const std::string &Files) {
  std::unique_ptr<LoadedModels> &Loaded = Models[Files];
  if (Loaded)
    return *Loaded;
  Loaded = std::make_unique<LoadedModels>();
  models::addBuiltinModels(Loaded->Set);
  for (llvm::StringRef File : llvm::split(llvm::StringRef(Files), ';'))
    if (!File.trim().empty())
      models::readModels(File.trim(), Loaded->Set, Loaded->Errors);
  for (const auto &Model : Loaded->Set.models())
    for (const models::StartMethods &Table : Model->StartMethodTables)
      for (const models::StartMethods::Method &M : Table.Methods)
        if (!llvm::is_contained(Loaded->StartMethods, M.Word))
          Loaded->StartMethods.push_back(M.Word);
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
  auto [It, IsNew] = Found.try_emplace(Settings);
  if (IsNew) {
    const LoadedModels &Loaded = models(Settings.Models);
    audit::AuditOptions Options;
    if (!Settings.StartMethod.empty())
      Options.StartMethod = Settings.StartMethod;
    Options.Strict = Settings.Strict;
    const auto &Checks = Wanted[Settings];
    Options.IsEnabled = [&](llvm::StringRef Id) { return Checks.count(Id); };
    // Findings of models that could not be read would be guesses.
    Keeper Keep(It->second);
    if (Loaded.Errors.empty())
      audit::auditTranslationUnit(Context, Loaded.Set, Options, Keep);
  }
  std::vector<const audit::Finding *> Result;
  for (const audit::Finding &F : It->second)
    if (F.Check == Check)
      Result.push_back(&F);
  return Result;
}

} // namespace stowaway::tidy
