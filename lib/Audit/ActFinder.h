//===- ActFinder.h - Which acts on things from home are in this body? -*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Follows a body that runs on the other side, with a path for each name in it
// that denotes something from home. Functions of the file that are given such
// a thing, or called on it, are followed with their parameters as its names.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_AUDIT_ACTFINDER_H
#define STOWAWAY_AUDIT_ACTFINDER_H

#include "Audit/Payload.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include <map>
#include <set>

namespace stowaway::audit {

class ActFinder : public clang::RecursiveASTVisitor<ActFinder> {
public:
  using HomePath = std::vector<CarriedStep>;

  ActFinder(AuditContext &Ctx, LaunchSites &Sites, models::Boundary Over)
      : Ctx(Ctx), Sites(Sites), Over(Over) {}

  /// \p V denotes what came from home by \p Step.
  void addHome(const clang::ValueDecl *V, PathStep Step);
  /// `this` does.
  void addHomeThis(PathStep Step);
  bool hasHomeThis() const { return HomeThis.has_value(); }

  void follow(const clang::FunctionDecl *Body);

  std::vector<Carried> Found;

  bool shouldVisitImplicitCode() const { return true; }
  bool VisitVarDecl(clang::VarDecl *V);
  bool VisitCXXConstructExpr(clang::CXXConstructExpr *E);
  bool VisitCXXOperatorCallExpr(clang::CXXOperatorCallExpr *E);
  bool VisitCXXMemberCallExpr(clang::CXXMemberCallExpr *E);
  bool VisitCallExpr(clang::CallExpr *E);
  bool TraverseLambdaExpr(clang::LambdaExpr *L);
  bool TraverseCXXForRangeStmt(clang::CXXForRangeStmt *S);

private:
  const models::PassThrough *passThrough(const clang::CallExpr *Call);
  const models::Container *containerOf(clang::QualType T);
  const clang::Expr *moved(const clang::Expr *E);
  std::optional<HomePath> home(const clang::Expr *E);
  std::optional<HomePath> homeOfCall(const clang::CallExpr *Call);
  HomePath inside(HomePath Path, clang::QualType Content) const;
  bool isDescribed(const clang::FunctionDecl *F);
  void enter(const clang::FunctionDecl *Callee,
             llvm::ArrayRef<const clang::Expr *> Args,
             const clang::Expr *Object);
  void filled(const clang::CXXMemberCallExpr *E);
  void called(const clang::Expr *Object, llvm::StringRef Method,
              const clang::Expr *At);
  const models::Handle *wrong(clang::QualType T, models::Act A,
                              clang::QualType &Which,
                              std::vector<PathStep> &Inside,
                              unsigned Depth = 0);
  void act(models::Act A, const clang::Expr *On, const clang::Expr *At,
           clang::QualType T);
  void emit(models::Act A, const models::Handle &H, clang::QualType T,
            HomePath Path, const std::vector<PathStep> &Inside,
            const clang::Expr *At);

  AuditContext &Ctx;
  LaunchSites &Sites;
  models::Boundary Over;
  std::map<const clang::ValueDecl *, HomePath> Home;
  std::optional<HomePath> HomeThis;
  unsigned CallDepth = 0;
  std::set<std::string> Seen;
  std::set<std::pair<const clang::FunctionDecl *, std::string>> Followed;
  llvm::DenseSet<const clang::LambdaExpr *> Launched;
};

} // namespace stowaway::audit

#endif // STOWAWAY_AUDIT_ACTFINDER_H
