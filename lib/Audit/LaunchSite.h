//===- LaunchSite.h - Where is work handed to a worker? ---------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// And over which boundary? Recognises calls and constructions that a model or
// an annotation names as launches or bindings, and splits their arguments into
// the target and what travels with it.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_AUDIT_LAUNCHSITE_H
#define STOWAWAY_AUDIT_LAUNCHSITE_H

#include "Audit/AuditContext.h"
#include "Audit/Frame.h"
#include <memory>

namespace stowaway::audit {

/// What is handed over by one call.
struct LaunchParts {
  const models::Launch *Model = nullptr;
  BoundExpr Target; ///< null if the launch ships data only
  std::vector<BoundExpr> Arguments;
};

class LaunchSites {
public:
  explicit LaunchSites(AuditContext &Ctx) : Ctx(Ctx) {}

  /// The launch or binding that calling \p F with \p Args is, if any.
  std::optional<LaunchParts> match(const clang::FunctionDecl *F,
                                   llvm::ArrayRef<BoundExpr> Args);
  /// The launch or binding that constructing a \p Class from \p Args is.
  std::optional<LaunchParts>
  matchConstruction(const clang::CXXRecordDecl *Class,
                    llvm::ArrayRef<BoundExpr> Args);
  /// Does calling \p F launch what was bound to its object before?
  bool launchesBound(const clang::FunctionDecl *F);
  /// Does a model name \p F as a launch?
  bool isLaunch(const clang::FunctionDecl *F);
  /// Could \p F be any of these? For indexing.
  bool isInteresting(const clang::FunctionDecl *F);
  /// Is some constructor of \p Class a launch or binding?
  bool constructsWorker(const clang::CXXRecordDecl *Class);

private:
  std::optional<LaunchParts>
  choose(llvm::ArrayRef<const models::Launch *> Models,
         llvm::ArrayRef<BoundExpr> Args);
  const models::Launch *annotated(const clang::FunctionDecl *F);

  AuditContext &Ctx;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<models::Launch>>
      Annotated;
};

/// Can a value of this type be called?
bool isCallable(AuditContext &Ctx, clang::QualType T);

/// "to another process", "into a forked child", ...
llvm::StringRef acrossPhrase(models::Boundary B);
/// "from another process", ...: for what a worker sends home.
llvm::StringRef backPhrase(models::Boundary B);

} // namespace stowaway::audit

#endif // STOWAWAY_AUDIT_LAUNCHSITE_H
