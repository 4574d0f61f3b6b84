//===- WalkExpr.cpp - What does evaluating an expression change? ----------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/Walk.h"

using namespace clang;

namespace stowaway::audit {

// Captured handles are few; generated code may have thousands around them.
static constexpr unsigned MaxKept = 256;

void Walk::eval(const Expr *E, Frame *F) {
  if (!E || !S.Reachable || spent(E->getBeginLoc()))
    return;

  switch (E->getStmtClass()) {
  case Stmt::UnaryExprOrTypeTraitExprClass:
  case Stmt::CXXNoexceptExprClass:
  case Stmt::CXXTypeidExprClass:
  case Stmt::RequiresExprClass:
    return; // not evaluated
  case Stmt::LambdaExprClass: {
    const auto *L = cast<LambdaExpr>(E);
    for (const Expr *Init : L->capture_inits())
      if (Init)
        eval(Init, F);
    if (Functions.matters(runningBody(L->getCallOperator())))
      Written.push_back({L, F, S});
    return;
  }
  case Stmt::CXXDefaultArgExprClass:
    return eval(cast<CXXDefaultArgExpr>(E)->getExpr(), F);
  case Stmt::CXXDefaultInitExprClass:
    return eval(cast<CXXDefaultInitExpr>(E)->getExpr(), F);
  case Stmt::StmtExprClass:
    return exec(cast<StmtExpr>(E)->getSubStmt(), F);
  case Stmt::CXXThrowExprClass:
    eval(cast<CXXThrowExpr>(E)->getSubExpr(), F);
    if (!Tries.empty())
      Tries.back()->join(S);
    S.Reachable = false;
    return;
  case Stmt::ConditionalOperatorClass:
  case Stmt::BinaryConditionalOperatorClass: {
    const auto *Cond = cast<AbstractConditionalOperator>(E);
    eval(Cond->getCond(), F);
    WalkState Other = S;
    eval(Cond->getTrueExpr(), F);
    std::swap(S, Other);
    eval(Cond->getFalseExpr(), F);
    S.join(Other);
    return;
  }
  case Stmt::CXXConstructExprClass:
  case Stmt::CXXUnresolvedConstructExprClass:
  case Stmt::CXXTemporaryObjectExprClass:
    return evalInto(Place::temporary(E), E->getType(), {E, F});
  case Stmt::CXXNewExprClass: {
    const auto *New = cast<CXXNewExpr>(E);
    for (const Expr *Arg : New->placement_arguments())
      eval(Arg, F);
    if (New->getInitializer())
      evalInto(Place::temporary(E), New->getAllocatedType(),
               {New->getInitializer(), F});
    return;
  }
  case Stmt::CXXDeleteExprClass: {
    const auto *Delete = cast<CXXDeleteExpr>(E);
    eval(Delete->getArgument(), F);
    if (auto P = Denoter.pointee({Delete->getArgument(), F}))
      S.forget(*P);
    return;
  }
  case Stmt::UnaryOperatorClass: {
    const auto *Unary = cast<UnaryOperator>(E);
    eval(Unary->getSubExpr(), F);
    if (Unary->isIncrementDecrementOp())
      if (const ValueDecl *V = Denote::namedVariable(Unary->getSubExpr()))
        S.flush(keyOf(V));
    return;
  }
  case Stmt::BinaryOperatorClass:
  case Stmt::CompoundAssignOperatorClass: {
    const auto *Binary = cast<BinaryOperator>(E);
    if (Binary->isLogicalOp()) {
      eval(Binary->getLHS(), F);
      WalkState Skipped = S;
      eval(Binary->getRHS(), F);
      S.join(Skipped);
      return;
    }
    if (Binary->isAssignmentOp())
      return evalAssignment(Binary->getLHS(), Binary->getRHS(), F);
    eval(Binary->getLHS(), F);
    eval(Binary->getRHS(), F);
    return;
  }
  default:
    break;
  }
  if (const auto *Call = dyn_cast<CallExpr>(E)) {
    evalCall(Call, F);
    if (const FunctionDecl *Callee = Call->getDirectCallee();
        Callee && Callee->isNoReturn())
      S.Reachable = false;
    return;
  }
  for (const Stmt *Child : E->children()) {
    if (const auto *Inner = dyn_cast_or_null<Expr>(Child))
      eval(Inner, F);
    else if (Child)
      exec(Child, F);
  }
}

void Walk::evalAssignment(const Expr *To, const Expr *From, Frame *F) {
  eval(From, F);
  eval(To, F);
  const ValueDecl *V = Denote::namedVariable(To);
  if (!V)
    return;
  S.flush(keyOf(V));
  if (V->getType()->isPointerType() && Functions.holdsWorkers(V->getType())) {
    // The frame that declares the pointer keeps what it points to.
    Frame *Home = F;
    for (Frame *G = F; G; G = G->Lexical)
      if (G->Pointers.count(V))
        Home = G;
    Home->Pointers[V] = Denoter.pointee({From, F});
  }
}

void Walk::evalInto(const Place &P, QualType T, BoundExpr B) {
  // What a member that can be called was made from, for later launches.
  if (!P.Steps.empty() && P.Steps.back().K == PlaceStep::Field &&
      isCallable(Ctx, T)) {
    auto &All = Held[P];
    if (llvm::none_of(All,
                      [&](const BoundExpr &Old) { return Old.E == B.E; }) &&
        All.size() < 16)
      All.push_back(B);
  }
  const Expr *E = B.E->IgnoreParens();
  while (true) {
    if (const auto *Full = dyn_cast<FullExpr>(E))
      E = Full->getSubExpr();
    else if (const auto *Temp = dyn_cast<MaterializeTemporaryExpr>(E))
      E = Temp->getSubExpr();
    else if (const auto *Bind = dyn_cast<CXXBindTemporaryExpr>(E))
      E = Bind->getSubExpr();
    else if (const auto *Cast = dyn_cast<ImplicitCastExpr>(E))
      E = Cast->getSubExpr();
    else if (const auto *Func = dyn_cast<CXXFunctionalCastExpr>(E))
      E = Func->getSubExpr();
    else if (const auto *Init = dyn_cast<CXXDefaultInitExpr>(E))
      E = Init->getExpr();
    else if (const auto *Paren = dyn_cast<ParenExpr>(E))
      E = Paren->getSubExpr();
    else
      break;
  }
  Frame *F = B.F;

  if (const auto *Cond = dyn_cast<AbstractConditionalOperator>(E)) {
    eval(Cond->getCond(), F);
    WalkState Other = S;
    evalInto(P, T, {Cond->getTrueExpr(), F});
    std::swap(S, Other);
    evalInto(P, T, {Cond->getFalseExpr(), F});
    S.join(Other);
    return;
  }

  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E)) {
    const CXXConstructorDecl *Ctor = Construct->getConstructor();
    const CXXRecordDecl *Class = Ctor->getParent();
    if (Ctor->isCopyOrMoveConstructor() && Construct->getNumArgs() >= 1) {
      const Expr *Arg = Construct->getArg(0);
      eval(Arg, F);
      if (!Functions.holdsWorkers(T))
        return;
      if (auto From = Denoter.object({Arg, F}); From && !(*From == P)) {
        if (Ctor->isMoveConstructor()) {
          if (P.isParticular())
            S.forget(P);
          S.move(*From, P);
        }
      }
      return;
    }
    llvm::SmallVector<BoundExpr, 6> Args;
    for (const Expr *Arg : Construct->arguments()) {
      if (isa<CXXDefaultArgExpr>(Arg))
        continue;
      eval(Arg, F);
      Args.push_back({Arg, F});
    }
    construct(P, Class, Ctor, Args, E, F);
    return;
  }

  // In a template the constructor may be open, not what it is given.
  if (const CXXRecordDecl *Class = definitionOf(T)) {
    std::optional<llvm::ArrayRef<const Expr *>> Open;
    if (const auto *List = dyn_cast<ParenListExpr>(E))
      Open = llvm::ArrayRef(const_cast<ParenListExpr *>(List)->getExprs(),
                            List->getNumExprs());
    else if (const auto *Made = dyn_cast<CXXUnresolvedConstructExpr>(E))
      Open = llvm::ArrayRef(Made->arg_begin(), Made->getNumArgs());
    else if (const auto *List = dyn_cast<InitListExpr>(E);
             List && Sites.constructsWorker(Class))
      Open = List->inits();
    if (Open) {
      llvm::SmallVector<BoundExpr, 6> Args;
      for (const Expr *Arg : *Open) {
        eval(Arg, F);
        Args.push_back({Arg, F});
      }
      construct(P, Class, nullptr, Args, E, F);
      return;
    }
  }
  if (const auto *Made = dyn_cast<CXXUnresolvedConstructExpr>(E)) {
    for (const Expr *Arg : Made->arguments())
      eval(Arg, F);
    return; // of a type that is open
  }
  if (E->getType().isNull())
    return;
  if (const auto *List = dyn_cast<CXXParenListInitExpr>(E)) {
    for (unsigned I = 0; const Expr *Init : List->getInitExprs())
      evalInto(Denoter.part(P, List->getType(), I++), Init->getType(),
               {Init, F});
    return;
  }

  if (const auto *List = dyn_cast<InitListExpr>(E)) {
    if (const InitListExpr *Semantic = List->getSemanticForm())
      List = Semantic;
    const CXXRecordDecl *Class = definitionOf(List->getType());
    const models::Container *Model =
        Class && Class->getIdentifier()
            ? Ctx.Models.container(Ctx.qualifiedName(Class))
            : nullptr;
    bool IsContainer = !Class || Model;
    bool IsTuple = Model && Model->AllArguments;
    if (IsContainer) {
      // {a, b}: elements; std::array nests its list once more.
      std::function<void(const InitListExpr *)> Fill =
          [&](const InitListExpr *L) {
            unsigned I = 0;
            for (const Expr *Init : L->inits()) {
              if (const auto *Inner = dyn_cast<InitListExpr>(Init);
                  Inner && L->getNumInits() == 1 && Class) {
                Fill(Inner);
                continue;
              }
              evalInto(IsTuple ? Denoter.part(P, List->getType(), I)
                               : P.with(PlaceStep::element(keyOf(uint64_t(I)))),
                       Init->getType(), {Init, F});
              ++I;
            }
          };
      Fill(List);
      return;
    }
    unsigned I = 0;
    for (const CXXBaseSpecifier &Base : Class->bases()) {
      if (I < List->getNumInits())
        evalInto(P, Base.getType(), {List->getInit(I), F});
      ++I;
    }
    for (const FieldDecl *Field : Class->fields()) {
      if (I >= List->getNumInits())
        break;
      evalInto(P.with(PlaceStep::field(Field)), Field->getType(),
               {List->getInit(I++), F});
    }
    return;
  }

  eval(E, F);
  if (const auto *Call = dyn_cast<CallExpr>(E)) {
    llvm::StringRef Name = Ctx.modelledName(calleeOf(Call));
    if (!Name.empty())
      if (const models::Factory *Make = Ctx.Models.factory(Name)) {
        // make_unique<T>(args): a T below the pointer, made from args.
        const TemplateArgumentList *Args =
            calleeOf(Call)->getTemplateSpecializationArgs();
        if (Args && Make->Constructs < Args->size() &&
            Args->get(Make->Constructs).getKind() == TemplateArgument::Type) {
          QualType Made = Args->get(Make->Constructs).getAsType();
          llvm::SmallVector<BoundExpr, 6> Given;
          for (unsigned I = Make->First; I < Call->getNumArgs(); ++I)
            Given.push_back({Call->getArg(I), F});
          if (const CXXRecordDecl *Class = definitionOf(Made))
            construct(P.with(PlaceStep::pointee()), Class, nullptr, Given, Call,
                      F);
        }
        return;
      }
    if (Functions.holdsWorkers(T))
      if (auto From = Denoter.object({E, F}); From && !(*From == P))
        S.move(*From, P);
    return;
  }
  if (E->getType()->isPointerType()) {
    // A smart pointer that takes over what a pointer points to.
    return;
  }
}

/// The constructor of \p Class that \p Args select, by their number alone:
/// emplace_back and make_unique hide the overload resolution.
static const CXXConstructorDecl *chooseConstructor(const CXXRecordDecl *Class,
                                                   size_t Args) {
  for (const CXXConstructorDecl *Ctor : Class->ctors())
    if (!Ctor->isCopyOrMoveConstructor() && Ctor->getNumParams() >= Args &&
        Ctor->getMinRequiredArguments() <= Args)
      return Ctor;
  return nullptr;
}

/// States, as they are now, of handles that are bound by value.
std::shared_ptr<const std::map<Place, HandleState>>
Walk::statesOfValues(const Binding &B) {
  std::map<Place, HandleState> Kept;
  auto Keep = [&](BoundExpr E) {
    if (!E)
      return;
    // Captures are bound by value too; which ones is the payload's business.
    bool Opaque = isCallable(Ctx, E.E->getType());
    std::optional<Place> P;
    if (!Opaque && Functions.holdsWorkers(E.E->getType()))
      P = Denoter.object(E);
    for (const auto &[Key, State] : S.States)
      if (Opaque ? Kept.size() < MaxKept : P && Key.isWithin(*P))
        Kept.emplace(Key, State);
  };
  if (!S.States.empty()) {
    Keep(B.Target);
    for (const BoundExpr &Arg : B.Arguments)
      Keep(Arg);
  }
  return std::make_shared<const std::map<Place, HandleState>>(std::move(Kept));
}

/// Puts a target into the worker at \p P.
void Walk::bind(LaunchParts Parts, const Place &P, const Expr *Site, Frame *F) {
  Binding &B = Bindings.emplace_back();
  B.Model = Parts.Model;
  B.Site = Site;
  B.Target = Parts.Target;
  B.Arguments = std::move(Parts.Arguments);
  B.F = F;
  B.AtBinding = statesOfValues(B);
  auto &Bound = S.Bound[P];
  if (P.isParticular()) {
    Bound.clear();
    S.States.erase(P);
  }
  // One site in a loop binds many workers alike; one entry tells of all.
  llvm::erase_if(Bound, [&](const Binding *Old) {
    return Old->Site == Site && Old->F == F;
  });
  if (Bound.size() < 64)
    Bound.push_back(&B);
  // A new worker among others is not started.
  if (!P.isParticular())
    if (auto It = S.States.find(P); It != S.States.end() && It->second.Machine)
      It->second.add(HandleState::initial(*It->second.Machine));
}

void Walk::construct(const Place &P, const CXXRecordDecl *Class,
                     const CXXConstructorDecl *Ctor,
                     llvm::ArrayRef<BoundExpr> Args, const Expr *Site,
                     Frame *F) {
  // `using Worker::Worker;` in a derived class constructs the base.
  if (Ctor && Ctor->isInheritingConstructor())
    if (const CXXConstructorDecl *Inherited =
            Ctor->getInheritedConstructor().getConstructor())
      return construct(P, Inherited->getParent(), Inherited, Args, Site, F);
  std::optional<LaunchParts> Parts = Sites.matchConstruction(Class, Args);
  if (!Parts && Ctor)
    Parts = Sites.match(Ctor, Args); // annotated
  if (Parts) {
    if (Parts->Model->LaunchedBy.empty()) {
      launch(*Parts, Site, F);
      return;
    }
    bind(std::move(*Parts), P, Site, F);
    return;
  }
  const models::Container *C =
      Class->getIdentifier() ? Ctx.Models.container(Ctx.qualifiedName(Class))
                             : nullptr;
  if (C && C->As == models::Container::Pointee && !Args.empty() &&
      Args[0].E->getType()->isPointerType()) {
    if (auto From = Denoter.pointee(Args[0]))
      S.move(*From, P.with(PlaceStep::pointee()));
    return;
  }
  if (C && C->AllArguments && Args.size() > 1) {
    // pair(a, b), tuple(a, b, c): a part from each.
    for (unsigned I = 0; I < Args.size(); ++I)
      if (Functions.holdsWorkers(Args[I].E->getType()))
        evalInto(Denoter.part(P, Ctx.AST.getCanonicalTagType(Class), I),
                 Args[I].E->getType(), Args[I]);
    return;
  }
  if (C && Args.size() == 1) {
    // optional<T>(T(...)), any_wrapper(value): the value is inside.
    if (auto From = Denoter.object(Args[0]);
        From && !(*From == P) && From->Kind == Place::Temporary)
      S.move(*From, P.with(contentStep(*C)));
    return;
  }
  if (Ctx.isSystem(Class))
    return;
  if (!Ctor)
    Ctor = chooseConstructor(Class, Args.size());
  if (Ctor)
    inlineCall(Ctor, Args, P, Site, F);
}

} // namespace stowaway::audit
