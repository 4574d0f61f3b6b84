//===- Plugin.cpp - What does `clang-tidy -load` load? ----------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The checks of lib/Tidy and nothing of LLVM: clang-tidy has that already, and
// a second copy of it in one process ends the process.
//
//===----------------------------------------------------------------------===//

#include "Tidy/Host.h"
#include "clang-tidy/ClangTidyModule.h"

namespace {

class StowawayModule : public clang::tidy::ClangTidyModule {
public:
  void
  addCheckFactories(clang::tidy::ClangTidyCheckFactories &Factories) override {
    stowaway::tidy::addChecks(Factories,
                              std::make_shared<const stowaway::tidy::Host>());
  }
};

} // namespace

static clang::tidy::ClangTidyModuleRegistry::Add<StowawayModule>
    Registered("stowaway", "Finds handles that must not travel to a worker.");
