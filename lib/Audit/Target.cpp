//===- Target.cpp - Which callable does this expression denote? -----------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/Target.h"
#include "Audit/LaunchSite.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace stowaway::audit {

static constexpr unsigned MaxDepth = 20;
static constexpr unsigned MaxCandidates = 64; // of one target expression

llvm::SmallVector<ResolvedTarget, 1> Targets::resolve(BoundExpr E) {
  llvm::SmallVector<ResolvedTarget, 1> Result;
  Search For{Result, {}};
  resolve(E, {}, For, 0);
  if (For.GaveUp)
    Ctx.barrier("budget",
                "'" + Ctx.sourceText(E.E) +
                    "' may be more callables than are followed",
                E.E->getExprLoc(), E.E->getExprLoc());
  if (Result.empty()) { // only what leads back to itself
    Result.emplace_back().Source = E;
    Result.back().K = ResolvedTarget::Opaque;
  }
  // A closure's class tells what it carries, wherever it came from.
  if (Result.size() == 1 && Result[0].K == ResolvedTarget::Opaque && E.E)
    if (const CXXRecordDecl *R = definitionOf(E.E->getType());
        R && R->isLambda()) {
      Result[0].K = ResolvedTarget::Lambda;
      Result[0].Class = R;
      Result[0].Callee = R->getLambdaCallOperator();
    }
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

/// What the returns of \p S yield; those of lambdas in it are not its own.
static void returnsOf(const Stmt *S,
                      llvm::SmallVectorImpl<const Expr *> &Into) {
  if (!S || isa<LambdaExpr>(S))
    return;
  if (const auto *Ret = dyn_cast<ReturnStmt>(S))
    if (Ret->getRetValue())
      Into.push_back(Ret->getRetValue());
  for (const Stmt *Child : S->children())
    returnsOf(Child, Into);
}

/// Is the type of \p P what a template was instantiated with?
static bool isDeducedParameter(const ParmVarDecl *P) {
  const auto *F = dyn_cast<FunctionDecl>(P->getDeclContext());
  const FunctionDecl *Pattern =
      F ? F->getTemplateInstantiationPattern() : nullptr;
  if (!Pattern)
    return false;
  unsigned Index = P->getFunctionScopeIndex();
  return Index >= Pattern->getNumParams() ||
         Pattern->getParamDecl(Index)->getType()->isDependentType();
}

bool Targets::isHolder(const CXXRecordDecl *R) {
  return R && R->getIdentifier() &&
         Ctx.Models.callableHolder(Ctx.qualifiedName(R));
}

void Targets::resolve(BoundExpr B, ResolvedTarget Seen, Search &For,
                      unsigned Depth) {
  const Expr *E = stripped(B.E);
  Frame *F = B.F;
  llvm::SmallVectorImpl<ResolvedTarget> &Into = For.Into;
  if (!For.Been.emplace(E, F, Seen.Bound.size(), Seen.ByReference).second)
    return;
  if (Into.size() >= MaxCandidates) {
    For.GaveUp = true;
    return;
  }
  Seen.Source = {E, F};
  auto Done = [&](ResolvedTarget::Kind K) {
    Seen.K = K;
    Into.push_back(Seen);
  };
  if (!E || E->getType().isNull() || Depth > MaxDepth)
    return Done(ResolvedTarget::Opaque);
  auto Again = [&](const Expr *Next, Frame *In) {
    resolve({Next, In}, Seen, For, Depth + 1);
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
    const FunctionDecl *Callee = calleeOf(Call);
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
    const FunctionDecl *Def = nullptr;
    if (Call->getDirectCallee() && !Ctx.isSystem(Callee) &&
        Callee->hasBody(Def)) {
      // The closure is made in the callee; what it captures of the callee's
      // parameters is judged by type.
      llvm::SmallVector<const Expr *, 4> Returned;
      returnsOf(Def->getBody(), Returned);
      for (const Expr *Ret : Returned)
        Again(Ret, nullptr);
      if (!Returned.empty())
        return;
    }
  }

  if (const ValueDecl *V = Denote::namedVariable(E)) {
    if (BoundExpr *Arg = Frame::find(F, &Frame::Arguments, V))
      return Again(Arg->E, Arg->F);
    if (const auto *Param = dyn_cast<ParmVarDecl>(V)) {
      Seen.Class = definitionOf(V->getType());
      // Of a functor's class the type tells all; of a holder, or of what a
      // template was instantiated with, the callers do.
      if (!Seen.Class || Seen.Class->isLambda() || isHolder(Seen.Class) ||
          isDeducedParameter(Param))
        return Done(ResolvedTarget::Parameter);
      Seen.Callee = callOperator(Ctx, Seen.Class);
      return Done(ResolvedTarget::Functor);
    }
    const auto *Var = cast<VarDecl>(V);
    size_t Before = Into.size();
    if (const Expr *Init = Var->getInit();
        Init && !lastAssignment(Var, E->getExprLoc())) {
      const Expr *From = stripped(Init);
      // A functor is itself the target; what it was made from is not.
      if (!isa<CXXConstructExpr, InitListExpr>(From))
        Again(Init, F);
      else if (const auto *Construct = dyn_cast<CXXConstructExpr>(From))
        if (Construct->getNumArgs() >= 1 &&
            isCallable(Ctx, Construct->getArg(0)->getType()))
          Again(Construct->getArg(0), F);
    }
    resolveAssigned(V, F, Seen, For, Depth, E->getExprLoc());
    if (Into.size() > Before)
      return;
  }
  if (const auto *Member = dyn_cast<MemberExpr>(E)) {
    size_t Before = Into.size();
    if (resolveHeld({E, F}, Seen, For, Depth))
      return;
    resolveAssigned(Member->getMemberDecl(), nullptr, Seen, For, Depth);
    Into.erase(std::remove_if(Into.begin() + Before, Into.end(),
                              [](const ResolvedTarget &T) {
                                return T.K == ResolvedTarget::Parameter;
                              }),
               Into.end());
    if (Into.size() > Before)
      return;
  }
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E)) {
    // A copied closure, or a holder made from a callable.
    const CXXRecordDecl *R = Construct->getConstructor()->getParent();
    if (Construct->getNumArgs() >= 1 &&
        (isHolder(R) || Construct->getConstructor()->isCopyOrMoveConstructor()))
      return Again(Construct->getArg(0), F);
  }

  if (const CXXRecordDecl *R = definitionOf(E->getType())) {
    if (R->isLambda()) {
      Seen.Class = R;
      Seen.Callee = R->getLambdaCallOperator();
      return Done(ResolvedTarget::Lambda);
    }
    if (!isHolder(R)) {
      Seen.Class = R;
      Seen.Callee = callOperator(Ctx, R);
      return Done(ResolvedTarget::Functor);
    }
  }
  Done(ResolvedTarget::Opaque);
}

namespace {
/// The value of `v = value;`, or null.
const Expr *assignedTo(const VarDecl *V, const Stmt *S) {
  const auto *E = dyn_cast<Expr>(S);
  E = E ? stripped(E) : nullptr;
  const Expr *To = nullptr, *From = nullptr;
  if (const auto *Op = dyn_cast_or_null<BinaryOperator>(E);
      Op && Op->getOpcode() == BO_Assign)
    To = Op->getLHS(), From = Op->getRHS();
  else if (const auto *Call = dyn_cast_or_null<CXXOperatorCallExpr>(E);
           Call && Call->getOperator() == OO_Equal && Call->getNumArgs() == 2)
    To = Call->getArg(0), From = Call->getArg(1);
  return To && Denote::namedVariable(To) == V ? From : nullptr;
}

/// The block with the declaration of \p V.
const CompoundStmt *blockOf(const VarDecl *V, const Stmt *S) {
  if (!S)
    return nullptr;
  for (const Stmt *Child : S->children()) {
    if (const auto *D = dyn_cast_or_null<DeclStmt>(Child);
        D && llvm::is_contained(D->decls(), V))
      return dyn_cast<CompoundStmt>(S);
    if (const CompoundStmt *Block = blockOf(V, Child))
      return Block;
  }
  return nullptr;
}
} // namespace

/// What was assigned to \p V on every way to \p Use: by a statement of the
/// block that declares it, before the use. Null if there is no such.
const Expr *Targets::lastAssignment(const VarDecl *V, SourceLocation Use) {
  if (!Assigned || !V->isLocalVarDecl() ||
      !Assigned->count(V->getCanonicalDecl()))
    return nullptr;
  const auto *F = dyn_cast<FunctionDecl>(V->getDeclContext());
  const CompoundStmt *Block = F ? blockOf(V, F->getBody()) : nullptr;
  if (!Block)
    return nullptr;
  const Expr *Last = nullptr;
  for (const Stmt *S : Block->body()) {
    if (!Ctx.AST.getSourceManager().isBeforeInTranslationUnit(S->getEndLoc(),
                                                              Use))
      break;
    if (const Expr *From = assignedTo(V, S))
      Last = From;
  }
  return Last;
}

bool Targets::resolveHeld(BoundExpr E, const ResolvedTarget &Seen, Search &For,
                          unsigned Depth) {
  llvm::SmallVectorImpl<ResolvedTarget> &Into = For.Into;
  if (!Held || !Denoter)
    return false;
  std::optional<Place> P = Denoter->object(E);
  if (!P)
    return false;
  auto It = Held->find(*P);
  if (It == Held->end())
    for (auto &[View, Owner] : P->classViews())
      if (It = Held->find(View); It != Held->end())
        break;
  if (It == Held->end())
    return false;
  size_t Before = Into.size();
  for (const BoundExpr &From : It->second)
    if (const Expr *Bare = stripped(From.E);
        Bare && isCallable(Ctx, Bare->getType()))
      resolve(From, Seen, For, Depth + 1);
  // Whom a constructor's parameter came from is not known to a member.
  Into.erase(std::remove_if(Into.begin() + Before, Into.end(),
                            [](const ResolvedTarget &T) {
                              return T.K == ResolvedTarget::Parameter;
                            }),
             Into.end());
  return Into.size() > Before;
}

void Targets::resolveAssigned(const ValueDecl *V, Frame *F,
                              const ResolvedTarget &Seen, Search &For,
                              unsigned Depth, SourceLocation Use) {
  if (!Assigned)
    return;
  auto It = Assigned->find(cast<ValueDecl>(V->getCanonicalDecl()));
  if (It == Assigned->end())
    return;
  const SourceManager &SM = Ctx.AST.getSourceManager();
  const auto *Var = dyn_cast<VarDecl>(V);
  const Expr *Last = Var && Use.isValid() ? lastAssignment(Var, Use) : nullptr;
  for (const Expr *From : It->second) {
    const Expr *Bare = stripped(From);
    if (Last && From != Last &&
        SM.isBeforeInTranslationUnit(From->getExprLoc(), Last->getExprLoc()))
      continue; // overwritten
    if (!Bare || !isCallable(Ctx, Bare->getType()))
      continue; // nullptr, {}
    resolve({From, F}, Seen, For, Depth + 1);
  }
}

std::string Targets::describe(const ResolvedTarget &T) {
  switch (T.K) {
  case ResolvedTarget::Lambda:
    return "the lambda";
  case ResolvedTarget::Function:
  case ResolvedTarget::Member:
    if (!T.Callee)
      return "the payload";
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
