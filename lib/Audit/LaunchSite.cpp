//===- LaunchSite.cpp - Where is work handed to a worker? -----------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/LaunchSite.h"
#include "clang/AST/Attr.h"

using namespace clang;

namespace stowaway::audit {

llvm::StringRef acrossPhrase(models::Boundary B) {
  switch (B) {
  case models::Boundary::Process:
    return "to another process";
  case models::Boundary::Fork:
    return "into a forked child";
  case models::Boundary::Shard:
    return "to another shard";
  case models::Boundary::Thread:
    return "to another thread";
  case models::Boundary::Sequence:
    return "to another sequence";
  case models::Boundary::Device:
    return "to a device";
  }
  llvm_unreachable("unknown boundary");
}

llvm::StringRef backPhrase(models::Boundary B) {
  switch (B) {
  case models::Boundary::Process:
    return "from another process";
  case models::Boundary::Fork:
    return "from a forked child";
  case models::Boundary::Shard:
    return "from another shard";
  case models::Boundary::Thread:
    return "from another thread";
  case models::Boundary::Sequence:
    return "from another sequence";
  case models::Boundary::Device:
    return "from a device";
  }
  llvm_unreachable("unknown boundary");
}

bool isCallable(AuditContext &Ctx, QualType T) {
  if (T.isNull())
    return false;
  T = T.getNonReferenceType();
  if (T->isFunctionType() || T->isFunctionPointerType() ||
      T->isMemberFunctionPointerType())
    return true;
  const CXXRecordDecl *R = definitionOf(T);
  if (!R)
    return false;
  if (R->isLambda() ||
      (R->getIdentifier() && Ctx.Models.callableHolder(Ctx.qualifiedName(R))))
    return true;
  DeclarationName Call = Ctx.AST.DeclarationNames.getCXXOperatorName(OO_Call);
  if (!R->lookup(Call).empty())
    return true;
  for (const CXXBaseSpecifier &Base : R->bases())
    if (isCallable(Ctx, Base.getType()))
      return true;
  // reference_wrapper and the like forward the call.
  return false;
}

static bool namesOneOf(AuditContext &Ctx, const Expr *E,
                       llvm::ArrayRef<std::string> Enumerators) {
  if (Enumerators.empty())
    return false;
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(stripped(E));
  const auto *Enumerator =
      Ref ? dyn_cast<EnumConstantDecl>(Ref->getDecl()) : nullptr;
  if (!Enumerator)
    return false;
  const auto *Enum = cast<EnumDecl>(Enumerator->getDeclContext());
  return llvm::is_contained(
      Enumerators,
      (Ctx.qualifiedName(Enum) + "::" + Enumerator->getName()).str());
}

std::optional<LaunchParts>
LaunchSites::choose(llvm::ArrayRef<const models::Launch *> Models,
                    llvm::ArrayRef<BoundExpr> Args) {
  for (const models::Launch *L : Models) {
    if (L->ArgumentCount && *L->ArgumentCount != Args.size())
      continue;
    if (llvm::any_of(Args, [&](const BoundExpr &Arg) {
          return namesOneOf(Ctx, Arg.E, L->Unless);
        }))
      continue;
    int Target = -1;
    switch (L->Target.K) {
    case models::TargetSelector::None:
      break;
    case models::TargetSelector::Index:
      Target = L->Target.Value >= 0 ? L->Target.Value
                                    : int(Args.size()) + L->Target.Value;
      if (Target < 0 || Target >= int(Args.size()))
        continue;
      break;
    case models::TargetSelector::FirstCallable:
      for (unsigned I = 0; I < Args.size() && Target < 0; ++I)
        if (isCallable(Ctx, Args[I].E->getType()))
          Target = int(I);
      if (Target < 0)
        continue;
      break;
    }
    LaunchParts Parts;
    Parts.Model = L;
    if (Target >= 0)
      Parts.Target = Args[Target];
    switch (L->Arguments.K) {
    case models::ArgumentSelector::None:
      break;
    case models::ArgumentSelector::AfterTarget:
      for (unsigned I = unsigned(Target + 1); I < Args.size(); ++I)
        Parts.Arguments.push_back(Args[I]);
      break;
    case models::ArgumentSelector::From:
      for (unsigned I = L->Arguments.First; I < Args.size(); ++I)
        if (int(I) != Target)
          Parts.Arguments.push_back(Args[I]);
      break;
    case models::ArgumentSelector::List:
      for (unsigned I : L->Arguments.Indices)
        if (I < Args.size())
          Parts.Arguments.push_back(Args[I]);
      break;
    }
    return Parts;
  }
  return std::nullopt;
}

// STOWAWAY_LAUNCH(boundary) on the function, STOWAWAY_TARGET on a parameter.
const models::Launch *LaunchSites::annotated(const FunctionDecl *F) {
  const FunctionDecl *Pattern = F->getTemplateInstantiationPattern();
  const FunctionDecl *Key = (Pattern ? Pattern : F)->getCanonicalDecl();
  auto [It, New] = Annotated.try_emplace(Key);
  if (!New)
    return It->second.get();
  for (const FunctionDecl *Redecl : Key->redecls())
    for (const auto *A : Redecl->specific_attrs<AnnotateAttr>()) {
      if (A->getAnnotation() != "stowaway::launch")
        continue;
      auto L = std::make_unique<models::Launch>();
      L->Name = Ctx.qualifiedName(F).str();
      L->Target.K = models::TargetSelector::FirstCallable;
      L->Arguments.K = models::ArgumentSelector::AfterTarget;
      for (const Expr *Arg : A->args()) {
        const Expr *E = Arg->IgnoreParenImpCasts();
        if (const auto *Const = dyn_cast<ConstantExpr>(E))
          E = Const->getSubExpr()->IgnoreParenImpCasts();
        if (const auto *Str = dyn_cast<clang::StringLiteral>(E))
          if (auto B = models::parseBoundary(Str->getString()))
            L->Crosses = *B;
      }
      if (L->Crosses == models::Boundary::Process) {
        L->TargetCrossesAs = models::Crossing::Serialized;
        L->ArgumentsCrossAs = models::Crossing::Serialized;
      }
      for (const ParmVarDecl *P : Redecl->parameters())
        for (const auto *PA : P->specific_attrs<AnnotateAttr>())
          if (PA->getAnnotation() == "stowaway::target") {
            L->Target.K = models::TargetSelector::Index;
            L->Target.Value = int(P->getFunctionScopeIndex());
          }
      It->second = std::move(L);
    }
  return It->second.get();
}

std::optional<LaunchParts> LaunchSites::match(const FunctionDecl *F,
                                              llvm::ArrayRef<BoundExpr> Args) {
  if (!F)
    return std::nullopt;
  if (const models::Launch *L = annotated(F))
    return choose({L}, Args);
  llvm::StringRef Name = Ctx.modelledName(F);
  if (!Name.empty())
    if (auto Parts = choose(Ctx.Models.launches(Name), Args))
      return Parts;
  if (const auto *Method = dyn_cast<CXXMethodDecl>(F))
    for (const CXXMethodDecl *Base : Method->overridden_methods())
      if (auto Parts = match(Base, Args))
        return Parts;
  return std::nullopt;
}

std::optional<LaunchParts>
LaunchSites::matchConstruction(const CXXRecordDecl *Class,
                               llvm::ArrayRef<BoundExpr> Args) {
  if (!Class || !Class->getIdentifier() || Args.empty() ||
      !Ctx.Models.mayNameFunction(Class->getName()))
    return std::nullopt;
  // A copy or a move of a worker binds nothing new.
  if (const CXXRecordDecl *From =
          Args[0].E->getType().getNonReferenceType()->getAsCXXRecordDecl())
    if (From->getCanonicalDecl() == Class->getCanonicalDecl())
      return std::nullopt;
  std::string Name = (Ctx.qualifiedName(Class) + "::" + Class->getName()).str();
  return choose(Ctx.Models.launches(Name), Args);
}

bool LaunchSites::constructsWorker(const CXXRecordDecl *Class) {
  if (!Class || !Class->getIdentifier() ||
      !Ctx.Models.mayNameFunction(Class->getName()))
    return false;
  std::string Name = (Ctx.qualifiedName(Class) + "::" + Class->getName()).str();
  return !Ctx.Models.launches(Name).empty();
}

bool LaunchSites::launchesBound(const FunctionDecl *F) {
  llvm::StringRef Name = Ctx.modelledName(F);
  if (!Name.empty() && !Ctx.Models.launchedBy(Name).empty())
    return true;
  if (const auto *Method = dyn_cast_or_null<CXXMethodDecl>(F))
    for (const CXXMethodDecl *Base : Method->overridden_methods())
      if (launchesBound(Base))
        return true;
  return false;
}

bool LaunchSites::isLaunch(const FunctionDecl *F) {
  llvm::StringRef Name = Ctx.modelledName(F);
  return !Name.empty() && !Ctx.Models.launches(Name).empty();
}

bool LaunchSites::isInteresting(const FunctionDecl *F) {
  if (!F)
    return false;
  if (annotated(F))
    return true;
  llvm::StringRef Name = Ctx.modelledName(F);
  if (!Name.empty() &&
      (!Ctx.Models.launches(Name).empty() ||
       !Ctx.Models.launchedBy(Name).empty() ||
       !Ctx.Models.machinesWith(Name).empty() ||
       Ctx.Models.branchLaunch(Name) || Ctx.Models.startMethodsSetBy(Name)))
    return true;
  if (const auto *Method = dyn_cast<CXXMethodDecl>(F))
    for (const CXXMethodDecl *Base : Method->overridden_methods())
      if (isInteresting(Base))
        return true;
  return false;
}

} // namespace stowaway::audit
