//===- Judge.cpp - What is wrong with this launch? ------------------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/Judge.h"
#include "Audit/Acts.h"
#include "Audit/Checks.h"
#include "Audit/DroppedState.h"
#include "Audit/Remedy.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace stowaway::audit {

llvm::SmallVector<Judge::Crossing, 2>
Judge::boundaries(const models::Launch &L) {
  if (L.StartMethods.empty())
    return {{L.Crosses, Confidence::Definite, {}}};
  const models::StartMethods *Table = Ctx.Models.startMethods(L.StartMethods);
  if (!Table)
    return {{L.Crosses, Confidence::Definite, {}}};
  auto Find =
      [&](llvm::StringRef Word) -> const models::StartMethods::Method * {
    for (const auto &M : Table->Methods)
      if (M.Word == Word)
        return &M;
    return nullptr;
  };
  if (Ctx.Options.StartMethod)
    if (const auto *M = Find(*Ctx.Options.StartMethod))
      return {{M->Crosses, Confidence::Definite, {}}};

  llvm::SmallVector<Crossing, 2> Result;
  auto It = StartMethods.find(L.StartMethods);
  if (It != StartMethods.end())
    for (const std::string &Word : It->second.Words)
      if (const auto *M = Find(Word))
        if (llvm::none_of(Result,
                          [&](const Crossing &C) { return C.B == M->Crosses; }))
          Result.push_back({M->Crosses, Confidence::Definite, Word});
  if (Result.empty()) {
    const auto *M = Find(Table->Default);
    Result.push_back({M ? M->Crosses : L.Crosses, Confidence::Definite, {}});
  }
  if (Result.size() > 1)
    for (Crossing &C : Result)
      C.Certainty = Confidence::Possible;
  else
    Result[0].Word.clear();
  return Result;
}

ReportSite reportSite(const LaunchEvent &Event, const ResolvedTarget &T) {
  ReportSite Site{Event.Call, Event.F, {}};
  Frame *Home = Event.Bound ? Event.Bound->F : Event.F;
  Frame *From = T.Source.F;
  // Two-step launches are reported at the launch, unless binding and launch
  // both happen below the function that the target comes from.
  if (!From || !Event.F || !Event.F->isBelow(From) || !Home ||
      !Home->isBelow(From))
    return Site;
  for (Frame *F = Event.F; F && F != From; F = F->Caller) {
    Site.Down.insert(Site.Down.begin(), Site.At);
    Site.At = F->CallSite ? F->CallSite : Site.At;
    Site.F = F->Caller;
  }
  return Site;
}

/// The innermost launched body that this launch is made in, or null.
const DeclContext *Judge::launchedAround(const LaunchEvent &Event) const {
  for (const Frame *F = Event.F; F; F = F->Lexical)
    if (const auto *Method = dyn_cast_or_null<CXXMethodDecl>(F->Function))
      if (Launched.contains(Method->getParent()->getCanonicalDecl()))
        return Method;
  return nullptr;
}

/// Is \p E evaluated by a return statement below \p S?
static bool isReturned(const Stmt *S, const Expr *E, bool InReturn = false) {
  if (!S || isa<LambdaExpr>(S))
    return false;
  if (S == E)
    return InReturn;
  InReturn |= isa<ReturnStmt>(S);
  return llvm::any_of(S->children(), [&](const Stmt *Child) {
    return isReturned(Child, E, InReturn);
  });
}

/// `return p;` copies the captured p into the result: one mistake, not two.
static bool isTold(const Carried &C, const ResolvedTarget &T,
                   llvm::ArrayRef<Carried> Acts) {
  if (C.Path.empty() || C.Path.front().Step.K != PathStep::Result)
    return false;
  const FunctionDecl *Body = runningBody(T.Callee);
  return Body && llvm::any_of(Acts, [&](const Carried &Act) {
           return Act.ActAt &&
                  Act.Type.getCanonicalType() == C.Type.getCanonicalType() &&
                  isReturned(Body->getBody(), Act.ActAt);
         });
}

/// A launch that is made of another one passes on what that brings back.
static bool isPassedOn(LaunchSites &Sites, const Carried &C,
                       const LaunchEvent &Event) {
  if (C.Path.empty() || C.Path.front().Step.K != PathStep::Result)
    return false;
  for (const Frame *F = Event.F; F; F = F->Lexical ? F->Lexical : F->Caller)
    if (F->Function && Sites.isLaunch(F->Function))
      return true;
  return false;
}

/// Does \p S compare what a function of \p Names returns?
static bool compares(AuditContext &Ctx, const Stmt *S,
                     llvm::ArrayRef<std::string> Names, bool Compared = false) {
  if (!S)
    return false;
  if (const auto *Op = dyn_cast<BinaryOperator>(S))
    Compared |= Op->isComparisonOp();
  // auto shard = this_shard_id(); if (shard == home)
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S); Ref && Compared)
    if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl()); V && V->getInit())
      if (const Expr *Init = stripped(V->getInit()); isa<CallExpr>(Init))
        S = Init;
  if (const auto *Call = dyn_cast<CallExpr>(S); Call && Compared)
    if (const FunctionDecl *F = calleeOf(Call))
      if (F->getIdentifier() &&
          llvm::is_contained(Names, Ctx.qualifiedName(F).str()))
        return true;
  return llvm::any_of(S->children(), [&](const Stmt *Child) {
    return compares(Ctx, Child, Names, Compared);
  });
}

/// Does the code around the launch ask on which side it runs?
static bool asksForSide(AuditContext &Ctx, const LaunchEvent &Event) {
  if (Event.Model->SideToldBy.empty())
    return false;
  for (const Frame *F = Event.F; F; F = F->Lexical)
    if (F->Function &&
        compares(Ctx, F->Function->getBody(), Event.Model->SideToldBy))
      return true;
  return false;
}

void Judge::judge(const LaunchEvent &Event) {
  llvm::SmallVector<ResolvedTarget, 1> Resolved;
  if (Event.Target)
    Resolved = Target.resolve(Event.Target);
  else
    Resolved.emplace_back().K = ResolvedTarget::Function;

  for (const Crossing &Over : boundaries(*Event.Model)) {
    for (const ResolvedTarget &T : Resolved) {
      // What a root's parameter holds is judged where it is passed.
      if (T.K == ResolvedTarget::Parameter) {
        Ctx.barrier("parameter",
                    "the target is a parameter; it is judged at the callers "
                    "that this file shows",
                    T.Source.E->getExprLoc(), Event.Call->getExprLoc());
        continue;
      }
      Payload Walk(Ctx, Denoter, Target, Transfer, *Event.Model, Over.B,
                   Event.Call->getExprLoc());
      if (T.K == ResolvedTarget::Lambda && T.Class)
        Launched.insert(T.Class->getCanonicalDecl());
      if (Event.Model->DropsCaptures) {
        judgeDroppedCaptures(Event, T, Over);
        ResolvedTarget Bare = T; // what is captured does not even travel
        Bare.K = ResolvedTarget::Function;
        for (const Carried &C : Walk.walk(Bare, Event.Arguments))
          judgeCarried(Event, T, C, Over);
        continue;
      }
      std::vector<Carried> Acts =
          findActs(Ctx, Sites, T, *Event.Model, Event.Arguments, Over.B,
                   launchedAround(Event));
      for (Carried &C : Walk.walk(T, Event.Arguments)) {
        if (!Event.Certain)
          C.Certainty = Confidence::Possible;
        if (!isTold(C, T, Acts) && !isPassedOn(Sites, C, Event))
          judgeCarried(Event, T, C, Over);
      }
      bool Asks = !Acts.empty() && asksForSide(Ctx, Event);
      for (const Carried &C : Acts) {
        if (Asks && C.HomeUnknown)
          Ctx.barrier("goes-home",
                      "'" + pathText(C.Path) +
                          "': the function asks on which side it runs, so the "
                          "launch may go to where that lives",
                      Event.Call->getExprLoc(), Event.Call->getExprLoc());
        else
          judgeCarried(Event, T, C, Over);
      }
      if (Ctx.isEnabled(DroppedState))
        for (Finding &F :
             findDroppedState(Ctx, Target, Transfer, Event, T, Over.B)) {
          if (Over.Certainty == Confidence::Possible)
            F.Certainty = Confidence::Possible;
          add(std::move(F));
        }
    }
  }
}

/// \p P with \p From replaced by \p To where it begins with \p From.
static Place standIn(const Place &P, const std::pair<Place, Place> &For) {
  // A class root stands for any object of the class; only the root matters.
  if (P.Kind != For.first.Kind)
    return P;
  if (P.Root != For.first.Root && P.Kind != Place::Object)
    return P;
  Place Result = For.second;
  Result.Steps.append(P.Steps.begin(), P.Steps.end());
  return Result.normalised();
}

/// Is the worker chosen by a parameter of the function?
static bool variesByCall(const LaunchEvent &Event) {
  if (!Event.Receiver)
    return true;
  for (const PlaceStep &Step : Event.Receiver->Steps) {
    if (Step.K != PlaceStep::Element)
      continue;
    if (!Step.Key)
      return true;
    if (Step.Key & 1)
      continue; // a constant
    const auto *V = reinterpret_cast<const ValueDecl *>(Step.Key);
    if (isa<ParmVarDecl>(V) && V->getDeclContext() == Event.Root)
      return true;
  }
  return false;
}

/// What another call, of any function of the file, may have made of \p P.
static std::optional<HandleState>
earlierState(const LaunchEvent &Event, const Carried &C, const Place &P) {
  uint32_t Initial = HandleState::initial(*C.Rule.Machine).May;
  auto ViewsOf = [](const Place &Of) {
    llvm::SmallVector<Place, 3> Views{Of};
    for (auto &[View, Owner] : Of.classViews())
      Views.push_back(View);
    return Views;
  };
  auto Find = [](const std::map<Place, HandleState> &Left,
                 llvm::ArrayRef<Place> Views) -> std::optional<HandleState> {
    std::optional<HandleState> Result;
    for (const Place &View : Views)
      for (const auto &[Key, S] : Left)
        if (Key.mayAlias(View)) {
          if (!Result)
            Result = S;
          else
            Result->add(S);
        }
    return Result;
  };
  llvm::SmallVector<Place, 3> Views = ViewsOf(P), Receiver;
  if (Event.Receiver)
    Receiver = ViewsOf(*Event.Receiver);
  std::optional<HandleState> Result;
  for (const auto &[Function, Left] : *Event.Earlier) {
    // The same function again would repeat its own starts, which is another
    // mistake, unless the worker differs from call to call.
    if (Function == Event.Root && !variesByCall(Event))
      continue;
    // Had that function run, the worker launched here would be started too,
    // which is another mistake.
    if (auto R = Find(Left, Receiver); R && !(R->May & Initial))
      continue;
    if (auto S = Find(Left, Views); S && (S->May & ~Initial)) {
      S->Must = 0;
      if (!Result)
        Result = S;
      else
        Result->join(*S);
    }
  }
  return Result;
}

/// A local object has no past but the one that was followed.
static bool madeHere(const Place &P) {
  if (P.Kind == Place::Temporary)
    return true;
  if (P.Kind != Place::Variable)
    return false;
  const auto *V = dyn_cast<VarDecl>(static_cast<const ValueDecl *>(P.Root));
  if (!V || !V->hasLocalStorage() || isa<ParmVarDecl>(V) ||
      V->getType()->isReferenceType())
    return false;
  return !V->getType()->isPointerType();
}

std::optional<HandleState> Judge::stateOf(const LaunchEvent &Event,
                                          const Carried &C, bool &Earlier) {
  if (!C.At)
    return std::nullopt;
  const Place *Except = Event.Receiver ? &*Event.Receiver : nullptr;

  auto Lookup = [&](const Place &P) -> std::optional<HandleState> {
    if (Except && P == *Except && P.isParticular())
      // The worker that is being launched is not launched yet.
      return HandleState::initial(*C.Rule.Machine);
    if (C.AtBinding && Event.Bound && Event.Bound->AtBinding) {
      std::optional<HandleState> Result;
      for (const auto &[Key, S] : *Event.Bound->AtBinding)
        if (Key.mayAlias(P)) {
          if (!Result)
            Result = S;
          else
            Result->add(S);
        }
      return Result;
    }
    return Event.State->state(P, Except && Except->isParticular() ? Except
                                                                  : nullptr);
  };

  Place P = *C.At;
  if (std::optional<HandleState> S = Lookup(P))
    return S;
  if (Event.Standing) {
    Place Here = standIn(P, *Event.Standing);
    if (std::optional<HandleState> S = Lookup(Here))
      return S;
    P = Here;
  }
  if (Event.Earlier && !madeHere(P))
    if (std::optional<HandleState> S = earlierState(Event, C, P)) {
      Earlier = true;
      return S;
    }
  return HandleState::initial(*C.Rule.Machine);
}

/// The sentence that has to make sense without any of the notes.
static std::string message(const std::string &Launch, const Finding &F,
                           const std::string &ActWords,
                           const std::string &StartMethod, bool Certain) {
  bool Definite = Certain;
  std::string What = F.PathText.empty() ? "" : "'" + F.PathText + "'";
  std::string Verb = "carries";
  if (!F.HandleState.empty()) {
    What += Definite ? ", a " + F.HandleState + " '" + F.HandleType + "',"
                     : ", a '" + F.HandleType + "' that may be " +
                           F.HandleState + ",";
  } else {
    Verb = Definite ? "carries" : "may carry";
    What = What.empty() ? "a '" + F.HandleType + "'"
                        : What + " of type '" + F.HandleType + "'";
  }
  std::string Where = acrossPhrase(F.Crosses).str();
  if (!F.Path.empty() && F.Path[0].K == PathStep::Result)
    Where = "back " + backPhrase(F.Crosses).str();
  if (!StartMethod.empty())
    Where += " if it is started by '" + StartMethod + "'";
  if (!ActWords.empty())
    return "'" + Launch + "' " + Verb + " " + What + " " + Where +
           ", where it " + ActWords + "; that is wrong because " + F.Reason;
  return "'" + Launch + "' " + Verb + " " + What + " " + Where +
         "; it cannot cross because " + F.Reason;
}

/// The launch as its user wrote it. A list of what a constructor is given, open
/// in a template, does not name the class.
static std::string siteText(AuditContext &Ctx, const ReportSite &Site,
                            const models::Launch &L) {
  if (isa<ParenListExpr, InitListExpr>(Site.At->IgnoreImplicit()))
    return llvm::StringRef(L.Name).rsplit("::").first.str();
  return launchText(Ctx, Site.At);
}

void Judge::judgeCarried(const LaunchEvent &Event, const ResolvedTarget &T,
                         const Carried &C, const Crossing &Over) {
  Finding F;
  F.Check = C.Rule.Check;
  F.Crosses = Over.B;
  F.Certainty = std::min(C.Certainty, Over.Certainty);
  F.Reason = C.Rule.Reason;
  F.HandleKind = C.Rule.Kind;
  F.HandleType = Ctx.printType(C.Type);
  if (C.Type->isReferenceType())
    F.HandleType += " &";
  std::optional<HandleState> State;
  unsigned Bad = 0;
  bool CertainButForMethod = C.Certainty == Confidence::Definite;

  if (C.Rule.Machine) {
    uint32_t Cannot = cannotCross(*C.Rule.Machine, Over.B);
    if (!Cannot)
      return;
    bool Earlier = false;
    State = stateOf(Event, C, Earlier);
    if (!State) {
      Ctx.barrier("unknown-state",
                  "which '" + F.HandleType +
                      "' travels is not known, so its state is not either",
                  Event.Call->getExprLoc(), Event.Call->getExprLoc());
      return;
    }
    uint32_t Hits = State->May & Cannot;
    if (!Hits) {
      judgeInside(Event, T, C, Over);
      return;
    }
    bool Certain = (State->Must & Cannot) || !(State->May & ~Cannot);
    if (!Certain || Earlier) {
      F.Certainty = Confidence::Possible;
      CertainButForMethod = false;
    }
    F.RestsOnEarlierCall = Earlier;
    // Name the state that is certain, if there is one.
    uint32_t Shown = (State->Must & Cannot) ? (State->Must & Cannot) : Hits;
    Bad = unsigned(llvm::countr_zero(Shown));
    F.HandleState = C.Rule.Machine->States[Bad].Name;
    if (!C.Rule.Machine->States[Bad].Reason.empty())
      F.Reason = C.Rule.Machine->States[Bad].Reason;
  }
  if (!Ctx.isEnabled(F.Check))
    return;

  ResolvedTarget From = T;
  if (C.Origin)
    From.Source.F = C.Origin;
  ReportSite Site = reportSite(Event, From);
  F.Loc = launchLocation(Ctx, Site.At);
  F.Range = Site.At->getSourceRange();
  F.LaunchName = launchName(Ctx, Event.Call, *Event.Model);
  F.TargetName = Target.describe(T);
  F.Enclosing = enclosingName(Ctx, Site.F);
  F.PathText = pathText(C.Path);
  for (const CarriedStep &S : C.Path)
    F.Path.push_back(S.Step);

  // With a start method that is not certain, all else may still be.
  bool Certain = F.Certainty == Confidence::Definite ||
                 (!Over.Word.empty() && CertainButForMethod);
  F.Message = message(siteText(Ctx, Site, *Event.Model), F, C.ActWords,
                      Over.Word, Certain);

  explainLaunch(Ctx, Target, Event, T, Site, F);
  explainPath(Ctx, Target, Event, T, C, F);

  if (State)
    if (const Witness *W = State->witness(Bad); W && W->Call) {
      Note N;
      N.K = Note::State;
      N.Loc = launchLocation(Ctx, W->Call);
      N.Range = W->Call->getSourceRange();
      std::string Who =
          !C.Path.empty() && C.Path.back().Step.K == PathStep::Element
              ? "an element of '" +
                    pathText(llvm::ArrayRef(C.Path).drop_back()) + "'"
              : "'" + F.PathText + "'";
      N.Message =
          Who + (W->Earlier ? " may be " : " is ") + F.HandleState + " here";
      if (W->Earlier && W->F)
        N.Message +=
            ", by an earlier call of '" + enclosingName(Ctx, W->F) + "'";
      else if (W->Call == Event.Call)
        N.Message += W->F == Event.F ? ", by an earlier iteration"
                                     : ", by an earlier call";
      F.Notes.push_back(std::move(N));
    }
  if (C.ActAt) {
    Note N;
    N.K = Note::State;
    N.Loc = C.ActAt->getExprLoc();
    N.Range = C.ActAt->getSourceRange();
    N.Message =
        "'" + F.PathText + "' " + C.ActWords + " here, on the other side";
    F.Notes.push_back(std::move(N));
  }
  if (C.Rule.DeclaredAt.isValid()) {
    Note N;
    N.K = Note::Cause;
    N.Loc = C.Rule.DeclaredAt;
    N.Message = "'" + C.Rule.DeclaredName + "' is declared here; " + F.Reason;
    F.Notes.push_back(std::move(N));
  }
  addRemedies(Ctx, Target, Event, T, C, Over.B, F);
  add(std::move(F));
}

/// A worker that is not started yet travels with what is bound to it.
void Judge::judgeInside(const LaunchEvent &Event, const ResolvedTarget &T,
                        const Carried &C, const Crossing &Over) {
  if (!C.At || C.Path.size() > 8)
    return;
  for (const Binding *B : Event.State->bindings(*C.At)) {
    if (B == Event.Bound || llvm::is_contained(Inside, B))
      continue;
    Inside.push_back(B);
    LaunchEvent Inner = Event;
    Inner.Bound = Event.Bound;
    for (const ResolvedTarget &Bound : Target.resolve(B->Target)) {
      Payload Walk(Ctx, Denoter, Target, Transfer, *B->Model, Over.B,
                   Event.Call->getExprLoc());
      for (Carried &Found : Walk.walk(Bound, B->Arguments)) {
        if (Found.AtBinding)
          continue;
        Found.Path.insert(Found.Path.begin(), C.Path.begin(), C.Path.end());
        judgeCarried(Inner, T, Found, Over);
      }
    }
    Inside.pop_back();
  }
}

void Judge::judgeDroppedCaptures(const LaunchEvent &Event,
                                 const ResolvedTarget &T,
                                 const Crossing &Over) {
  if (T.K != ResolvedTarget::Lambda || !T.Class || !Ctx.isEnabled(DroppedState))
    return;
  for (const LambdaCapture &Capture : T.Class->captures()) {
    if (!Capture.capturesThis() && !Capture.capturesVariable())
      continue;
    std::string Name = Capture.capturesThis()
                           ? "this"
                           : Capture.getCapturedVar()->getNameAsString();
    ReportSite Site = reportSite(Event, T);
    Finding F;
    F.Check = DroppedState.str();
    F.Certainty = Over.Certainty;
    F.Crosses = Over.B;
    F.Loc = launchLocation(Ctx, Site.At);
    F.Range = Site.At->getSourceRange();
    F.LaunchName = launchName(Ctx, Event.Call, *Event.Model);
    F.TargetName = Target.describe(T);
    F.Enclosing = enclosingName(Ctx, Site.F);
    F.HandleType = "capture";
    F.HandleKind = "dropped-capture";
    F.PathText = Name;
    F.Reason = "the lambda is made anew on the other side, from its type alone";
    F.Message = "'" + launchText(Ctx, Site.At) + "' drops '" + Name +
                "', which the lambda captures: " + F.Reason;
    PathStep Step;
    Step.K =
        Capture.isImplicit() ? PathStep::ImplicitCapture : PathStep::Capture;
    Step.Name = Name;
    Step.Loc = Capture.getLocation();
    Step.Range = Capture.getLocation();
    F.Path.push_back(Step);
    explainLaunch(Ctx, Target, Event, T, Site, F);
    F.Notes.push_back(
        {Note::Cause, Step.Loc, Step.Range, "'" + Name + "' is captured here"});
    F.Remedies.push_back({"pass-argument",
                          "pass '" + Name +
                              "' as an argument, if the call "
                              "takes further arguments",
                          Step.Loc,
                          {}});
    add(std::move(F));
  }
}

void Judge::judgeBranch(const models::BranchLaunch &Model, const CallExpr *Call,
                        const Stmt *Child, const FunctionDecl *In) {
  models::Launch Launch;
  Launch.Name = Model.Name;
  Launch.Crosses = Model.Crosses;
  Frame Here;
  Here.Function = In;
  LaunchEvent Event;
  Event.Model = &Launch;
  Event.Call = Call;
  Event.F = &Here;
  Event.Root = In;
  WalkState Nothing;
  Event.State = &Nothing;
  ResolvedTarget T;
  T.K = ResolvedTarget::Function;
  T.Source = {Call, &Here};
  for (const Carried &C : findActsIn(Ctx, Sites, Child, Model.Crosses))
    judgeCarried(Event, T, C, {Model.Crosses, Confidence::Definite, {}});
}

void Judge::add(Finding F) {
  const SourceManager &SM = Ctx.AST.getSourceManager();
  // One root cause, one finding: instantiations of a template share a place.
  std::string Key =
      F.Check + "|" + SM.getExpansionLoc(F.Loc).printToString(SM) + "|" +
      F.PathText + "|" + F.HandleType + "|" + models::toString(F.Crosses).str();
  auto [It, New] = Findings.try_emplace(Key, F);
  auto Rank = [](const Finding &Of) {
    return std::make_pair(Of.Certainty, !Of.RestsOnEarlierCall);
  };
  if (!New && Rank(It->second) < Rank(F))
    It->second = std::move(F);
}

void Judge::report() {
  std::vector<const Finding *> Ordered;
  for (const auto &[Key, F] : Findings)
    Ordered.push_back(&F);
  const SourceManager &SM = Ctx.AST.getSourceManager();
  llvm::sort(Ordered, [&](const Finding *A, const Finding *B) {
    SourceLocation LA = SM.getExpansionLoc(A->Loc);
    SourceLocation LB = SM.getExpansionLoc(B->Loc);
    if (LA != LB)
      return SM.isBeforeInTranslationUnit(LA, LB);
    return std::tie(A->Check, A->Message) < std::tie(B->Check, B->Message);
  });
  for (const Finding *F : Ordered)
    Ctx.To.report(*F);
}

} // namespace stowaway::audit
