//===- Host.cpp - Which checks does a host get? -----------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Tidy/Host.h"
#include "Audit/Checks.h"
#include "Tidy/StowawayCheck.h"
#include "clang-tidy/ClangTidyModule.h"
#include <map>
#include <mutex>

namespace stowaway::tidy {

Host::~Host() = default;

namespace {

/// One SharedAudit for the checks of each clang-tidy context. An editor server
/// has one context a file, and makes checks on several threads.
class Audits {
public:
  explicit Audits(std::shared_ptr<const Host> Runs) : Runs(std::move(Runs)) {}

  std::shared_ptr<SharedAudit>
  of(const clang::tidy::ClangTidyContext *Context) {
    std::lock_guard<std::mutex> Lock(Guard);
    std::erase_if(Made, [](const auto &Each) { return Each.second.expired(); });
    std::shared_ptr<SharedAudit> Shared = Made[Context].lock();
    if (!Shared)
      Made[Context] = Shared =
          std::make_shared<SharedAudit>(Runs, Models, Projects);
    return Shared;
  }

private:
  std::shared_ptr<const Host> Runs;
  std::shared_ptr<ModelCache> Models = std::make_shared<ModelCache>();
  std::shared_ptr<project::ProjectFiles> Projects =
      std::make_shared<project::ProjectFiles>(report::checkIds(),
                                              project::ProjectFiles::OnChanges);
  std::mutex Guard;
  std::map<const clang::tidy::ClangTidyContext *, std::weak_ptr<SharedAudit>>
      Made;
};

} // namespace

void addChecks(clang::tidy::ClangTidyCheckFactories &Factories,
               std::shared_ptr<const Host> Runs) {
  auto Shared = std::make_shared<Audits>(std::move(Runs));
  for (const audit::CheckInfo &C : audit::allChecks())
    Factories.registerCheckFactory(
        C.Id,
        [Shared](llvm::StringRef Name, clang::tidy::ClangTidyContext *Context) {
          return std::make_unique<StowawayCheck>(Name, Context,
                                                 Shared->of(Context));
        });
}

} // namespace stowaway::tidy
