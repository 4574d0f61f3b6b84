//===- ActFinder.cpp - Which acts on things from home are in this body? ---===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/ActFinder.h"
#include "Audit/Acts.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;

namespace stowaway::audit {

static constexpr unsigned MaxContentDepth = 6;
static constexpr unsigned MaxCallDepth = 3;

//===----------------------------------------------------------------------===//
// What comes from home
//===----------------------------------------------------------------------===//

void ActFinder::addHome(const ValueDecl *V, PathStep Step) {
  Home[V] = {{std::move(Step), nullptr, nullptr, nullptr, {}}};
}

void ActFinder::addHomeThis(PathStep Step) {
  HomeThis = HomePath{{std::move(Step), nullptr, nullptr, nullptr, {}}};
}

const models::PassThrough *ActFinder::passThrough(const CallExpr *Call) {
  llvm::StringRef Name = Ctx.modelledName(calleeOf(Call));
  const models::PassThrough *Pass =
      Name.empty() ? nullptr : Ctx.Models.passThrough(Name);
  return Pass && Pass->Argument < Call->getNumArgs() ? Pass : nullptr;
}

const models::Container *ActFinder::containerOf(QualType T) {
  const CXXRecordDecl *R = recordOf(T);
  return R && R->getIdentifier() ? Ctx.Models.container(Ctx.qualifiedName(R))
                                 : nullptr;
}

ActFinder::HomePath ActFinder::inside(HomePath Path, QualType Content) const {
  PathStep Step;
  Step.K = PathStep::Element;
  Step.Type = Ctx.printType(Content.getNonReferenceType());
  Path.push_back({Step, nullptr, nullptr, nullptr, {}});
  return Path;
}

/// The operand of std::move and the like, or nothing.
const Expr *ActFinder::moved(const Expr *E) {
  const Expr *Bare = stripped(E);
  if (const auto *Call = dyn_cast_or_null<CallExpr>(Bare))
    if (const models::PassThrough *Pass = passThrough(Call))
      return Call->getArg(Pass->Argument);
  return E->isXValue() ? E : nullptr;
}

/// The path by which what \p E denotes came from home, or nothing.
std::optional<ActFinder::HomePath> ActFinder::home(const Expr *E) {
  E = stripped(E);
  if (!E)
    return std::nullopt;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    auto It = Home.find(Ref->getDecl());
    if (It != Home.end())
      return It->second;
    if (const auto *Bind = dyn_cast<BindingDecl>(Ref->getDecl()))
      if (const Expr *To = Bind->getBinding())
        return home(To);
    return std::nullopt;
  }
  if (isa<CXXThisExpr>(E))
    return HomeThis;
  if (const auto *Member = dyn_cast<MemberExpr>(E)) {
    const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
    if (!Field)
      return std::nullopt;
    std::optional<HomePath> Path = home(Member->getBase());
    if (!Path)
      return std::nullopt;
    PathStep Step;
    Step.K = PathStep::Field;
    Step.Name = Field->getNameAsString();
    Step.Type = Ctx.printType(Field->getType());
    Step.Loc = Field->getLocation();
    Step.Range = Field->getLocation();
    const auto *Owner = dyn_cast<CXXRecordDecl>(Field->getParent());
    Path->push_back({Step, Owner, Field, nullptr, {}});
    return Path;
  }
  if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
    if (Unary->getOpcode() == UO_Deref || Unary->getOpcode() == UO_AddrOf)
      return home(Unary->getSubExpr());
    return std::nullopt;
  }
  if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E)) {
    if (auto Path = home(Subscript->getBase()))
      return inside(std::move(*Path), E->getType());
    return std::nullopt;
  }
  if (const auto *Call = dyn_cast<CallExpr>(E))
    return homeOfCall(Call);
  return std::nullopt;
}

std::optional<ActFinder::HomePath> ActFinder::homeOfCall(const CallExpr *Call) {
  const Expr *Object = nullptr;
  bool Reaches = false, Element = false;
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(Call)) {
    if (Op->getNumArgs() == 0)
      return std::nullopt;
    Object = Op->getArg(0);
    Reaches = Op->getNumArgs() == 1 &&
              (Op->getOperator() == OO_Arrow || Op->getOperator() == OO_Star);
    Element =
        Op->getOperator() == OO_Subscript && containerOf(Object->getType());
  } else if (const auto *Method = dyn_cast<CXXMemberCallExpr>(Call)) {
    // What a container's method refers to is in it: front(), at(i), get().
    Object = Method->getImplicitObjectArgument();
    if (const models::Container *C = containerOf(Object->getType());
        C && (Call->isGLValue() || Call->getType()->isPointerType())) {
      Element = C->As == models::Container::Element;
      Reaches = !Element;
    }
  } else if (const models::PassThrough *Pass = passThrough(Call)) {
    if (Pass->As == models::PassThrough::Same ||
        Pass->As == models::PassThrough::Address ||
        Pass->As == models::PassThrough::Reference)
      return home(Call->getArg(Pass->Argument));
  }
  if (!Reaches && !Element)
    return std::nullopt;
  // What lies behind a wrapper made for this boundary is the wrapper's affair.
  if (const CXXRecordDecl *R = recordOf(Object->getType());
      R && R->getIdentifier())
    for (const models::Wrapper *W : Ctx.Models.wrappers(Ctx.qualifiedName(R)))
      if (W->Over.contains(Over))
        return std::nullopt;
  std::optional<HomePath> Path = home(Object);
  if (Path && Element)
    return inside(std::move(*Path), Call->getType());
  return Path;
}

/// Another name for something from home: a reference or a pointer to it.
bool ActFinder::VisitVarDecl(VarDecl *V) {
  QualType T = V->getType();
  if (V->getInit() && (T->isReferenceType() || T->isPointerType()))
    if (std::optional<HomePath> Path = home(V->getInit()))
      Home[V] = std::move(*Path);
  return true;
}

bool ActFinder::TraverseCXXForRangeStmt(CXXForRangeStmt *S) {
  // `*__begin` denotes an element; of it the loop variable is made.
  if (S->getRangeInit() && S->getBeginStmt() && S->getLoopVariable())
    if (std::optional<HomePath> Path = home(S->getRangeInit()))
      if (const auto *Begin =
              dyn_cast_or_null<VarDecl>(S->getBeginStmt()->getSingleDecl()))
        Home[Begin] = inside(std::move(*Path), S->getLoopVariable()->getType());
  return RecursiveASTVisitor::TraverseCXXForRangeStmt(S);
}

//===----------------------------------------------------------------------===//
// Bodies
//===----------------------------------------------------------------------===//

void ActFinder::follow(const FunctionDecl *Body) {
  if (Body && Body->getBody())
    TraverseStmt(Body->getBody());
}

/// Models say what these do, or their content is not the user's.
bool ActFinder::isDescribed(const FunctionDecl *F) {
  if (Ctx.isSystem(F) || Sites.isLaunch(F) ||
      Ctx.Models.namesFunction(Ctx.modelledName(F)))
    return true;
  const auto *Method = dyn_cast<CXXMethodDecl>(F);
  if (!Method || !Method->getParent()->getIdentifier())
    return false;
  llvm::StringRef Class = Ctx.qualifiedName(Method->getParent());
  return !Ctx.Models.handles(Class).empty() ||
         !Ctx.Models.wrappers(Class).empty() || Ctx.Models.container(Class) ||
         Ctx.Models.callableHolder(Class);
}

void ActFinder::enter(const FunctionDecl *Callee,
                      llvm::ArrayRef<const Expr *> Args, const Expr *Object) {
  if (!Callee || CallDepth >= MaxCallDepth || isDescribed(Callee))
    return;
  const FunctionDecl *Def = runningBody(Callee);
  if (!Def || !Def->getBody())
    return;
  std::optional<HomePath> This;
  if (Object)
    This = home(Object);
  std::vector<std::pair<const ValueDecl *, HomePath>> Given;
  for (unsigned I = 0; I < Args.size() && I < Def->getNumParams(); ++I) {
    const ParmVarDecl *Param = Def->getParamDecl(I);
    QualType T = Param->getType();
    if (T->isReferenceType() || T->isPointerType())
      if (std::optional<HomePath> Path = home(Args[I]))
        Given.emplace_back(Param, std::move(*Path));
  }
  if (!This && Given.empty())
    return;
  std::string Key = This ? pathText(*This) : std::string();
  for (const auto &[Param, Path] : Given)
    Key += "," + Param->getNameAsString() + "=" + pathText(Path);
  if (!Followed.insert({Def, std::move(Key)}).second)
    return;
  llvm::SaveAndRestore Deeper(CallDepth, CallDepth + 1);
  llvm::SaveAndRestore OtherThis(HomeThis, std::move(This));
  for (auto &[Param, Path] : Given)
    Home[Param] = std::move(Path);
  TraverseStmt(Def->getBody());
  for (const auto &[Param, Path] : Given)
    Home.erase(Param);
}

bool ActFinder::TraverseLambdaExpr(LambdaExpr *L) {
  // What a nested closure copies is copied here.
  for (Expr *Init : L->capture_inits())
    if (Init)
      TraverseStmt(Init);
  if (!Launched.contains(L))
    if (const FunctionDecl *Body = runningBody(L->getCallOperator()))
      TraverseStmt(Body->getBody());
  return true;
}

//===----------------------------------------------------------------------===//
// Acts
//===----------------------------------------------------------------------===//

bool ActFinder::VisitCXXConstructExpr(CXXConstructExpr *E) {
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

bool ActFinder::VisitCXXOperatorCallExpr(CXXOperatorCallExpr *E) {
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

bool ActFinder::VisitCXXMemberCallExpr(CXXMemberCallExpr *E) {
  const CXXMethodDecl *Method = E->getMethodDecl();
  const Expr *Object = E->getImplicitObjectArgument();
  if (!Method || !Object || !Method->getIdentifier())
    return true;
  called(Object, Method->getName(), E);
  filled(E);
  return true;
}

bool ActFinder::VisitCallExpr(CallExpr *E) {
  const FunctionDecl *Callee = calleeOf(E);
  if (!Callee)
    return true;
  // The target of a launch in here is judged on its own.
  llvm::SmallVector<BoundExpr, 4> Bound;
  for (const Expr *Arg : E->arguments())
    Bound.push_back({Arg, nullptr});
  if (auto Parts = Sites.match(Callee, Bound)) {
    if (Parts->Target)
      if (const auto *L =
              dyn_cast_or_null<LambdaExpr>(stripped(Parts->Target.E)))
        Launched.insert(L);
    return true;
  }
  if (const models::PassThrough *Pass = passThrough(E))
    if (Pass->As == models::PassThrough::Taken) {
      const Expr *From = E->getArg(Pass->Argument);
      act(models::Act::Move, From, E, From->getType());
    }

  llvm::SmallVector<const Expr *, 4> Args(E->arguments());
  const Expr *Object = nullptr;
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E))
    Object = Call->getImplicitObjectArgument();
  else if (const auto *Method = dyn_cast<CXXMethodDecl>(Callee);
           Method && isa<CXXOperatorCallExpr>(E) && Method->isInstance() &&
           !Args.empty()) {
    Object = Args.front();
    Args.erase(Args.begin());
  }
  // The bodies of closures are visited where they are written.
  if (const auto *Method = dyn_cast<CXXMethodDecl>(Callee);
      E->getDirectCallee() && (!Method || !Method->getParent()->isLambda()))
    enter(Callee, Args, Object);
  return true;
}

/// Whole elements that a container is given are copied or moved into it.
void ActFinder::filled(const CXXMemberCallExpr *E) {
  const models::Container *C =
      containerOf(E->getImplicitObjectArgument()->getType());
  if (!C)
    return;
  llvm::StringRef Name = E->getMethodDecl()->getName();
  bool Fills = llvm::is_contained(C->Insert, Name) ||
               llvm::any_of(C->Emplace, [&](const auto &Fill) {
                 return Name == Fill.Method;
               });
  if (!Fills)
    return;
  for (const Expr *Arg : E->arguments())
    if (Arg->isLValue())
      act(models::Act::Copy, Arg, E, Arg->getType());
    else
      act(models::Act::Move, moved(Arg), E, Arg->getType());
}

void ActFinder::called(const Expr *Object, llvm::StringRef Method,
                       const Expr *At) {
  std::optional<HomePath> Path = home(Object);
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
      if (H->acts(models::Act::Lock) && Method.starts_with("lock"))
        return emit(models::Act::Lock, *H, T, std::move(*Path), {}, At);
      if (H->acts(models::Act::Call) && llvm::is_contained(H->Calls, Method))
        return emit(models::Act::Call, *H, T, std::move(*Path), {}, At);
    }
}

/// The handle that \p T is or has inside, on which \p A is wrong.
const models::Handle *ActFinder::wrong(QualType T, models::Act A,
                                       QualType &Which,
                                       std::vector<PathStep> &Inside,
                                       unsigned Depth) {
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

void ActFinder::act(models::Act A, const Expr *On, const Expr *At, QualType T) {
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

void ActFinder::emit(models::Act A, const models::Handle &H, QualType T,
                     HomePath Path, const std::vector<PathStep> &Inside,
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
  // Whose member it is, and so where that lives, was decided elsewhere: the
  // launch may take the work to it.
  if (Over == models::Boundary::Shard && CallDepth > 0 &&
      llvm::any_of(C.Path, [](const CarriedStep &S) { return S.Field; }))
    C.Certainty = Confidence::Possible;
  Found.push_back(std::move(C));
}

} // namespace stowaway::audit
