//===- Walk.cpp - In which order does the program reach its launches? -----===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/Walk.h"
#include "Audit/Branch.h"

using namespace clang;

namespace stowaway::audit {

/// Facts that outlive a function: of objects of a class, of globals.
static bool outlives(const Place &P) {
  if (P.Kind == Place::Object)
    return true;
  if (P.Kind != Place::Variable)
    return false;
  const auto *V = static_cast<const ValueDecl *>(P.Root);
  const auto *Var = dyn_cast<VarDecl>(V);
  return Var && Var->hasGlobalStorage();
}

void Walk::run() {
  if (Functions.roots().empty())
    return;
  for (const VarDecl *V : Functions.globals())
    walkInitialiser(V);
  for (const CXXRecordDecl *R : Functions.initialised())
    walkInClass(R);
  for (const FunctionDecl *F : Functions.roots())
    walkRoot(F);
  Judging = true;
  for (const FunctionDecl *F : Functions.roots()) {
    walkRoot(F);
    judgeBranches(Ctx, Verdicts, F);
  }
}

void Walk::walkRoot(const FunctionDecl *F) {
  Root = F;
  Steps = 0;
  Inlined = 0;
  S = WalkState();
  Loops.clear();
  Written.clear();
  Called.clear();

  Frame *Top = Frames.make();
  Top->Function = F;
  const auto *Method = dyn_cast<CXXMethodDecl>(F);
  if (Method && Method->isInstance()) {
    Top->This = Place::object(Method->getParent());
    // A method finds the object as its constructors left it.
    if (!isa<CXXConstructorDecl>(F)) {
      auto Known =
          AfterConstruction.find(Method->getParent()->getCanonicalDecl());
      if (Known != AfterConstruction.end())
        S = Known->second;
    }
  }
  runBody(F, Top);

  // Lambdas that nothing here called run some time, on what they captured.
  for (size_t I = 0; I < Written.size() && I < 256; ++I) {
    WrittenLambda W = Written[I];
    const FunctionDecl *Body = runningBody(W.L->getCallOperator());
    if (!Called.insert(W.L->getLambdaClass()).second ||
        !Functions.matters(Body))
      continue;
    WalkState Kept = std::exchange(S, std::move(W.S));
    S.Reachable = true;
    Frame *Inner = Frames.make();
    Inner->Function = Body;
    Inner->Lexical = W.F;
    runBody(Body, Inner);
    S = std::move(Kept);
  }
  if (!Judging)
    gather(F, Method);
}

void Walk::walkInitialiser(const VarDecl *V) {
  S = WalkState();
  Frame *Top = Frames.make();
  evalInto(Place::variable(V), V->getType(), {V->getInit(), Top});
  gatherBindings();
}

/// A class that only its in-class initialisers construct.
void Walk::walkInClass(const CXXRecordDecl *R) {
  S = WalkState();
  Frame *Top = Frames.make();
  Top->This = Place::object(R);
  for (const FieldDecl *F : R->fields())
    if (F->hasInClassInitializer() && F->getInClassInitializer())
      evalInto(Top->This->with(PlaceStep::field(F)), F->getType(),
               {F->getInClassInitializer(), Top});
  gatherBindings();
  AfterConstruction.try_emplace(R->getCanonicalDecl(), S);
}

void Walk::gatherBindings() {
  for (const auto &[P, Bs] : S.Bound) {
    if (!outlives(P))
      continue;
    auto &All = BoundAnywhere[P];
    for (const Binding *B : Bs)
      if (!llvm::any_of(All,
                        [&](const Binding *A) { return A->Site == B->Site; }))
        All.push_back(B);
  }
}

void Walk::gather(const FunctionDecl *F, const CXXMethodDecl *Method) {
  if (!S.Reachable)
    return;
  gatherBindings();
  if (isa<CXXConstructorDecl>(F)) {
    WalkState Left;
    for (const auto &[P, State] : S.States)
      if (P.Kind == Place::Object)
        Left.States.emplace(P, State);
    for (const auto &[P, Bs] : S.Bound)
      if (P.Kind == Place::Object)
        Left.Bound.emplace(P, Bs);
    for (const auto &[P, N] : S.MinCount)
      if (P.Kind == Place::Object)
        Left.MinCount.emplace(P, N);
    const CXXRecordDecl *Class = Method->getParent()->getCanonicalDecl();
    auto [It, New] = AfterConstruction.try_emplace(Class, Left);
    if (!New)
      It->second.join(Left);
    return;
  }
  if (isa<CXXDestructorDecl>(F))
    return;
  std::map<Place, HandleState> Left;
  for (const auto &[P, State] : S.States) {
    if (!outlives(P) || !State.Machine)
      continue;
    HandleState Effect = State;
    for (auto &[Which, W] : Effect.Witnesses)
      W.Earlier = true;
    Left.emplace(P, std::move(Effect));
  }
  if (!Left.empty())
    Effects.push_back({F, std::move(Left)});
}

} // namespace stowaway::audit
