//===- Payload.cpp - What does the target carry, by which path? -----------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/Payload.h"
#include "Audit/Acts.h"
#include "Audit/Checks.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;

namespace stowaway::audit {

// Payloads are shallow; what is deeper is a recursive type in disguise.
static constexpr unsigned MaxPath = 16;
static constexpr unsigned MaxFound = 64;

/// The class of an object, or of the object that a pointer points to.
static std::string classOf(llvm::StringRef Type) {
  Type.consume_back("*");
  Type.consume_front("const ");
  return Type.rtrim().str();
}

std::string pathText(llvm::ArrayRef<CarriedStep> Path) {
  std::string Text;
  auto Dot = [&](llvm::StringRef Name) {
    if (Name.empty())
      return; // an anonymous union
    if (!Text.empty() && Text.back() != ':')
      Text += ".";
    Text += Name;
  };
  for (size_t I = 0; I < Path.size(); ++I) {
    const PathStep &S = Path[I].Step;
    // What a smart pointer is bound to is its pointee.
    const PathStep &Of =
        I + 1 < Path.size() && Path[I + 1].Step.K == PathStep::Pointee
            ? Path[I + 1].Step
            : S;
    switch (S.K) {
    case PathStep::Target:
      break;
    case PathStep::BoundObject:
      Text = Of.Type + "::";
      break;
    case PathStep::Capture:
    case PathStep::ImplicitCapture:
    case PathStep::Argument:
    case PathStep::Inherited:
      // A temporary has no name of its own; 'this' goes without saying.
      Text = S.Name == "*this" ||
                     (S.Name == "this" && I + 1 < Path.size() &&
                      Path[I + 1].Step.K == PathStep::Field) ||
                     S.Name.find('{') != std::string::npos ||
                     S.Name.find('(') != std::string::npos
                 ? classOf(Of.Type) + "::"
                 : S.Name;
      break;
    case PathStep::Field:
      Dot(S.Name);
      break;
    case PathStep::Element:
      Text += "[...]";
      break;
    case PathStep::Result:
      Text = S.Name;
      break;
    case PathStep::Base:
    case PathStep::Pointee:
    case PathStep::Alternative:
    case PathStep::Content:
      break; // not something that a programmer writes
    }
  }
  if (llvm::StringRef(Text).ends_with("::"))
    Text.resize(Text.size() - 2);
  return Text;
}

std::string Payload::pathText() const {
  return stowaway::audit::pathText(Path);
}

void Payload::barrier(llvm::StringRef Name, const llvm::Twine &What) {
  SourceLocation At = LaunchLoc;
  for (const CarriedStep &C : Path)
    if (C.Step.Loc.isValid())
      At = C.Step.Loc;
  Ctx.barrier(Name, "'" + pathText() + "': " + What, At, LaunchLoc);
}

/// Does \p S name the member \p F of something?
static bool namesMember(const Stmt *S, const FieldDecl *F) {
  if (!S)
    return false;
  if (const auto *Member = dyn_cast<MemberExpr>(S);
      Member && Member->getMemberDecl()->getCanonicalDecl() == F)
    return true;
  return llvm::any_of(S->children(),
                      [&](const Stmt *Child) { return namesMember(Child, F); });
}

/// Is \p P in a container, a member of a local object, that the function which
/// makes the object never touches? It may well be empty.
static bool mayBeUnfilled(const Place &P) {
  if (P.Kind != Place::Variable)
    return false;
  const auto *V = dyn_cast<VarDecl>(static_cast<const ValueDecl *>(P.Root));
  if (!V || !V->isLocalVarDecl() || !V->hasLocalStorage())
    return false;
  const auto *F = dyn_cast<FunctionDecl>(V->getDeclContext());
  for (size_t I = 0; F && I + 1 < P.Steps.size(); ++I)
    if (P.Steps[I].K == PlaceStep::Field &&
        P.Steps[I + 1].K == PlaceStep::Element)
      return !namesMember(F->getBody(), P.Steps[I].Member);
  return false;
}

void Payload::emit(const HandleRule &Rule, QualType T, const At &Where) {
  if (Found.size() >= MaxFound)
    return;
  std::string Words;
  if (Rule.Acts && !InResult) {
    auto Has = [&](models::Act A) { return Rule.Acts & (1u << unsigned(A)); };
    bool Owned = llvm::none_of(Path, [](const CarriedStep &C) {
      return C.Step.K == PathStep::Pointee;
    });
    // What is destroyed on the other side acts there whatever the body does.
    if (Dies != models::Side::There || !Owned || !Has(models::Act::Destroy)) {
      barrier("rides", "'" + Ctx.printType(T) +
                           "' may travel along as long as the other side "
                           "leaves it alone");
      return;
    }
    Words = "is destroyed";
  }
  Carried C;
  C.Origin = Origin;
  C.Rule = Rule;
  C.Type = T;
  C.Path = Path;
  C.At = Where.P;
  C.AtBinding = Where.Binding;
  C.Certainty = Rule.Acts && Where.P && mayBeUnfilled(*Where.P)
                    ? Confidence::Possible
                    : Certainty;
  C.ActWords = Words;
  Found.push_back(std::move(C));
}

/// Can the member function \p Method be called on what \p E gives?
static bool isObjectFor(const CXXMethodDecl *Method, const Expr *E) {
  const CXXRecordDecl *Of = Method->getParent();
  auto Fits = [&](QualType T) {
    const CXXRecordDecl *R = recordOf(T);
    if (!R)
      return false;
    return R->getCanonicalDecl() == Of->getCanonicalDecl() ||
           (R->hasDefinition() && Of->hasDefinition() &&
            R->getDefinition()->isDerivedFrom(Of));
  };
  QualType T = E->getType();
  if (Fits(T))
    return true;
  // Smart pointers and reference wrappers of it.
  for (QualType Arg : typeArguments(recordOf(T)))
    if (Fits(Arg))
      return true;
  return T->isDependentType();
}

BoundExpr Payload::boundObject(const ResolvedTarget &Target,
                               llvm::ArrayRef<BoundExpr> Arguments) {
  if (Target.Object)
    return Target.Object;
  BoundExpr First;
  if (!Target.Bound.empty())
    First = Target.Bound[0];
  else if (!Arguments.empty())
    First = Arguments[0];
  // Some launches have the object on the other side already.
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Target.Callee);
  if (First && Method && !isObjectFor(Method, First.E))
    return {};
  return First;
}

std::vector<Carried> Payload::walk(const ResolvedTarget &Target,
                                   llvm::ArrayRef<BoundExpr> Arguments) {
  if (Target.Branched)
    Certainty = Confidence::Possible;
  llvm::ArrayRef<BoundExpr> Bound = Target.Bound;
  llvm::ArrayRef<BoundExpr> Rest = Arguments;

  Dies = Launch.ClosureDestroyed;
  switch (Target.K) {
  case ResolvedTarget::Lambda:
    walkClosure(Target.Class, Target.Source.F, Launch.TargetCrossesAs);
    break;
  case ResolvedTarget::Function:
    break;
  case ResolvedTarget::Member: {
    BoundExpr Object = boundObject(Target, Arguments);
    if (!Object)
      break;
    if (!Bound.empty())
      Bound = Bound.drop_front();
    else
      Rest = Rest.drop_front();
    PathStep Step;
    Step.K = PathStep::BoundObject;
    Step.Name = Ctx.sourceText(Object.E, 40);
    Step.Loc = Object.E->getExprLoc();
    Step.Range = Object.E->getSourceRange();
    walkExpression(Object, Launch.BoundObject, Launch.TargetCrossesAs, Step);
    break;
  }
  case ResolvedTarget::Functor: {
    PathStep Step;
    Step.K = PathStep::Argument;
    Step.Name = Ctx.sourceText(Target.Source.E, 40);
    Step.Loc = Target.Source.E->getExprLoc();
    Step.Range = Target.Source.E->getSourceRange();
    walkExpression(Target.Source,
                   Target.ByReference ? Launch.ReferenceArguments
                                      : models::ReferenceMeaning::Value,
                   Launch.TargetCrossesAs, Step);
    break;
  }
  case ResolvedTarget::Parameter:
  case ResolvedTarget::Opaque:
    if (Target.Source.E) {
      PathStep Step;
      Step.K = PathStep::Argument;
      Step.Name = Ctx.sourceText(Target.Source.E, 40);
      Step.Type = Ctx.printType(Target.Source.E->getType());
      Step.Loc = Target.Source.E->getExprLoc();
      Step.Range = Target.Source.E->getSourceRange();
      Path.push_back({Step, nullptr, nullptr, nullptr, {}});
      unknown(Target.Source.E->getType(), "what it holds was not seen", {});
      Path.pop_back();
    }
    Ctx.barrier("opaque-callable",
                "what this target holds was not seen: '" +
                    (Target.Source.E ? Ctx.sourceText(Target.Source.E)
                                     : std::string("?")) +
                    "'",
                Target.Source.E ? Target.Source.E->getExprLoc() : LaunchLoc,
                LaunchLoc);
    break;
  }

  auto WalkArguments = [&](llvm::ArrayRef<BoundExpr> List,
                           models::Crossing As) {
    for (BoundExpr Arg : List) {
      PathStep Step;
      Step.K = PathStep::Argument;
      Step.Name = Ctx.sourceText(Arg.E, 40);
      Step.Loc = Arg.E->getExprLoc();
      Step.Range = Arg.E->getSourceRange();
      walkExpression(Arg, Launch.ReferenceArguments, As, Step);
    }
  };
  WalkArguments(Bound, Launch.TargetCrossesAs);
  Dies = Launch.ArgumentsDestroyed;
  WalkArguments(Rest, Launch.ArgumentsCrossAs);
  if (Launch.ResultTravels)
    walkResult(Target);
  return std::move(Found);
}

/// What std::move(x), std::forward<T>(x) are about: x.
static const Expr *unmoved(AuditContext &Ctx, const Expr *E) {
  while (const auto *Call = dyn_cast_or_null<CallExpr>(stripped(E))) {
    llvm::StringRef Name = Ctx.modelledName(calleeOf(Call));
    const models::PassThrough *Pass =
        Name.empty() ? nullptr : Ctx.Models.passThrough(Name);
    if (!Pass || Pass->Argument >= Call->getNumArgs() ||
        (Pass->As != models::PassThrough::Same &&
         Pass->As != models::PassThrough::Taken))
      break;
    E = Call->getArg(Pass->Argument);
  }
  return E;
}

/// A callable inside what travels: the closure that is known to be in it.
/// \returns false if what \p E holds was not seen.
bool Payload::walkCallable(BoundExpr E, models::Crossing As) {
  bool Known = false;
  llvm::SaveAndRestore<Confidence> Keep(Certainty);
  for (const ResolvedTarget &T : Target.resolve(E)) {
    if (T.Branched)
      Certainty = Confidence::Possible;
    // A function that wraps what its caller gave it.
    bool Wrapped =
        T.Source.F && E.F && E.F != T.Source.F && E.F->isBelow(T.Source.F);
    llvm::SaveAndRestore<Frame *> From(Origin, Wrapped ? T.Source.F : Origin);
    if (T.K == ResolvedTarget::Lambda) {
      walkClosure(T.Class, T.Source.F, As);
      Known = true;
    } else if (T.K == ResolvedTarget::Functor && T.Class) {
      walkRecord(T.Class, As, {std::nullopt, true});
      Known = true;
    } else if (T.K == ResolvedTarget::Function) {
      Known = true;
    } else if (T.K == ResolvedTarget::Parameter && T.Class &&
               T.Class->isLambda()) {
      // Whoever wrote the lambda calls this function, in this file.
      barrier("parameter", "it is judged at the callers that this file shows");
      Known = true;
    }
  }
  return Known;
}

/// Objects that \p S throws and does not catch itself.
static void thrownBy(const Stmt *S, llvm::SmallVectorImpl<const Expr *> &Into) {
  if (!S || isa<LambdaExpr>(S))
    return;
  if (const auto *Try = dyn_cast<CXXTryStmt>(S)) {
    for (unsigned I = 0; I < Try->getNumHandlers(); ++I)
      thrownBy(Try->getHandler(I), Into);
    return;
  }
  if (const auto *Throw = dyn_cast<CXXThrowExpr>(S))
    if (Throw->getSubExpr())
      Into.push_back(Throw->getSubExpr());
  for (const Stmt *Child : S->children())
    thrownBy(Child, Into);
}

/// What the worker returns is made on the other side and dropped on this one.
void Payload::walkResult(const ResolvedTarget &Target) {
  const FunctionDecl *Body = runningBody(Target.Callee);
  if (!Body)
    return;
  QualType T = Body->getReturnType();
  llvm::SaveAndRestore Result(InResult, true);
  // Code on this side may do no more than pass it on.
  llvm::SaveAndRestore<Confidence> Keep(Certainty, Confidence::Possible);
  llvm::SmallVector<const Expr *, 2> Thrown;
  thrownBy(Body->getBody(), Thrown);
  for (const Expr *E : Thrown) {
    PathStep Step;
    Step.K = PathStep::Result;
    Step.Name = "thrown object";
    Step.Type = Ctx.printType(E->getType());
    Step.Loc = E->getExprLoc();
    Step.Range = E->getSourceRange();
    Path.push_back({Step, nullptr, nullptr, nullptr, {}});
    walkValue(E->getType(), Launch.ArgumentsCrossAs, {std::nullopt, false});
    Path.pop_back();
  }
  if (T.isNull() || T->isVoidType() || T->isDependentType() ||
      T->isReferenceType() || T->isUndeducedType())
    return;
  PathStep Step;
  Step.K = PathStep::Result;
  Step.Name = "result";
  Step.Type = Ctx.printType(T);
  Step.Loc = Body->getLocation();
  Step.Range = Body->getLocation();
  if (SourceRange R = Body->getReturnTypeSourceRange(); R.isValid())
    Step.Loc = R.getBegin(), Step.Range = R;
  Path.push_back({Step, nullptr, nullptr, nullptr, {}});
  // A pointer that comes back may well have been sent: not our question.
  if (!T->isPointerType() || Crosses == models::Boundary::Process)
    walkValue(T, Launch.ArgumentsCrossAs, {std::nullopt, false});
  Path.pop_back();
}

/// Arguments are decay-copied: an array travels as a pointer to its elements.
static QualType decayed(AuditContext &Ctx, QualType T) {
  T = T.getNonReferenceType();
  if (T->isArrayType() || T->isFunctionType())
    return Ctx.AST.getDecayedType(T);
  return T;
}

void Payload::walkExpression(BoundExpr E, models::ReferenceMeaning References,
                             models::Crossing As, PathStep Step) {
  // A parameter stands for what was passed, as far as that is visible.
  for (unsigned Hops = 0; Hops < 8; ++Hops) {
    const Expr *Plain = unmoved(Ctx, E.E);
    if (Plain != E.E && Step.K == PathStep::Argument)
      Step.Name = Ctx.sourceText(Plain, 40);
    const ValueDecl *V = Denote::namedVariable(Plain);
    BoundExpr *Arg = V ? Frame::find(E.F, &Frame::Arguments, V) : nullptr;
    if (!Arg)
      break;
    // A conversion on the way makes a value of its own: a literal that is
    // passed as std::string does not travel as a pointer.
    if (const CXXRecordDecl *Made = definitionOf(V->getType()))
      if (definitionOf(stripped(Arg->E)->getType()) != Made)
        break;
    E = *Arg;
    Step.Loc = E.E->getExprLoc();
    Step.Range = E.E->getSourceRange();
    Step.Name = Ctx.sourceText(E.E, 40);
  }

  const Expr *Bare = stripped(E.E);
  QualType T = decayed(Ctx, Bare->getType());
  QualType Given = E.E->getType().getNonReferenceType();
  if (const CXXRecordDecl *Made = definitionOf(Given))
    if (Made != definitionOf(T) && !Made->isLambda() &&
        !(Made->getIdentifier() &&
          Ctx.Models.callableHolder(Ctx.qualifiedName(Made))))
      T = Given;

  if (Step.K == PathStep::Argument &&
      Launch.StringArguments == models::ReferenceMeaning::Value &&
      T->isPointerType() &&
      Ctx.AST.hasSameUnqualifiedType(T->getPointeeType(), Ctx.AST.CharTy))
    return; // its characters travel

  // std::ref(x), &x, this, std::addressof(x): a reference or the object itself.
  bool IsReference = false;
  QualType Referent;
  if (const auto *Call = dyn_cast<CallExpr>(Bare)) {
    llvm::StringRef Name = Ctx.modelledName(calleeOf(Call));
    if (!Name.empty())
      if (const models::PassThrough *Pass = Ctx.Models.passThrough(Name))
        if (Pass->Argument < Call->getNumArgs() &&
            (Pass->As == models::PassThrough::Reference ||
             Pass->As == models::PassThrough::Address)) {
          IsReference = true;
          Referent = Call->getArg(Pass->Argument)->getType();
          if (Step.K == PathStep::Argument)
            Step.Name = Ctx.sourceText(Call->getArg(Pass->Argument), 40);
        }
  }
  if (!IsReference && T->isPointerType() &&
      !T->getPointeeType()->isFunctionType()) {
    IsReference = Step.K == PathStep::BoundObject ||
                  References == models::ReferenceMeaning::Address;
    if (Step.K == PathStep::Argument &&
        References == models::ReferenceMeaning::Value)
      IsReference = false; // a pointer argument is still an address
    Referent = T->getPointeeType();
  }

  if (IsReference && References == models::ReferenceMeaning::Value) {
    Step.Type = Ctx.printType(Referent);
    Path.push_back({Step, nullptr, nullptr, nullptr, {}});
    std::optional<Place> P = Bare->getType()->isPointerType()
                                 ? Denoter.pointee(E)
                                 : Denoter.object(E);
    walkValue(Referent.getNonReferenceType(), As, {P, false});
    Path.pop_back();
    return;
  }

  Step.Type = Ctx.printType(T);
  Path.push_back({Step, nullptr, nullptr, nullptr, {}});
  Verdict::Kind Kind = judge(Ctx, T, Crosses, As).K;
  if ((Kind == Verdict::Closure || Kind == Verdict::Callable) &&
      walkCallable(E, As)) {
    // A callable given as argument: its captures travel too.
  } else {
    walkValue(T, As, {Denoter.object(E), true});
  }
  Path.pop_back();
}

namespace {
/// What use in a lambda's body forces `this` (or a variable) to be captured?
class UseFinder : public RecursiveASTVisitor<UseFinder> {
public:
  explicit UseFinder(const ValueDecl *Variable) : Variable(Variable) {}
  bool VisitMemberExpr(MemberExpr *E) {
    if (Variable || Found)
      return true;
    if (isa<CXXThisExpr>(E->getBase()->IgnoreParenImpCasts())) {
      Found = E;
      Name = E->getMemberDecl()->getNameAsString();
    }
    return true;
  }
  bool VisitDeclRefExpr(DeclRefExpr *E) {
    if (Variable && !Found && E->getDecl() == Variable) {
      Found = E;
      Name = E->getDecl()->getNameAsString();
    }
    return true;
  }
  const ValueDecl *Variable;
  const Expr *Found = nullptr;
  std::string Name;
};
} // namespace

void Payload::walkClosure(const CXXRecordDecl *Closure, Frame *F,
                          models::Crossing As) {
  if (!Closure || llvm::is_contained(Active, Closure))
    return;
  Active.push_back(Closure);
  const CXXMethodDecl *Body = Closure->getLambdaCallOperator();

  for (const LambdaCapture &Capture : Closure->captures()) {
    if (Capture.capturesVLAType())
      continue;
    PathStep Step;
    Step.K =
        Capture.isImplicit() ? PathStep::ImplicitCapture : PathStep::Capture;
    Step.Loc = Capture.getLocation();
    Step.Range = Capture.getLocation();
    std::string Used;
    const ValueDecl *V =
        Capture.capturesVariable() ? Capture.getCapturedVar() : nullptr;
    if (Capture.isImplicit() && Body && Body->hasBody()) {
      UseFinder Finder(V);
      Finder.TraverseStmt(Body->getBody());
      if (Finder.Found) {
        Used = Finder.Name;
        Step.Loc = Finder.Found->getExprLoc();
        Step.Range = Finder.Found->getSourceRange();
      }
    }

    if (Capture.capturesThis()) {
      const CXXRecordDecl *Class = nullptr;
      // The captured object's class, from the closure's own field.
      llvm::DenseMap<const ValueDecl *, FieldDecl *> Fields;
      FieldDecl *ThisField = nullptr;
      Closure->getCaptureFields(Fields, ThisField);
      QualType T = ThisField ? ThisField->getType() : QualType();
      if (T.isNull())
        continue;
      Class = recordOf(T);
      bool ByCopy = Capture.getCaptureKind() == LCK_StarThis;
      Step.Name = ByCopy ? "*this" : "this";
      Step.Type = Ctx.printType(T);
      std::optional<Place> Self;
      for (Frame *G = F; G && !Self; G = G->Lexical)
        Self = G->This;
      if (!Self && Class)
        Self = Place::object(Class);
      Path.push_back({Step, nullptr, nullptr, nullptr, Used});
      walkValue(T, As, {ByCopy ? Self : std::nullopt, ByCopy});
      Path.pop_back();
      continue;
    }
    if (!V)
      continue;
    QualType T = V->getType();
    std::optional<Place> P;
    bool AtBinding = true;
    if (Capture.getCaptureKind() == LCK_ByRef) {
      T = Ctx.AST.getLValueReferenceType(T.getNonReferenceType());
    } else {
      T = T.getNonReferenceType();
      const auto *Var = dyn_cast<VarDecl>(V);
      if (Var && Var->isInitCapture() && Var->getInit())
        P = Denoter.object({Var->getInit(), F});
      else if (Place *Alias = Frame::find(F, &Frame::Aliases, V))
        P = *Alias;
      else
        P = Place::variable(V);
    }
    Step.Name = V->getNameAsString();
    Step.Type = Ctx.printType(T);
    if (T->isReferenceType())
      Step.Type += " &";
    Path.push_back({Step, nullptr, nullptr, nullptr, Used});
    walkCaptured(V, F, T, As, {P, AtBinding});
    Path.pop_back();
  }
  Active.pop_back();
}

/// A captured value; if it can be called, what it holds.
void Payload::walkCaptured(const ValueDecl *V, Frame *F, QualType T,
                           models::Crossing As, const At &Where) {
  Verdict::Kind Kind =
      T->isReferenceType() ? Verdict::Crosses : judge(Ctx, T, Crosses, As).K;
  const auto *Var = dyn_cast<VarDecl>(V);
  if (Var && (Kind == Verdict::Closure || Kind == Verdict::Callable)) {
    if (BoundExpr *Given = Frame::find(F, &Frame::Arguments, V)) {
      // A function that wraps what its caller gave it.
      llvm::SaveAndRestore<Frame *> From(Origin, Given->F);
      if (walkCallable(*Given, As))
        return;
    } else if (isa<ParmVarDecl>(V)) {
      barrier("parameter", "it is judged at the callers that this file shows");
      return;
    } else if (Var->getInit() && walkCallable({Var->getInit(), F}, As)) {
      return;
    }
  }
  walkValue(T, As, Where);
}

void Payload::walkValue(QualType T, models::Crossing As, const At &Where) {
  if (Path.size() > MaxPath) {
    barrier("deep-path", "not followed further");
    return;
  }
  Verdict V = judge(Ctx, T, Crosses, As);
  switch (V.K) {
  case Verdict::Crosses:
    return;
  case Verdict::LeavesHome:
    barrier("stays-home",
            "'" + Ctx.printType(T) + "' does not send its content");
    return;
  case Verdict::IsHandle:
    emit(V.Rule, T, Where);
    return;
  case Verdict::HasContent: {
    PathStep Step;
    PlaceStep Inside =
        V.Container ? contentStep(*V.Container) : PlaceStep::element();
    Step.K = PathStep::Element;
    llvm::SaveAndRestore<Confidence> Keep(Certainty);
    if (V.Container && V.Container->As == models::Container::Pointee) {
      Step.K = PathStep::Pointee;
    } else if (V.Container &&
               V.Container->As == models::Container::Alternative) {
      Step.K = PathStep::Alternative;
      Certainty = Confidence::Possible; // it may hold something else
    } else if (V.Container && !V.Container->Many) {
      Step.K = PathStep::Content;
    }
    for (QualType Content : V.Content) {
      Step.Type = Ctx.printType(Content);
      Path.push_back({Step, nullptr, nullptr, nullptr, {}});
      At Next = Where;
      if (Next.P)
        Next.P = Next.P->with(Inside);
      walkValue(Content, As, Next);
      Path.pop_back();
    }
    return;
  }
  case Verdict::Record:
    walkRecord(V.Class, As, Where);
    return;
  case Verdict::Closure:
    walkClosure(V.Class, nullptr, As);
    return;
  case Verdict::Callable:
    unknown(T, "what it holds is not told by its type", Where);
    barrier("opaque-callable",
            "what '" + Ctx.printType(T) + "' holds is not told by its type");
    return;
  case Verdict::Opaque:
    unknown(T, "nothing is known of its type", Where);
    barrier(V.Why, "nothing is known of '" + Ctx.printType(T) + "'");
    return;
  }
}

/// Under --strict what is not known is not taken for harmless.
void Payload::unknown(QualType T, llvm::StringRef Why, const At &Where) {
  if (!Ctx.Options.Strict)
    return;
  HandleRule Rule;
  Rule.Check = CarriedHandle.str();
  Rule.Kind = "unknown";
  Rule.Reason = ("it is not known to: " + Why).str();
  Rule.Instead = "describe it in a model ('--models') or by an annotation";
  if (const CXXRecordDecl *R = recordOf(T))
    Rule.DeclaredAt = R->getLocation();
  Rule.DeclaredName = Ctx.printType(T);
  llvm::SaveAndRestore<Confidence> Keep(Certainty, Confidence::Possible);
  emit(Rule, T, Where);
}

void Payload::walkRecord(const CXXRecordDecl *R, models::Crossing As,
                         const At &Where) {
  if (llvm::is_contained(Active, R))
    return; // a recursive type: its handles were met on the way in
  Active.push_back(R);
  llvm::SaveAndRestore<Confidence> Keep(Certainty);
  if (R->isUnion())
    Certainty = Confidence::Possible; // another member may be in force

  const TransferSummary *Sends = nullptr;
  TransferSummary Summary;
  if (As == models::Crossing::Serialized) {
    Summary = Transfer.of(R);
    if (Summary)
      Sends = &Summary;
    else if (!R->isAggregate())
      // It compiles, so something that was not seen knows how to send it.
      Certainty = Confidence::Possible;
  }
  if (Sends && !Sends->Understood)
    barrier("transfer-function", "the transfer function of '" +
                                     Ctx.qualifiedName(R) +
                                     "' was not understood in full");

  auto WalkBase = [&](const CXXRecordDecl *Base, SourceLocation Loc) {
    PathStep Step;
    Step.K = PathStep::Base;
    Step.Name = Step.Type = Ctx.qualifiedName(Base).str();
    Step.Loc = Loc;
    Step.Range = Loc;
    CarriedStep C{Step, R, nullptr, Sends ? Sends->Function : nullptr, {}};
    Path.push_back(C);
    walkValue(Ctx.AST.getCanonicalTagType(Base), As, Where);
    Path.pop_back();
  };
  auto WalkField =
      [&](const FieldDecl *F, SourceLocation Loc, SourceRange Range,
          llvm::ArrayRef<const FieldDecl *> Part, const FunctionDecl *By) {
        PathStep Step;
        Step.K = PathStep::Field;
        Step.Name = F->getNameAsString();
        Step.Type = Ctx.printType(F->getType());
        Step.Loc = Loc;
        Step.Range = Range;
        CarriedStep C{Step, R, F, By, {}};
        Path.push_back(C);
        At Next = Where;
        if (Next.P)
          Next.P = Next.P->with(PlaceStep::field(F));
        QualType T = F->getType();
        for (const FieldDecl *P : Part) { // only `member.part` is sent
          Step.Name = P->getNameAsString();
          Step.Type = Ctx.printType(P->getType());
          Step.Loc = P->getLocation();
          Step.Range = P->getLocation();
          Path.push_back(
              {Step, dyn_cast<CXXRecordDecl>(P->getParent()), P, nullptr, {}});
          if (Next.P)
            Next.P = Next.P->with(PlaceStep::field(P));
          T = P->getType();
        }
        walkValue(T, As, Next);
        Path.resize(Path.size() - Part.size());
        Path.pop_back();
      };

  if (Sends) {
    for (const SentBase &B : Sends->Bases)
      WalkBase(B.Base, B.Loc);
    for (const SentMember &M : Sends->Members) {
      llvm::SaveAndRestore<Confidence> KeepOne(Certainty);
      if (M.Conditional)
        Certainty = Confidence::Possible;
      WalkField(M.Field, M.Loc, M.Range, M.Part, M.By);
    }
  } else {
    for (const CXXBaseSpecifier &Spec : R->bases())
      if (const CXXRecordDecl *Base = definitionOf(Spec.getType()))
        WalkBase(Base, Spec.getBeginLoc());
    for (const FieldDecl *F : R->fields())
      if (!F->isUnnamedBitField())
        WalkField(F, F->getLocation(), F->getLocation(), {}, nullptr);
  }
  Active.pop_back();
}

} // namespace stowaway::audit
