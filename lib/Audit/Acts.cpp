//===- Acts.cpp - What does the worker do to this handle? -----------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/Acts.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/Support/SaveAndRestore.h"
#include <set>

using namespace clang;

namespace stowaway::audit {

static constexpr unsigned MaxContentDepth = 6;
static constexpr unsigned MaxCallDepth = 3;

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

const FunctionDecl *runningBody(const FunctionDecl *F) {
  if (!F)
    return nullptr;
  if (const FunctionTemplateDecl *Template = F->getDescribedFunctionTemplate())
    for (const FunctionDecl *Instance : Template->specializations()) {
      const FunctionDecl *Def = nullptr;
      if (Instance->hasBody(Def))
        return Def;
    }
  const FunctionDecl *Def = nullptr;
  return F->hasBody(Def) ? Def : nullptr;
}

namespace {

class ActFinder : public RecursiveASTVisitor<ActFinder> {
public:
  ActFinder(AuditContext &Ctx, LaunchSites &Sites, models::Boundary Over)
      : Ctx(Ctx), Sites(Sites), Over(Over) {}

  bool shouldVisitImplicitCode() const { return true; }

  std::map<const ValueDecl *, PathStep> Home; ///< captures, by variable
  std::optional<PathStep> HomeThis;
  std::vector<Carried> Found;

  void follow(const FunctionDecl *Body) {
    if (!Body || !Body->getBody() || !Followed.insert(Body).second)
      return;
    TraverseStmt(Body->getBody());
  }

  bool VisitCXXConstructExpr(CXXConstructExpr *E) {
    if (E->getNumArgs() < 1)
      return true;
    const CXXConstructorDecl *Ctor = E->getConstructor();
    if (Ctor->isCopyConstructor())
      act(models::Act::Copy, E->getArg(0), E, E->getType());
    else if (Ctor->isMoveConstructor())
      act(models::Act::Move, moved(E->getArg(0)), E, E->getType());
    else if (Ctor->getNumParams() >= 1 &&
             Ctor->getParamDecl(0)->getType()->isLValueReferenceType()) {
      // lock_guard(mutex), and conversions between smart pointers.
      QualType From = E->getArg(0)->getType();
      QualType Param = Ctor->getParamDecl(0)->getType().getNonReferenceType();
      act(Param.isConstQualified() ? models::Act::Copy : models::Act::Lock,
          E->getArg(0), E, From);
    }
    return true;
  }

  bool VisitCXXOperatorCallExpr(CXXOperatorCallExpr *E) {
    switch (E->getOperator()) {
    case OO_Equal:
      if (E->getNumArgs() == 2) {
        act(models::Act::Destroy, E->getArg(0), E, E->getArg(0)->getType());
        const Expr *From = E->getArg(1);
        if (From->isLValue())
          act(models::Act::Copy, From, E, From->getType());
        else
          act(models::Act::Move, moved(From), E, From->getType());
      }
      break;
    case OO_Star:
    case OO_Arrow:
      if (E->getNumArgs() == 1)
        act(models::Act::Dereference, E->getArg(0), E, E->getArg(0)->getType());
      break;
    default:
      break;
    }
    return true;
  }

  bool VisitCXXMemberCallExpr(CXXMemberCallExpr *E) {
    const CXXMethodDecl *Method = E->getMethodDecl();
    const Expr *Object = E->getImplicitObjectArgument();
    if (!Method || !Object || !Method->getIdentifier())
      return true;
    called(Object, Method->getName(), E);
    // A method of the captured object runs on the worker's side as well.
    if (HomeThis && isa<CXXThisExpr>(Object->IgnoreParenImpCasts()) &&
        CallDepth < MaxCallDepth && !Ctx.isSystem(Method)) {
      llvm::SaveAndRestore Deeper(CallDepth, CallDepth + 1);
      follow(runningBody(Method));
    }
    return true;
  }

  bool TraverseLambdaExpr(LambdaExpr *L) {
    // What a nested closure copies is copied here.
    for (Expr *Init : L->capture_inits())
      if (Init)
        TraverseStmt(Init);
    if (!Launched.contains(L))
      if (const FunctionDecl *Body = runningBody(L->getCallOperator()))
        TraverseStmt(Body->getBody());
    return true;
  }

  bool VisitCallExpr(CallExpr *E) {
    // The target of a launch in here is judged on its own.
    llvm::SmallVector<BoundExpr, 4> Args;
    for (const Expr *Arg : E->arguments())
      Args.push_back({Arg, nullptr});
    if (auto Parts = Sites.match(E->getDirectCallee(), Args))
      if (Parts->Target)
        if (const auto *L =
                dyn_cast_or_null<LambdaExpr>(stripped(Parts->Target.E)))
          Launched.insert(L);
    return true;
  }

private:
  /// The operand of std::move and the like, or nothing.
  const Expr *moved(const Expr *E) {
    const Expr *Bare = stripped(E);
    if (const auto *Call = dyn_cast_or_null<CallExpr>(Bare)) {
      llvm::StringRef Name = Ctx.modelledName(Call->getDirectCallee());
      if (!Name.empty())
        if (const models::PassThrough *Pass = Ctx.Models.passThrough(Name))
          if (Pass->Argument < Call->getNumArgs())
            return Call->getArg(Pass->Argument);
    }
    return E->isXValue() ? E : nullptr;
  }

  /// The path from a capture to what \p E denotes, or nothing.
  std::optional<std::vector<CarriedStep>> home(const Expr *E) {
    E = stripped(E);
    if (!E)
      return std::nullopt;
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
      auto It = Home.find(Ref->getDecl());
      if (It == Home.end())
        return std::nullopt;
      return std::vector<CarriedStep>{
          {It->second, nullptr, nullptr, nullptr, {}}};
    }
    if (isa<CXXThisExpr>(E)) {
      if (!HomeThis)
        return std::nullopt;
      return std::vector<CarriedStep>{
          {*HomeThis, nullptr, nullptr, nullptr, {}}};
    }
    if (const auto *Member = dyn_cast<MemberExpr>(E)) {
      const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
      if (!Field)
        return std::nullopt;
      auto Path = home(Member->getBase());
      if (!Path)
        return std::nullopt;
      PathStep Step;
      Step.K = PathStep::Field;
      Step.Name = Field->getNameAsString();
      Step.Type = Ctx.printType(Field->getType());
      Step.Loc = Field->getLocation();
      Step.Range = Field->getLocation();
      Path->push_back({Step,
                       dyn_cast<CXXRecordDecl>(Field->getParent()),
                       Field,
                       nullptr,
                       {}});
      return Path;
    }
    if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
      if (Unary->getOpcode() == UO_Deref || Unary->getOpcode() == UO_AddrOf)
        return home(Unary->getSubExpr());
      return std::nullopt;
    }
    if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(E))
      if ((Op->getOperator() == OO_Arrow || Op->getOperator() == OO_Star) &&
          Op->getNumArgs() == 1)
        return home(Op->getArg(0));
    return std::nullopt;
  }

  /// The handle that \p T is or has inside, on which \p A is wrong.
  const models::Handle *wrong(QualType T, models::Act A, QualType &Which,
                              std::vector<PathStep> &Inside,
                              unsigned Depth = 0) {
    if (Depth > MaxContentDepth || T.isNull())
      return nullptr;
    T = T.getNonReferenceType().getUnqualifiedType();
    Verdict V = judge(Ctx, T, Over);
    switch (V.K) {
    case Verdict::IsHandle:
      if (V.Rule.Model && V.Rule.Model->acts(A)) {
        Which = T;
        return V.Rule.Model;
      }
      // Several models may speak of one type.
      for (const std::string &Name : Ctx.modelNames(T))
        for (const models::Handle *H : Ctx.Models.handles(Name))
          if (H->Cannot.contains(Over) && H->acts(A)) {
            Which = T;
            return H;
          }
      return nullptr;
    case Verdict::HasContent:
      // Inside an owner that is only copied as a pointer nothing happens.
      if (V.Container && V.Container->As == models::Container::Pointee)
        return nullptr;
      for (QualType Content : V.Content)
        if (const models::Handle *H =
                wrong(Content, A, Which, Inside, Depth + 1)) {
          PathStep Step;
          Step.K = PathStep::Element;
          Step.Type = Ctx.printType(Content);
          Inside.insert(Inside.begin(), Step);
          return H;
        }
      return nullptr;
    case Verdict::Record:
      if (A == models::Act::Dereference || A == models::Act::Lock ||
          A == models::Act::Call)
        return nullptr;
      for (const FieldDecl *F : V.Class->fields())
        if (!F->getType()->isReferenceType())
          if (const models::Handle *H =
                  wrong(F->getType(), A, Which, Inside, Depth + 1)) {
            PathStep Step;
            Step.K = PathStep::Field;
            Step.Name = F->getNameAsString();
            Step.Type = Ctx.printType(F->getType());
            Step.Loc = F->getLocation();
            Step.Range = F->getLocation();
            Inside.insert(Inside.begin(), Step);
            return H;
          }
      for (const CXXBaseSpecifier &B : V.Class->bases())
        if (const models::Handle *H =
                wrong(B.getType(), A, Which, Inside, Depth + 1))
          return H;
      return nullptr;
    default:
      return nullptr;
    }
  }

  void act(models::Act A, const Expr *On, const Expr *At, QualType T) {
    if (!On)
      return;
    auto Path = home(On);
    if (!Path)
      return;
    QualType Which;
    std::vector<PathStep> Inside;
    const models::Handle *H = wrong(T, A, Which, Inside);
    if (H)
      emit(A, *H, Which, std::move(*Path), Inside, At);
  }

  void called(const Expr *Object, llvm::StringRef Method, const Expr *At) {
    auto Path = home(Object);
    if (!Path)
      return;
    QualType T = Object->getType();
    if (T->isPointerType())
      T = T->getPointeeType();
    for (const std::string &Name :
         Ctx.modelNames(T.getNonReferenceType().getUnqualifiedType()))
      for (const models::Handle *H : Ctx.Models.handles(Name)) {
        if (!H->Cannot.contains(Over))
          continue;
        if (H->acts(models::Act::Call) && llvm::is_contained(H->Calls, Method))
          return emit(models::Act::Call, *H, T, std::move(*Path), {}, At);
        if (H->acts(models::Act::Lock) && Method.starts_with("lock"))
          return emit(models::Act::Lock, *H, T, std::move(*Path), {}, At);
      }
  }

  void emit(models::Act A, const models::Handle &H, QualType T,
            std::vector<CarriedStep> Path, const std::vector<PathStep> &Inside,
            const Expr *At) {
    for (const PathStep &Step : Inside)
      Path.push_back({Step, nullptr, nullptr, nullptr, {}});
    // The first act on each handle is the one to show.
    if (!Seen.insert(pathText(Path)).second)
      return;
    Carried C;
    C.Rule.Check = H.Check;
    C.Rule.Kind = H.Kind;
    C.Rule.Reason = H.Reason;
    C.Rule.Instead = H.Instead;
    C.Rule.Model = &H;
    if (const CXXRecordDecl *R = recordOf(T)) {
      C.Rule.DeclaredAt = R->getLocation();
      C.Rule.DeclaredName = Ctx.qualifiedName(R).str();
    }
    C.Type = T.getNonReferenceType().getUnqualifiedType();
    C.Path = std::move(Path);
    C.ActAt = At;
    C.ActWords = actPhrase(A).str();
    if (A == models::Act::Call)
      C.ActWords = "is used by '" + Ctx.sourceText(At, 40) + "'";
    Found.push_back(std::move(C));
  }

  AuditContext &Ctx;
  LaunchSites &Sites;
  models::Boundary Over;
  unsigned CallDepth = 0;
  std::set<std::string> Seen;
  llvm::DenseSet<const LambdaExpr *> Launched;
  llvm::DenseSet<const FunctionDecl *> Followed;
};

} // namespace

/// Is some launch's result in \p E?
static bool comesFromLaunch(LaunchSites &Sites, const Stmt *E) {
  if (!E || isa<LambdaExpr>(E))
    return false;
  if (const auto *Call = dyn_cast<CallExpr>(E))
    if (const FunctionDecl *F = Call->getDirectCallee())
      if (Sites.isLaunch(F))
        return true;
  for (const Stmt *Child : E->children())
    if (comesFromLaunch(Sites, Child))
      return true;
  return false;
}

std::vector<Carried>
findActs(AuditContext &Ctx, LaunchSites &Sites, const ResolvedTarget &Target,
         const models::Launch &Launch, llvm::ArrayRef<BoundExpr> Arguments,
         models::Boundary Over, const DeclContext *Within) {
  if (Over == models::Boundary::Process)
    return {}; // nothing of home is there to act on
  ActFinder Finder(Ctx, Sites, Over);
  if (Target.K == ResolvedTarget::Lambda && Target.Class) {
    for (const LambdaCapture &Capture : Target.Class->captures()) {
      PathStep Step;
      Step.K =
          Capture.isImplicit() ? PathStep::ImplicitCapture : PathStep::Capture;
      Step.Loc = Capture.getLocation();
      Step.Range = Capture.getLocation();
      if (Capture.capturesThis()) {
        if (Capture.getCaptureKind() != LCK_This || Within)
          continue; // a copy of its own, or an object of elsewhere
        Step.Name = "this";
        Finder.HomeThis = Step;
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
      Finder.Home.emplace(V, Step);
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
    Finder.HomeThis = Step;
    Finder.follow(runningBody(Target.Callee));
  }
  // Where the object of 'this' lives is not known here: the call may as well
  // take the work back to it.
  if (Over == models::Boundary::Shard && Finder.HomeThis)
    for (Carried &C : Finder.Found)
      if (!C.Path.empty() && C.Path.front().Step.Name == Finder.HomeThis->Name)
        C.Certainty = Confidence::Possible;
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
    Finder.Home.emplace(V, Step);
  }
  if (Names.This) {
    PathStep Step;
    Step.K = PathStep::Inherited;
    Step.Name = "this";
    Step.Type = Ctx.printType(Names.This->getType());
    Step.Loc = Names.This->getExprLoc();
    Finder.HomeThis = Step;
  }
  Finder.TraverseStmt(const_cast<Stmt *>(Child));
  return std::move(Finder.Found);
}

} // namespace stowaway::audit
