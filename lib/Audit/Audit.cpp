//===- Audit.cpp - What stows away in this translation unit? --------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/Audit.h"
#include "Audit/Walk.h"

namespace stowaway::audit {

void auditTranslationUnit(clang::ASTContext &AST,
                          const models::ModelSet &Models,
                          const AuditOptions &Options, Reporter &To) {
  AuditContext Ctx(AST, Models, Options, To);
  LaunchSites Sites(Ctx);
  Transfers Transfer(Ctx);
  Index Functions(Ctx, Sites, Transfer);
  Functions.build();
  if (Functions.roots().empty())
    return;

  FrameArena Frames;
  Denote Denoter(Ctx, Frames);
  HeldCallables Held;
  Targets Target(Ctx, &Functions.Assigned, &Denoter, &Held);
  Judge Verdicts(Ctx, Sites, Denoter, Target, Transfer);
  Verdicts.setStartMethods(std::move(Functions.StartMethods));
  Walk(Ctx, Functions, Sites, Frames, Denoter, Target, Held, Verdicts).run();
  Verdicts.report();
}

} // namespace stowaway::audit
