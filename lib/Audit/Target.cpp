//===- Target.cpp - Which callable does this expression denote? -----------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/Target.h"
#include "Audit/LaunchSite.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace stowaway::audit {

static constexpr unsigned MaxDepth = 20;

llvm::SmallVector<ResolvedTarget, 1> Targets::resolve(BoundExpr E) {
  llvm::SmallVector<ResolvedTarget, 1> Result;
  resolve(E, {}, Result, 0);
  if (Result.size() > 1)
    for (ResolvedTarget &T : Result)
      T.Branched = true;
  return Result;
}

static const CXXMethodDecl *callOperator(AuditContext &Ctx,
                                         const CXXRecordDecl *R) {
  if (R->isLambda())
    return R->getLambdaCallOperator();
  DeclarationName Call = Ctx.AST.DeclarationNames.getCXXOperatorName(OO_Call);
  for (const NamedDecl *D : R->lookup(Call))
    if (const auto *Method = dyn_cast<CXXMethodDecl>(D))
      return Method;
  return nullptr;
}

/// The single return expression of a function of the file, else null.
static const Expr *soleReturn(const FunctionDecl *F) {
  const FunctionDecl *Def = nullptr;
  if (!F->hasBody(Def))
    return nullptr;
  const auto *Body = dyn_cast<CompoundStmt>(Def->getBody());
  if (!Body || Body->body_empty())
    return nullptr;
  const auto *Ret = dyn_cast<ReturnStmt>(Body->body_back());
  return Ret ? Ret->getRetValue() : nullptr;
}

void Targets::resolve(BoundExpr B, ResolvedTarget Seen,
                      llvm::SmallVectorImpl<ResolvedTarget> &Into,
                      unsigned Depth) {
  const Expr *E = stripped(B.E);
  Frame *F = B.F;
  Seen.Source = {E, F};
  auto Done = [&](ResolvedTarget::Kind K) {
    Seen.K = K;
    Into.push_back(Seen);
  };
  if (!E || Depth > MaxDepth)
    return Done(ResolvedTarget::Opaque);
  auto Again = [&](const Expr *Next, Frame *In) {
    resolve({Next, In}, Seen, Into, Depth + 1);
  };

  if (const auto *L = dyn_cast<LambdaExpr>(E)) {
    Seen.Class = L->getLambdaClass();
    Seen.Callee = L->getCallOperator();
    return Done(ResolvedTarget::Lambda);
  }
  if (const auto *Cond = dyn_cast<AbstractConditionalOperator>(E)) {
    Again(Cond->getTrueExpr(), F);
    Again(Cond->getFalseExpr(), F);
    return;
  }
  if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
    if (Unary->getOpcode() == UO_AddrOf || Unary->getOpcode() == UO_Plus ||
        Unary->getOpcode() == UO_Deref)
      return Again(Unary->getSubExpr(), F);
    return Done(ResolvedTarget::Opaque);
  }
  if (const auto *Cast = dyn_cast<CastExpr>(E))
    return Again(Cast->getSubExpr(), F);

  const FunctionDecl *Named = nullptr;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    Named = dyn_cast<FunctionDecl>(Ref->getDecl());
  else if (const auto *Member = dyn_cast<MemberExpr>(E))
    Named = dyn_cast<FunctionDecl>(Member->getMemberDecl());
  if (Named) {
    Seen.Callee = Named;
    const auto *Method = dyn_cast<CXXMethodDecl>(Named);
    return Done(Method && Method->isInstance() ? ResolvedTarget::Member
                                               : ResolvedTarget::Function);
  }

  if (const auto *Call = dyn_cast<CallExpr>(E)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    llvm::StringRef Name = Ctx.modelledName(Callee);
    if (!Name.empty()) {
      if (const models::PassThrough *Pass = Ctx.Models.passThrough(Name))
        if (Pass->Argument < Call->getNumArgs()) {
          Seen.ByReference |= Pass->As == models::PassThrough::Reference;
          return Again(Call->getArg(Pass->Argument), F);
        }
      if (const models::Binder *Bind = Ctx.Models.binder(Name))
        if (Bind->Target < Call->getNumArgs()) {
          unsigned First = Bind->Target + 1;
          std::vector<BoundExpr> Extra;
          for (unsigned I = First; I < Call->getNumArgs(); ++I)
            Extra.push_back({Call->getArg(I), F});
          Extra.insert(Extra.end(), Seen.Bound.begin(), Seen.Bound.end());
          Seen.Bound = std::move(Extra);
          return Again(Call->getArg(Bind->Target), F);
        }
    }
    if (Callee && !Ctx.isSystem(Callee))
      if (const Expr *Ret = soleReturn(Callee)) {
        // The closure is made in the callee; what it captures of the callee's
        // parameters is judged by type.
        return Again(Ret, nullptr);
      }
  }

  if (const ValueDecl *V = Denote::namedVariable(E)) {
    if (BoundExpr *Arg = Frame::find(F, &Frame::Arguments, V))
      return Again(Arg->E, Arg->F);
    if (isa<ParmVarDecl>(V)) {
      Seen.Class = definitionOf(V->getType());
      return Done(ResolvedTarget::Parameter);
    }
    const auto *Var = cast<VarDecl>(V);
    size_t Before = Into.size();
    if (const Expr *Init = Var->getInit()) {
      const Expr *From = stripped(Init);
      // A functor is itself the target; what it was made from is not.
      if (!isa<CXXConstructExpr, InitListExpr>(From))
        Again(Init, F);
      else if (const auto *Construct = dyn_cast<CXXConstructExpr>(From))
        if (Construct->getNumArgs() >= 1 &&
            isCallable(Ctx, Construct->getArg(0)->getType()))
          Again(Construct->getArg(0), F);
    }
    resolveAssigned(V, F, Seen, Into, Depth);
    if (Into.size() > Before)
      return;
  }
  if (const auto *Member = dyn_cast<MemberExpr>(E)) {
    size_t Before = Into.size();
    resolveAssigned(Member->getMemberDecl(), nullptr, Seen, Into, Depth);
    if (Into.size() > Before)
      return;
  }
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E)) {
    // A copied closure, or a holder made from a callable.
    const CXXRecordDecl *R = Construct->getConstructor()->getParent();
    bool Holder = R->getIdentifier() &&
                  Ctx.Models.callableHolder(Ctx.qualifiedName(R));
    if (Construct->getNumArgs() >= 1 &&
        (Holder || Construct->getConstructor()->isCopyOrMoveConstructor()))
      return Again(Construct->getArg(0), F);
  }

  if (const CXXRecordDecl *R = definitionOf(E->getType())) {
    bool Holder = R->getIdentifier() &&
                  Ctx.Models.callableHolder(Ctx.qualifiedName(R));
    if (R->isLambda()) {
      Seen.Class = R;
      Seen.Callee = R->getLambdaCallOperator();
      return Done(ResolvedTarget::Lambda);
    }
    if (!Holder) {
      Seen.Class = R;
      Seen.Callee = callOperator(Ctx, R);
      return Done(ResolvedTarget::Functor);
    }
  }
  Done(ResolvedTarget::Opaque);
}

void Targets::resolveAssigned(const ValueDecl *V, Frame *F,
                              const ResolvedTarget &Seen,
                              llvm::SmallVectorImpl<ResolvedTarget> &Into,
                              unsigned Depth) {
  if (!Assigned)
    return;
  auto It = Assigned->find(cast<ValueDecl>(V->getCanonicalDecl()));
  if (It == Assigned->end())
    return;
  for (const Expr *From : It->second) {
    const Expr *Bare = stripped(From);
    if (!Bare || !isCallable(Ctx, Bare->getType()))
      continue; // nullptr, {}
    resolve({From, F}, Seen, Into, Depth + 1);
  }
}

std::string Targets::describe(const ResolvedTarget &T) {
  switch (T.K) {
  case ResolvedTarget::Lambda:
    return "the lambda";
  case ResolvedTarget::Function:
  case ResolvedTarget::Member:
    return "'" + Ctx.qualifiedName(T.Callee).str() + "'";
  case ResolvedTarget::Functor:
    return "'" + Ctx.printType(T.Source.E->getType()) + "'";
  case ResolvedTarget::Parameter:
  case ResolvedTarget::Opaque:
    return "'" + Ctx.sourceText(T.Source.E) + "'";
  }
  llvm_unreachable("unknown target");
}

} // namespace stowaway::audit
