//===- Acts.cpp - What does the worker do to this handle? -----------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/Acts.h"
#include "Audit/ActFinder.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/StringSet.h"

using namespace clang;

namespace stowaway::audit {

llvm::StringRef actPhrase(models::Act A) {
  switch (A) {
  case models::Act::Copy:
    return "is copied";
  case models::Act::Move:
    return "is moved away";
  case models::Act::Destroy:
    return "is dropped";
  case models::Act::Dereference:
    return "is dereferenced";
  case models::Act::Lock:
    return "is locked";
  case models::Act::Call:
    return "is changed";
  }
  llvm_unreachable("unknown act");
}

/// Is some launch's result in \p E?
static bool comesFromLaunch(LaunchSites &Sites, const Stmt *E) {
  if (!E || isa<LambdaExpr>(E))
    return false;
  if (const auto *Call = dyn_cast<CallExpr>(E))
    if (const FunctionDecl *F = calleeOf(Call))
      if (Sites.isLaunch(F))
        return true;
  for (const Stmt *Child : E->children())
    if (comesFromLaunch(Sites, Child))
      return true;
  return false;
}

/// Does the capture give the worker an object of which the function that makes
/// the closure does not know where it lives?
static bool isOfElsewhere(const ValueDecl *V, const LambdaCapture &Capture) {
  if (V->getType()->isPointerType())
    return true;
  const auto *Var = dyn_cast<VarDecl>(V);
  if (Var && Var->isInitCapture()) {
    // [units = std::move(units_)]
    const Expr *From = Var->getInit() ? stripped(Var->getInit()) : nullptr;
    if (const auto *Made = dyn_cast_or_null<CXXConstructExpr>(From);
        Made && Made->getNumArgs() >= 1)
      From = stripped(Made->getArg(0));
    if (const auto *Call = dyn_cast_or_null<CallExpr>(From);
        Call && Call->getNumArgs() == 1)
      From = stripped(Call->getArg(0));
    while (const auto *Member = dyn_cast_or_null<MemberExpr>(From))
      From = stripped(Member->getBase());
    return From && isa<CXXThisExpr>(From);
  }
  return Capture.getCaptureKind() == LCK_ByRef &&
         (!Var || V->getType()->isReferenceType());
}

/// Type of the captured `this`, or of the copied object.
static std::string typeOfThis(AuditContext &Ctx, const CXXRecordDecl *Closure) {
  llvm::DenseMap<const ValueDecl *, FieldDecl *> Fields;
  FieldDecl *This = nullptr;
  Closure->getCaptureFields(Fields, This);
  return This ? Ctx.printType(This->getType()) : std::string();
}

std::vector<Carried>
findActs(AuditContext &Ctx, LaunchSites &Sites, const ResolvedTarget &Target,
         const models::Launch &Launch, llvm::ArrayRef<BoundExpr> Arguments,
         models::Boundary Over, const DeclContext *Within) {
  if (Over == models::Boundary::Process)
    return {}; // nothing of home is there to act on
  ActFinder Finder(Ctx, Sites, Over);
  llvm::StringSet<> Elsewhere;
  if (Target.K == ResolvedTarget::Lambda && Target.Class) {
    for (const LambdaCapture &Capture : Target.Class->captures()) {
      PathStep Step;
      Step.K =
          Capture.isImplicit() ? PathStep::ImplicitCapture : PathStep::Capture;
      Step.Loc = Capture.getLocation();
      Step.Range = Capture.getLocation();
      if (Capture.capturesThis()) {
        if (Within)
          continue; // an object of elsewhere
        Step.Name = Capture.getCaptureKind() == LCK_StarThis ? "*this" : "this";
        Step.Type = typeOfThis(Ctx, Target.Class);
        Finder.addHomeThis(Step);
        continue;
      }
      if (!Capture.capturesVariable())
        continue;
      const ValueDecl *V = Capture.getCapturedVar();
      if (Within && !Within->Encloses(V->getDeclContext()) &&
          !(isa<VarDecl>(V) && cast<VarDecl>(V)->isInitCapture()))
        continue;
      if (const auto *Var = dyn_cast<VarDecl>(V);
          Var && Var->getInit() && comesFromLaunch(Sites, Var->getInit()))
        continue; // made on the other side, and perhaps going back there
      Step.Name = V->getNameAsString();
      Step.Type = Ctx.printType(V->getType());
      if (isOfElsewhere(V, Capture))
        Elsewhere.insert(Step.Name);
      Finder.addHome(V, Step);
    }
    Finder.follow(runningBody(Target.Callee));
  } else if (Target.K == ResolvedTarget::Member && Target.Callee &&
             Launch.BoundObject == models::ReferenceMeaning::Address) {
    BoundExpr Object = Payload::boundObject(Target, Arguments);
    if (!Object || !Object.E->getType()->isPointerType())
      return {};
    PathStep Step;
    Step.K = PathStep::BoundObject;
    Step.Name = Ctx.sourceText(Object.E, 40);
    Step.Type = Ctx.printType(Object.E->getType()->getPointeeType());
    Step.Loc = Object.E->getExprLoc();
    Step.Range = Object.E->getSourceRange();
    Finder.addHomeThis(Step);
    Finder.follow(runningBody(Target.Callee));
  }
  for (Carried &C : Finder.Found) {
    if (C.Path.empty())
      continue;
    const PathStep &First = C.Path.front().Step;
    C.HomeUnknown = First.Name == "this" || First.K == PathStep::BoundObject ||
                    Elsewhere.contains(First.Name);
    // The call may as well take the work back to where the object lives.
    if (Over == models::Boundary::Shard && C.HomeUnknown)
      C.Certainty = Confidence::Possible;
  }
  // Elements of such an object are often one for each shard.
  if (Over == models::Boundary::Shard)
    llvm::erase_if(Finder.Found, [](const Carried &C) {
      return C.HomeUnknown && llvm::any_of(C.Path, [](const CarriedStep &S) {
               return S.Step.K == PathStep::Element;
             });
    });
  return std::move(Finder.Found);
}

namespace {
/// Variables that a statement names, and those that it declares itself.
class NameCollector : public RecursiveASTVisitor<NameCollector> {
public:
  bool VisitVarDecl(VarDecl *V) {
    Own.insert(V);
    return true;
  }
  bool VisitDeclRefExpr(DeclRefExpr *E) {
    if (const auto *V = dyn_cast<VarDecl>(E->getDecl()))
      Named.push_back(V);
    return true;
  }
  bool VisitCXXThisExpr(CXXThisExpr *E) {
    if (!This)
      This = E;
    return true;
  }
  llvm::DenseSet<const VarDecl *> Own;
  llvm::SmallVector<const VarDecl *, 8> Named;
  const CXXThisExpr *This = nullptr;
};
} // namespace

std::vector<Carried> findActsIn(AuditContext &Ctx, LaunchSites &Sites,
                                const Stmt *Child, models::Boundary Over) {
  NameCollector Names;
  Names.TraverseStmt(const_cast<Stmt *>(Child));
  ActFinder Finder(Ctx, Sites, Over);
  for (const VarDecl *V : Names.Named) {
    if (Names.Own.contains(V))
      continue;
    PathStep Step;
    Step.K = PathStep::Inherited;
    Step.Name = V->getNameAsString();
    Step.Type = Ctx.printType(V->getType());
    Step.Loc = V->getLocation();
    Step.Range = V->getLocation();
    Finder.addHome(V, Step);
  }
  if (Names.This) {
    PathStep Step;
    Step.K = PathStep::Inherited;
    Step.Name = "this";
    Step.Type = Ctx.printType(Names.This->getType());
    Step.Loc = Names.This->getExprLoc();
    Finder.addHomeThis(Step);
  }
  Finder.TraverseStmt(const_cast<Stmt *>(Child));
  return std::move(Finder.Found);
}

} // namespace stowaway::audit
