//===- WalkStmt.cpp - How do statements order what happens? ---------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/Walk.h"
#include "clang/AST/StmtCXX.h"
#include "clang/AST/StmtObjC.h"

using namespace clang;

namespace stowaway::audit {

// Enough for any function that a person wrote; generated code ends early.
static constexpr uint64_t MaxSteps = 2000000;
static constexpr unsigned MaxLoopRounds = 4;

static WalkState unreachable() {
  WalkState S;
  S.Reachable = false;
  return S;
}

static bool isAlwaysTrue(AuditContext &Ctx, const Expr *Cond) {
  bool Value = false;
  return Cond && !Cond->isValueDependent() &&
         Cond->EvaluateAsBooleanCondition(Value, Ctx.AST) && Value;
}

void Walk::exec(const Stmt *St, Frame *F) {
  if (!St || !S.Reachable)
    return;
  if (spent(St->getBeginLoc()))
    return;
  if (const auto *E = dyn_cast<Expr>(St))
    return eval(E, F);

  switch (St->getStmtClass()) {
  case Stmt::CompoundStmtClass:
    for (const Stmt *Child : cast<CompoundStmt>(St)->body())
      exec(Child, F);
    return;
  case Stmt::DeclStmtClass:
    return execDecl(cast<DeclStmt>(St), F);
  case Stmt::IfStmtClass:
    return execIf(cast<IfStmt>(St), F);
  case Stmt::SwitchStmtClass:
    return execSwitch(cast<SwitchStmt>(St), F);
  case Stmt::ForStmtClass:
    return execFor(cast<ForStmt>(St), F);
  case Stmt::CXXForRangeStmtClass:
    return execRangeFor(cast<CXXForRangeStmt>(St), F);
  case Stmt::WhileStmtClass: {
    const auto *While = cast<WhileStmt>(St);
    exec(While->getConditionVariableDeclStmt(), F);
    LoopShape Shape;
    Shape.Endless = isAlwaysTrue(Ctx, While->getCond());
    loop(Shape, [&] {
      eval(While->getCond(), F);
      exec(While->getBody(), F);
    });
    return;
  }
  case Stmt::DoStmtClass: {
    const auto *Do = cast<DoStmt>(St);
    LoopShape Shape;
    Shape.MinTrips = 1;
    loop(Shape, [&] {
      exec(Do->getBody(), F);
      eval(Do->getCond(), F);
    });
    return;
  }
  case Stmt::CXXTryStmtClass:
    return execTry(cast<CXXTryStmt>(St), F);
  case Stmt::ReturnStmtClass: {
    const Expr *Value = cast<ReturnStmt>(St)->getRetValue();
    if (Value) {
      QualType T = Value->getType();
      if (F->CallSite && T->isRecordType() && Functions.holdsWorkers(T))
        evalInto(Place::temporary(F->CallSite), T, {Value, F});
      else
        eval(Value, F);
    }
    if (!Returns.empty())
      Returns.back()->join(S);
    S.Reachable = false;
    return;
  }
  case Stmt::BreakStmtClass:
    if (!Loops.empty())
      Loops.back()->Break.join(S);
    S.Reachable = false;
    return;
  case Stmt::ContinueStmtClass:
    for (LoopExits *L : llvm::reverse(Loops))
      if (L) {
        L->Continue.join(S);
        break;
      }
    S.Reachable = false;
    return;
  case Stmt::GotoStmtClass:
  case Stmt::IndirectGotoStmtClass:
    Ctx.barrier("goto", "jumps are not followed", St->getBeginLoc(),
                St->getBeginLoc());
    return;
  default:
    // Labels, attributes, coroutine bodies, captured statements: in order.
    for (const Stmt *Child : St->children())
      exec(Child, F);
  }
}

bool Walk::spent(SourceLocation At) {
  if (Steps > MaxSteps)
    return true;
  Steps += 1 + (S.States.size() + S.Bound.size()) / 4;
  if (Steps > MaxSteps)
    Ctx.barrier("budget", "this function is too large to be followed further",
                At, At);
  return Steps > MaxSteps;
}

void Walk::execDecl(const DeclStmt *St, Frame *F) {
  for (const Decl *D : St->decls()) {
    const auto *V = dyn_cast<VarDecl>(D);
    if (!V)
      continue;
    S.flush(keyOf(V));
    if (!V->getType()->isReferenceType() && !V->isStaticLocal())
      S.forget(Place::variable(V));
    F->Pointers.erase(V);
    const Expr *Init = V->getInit();
    if (!Init)
      continue;
    if (V->getType()->isReferenceType()) {
      eval(Init, F);
      continue;
    }
    if (V->getType()->isRecordType() || V->getType()->isArrayType()) {
      evalInto(Place::variable(V), V->getType(), {Init, F});
    } else {
      eval(Init, F);
      if (V->getType()->isPointerType() && Functions.holdsWorkers(V->getType()))
        F->Pointers[V] = Denoter.pointee({Init, F});
    }
  }
}

void Walk::execIf(const IfStmt *St, Frame *F) {
  exec(St->getInit(), F);
  exec(St->getConditionVariableDeclStmt(), F);
  if (St->isConstexpr()) {
    if (auto Taken = St->getNondiscardedCase(Ctx.AST)) {
      exec(*Taken, F);
      return;
    }
  } else {
    eval(St->getCond(), F);
  }
  WalkState Before = S;
  exec(St->getThen(), F);
  std::swap(S, Before);
  exec(St->getElse(), F);
  S.join(Before);
}

void Walk::execSwitch(const SwitchStmt *St, Frame *F) {
  exec(St->getInit(), F);
  exec(St->getConditionVariableDeclStmt(), F);
  eval(St->getCond(), F);
  WalkState Entry = S;
  LoopExits Exits{unreachable(), unreachable()};
  // `continue` in a switch belongs to the loop around it.
  LoopExits *Around = nullptr;
  for (LoopExits *L : llvm::reverse(Loops))
    if (L) {
      Around = L;
      break;
    }
  Loops.push_back(&Exits);
  S.Reachable = false;
  bool HasDefault = false;
  std::function<void(const Stmt *)> Run = [&](const Stmt *Body) {
    if (!Body)
      return;
    if (const auto *Case = dyn_cast<SwitchCase>(Body)) {
      HasDefault |= isa<DefaultStmt>(Case);
      S.join(Entry);
      Run(Case->getSubStmt());
      return;
    }
    if (const auto *Compound = dyn_cast<CompoundStmt>(Body)) {
      for (const Stmt *Child : Compound->body())
        Run(Child);
      return;
    }
    exec(Body, F);
  };
  Run(St->getBody());
  Loops.pop_back();
  if (Around)
    Around->Continue.join(Exits.Continue);
  S.join(Exits.Break);
  if (!HasDefault)
    S.join(Entry);
}

void Walk::execTry(const CXXTryStmt *St, Frame *F) {
  // A handler runs in a state in which something threw: before one of the
  // statements, which then did nothing, or inside one of the longer ones.
  WalkState Thrown = unreachable();
  Tries.push_back(&Thrown);
  for (const Stmt *Child : St->getTryBlock()->body()) {
    Thrown.join(S);
    unsigned Before = Inlined;
    exec(Child, F);
    if (!isa<Expr>(Child) || Inlined != Before)
      Thrown.join(S);
  }
  Tries.pop_back();
  WalkState After = S;
  for (unsigned I = 0; I < St->getNumHandlers(); ++I) {
    S = Thrown;
    exec(St->getHandler(I)->getHandlerBlock(), F);
    After.join(S);
  }
  S = std::move(After);
}

void Walk::loop(const LoopShape &Shape, llvm::function_ref<void()> Iterate) {
  WalkState Exit = unreachable();
  std::map<Place, HandleState> Visited;
  bool Broke = false;

  auto Once = [&] {
    LoopExits Exits{unreachable(), unreachable()};
    Loops.push_back(&Exits);
    Iterate();
    Loops.pop_back();
    S.join(Exits.Continue);
    if (Exits.Break.Reachable) {
      Broke = true;
      if (Shape.Key)
        Exits.Break.flush(Shape.Key);
      Exit.join(Exits.Break);
    }
    if (!Shape.Key || !S.Reachable)
      return;
    if (Shape.Over)
      for (const auto &[P, State] : S.States)
        if (P.mentions(Shape.Key)) {
          auto [It, New] = Visited.try_emplace(P, State);
          if (!New)
            It->second.join(State);
        }
    S.flush(Shape.Key);
  };

  WalkState Entry = S;
  unsigned Trips =
      Loops.size() < 4 ? Shape.MinTrips : std::min(1u, Shape.MinTrips);
  for (unsigned Trip = 0; Trip < Trips; ++Trip)
    Once();
  if (!Shape.Exactly) {
    // Whether a loop that surely runs once runs again is open, so what its
    // first trip did is not certain in the second.
    WalkState Left = S;
    WalkState Around = S;
    if (Shape.MinTrips == 1)
      Around.join(Entry);
    // Loops in loops in loops: two rounds show what there is to see.
    unsigned Rounds = Loops.size() < 2   ? MaxLoopRounds
                      : Loops.size() < 4 ? 2
                                         : 1;
    for (unsigned Round = 0; Round < Rounds; ++Round) {
      S = Around;
      Once();
      Left.join(S);
      WalkState Next = Around;
      Next.join(S);
      if (Next == Around)
        break;
      Around = std::move(Next);
    }
    S = Shape.MinTrips == 1 ? std::move(Left) : std::move(Around);
  }
  if (Shape.Endless)
    S.Reachable = false;

  // A loop over all elements leaves each as its body left it.
  if (Shape.Over && !Broke && S.Reachable)
    for (const auto &[P, State] : Visited) {
      Place Summary = P;
      for (PlaceStep &Step : Summary.Steps)
        if (Step.Key == Shape.Key)
          Step.Key = 0;
      HandleState Final = State;
      if (llvm::popcount(Final.May) == 1)
        Final.Must = Final.May;
      S.States[Summary] = Final;
    }
  S.join(Exit);
}

std::optional<uint64_t> Walk::constant(BoundExpr B) {
  for (unsigned Hops = 0; Hops < 8 && B; ++Hops) {
    const Expr *E = stripped(B.E);
    if (!E || E->isValueDependent() || E->isTypeDependent())
      return std::nullopt;
    Expr::EvalResult Result;
    if (E->EvaluateAsInt(Result, Ctx.AST)) {
      llvm::APSInt Value = Result.Val.getInt();
      if (Value.isNegative() || Value.getActiveBits() > 63)
        return std::nullopt;
      return Value.getZExtValue();
    }
    const ValueDecl *V = Denote::namedVariable(E);
    BoundExpr *Arg = V ? Frame::find(B.F, &Frame::Arguments, V) : nullptr;
    if (!Arg)
      return std::nullopt;
    B = *Arg;
  }
  return std::nullopt;
}

unsigned Walk::minCount(const Place &Container, QualType T) {
  if (!T.isNull()) {
    T = T.getNonReferenceType();
    if (const auto *Array = Ctx.AST.getAsConstantArrayType(T))
      return unsigned(std::min<uint64_t>(2, Array->getZExtSize()));
    // A container whose size is a template argument (std::array).
    if (const auto *Spec = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
            T->getAsCXXRecordDecl()))
      for (const TemplateArgument &Arg : Spec->getTemplateArgs().asArray())
        if (Arg.getKind() == TemplateArgument::Integral &&
            Arg.getAsIntegral().isNonNegative())
          return unsigned(
              std::min<uint64_t>(2, Arg.getAsIntegral().getLimitedValue(2)));
  }
  auto It = S.MinCount.find(Container.summarised());
  return It == S.MinCount.end() ? 0 : It->second;
}

/// The variable that `++i`, `i++`, `i += 1` or `++it` moves.
static const ValueDecl *incremented(const Expr *Inc) {
  Inc = stripped(Inc);
  if (!Inc)
    return nullptr;
  if (const auto *Unary = dyn_cast<UnaryOperator>(Inc))
    if (Unary->isIncrementOp())
      return Denote::namedVariable(Unary->getSubExpr());
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(Inc))
    if (Op->getOperator() == OO_PlusPlus)
      return Denote::namedVariable(Op->getArg(0));
  if (const auto *Binary = dyn_cast<BinaryOperator>(Inc))
    if (Binary->getOpcode() == BO_AddAssign)
      return Denote::namedVariable(Binary->getLHS());
  return nullptr;
}

/// The object that a member call in \p E asks for its size or end.
static const Expr *askedObject(const Expr *E) {
  E = stripped(E);
  if (const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(E))
    return Call->getImplicitObjectArgument();
  if (const auto *Call = dyn_cast_or_null<CallExpr>(E))
    if (!isa<CXXOperatorCallExpr>(Call) && Call->getNumArgs() == 1)
      return Call->getArg(0); // std::size(v), std::end(v)
  return nullptr;
}

Walk::LoopShape Walk::shapeOf(const ForStmt *St, Frame *F) {
  LoopShape Shape;
  Shape.Endless = !St->getCond() || isAlwaysTrue(Ctx, St->getCond());
  const ValueDecl *V = incremented(St->getInc());
  if (!V || !St->getCond())
    return Shape;
  Shape.Key = keyOf(V);
  const Expr *Left = nullptr, *Right = nullptr;
  bool Inclusive = false;
  const Expr *Cond = stripped(St->getCond());
  if (const auto *Binary = dyn_cast<BinaryOperator>(Cond)) {
    if (Binary->getOpcode() != BO_LT && Binary->getOpcode() != BO_NE &&
        Binary->getOpcode() != BO_LE)
      return Shape;
    Inclusive = Binary->getOpcode() == BO_LE;
    Left = Binary->getLHS();
    Right = Binary->getRHS();
  } else if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(Cond)) {
    if (Op->getNumArgs() != 2)
      return Shape;
    Left = Op->getArg(0);
    Right = Op->getArg(1);
  } else if (const auto *Rewritten =
                 dyn_cast<CXXRewrittenBinaryOperator>(Cond)) {
    Left = Rewritten->getLHS();
    Right = Rewritten->getRHS();
  }
  if (!Left || Denote::namedVariable(Left) != V)
    return Shape;
  const auto *Var = dyn_cast<VarDecl>(V);
  const Expr *Init = Var ? Var->getInit() : nullptr;
  if (!Init)
    return Shape;
  std::optional<uint64_t> From = constant({Init, F});
  if (std::optional<uint64_t> To = constant({Right, F}); To && From) {
    uint64_t Trips = *To > *From ? *To - *From : 0;
    if (Inclusive && *To >= *From)
      ++Trips;
    Shape.MinTrips = unsigned(std::min<uint64_t>(2, Trips));
    if (Trips < 2)
      Shape.Exactly = Shape.MinTrips;
    return Shape;
  }
  const Expr *Asked = askedObject(Right);
  if (!Asked)
    return Shape;
  std::optional<Place> Container = Asked->getType()->isPointerType()
                                       ? Denoter.pointee({Asked, F})
                                       : Denoter.object({Asked, F});
  if (!Container)
    return Shape;
  bool FromStart = From && *From == 0;
  if (!FromStart)
    // `auto it = v.begin()`: the iterator starts in the same container.
    if (std::optional<Place> First = Denoter.pointee({Init, F}))
      FromStart = First->parent().sameShape(*Container);
  if (FromStart) {
    Shape.Over = Container;
    Shape.MinTrips = minCount(*Container, Asked->getType());
  }
  return Shape;
}

void Walk::execFor(const ForStmt *St, Frame *F) {
  exec(St->getInit(), F);
  exec(St->getConditionVariableDeclStmt(), F);
  LoopShape Shape = shapeOf(St, F);
  loop(Shape, [&] {
    if (St->getCond())
      eval(St->getCond(), F);
    exec(St->getBody(), F);
    // The step itself moves the key; loop() does that, after it has looked.
    if (St->getInc() && !Shape.Key)
      eval(St->getInc(), F);
  });
}

void Walk::execRangeFor(const CXXForRangeStmt *St, Frame *F) {
  exec(St->getInit(), F);
  const Expr *Range = St->getRangeInit();
  if (!Range)
    return;
  eval(Range, F);
  const VarDecl *V = St->getLoopVariable();
  std::optional<Place> Container = Denoter.object({Range, F});
  LoopShape Shape;
  if (V)
    Shape.Key = keyOf(V);
  if (Container && V) {
    Shape.Over = Container;
    Shape.MinTrips = minCount(*Container, Range->getType());
    Place Element = Container->with(PlaceStep::element(Shape.Key));
    F->Aliases[V] = Element;
    if (const auto *Decomposed = dyn_cast<DecompositionDecl>(V))
      for (unsigned I = 0; const BindingDecl *B : Decomposed->bindings())
        F->Aliases[B] = Denoter.part(Element, V->getType(), I++);
  }
  loop(Shape, [&] { exec(St->getBody(), F); });
}

} // namespace stowaway::audit
