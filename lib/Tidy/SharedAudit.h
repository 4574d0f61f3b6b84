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
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace stowaway::tidy {

/// What a check's options ask for.
struct CheckSettings {
  std::string StartMethod; ///< empty: what the code sets
  bool Strict = false;
  std::string Models; ///< YAML files, separated by semicolons
  auto operator<=>(const CheckSettings &) const = default;
};

/// Used by one thread at a time, as the checks themselves are.
class SharedAudit {
public:
  SharedAudit(std::shared_ptr<const Host> Runs,
              std::shared_ptr<ModelCache> Models)
      : Runs(std::move(Runs)), Models(std::move(Models)) {}

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
  /// What \p Settings ask for. Lives until the next forget().
  const LoadedModels &models(const CheckSettings &Settings);

private:
  struct Audited {
    std::shared_ptr<const LoadedModels> Models;
    std::optional<std::vector<audit::Finding>> Findings;
  };
  std::shared_ptr<const Host> Runs;
  std::shared_ptr<ModelCache> Models;
  std::map<CheckSettings, std::set<std::string, std::less<>>> Wanted;
  std::map<CheckSettings, Audited> Known;
};

} // namespace stowaway::tidy

#endif // STOWAWAY_TIDY_SHAREDAUDIT_H
