//===- History.cpp - Was all that happens to this object seen? ------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/History.h"
#include "clang/AST/DynamicRecursiveASTVisitor.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace stowaway::audit {

namespace {

/// Counts what is named, and what of it is only the object of a method call.
class Uses : public ConstDynamicRecursiveASTVisitor {
public:
  explicit Uses(const VarDecl *V) : V(V) {}

  bool VisitDeclRefExpr(const DeclRefExpr *E) override {
    if (E->getDecl()->getCanonicalDecl() == V->getCanonicalDecl())
      ++Named;
    return true;
  }
  bool VisitCXXMemberCallExpr(const CXXMemberCallExpr *Call) override {
    const auto *Ref = dyn_cast<DeclRefExpr>(
        Call->getImplicitObjectArgument()->IgnoreParenImpCasts());
    if (Ref && Ref->getDecl()->getCanonicalDecl() == V->getCanonicalDecl() &&
        !handsOut(Call->getMethodDecl()))
      ++Called;
    return true;
  }
  bool TraverseLambdaExpr(const LambdaExpr *L) override {
    // When a lambda runs, and how often, is not known; and a body that only
    // says sizeof(v) captures nothing.
    unsigned Before = Named;
    ConstDynamicRecursiveASTVisitor::TraverseLambdaExpr(L);
    Captured |= Named != Before;
    return true;
  }
  bool allIsSeen() const { return !Captured && Named == Called; }

private:
  /// p.swap(other): what was in `other` has a past of its own. group.add(f)
  /// returns a reference through which more may happen.
  static bool handsOut(const CXXMethodDecl *Method) {
    if (!Method)
      return true;
    QualType Returned = Method->getReturnType();
    if ((Returned->isReferenceType() || Returned->isPointerType()) &&
        !Returned->getPointeeType().isConstQualified())
      return true;
    return llvm::any_of(Method->parameters(), [&](ParmVarDecl *P) {
      QualType T = P->getType().getNonReferenceType();
      return T->getAsCXXRecordDecl() == Method->getParent();
    });
  }

  const VarDecl *V;
  unsigned Named = 0, Called = 0;
  bool Captured = false;
};

} // namespace

/// `Process p(f)`, `Process p{f}`, `auto p = Process(f)`; but not what a
/// function or another object hands over.
static bool isMadeInPlace(const VarDecl *V) {
  const Expr *Init = V->getInit();
  if (!Init)
    return true;
  Init = Init->IgnoreImplicit();
  if (const auto *Cast = dyn_cast<CXXFunctionalCastExpr>(Init))
    Init = Cast->getSubExpr()->IgnoreImplicit();
  const auto *Made = dyn_cast<CXXConstructExpr>(Init);
  return Made && !Made->getConstructor()->isCopyOrMoveConstructor();
}

bool isWhollySeen(const VarDecl *V) {
  const auto *In = dyn_cast<FunctionDecl>(V->getDeclContext());
  if (!In || !In->getBody() || isa<ParmVarDecl>(V) || !V->hasLocalStorage() ||
      !V->getType()->isRecordType() || !isMadeInPlace(V))
    return false;
  Uses Found(V);
  Found.TraverseStmt(In->getBody());
  return Found.allIsSeen();
}

} // namespace stowaway::audit
