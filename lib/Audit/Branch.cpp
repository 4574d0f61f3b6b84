//===- Branch.cpp - What does a forked child do? --------------------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/Branch.h"
#include "Audit/Acts.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace stowaway::audit {

namespace {

class BranchFinder : public RecursiveASTVisitor<BranchFinder> {
public:
  BranchFinder(AuditContext &Ctx, class Judge &Verdicts, const FunctionDecl *F)
      : Ctx(Ctx), Verdicts(Verdicts), F(F) {}

  bool VisitVarDecl(VarDecl *V) {
    if (V->getInit())
      if (const CallExpr *Call = forkIn(V->getInit()))
        Results[V] = Call;
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *Op) {
    // pid = fork();
    if (Op->getOpcode() == BO_Assign)
      if (const CallExpr *Call = forkIn(Op->getRHS()))
        if (const ValueDecl *V = Denote::namedVariable(Op->getLHS()))
          Results[V] = Call;
    return true;
  }
  bool VisitIfStmt(IfStmt *If) {
    bool ThenIsChild = false;
    const CallExpr *Call = tested(If->getCond(), ThenIsChild);
    if (!Call)
      return true;
    if (const Stmt *Child = ThenIsChild ? If->getThen() : If->getElse())
      judge(Call, Child);
    return true;
  }
  bool VisitSwitchStmt(SwitchStmt *Switch) {
    const CallExpr *Call = resultOf(Switch->getCond());
    if (!Call)
      return true;
    const auto *Body = dyn_cast<CompoundStmt>(Switch->getBody());
    bool InChild = false;
    if (!Body)
      return true;
    for (const Stmt *S : Body->body()) {
      if (const auto *Case = dyn_cast<CaseStmt>(S)) {
        InChild = isZero(Case->getLHS());
        S = Case->getSubStmt();
      } else if (isa<SwitchCase>(S)) {
        InChild = false;
      }
      if (InChild)
        judge(Call, S);
    }
    return true;
  }

private:
  const CallExpr *forkIn(const Expr *E) {
    const auto *Call = dyn_cast_or_null<CallExpr>(stripped(E));
    if (!Call)
      return nullptr;
    llvm::StringRef Name = Ctx.modelledName(Call->getDirectCallee());
    return !Name.empty() && Ctx.Models.branchLaunch(Name) ? Call : nullptr;
  }
  const CallExpr *resultOf(const Expr *E) {
    if (const CallExpr *Call = forkIn(E))
      return Call;
    E = stripped(E);
    if (const auto *Assign = dyn_cast_or_null<BinaryOperator>(E))
      if (Assign->getOpcode() == BO_Assign)
        return forkIn(Assign->getRHS());
    const ValueDecl *V = E ? Denote::namedVariable(E) : nullptr;
    auto It = V ? Results.find(V) : Results.end();
    return It == Results.end() ? nullptr : It->second;
  }
  bool isZero(const Expr *E) {
    Expr::EvalResult Result;
    return E && !E->isValueDependent() && E->EvaluateAsInt(Result, Ctx.AST) &&
           Result.Val.getInt() == 0;
  }
  const CallExpr *tested(const Expr *Cond, bool &ThenIsChild) {
    Cond = stripped(Cond);
    if (const auto *Not = dyn_cast_or_null<UnaryOperator>(Cond))
      if (Not->getOpcode() == UO_LNot) {
        ThenIsChild = true;
        return resultOf(Not->getSubExpr());
      }
    if (const auto *Op = dyn_cast_or_null<BinaryOperator>(Cond);
        Op && Op->isComparisonOp()) {
      const Expr *Value = isZero(Op->getRHS())   ? Op->getLHS()
                          : isZero(Op->getLHS()) ? Op->getRHS()
                                                 : nullptr;
      if (!Value)
        return nullptr;
      ThenIsChild = Op->getOpcode() == BO_EQ;
      if (!ThenIsChild && Op->getOpcode() != BO_NE && Op->getOpcode() != BO_GT)
        return nullptr;
      return resultOf(Value);
    }
    ThenIsChild = false;
    return resultOf(Cond);
  }
  void judge(const CallExpr *Call, const Stmt *Child) {
    const models::BranchLaunch *Model =
        Ctx.Models.branchLaunch(Ctx.modelledName(Call->getDirectCallee()));
    if (Model)
      Verdicts.judgeBranch(*Model, Call, Child, F);
  }

  AuditContext &Ctx;
  class Judge &Verdicts;
  const FunctionDecl *F;
  llvm::DenseMap<const ValueDecl *, const CallExpr *> Results;
};

} // namespace

void judgeBranches(AuditContext &Ctx, class Judge &Verdicts,
                   const FunctionDecl *F) {
  BranchFinder(Ctx, Verdicts, F).TraverseStmt(F->getBody());
}

} // namespace stowaway::audit
