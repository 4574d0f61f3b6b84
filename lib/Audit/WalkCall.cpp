//===- WalkCall.cpp - What does a call launch, bind or change? ------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/Acts.h"
#include "Audit/Checks.h"
#include "Audit/History.h"
#include "Audit/Walk.h"

using namespace clang;

namespace stowaway::audit {

static constexpr unsigned MaxInlineDepth = 12;
static constexpr unsigned MaxInlined = 2000; // calls followed from one root

/// The modelled name of \p F or of a method that it overrides.
static llvm::StringRef
nameInModels(AuditContext &Ctx, const FunctionDecl *F,
             llvm::function_ref<bool(llvm::StringRef)> Is) {
  llvm::StringRef Name = Ctx.modelledName(F);
  if (!Name.empty() && Is(Name))
    return Name;
  if (const auto *Method = dyn_cast_or_null<CXXMethodDecl>(F))
    for (const CXXMethodDecl *Base : Method->overridden_methods())
      if (llvm::StringRef N = nameInModels(Ctx, Base, Is); !N.empty())
        return N;
  return {};
}

void Walk::evalCall(const CallExpr *Call, Frame *F) {
  const FunctionDecl *Callee = calleeOf(Call);
  const auto *MemberCall = dyn_cast<CXXMemberCallExpr>(Call);
  const auto *OperatorCall = dyn_cast<CXXOperatorCallExpr>(Call);

  const Expr *ObjectExpr =
      MemberCall ? MemberCall->getImplicitObjectArgument() : nullptr;
  unsigned Skip = 0;
  if (OperatorCall && Callee && isa<CXXMethodDecl>(Callee) &&
      cast<CXXMethodDecl>(Callee)->isInstance()) {
    ObjectExpr = Call->getArg(0);
    Skip = 1;
  }
  if (ObjectExpr)
    eval(ObjectExpr, F);
  else if (!Callee)
    eval(Call->getCallee(), F);
  llvm::SmallVector<BoundExpr, 6> Args;
  for (unsigned I = Skip; I < Call->getNumArgs(); ++I) {
    const Expr *Arg = Call->getArg(I);
    eval(Arg, F);
    if (!isa<CXXDefaultArgExpr>(Arg))
      Args.push_back({Arg, F});
  }
  if (!S.Reachable)
    return;

  // `f()` where f is a lambda, or holds one.
  if (OperatorCall && OperatorCall->getOperator() == OO_Call) {
    for (const ResolvedTarget &T : Target.resolve({Call->getArg(0), F}))
      if (T.K == ResolvedTarget::Lambda && T.Callee) {
        inlineLambda(T, Args, Call, F);
        return;
      }
  }
  if (!Callee)
    return;

  auto ReceiverPlace = [&]() -> std::optional<Place> {
    if (!ObjectExpr)
      return std::nullopt;
    QualType T = ObjectExpr->getType();
    return T->isPointerType() ? Denoter.pointee({ObjectExpr, F})
                              : Denoter.object({ObjectExpr, F});
  };

  bool Known = false;
  llvm::StringRef Launches = nameInModels(Ctx, Callee, [&](llvm::StringRef N) {
    return !Ctx.Models.launchedBy(N).empty();
  });
  llvm::StringRef Transits = nameInModels(Ctx, Callee, [&](llvm::StringRef N) {
    return !Ctx.Models.machinesWith(N).empty();
  });
  if (!Launches.empty() || !Transits.empty()) {
    Known = true;
    if (std::optional<Place> P = ReceiverPlace()) {
      if (!Launches.empty())
        launchBound(Call, Launches, *P, F);
      if (!Transits.empty())
        transition(Call, Transits, *P, F);
    } else {
      Ctx.barrier("unknown-object",
                  "which object '" + Ctx.sourceText(Call) +
                      "' is called on was not understood",
                  Call->getExprLoc(), Call->getExprLoc());
    }
  }
  if (auto Parts = Sites.match(Callee, Args)) {
    Known = true;
    if (Parts->Model->LaunchedBy.empty()) {
      launch(*Parts, Call, F);
    } else if (std::optional<Place> P = ReceiverPlace()) {
      // A holder of workers: group.add(f, x) binds, group.add(worker) takes
      // one.
      Place Member = P->with(PlaceStep::element());
      const CXXRecordDecl *Given =
          Parts->Target ? definitionOf(Parts->Target.E->getType()) : nullptr;
      if (Given && Sites.constructsWorker(Given)) {
        if (auto From = Denoter.object(Parts->Target))
          S.move(*From, Member);
      } else {
        bind(std::move(*Parts), Member, Call, F);
      }
    }
  } else if (Sites.isLaunch(Callee) && ObjectExpr && !Args.empty()) {
    // group.add(worker): what was bound before moves in.
    const CXXRecordDecl *Given = definitionOf(Args[0].E->getType());
    if (Given && Sites.constructsWorker(Given)) {
      Known = true;
      std::optional<Place> To = ReceiverPlace(), From = Denoter.object(Args[0]);
      if (To && From)
        S.move(*From, To->with(PlaceStep::element()));
    }
  }
  if (Known || !Call->getDirectCallee())
    return;

  if (OperatorCall && OperatorCall->getOperator() == OO_Equal &&
      Call->getNumArgs() == 2) {
    if (Functions.holdsWorkers(Call->getArg(0)->getType())) {
      auto To = Denoter.object({Call->getArg(0), F});
      auto From = Denoter.object({Call->getArg(1), F});
      if (To && To->isParticular())
        S.forget(*To);
      const auto *Made = dyn_cast<CallExpr>(stripped(Call->getArg(1)));
      llvm::StringRef Factory = Made ? Ctx.modelledName(calleeOf(Made)) : "";
      if (To && !Factory.empty() && Ctx.Models.factory(Factory))
        evalInto(*To, Call->getArg(0)->getType(), {Made, F});
      else if (To && From && !(*To == *From))
        S.move(*From, *To);
      return;
    }
  }
  if (OperatorCall && (OperatorCall->getOperator() == OO_PlusPlus ||
                       OperatorCall->getOperator() == OO_MinusMinus ||
                       OperatorCall->getOperator() == OO_PlusEqual ||
                       OperatorCall->getOperator() == OO_Equal))
    if (const ValueDecl *V = Denote::namedVariable(Call->getArg(0)))
      S.flush(keyOf(V));

  if (MemberCall && evalContainerCall(MemberCall, F))
    return;
  llvm::StringRef Name = Ctx.modelledName(Callee);
  if (!Name.empty()) {
    if (Ctx.Models.passThrough(Name) || Ctx.Models.factory(Name))
      return;
    if (evalHigherOrder(Call, Name, F))
      return;
  }
  if (inlineCall(Callee, Args, ReceiverPlace(), Call, F))
    return;
  const FunctionDecl *Def = nullptr;
  if (!Callee->hasBody(Def) && !Ctx.isSystem(Callee))
    escape(Call, F);
}

/// Unknown code may do anything to what it is given to change.
void Walk::escape(const CallExpr *Call, Frame *F) {
  const FunctionDecl *Callee = calleeOf(Call);
  for (unsigned I = 0; I < Call->getNumArgs(); ++I) {
    const Expr *Arg = Call->getArg(I);
    QualType T = Arg->getType();
    if (!Functions.holdsWorkers(T))
      continue;
    if (Callee && I < Callee->getNumParams()) {
      QualType Param = Callee->getParamDecl(I)->getType();
      if ((Param->isReferenceType() || Param->isPointerType()) &&
          Param->getPointeeType().isConstQualified())
        continue;
    }
    if (auto P = Denoter.referent({Arg, F}))
      S.weaken(*P);
  }
}

bool Walk::evalContainerCall(const CXXMemberCallExpr *Call, Frame *F) {
  const Expr *Object = Call->getImplicitObjectArgument();
  const CXXMethodDecl *Method = Call->getMethodDecl();
  if (!Object || !Method || !Method->getIdentifier())
    return false;
  const CXXRecordDecl *R = recordOf(Object->getType());
  if (!R || !R->getIdentifier())
    return false;
  const models::Container *C = Ctx.Models.container(Ctx.qualifiedName(R));
  if (!C)
    return false;
  llvm::StringRef Name = Method->getName();
  std::optional<Place> P = Object->getType()->isPointerType()
                               ? Denoter.pointee({Object, F})
                               : Denoter.object({Object, F});
  if (!P)
    return true;
  PlaceStep Inside = contentStep(*C);
  auto Count = [&] {
    unsigned &N = S.MinCount[P->summarised()];
    N = std::min(2u, N + 1);
  };

  llvm::SmallVector<QualType, 4> Content;
  llvm::SmallVector<QualType, 4> All = typeArguments(R);
  if (C->AllArguments)
    Content = All;
  else
    for (unsigned I : C->Elements)
      if (I < All.size())
        Content.push_back(All[I]);

  for (const auto &Fill : C->Emplace) {
    if (Name != Fill.Method)
      continue;
    llvm::SmallVector<BoundExpr, 6> Args;
    for (unsigned I = Fill.First; I < Call->getNumArgs(); ++I)
      if (!isa<CXXDefaultArgExpr>(Call->getArg(I)))
        Args.push_back({Call->getArg(I), F});
    Place Element = P->with(Inside);
    // A key and its value, whole; not a key and what the value is made from.
    bool Whole = Content.size() > 1 && Args.size() == Content.size();
    for (unsigned I = 0; Whole && I < Args.size(); ++I)
      Whole = !Functions.holdsWorkers(Content[I]) ||
              recordOf(Args[I].E->getType()) == recordOf(Content[I]);
    if (Whole) {
      for (unsigned I = 0; I < Args.size(); ++I)
        if (Functions.holdsWorkers(Content[I]))
          evalInto(Element, Content[I], Args[I]);
      Count();
      return true;
    }
    for (QualType T : Content) {
      if (!Functions.holdsWorkers(T) &&
          !Sites.constructsWorker(definitionOf(T)))
        continue;
      // One argument of the element's own type is moved in, not constructed.
      if (Args.size() == 1 &&
          recordOf(Args[0].E->getType()) == T->getAsCXXRecordDecl() &&
          !Args[0].E->getType()->isPointerType()) {
        evalInto(Element, T, Args[0]);
        continue;
      }
      if (const CXXRecordDecl *Class = definitionOf(T))
        construct(Element, Class, nullptr, Args, Call, F);
    }
    Count();
    return true;
  }
  if (llvm::is_contained(C->Insert, Name)) {
    for (unsigned I = 0; I < Call->getNumArgs(); ++I) {
      const Expr *Arg = Call->getArg(I);
      if (!Functions.holdsWorkers(Arg->getType()))
        continue;
      auto From = Denoter.object({Arg, F});
      const Expr *Bare = stripped(Arg);
      if (isa<CXXConstructExpr, CallExpr, InitListExpr>(Bare) &&
          !(From && From->Kind != Place::Temporary))
        evalInto(P->with(Inside), Arg->getType(), {Bare, F});
      else if (From)
        S.move(*From, P->with(Inside));
    }
    Count();
    return true;
  }
  if (llvm::is_contained(C->Clear, Name)) {
    for (QualType T : Content)
      if (Functions.holdsWorkers(T)) {
        S.forget(P->with(Inside));
        break;
      }
    S.MinCount.erase(P->summarised());
    return true;
  }
  return true; // reading access
}

bool Walk::evalHigherOrder(const CallExpr *Call, llvm::StringRef Name,
                           Frame *F) {
  const models::HigherOrder *H = Ctx.Models.higherOrder(Name);
  if (!H)
    return false;
  int Index =
      H->Callable >= 0 ? H->Callable : int(Call->getNumArgs()) + H->Callable;
  if (Index < 0 || Index >= int(Call->getNumArgs()))
    return false;
  std::optional<Place> Element;
  std::optional<Place> Container;
  QualType ContainerType;
  for (unsigned I : H->ElementsOf) {
    if (I >= Call->getNumArgs())
      continue;
    const Expr *Arg = Call->getArg(I);
    QualType T = Arg->getType().getNonReferenceType();
    const CXXRecordDecl *R = T->getAsCXXRecordDecl();
    bool Whole =
        R && R->getIdentifier() && Ctx.Models.container(Ctx.qualifiedName(R));
    if (Whole) { // a range as such
      if (auto P = Denoter.object({Arg, F})) {
        Container = *P;
        ContainerType = T;
        Element = P->with(PlaceStep::element());
      }
    } else if (auto P = Denoter.pointee({Arg, F})) { // an iterator
      Element = *P;
      if (!P->Steps.empty() && P->Steps.back().K == PlaceStep::Element)
        Container = P->parent();
    }
    if (Element)
      break;
  }
  for (const ResolvedTarget &T : Target.resolve({Call->getArg(Index), F})) {
    const FunctionDecl *Body = T.Callee;
    if (!Body)
      continue;
    if (T.K == ResolvedTarget::Lambda)
      if (const FunctionDecl *Running = runningBody(Body))
        Body = Running;
    if (T.K == ResolvedTarget::Lambda)
      Called.insert(T.Class);
    const FunctionDecl *Def = nullptr;
    // std::invoke(&Process::start, process): the object is the next argument.
    if (T.K == ResolvedTarget::Member && !Element &&
        Index + 1 < int(Call->getNumArgs())) {
      if (auto P = Denoter.referent({Call->getArg(unsigned(Index) + 1), F})) {
        llvm::StringRef Method = Ctx.modelledName(Body);
        if (!Ctx.Models.launchedBy(Method).empty())
          launchBound(Call, Method, *P, F);
        if (!Ctx.Models.machinesWith(Method).empty())
          transition(Call, Method, *P, F);
        else
          inlineCall(Body, {}, P, Call, F);
      }
      continue;
    }
    // A member function (std::mem_fn(&Process::start)) is called on each.
    if (T.K == ResolvedTarget::Member && Element) {
      LoopShape Shape;
      Shape.Key = keyOf(Body);
      Shape.Over = Container;
      Shape.MinTrips = Container ? minCount(*Container, ContainerType) : 0;
      Place Each = *Element;
      Each.Steps.back().Key = Shape.Key;
      loop(Shape, [&] {
        llvm::StringRef Method = Ctx.modelledName(Body);
        if (!Ctx.Models.launchedBy(Method).empty())
          launchBound(Call, Method, Each, F);
        if (!Ctx.Models.machinesWith(Method).empty())
          transition(Call, Method, Each, F);
        else
          inlineCall(Body, {}, Each, Call, F);
      });
      continue;
    }
    if (!Body->hasBody(Def) || !Functions.matters(Def))
      continue;
    Frame *Inner = Frames.make();
    Inner->Function = Def;
    Inner->Caller = F;
    Inner->CallSite = Call;
    Inner->Depth = F->Depth + 1;
    if (T.K == ResolvedTarget::Lambda)
      Inner->Lexical = T.Source.F;
    LoopShape Shape;
    if (Element && Def->getNumParams() >= 1) {
      const ParmVarDecl *Param = Def->getParamDecl(0);
      Shape.Key = keyOf(Param);
      Shape.Over = Container;
      Shape.MinTrips = Container ? minCount(*Container, ContainerType) : 0;
      Place Each = *Element;
      Each.Steps.back().Key = Shape.Key;
      Inner->Aliases[Param] = Each;
    }
    if (H->Many)
      loop(Shape, [&] { runBody(Def, Inner); });
    else
      runBody(Def, Inner);
  }
  return true;
}

void Walk::inlineLambda(const ResolvedTarget &T, llvm::ArrayRef<BoundExpr> Args,
                        const Expr *Site, Frame *F) {
  Called.insert(T.Class);
  const FunctionDecl *Body = T.Callee;
  if (const auto *Call = dyn_cast<CallExpr>(Site))
    if (const FunctionDecl *Direct = Call->getDirectCallee())
      if (Direct->hasBody())
        Body = Direct; // the instance of a generic lambda
  inlineCall(Body, Args, std::nullopt, Site, F, T.Source.F);
}

bool Walk::inlineCall(const FunctionDecl *Callee,
                      llvm::ArrayRef<BoundExpr> Args, std::optional<Place> This,
                      const Expr *Site, Frame *F, Frame *Lexical) {
  const FunctionDecl *Def = nullptr;
  if (!Callee || !Callee->hasBody(Def))
    return false;
  if (!Functions.matters(Def))
    return true; // seen, and it changes nothing that matters
  if (F->Depth >= MaxInlineDepth || Inlined >= MaxInlined)
    return true;
  ++Inlined;
  for (const Frame *G = F; G; G = G->Caller)
    if (G->Function == Def)
      return true; // recursion adds no new kind of launch

  Frame *Inner = Frames.make();
  Inner->Function = Def;
  Inner->Caller = F;
  Inner->CallSite = Site;
  Inner->Depth = F->Depth + 1;
  Inner->This = std::move(This);
  Inner->Lexical = Lexical;
  for (unsigned I = 0; I < Def->getNumParams(); ++I) {
    const ParmVarDecl *Param = Def->getParamDecl(I);
    S.flush(keyOf(Param));
    BoundExpr Arg;
    if (I < Args.size())
      Arg = Args[I];
    else if (Param->hasDefaultArg() && !Param->hasUninstantiatedDefaultArg())
      Arg = {Param->getDefaultArg(), Inner};
    if (!Arg)
      continue;
    Inner->Arguments[Param] = Arg;
    if (Param->getType()->isRecordType() &&
        Functions.holdsWorkers(Param->getType())) {
      S.forget(Place::variable(Param));
      if (auto From = Denoter.object(Arg))
        if (!(*From == Place::variable(Param)))
          S.move(*From, Place::variable(Param));
    }
  }
  runBody(Def, Inner);
  return true;
}

void Walk::runBody(const FunctionDecl *Def, Frame *Inner) {
  WalkState Returned;
  Returned.Reachable = false;
  Returns.push_back(&Returned);
  // `break` cannot leave a function.
  llvm::SmallVector<LoopExits *, 8> Outer;
  std::swap(Outer, Loops);

  if (const auto *Ctor = dyn_cast<CXXConstructorDecl>(Def)) {
    std::optional<Place> This = Inner->This;
    if (!This)
      This = Inner->This = Place::object(Ctor->getParent());
    for (const CXXCtorInitializer *Init : Ctor->inits()) {
      if (!Init->getInit())
        continue;
      if (const FieldDecl *Field = Init->getAnyMember())
        evalInto(This->with(PlaceStep::field(Field)), Field->getType(),
                 {Init->getInit(), Inner});
      else
        evalInto(*This, Init->getInit()->getType(), {Init->getInit(), Inner});
    }
  }
  exec(Def->getBody(), Inner);

  std::swap(Outer, Loops);
  Returns.pop_back();
  S.join(Returned);
}

llvm::SmallVector<const Binding *, 4>
Walk::bindingsOf(const Place &Receiver,
                 std::optional<std::pair<Place, Place>> &Standing) {
  llvm::SmallVector<const Binding *, 4> Result = S.bindings(Receiver);
  if (!Result.empty())
    return Result;
  auto FromFacts = [&](const Place &P) {
    for (const auto &[Key, Bs] : BoundAnywhere)
      if (Key.isWithin(P))
        for (const Binding *B : Bs)
          if (!llvm::is_contained(Result, B))
            Result.push_back(B);
  };
  FromFacts(Receiver);
  if (!Result.empty())
    return Result;
  for (const auto &[View, Owner] : Receiver.classViews()) {
    FromFacts(View);
    if (!Result.empty()) {
      Standing = {Place::object(static_cast<const CXXRecordDecl *>(View.Root)),
                  Owner};
      return Result;
    }
  }
  return Result;
}

void Walk::launchBound(const CallExpr *Call, llvm::StringRef Name,
                       const Place &Receiver, Frame *F) {
  if (!Judging)
    return;
  std::optional<std::pair<Place, Place>> Standing;
  llvm::SmallVector<const Binding *, 4> Found = bindingsOf(Receiver, Standing);
  bool Any = false;
  for (const Binding *B : Found) {
    if (!llvm::is_contained(B->Model->LaunchedBy, Name))
      continue;
    Any = true;
    LaunchEvent Event;
    Event.Model = B->Model;
    Event.Call = Call;
    Event.F = F;
    Event.Target = B->Target;
    Event.Arguments = B->Arguments;
    Event.Bound = B;
    Event.Receiver = Receiver;
    Event.Standing = Standing;
    Event.State = &S;
    // Of several elements each is launched; of one object only one target is.
    Event.Certain = llvm::any_of(Receiver.Steps,
                                 [](const PlaceStep &Step) {
                                   return Step.K == PlaceStep::Element;
                                 }) ||
                    llvm::all_of(Found, [&](const Binding *Other) {
                      return Other->Site == Found[0]->Site;
                    });
    Event.Earlier = earlier();
    Event.Root = Root;
    Verdicts.judge(Event);
  }
  if (!Any)
    Ctx.barrier("unseen-binding",
                "what '" + Ctx.sourceText(Call) +
                    "' launches was bound where this file does not show it",
                Call->getExprLoc(), Call->getExprLoc());
}

/// Callers in this file tell what happened before; without any, other functions
/// may have run. Nothing runs before main.
const EffectMap *Walk::earlier() const {
  return Root->isMain() || Functions.hasCaller(Root) ? nullptr : &Effects;
}

void Walk::launch(const LaunchParts &Parts, const Expr *Site, Frame *F) {
  if (!Judging)
    return;
  LaunchEvent Event;
  Event.Model = Parts.Model;
  Event.Call = Site;
  Event.F = F;
  Event.Target = Parts.Target;
  Event.Arguments = Parts.Arguments;
  Event.State = &S;
  Event.Earlier = earlier();
  Event.Root = Root;
  Verdicts.judge(Event);
}

void Walk::transition(const CallExpr *Call, llvm::StringRef Name,
                      const Place &Receiver, Frame *F) {
  for (const models::StateMachine *M : Ctx.Models.machinesWith(Name)) {
    misuse(*M, Name, Receiver, Call, F);
    // A call on what holds workers (a group) is a call on each of them.
    llvm::SmallVector<Place, 4> Below;
    for (const auto &[P, Bs] : S.Bound)
      if (P.isWithin(Receiver) && P.Steps.size() > Receiver.Steps.size())
        Below.push_back(P);
    if (Below.empty())
      Below.push_back(Receiver);
    for (const Place &P : Below)
      applyTransition(S, *M, Name, P, {Call, F, false});
  }
}

void Walk::misuse(const models::StateMachine &M, llvm::StringRef Name,
                  const Place &P, const Expr *Call, Frame *F) {
  // Of an element, a member or what a reference names the past is not known,
  // nor where clang left out what it did not understand.
  if (Ctx.AST.getDiagnostics().hasUncompilableErrorOccurred() || !Judging ||
      !Ctx.isEnabled(WorkerLifecycle) || P.Kind != Place::Variable ||
      !P.Steps.empty())
    return;
  const auto *Local = dyn_cast<VarDecl>(static_cast<const ValueDecl *>(P.Root));
  if (!Local)
    return;
  auto It = S.States.find(P);
  const HandleState State =
      It != S.States.end() ? It->second : HandleState::initial(M);
  for (const auto &Wrong : M.Misuses) {
    if (Wrong.Call != Name)
      continue;
    uint32_t In = 0;
    for (const std::string &Word : Wrong.In)
      if (auto Index = M.find(Word))
        In |= 1u << *Index;
    if (!(State.Must & In) || (State.May & ~In))
      continue;
    unsigned Which = unsigned(llvm::countr_zero(State.Must & In));
    const Witness *W = State.witness(Which);
    // The same call of a loop may be another round of a branch.
    if (W && (W->Earlier || W->Call == Call))
      continue;
    // Last, because it looks through the whole function.
    if (!isWhollySeen(Local))
      return;
    Finding Report;
    Report.Check = WorkerLifecycle.str();
    Report.Certainty = Confidence::Definite;
    Report.Loc = launchLocation(Ctx, Call);
    Report.Range = Call->getSourceRange();
    Report.LaunchName = Name.str();
    Report.HandleState = M.States[Which].Name;
    Report.HandleKind = "worker";
    Report.Enclosing = enclosingName(Ctx, F);
    Report.PathText = launchText(Ctx, Call);
    Report.Reason = Wrong.Message;
    Report.Message = "'" + launchText(Ctx, Call) + "' " + Wrong.Message;
    if (W && W->Call)
      Report.Notes.push_back({Note::State, launchLocation(Ctx, W->Call),
                              W->Call->getSourceRange(),
                              "it is " + M.States[Which].Name + " since here"});
    Verdicts.add(std::move(Report));
  }
}

} // namespace stowaway::audit
