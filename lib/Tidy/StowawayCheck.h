//===- StowawayCheck.h - How does one check run in clang-tidy? --*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One class serves all checks: they differ in their id alone.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_TIDY_STOWAWAYCHECK_H
#define STOWAWAY_TIDY_STOWAWAYCHECK_H

#include "Tidy/SharedAudit.h"
#include "clang-tidy/ClangTidyCheck.h"

namespace stowaway::tidy {

/// Options, each of them also without the check's name in front, for all
/// checks at once:
///   StartMethod  how processes are started, whatever the code sets. Trades
///                nothing: it says what a launcher outside the code decides.
///   Strict       report as possible what the models do not know. Finds more,
///                and raises false alarms.
///   Models       YAML files with models of further libraries, separated by
///                semicolons.
/// Where they are not set, the project file holds; see ProjectSettings.h.
class StowawayCheck : public clang::tidy::ClangTidyCheck {
public:
  StowawayCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context,
                std::shared_ptr<SharedAudit> Shared);

  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) override;
  void
  check(const clang::ast_matchers::MatchFinder::MatchResult &Result) override;
  void onStartOfTranslationUnit() override;
  bool isLanguageVersionSupported(const clang::LangOptions &) const override {
    return true;
  }

private:
  void checkSettings(const clang::SourceManager &SM);
  void complain(const clang::SourceManager &SM, const std::string &Message);
  static void moveToMainFile(audit::Finding &F, const clang::SourceManager &SM);
  void show(const audit::Finding &F, clang::ASTContext &Context);

  const std::string Id;
  const CheckSettings Settings;
  const std::shared_ptr<SharedAudit> Shared;
  bool Done = false;
};

} // namespace stowaway::tidy

#endif // STOWAWAY_TIDY_STOWAWAYCHECK_H
