//===- SharedAudit.h - How do five checks share one audit? ------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// clang-tidy knows five checks; the engine audits a translation unit once for
// all of them. The module's factories own one SharedAudit and hand it to the
// checks they make. The first check that asks has the unit audited; the others
// take their findings from what was found then. Checks with other options have
// an audit of their own.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_TIDY_SHAREDAUDIT_H
#define STOWAWAY_TIDY_SHAREDAUDIT_H

#include "Audit/Audit.h"
#include "Models/ModelReader.h"
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

/// The models that settings ask for, and what is wrong with them.
struct LoadedModels {
  models::ModelSet Set;
  std::vector<models::ModelError> Errors;
  /// Start methods that some library has.
  std::vector<std::string> StartMethods;
};

class SharedAudit {
public:
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
  /// Read once, however many units and checks ask.
  const LoadedModels &models(const std::string &Files);

private:
  std::map<std::string, std::unique_ptr<LoadedModels>> Models;
  std::map<CheckSettings, std::set<std::string, std::less<>>> Wanted;
  std::map<CheckSettings, std::vector<audit::Finding>> Found;
};

} // namespace stowaway::tidy

#endif // STOWAWAY_TIDY_SHAREDAUDIT_H
