//===- StowawayTidyModule.cpp - Which checks does clang-tidy get? -*- C++ -*-=//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/Checks.h"
#include "Tidy/StowawayCheck.h"
#include "clang-tidy/ClangTidyModule.h"

namespace stowaway::tidy {

namespace {

class StowawayModule : public clang::tidy::ClangTidyModule {
public:
  void
  addCheckFactories(clang::tidy::ClangTidyCheckFactories &Factories) override {
    auto Shared = std::make_shared<SharedAudit>();
    for (const audit::CheckInfo &C : audit::allChecks())
      Factories.registerCheckFactory(
          C.Id, [Shared](llvm::StringRef Name,
                         clang::tidy::ClangTidyContext *Context) {
            return std::make_unique<StowawayCheck>(Name, Context, Shared);
          });
  }
};

} // namespace

} // namespace stowaway::tidy

namespace clang::tidy {

static ClangTidyModuleRegistry::Add<stowaway::tidy::StowawayModule>
    X("stowaway", "Finds handles that must not travel to a worker.");

// Referred to by programs that link this library, so that it is not left out.
// NOLINTNEXTLINE(misc-use-internal-linkage)
extern volatile int StowawayModuleAnchorSource;
volatile int StowawayModuleAnchorSource = 0;

} // namespace clang::tidy
