//===- SharedAudit.h - How do the checks share one audit? -------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// clang-tidy knows several checks; the engine audits a translation unit once
// for all of them. The checks that are made for one clang-tidy context share a
// SharedAudit. The first check that asks has the unit audited; the others take
// their findings from what was found then. Checks with other options have an
// audit of their own.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_TIDY_SHAREDAUDIT_H
#define STOWAWAY_TIDY_SHAREDAUDIT_H

#include "Audit/Audit.h"
#include "Tidy/Host.h"
#include "Tidy/ModelCache.h"
#include "Tidy/ProjectSettings.h"
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace stowaway::tidy {

/// Used by one thread at a time, as the checks themselves are.
class SharedAudit {
public:
  SharedAudit(std::shared_ptr<const Host> Runs,
              std::shared_ptr<ModelCache> Models,
              std::shared_ptr<project::ProjectFiles> Projects)
      : Runs(std::move(Runs)), Models(std::move(Models)),
        Projects(std::move(Projects)) {}

  const Host &host() const { return *Runs; }
  /// A check of id \p Check wants findings with \p Settings. All checks of a
  /// unit say so before any of them asks.
  void want(llvm::StringRef Check, const CheckSettings &Settings);
  /// A new unit begins.
  void forget();
  /// The findings of \p Context's unit that belong to \p Check. They live until
  /// the next forget().
  std::vector<const audit::Finding *> findings(llvm::StringRef Check,
                                               const CheckSettings &Settings,
                                               clang::ASTContext &Context);
  /// What \p Settings and the project ask for. Lives until the next forget().
  const LoadedModels &models(const CheckSettings &Settings,
                             const clang::SourceManager &SM);
  /// What is wrong with the project file and with models; each mistake is told
  /// to one check.
  std::vector<text::TextError> newErrors(const CheckSettings &Settings,
                                         const clang::SourceManager &SM);

private:
  struct Audited {
    std::shared_ptr<const LoadedModels> Models;
    std::optional<std::vector<audit::Finding>> Findings;
  };
  /// Of the unit.
  const ProjectSettings &project(const clang::SourceManager &SM);

  std::shared_ptr<const Host> Runs;
  std::shared_ptr<ModelCache> Models;
  std::shared_ptr<project::ProjectFiles> Projects;
  std::optional<ProjectSettings> Project;
  std::set<std::string> Told;
  std::map<CheckSettings, std::set<std::string, std::less<>>> Wanted;
  std::map<CheckSettings, Audited> Known;
};

} // namespace stowaway::tidy

#endif // STOWAWAY_TIDY_SHAREDAUDIT_H
