//===- Explain.cpp - How is a carried path told to a stranger? ------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The wording of notes, from the launch inwards. Names are what the source
// spells; steps that the source does not spell (elements, pointees) are told
// in the note of the step before.
//
//===----------------------------------------------------------------------===//

#include "Audit/Judge.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace stowaway::audit {

std::string launchText(AuditContext &Ctx, const Expr *E) {
  const SourceManager &SM = Ctx.AST.getSourceManager();
  if (SourceLocation Begin = E->getExprLoc();
      Begin.isMacroID() && SM.isMacroBodyExpansion(Begin)) {
    // Written by a macro: what its user wrote.
    llvm::StringRef Name =
        Lexer::getImmediateMacroName(Begin, SM, Ctx.AST.getLangOpts());
    CharSourceRange Range = SM.getExpansionRange(Begin);
    llvm::StringRef Text =
        Lexer::getSourceText(Range, SM, Ctx.AST.getLangOpts());
    if (!Text.empty() && Text.size() <= 48)
      return Text.str();
    return Name.str() + "(...)";
  }
  E = stripped(E);
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E))
    return Ctx.printType(Construct->getType());
  if (const auto *Method = dyn_cast<CXXMemberCallExpr>(E)) {
    // What matters is whom it is called on, not with what.
    std::string Callee = Ctx.sourceText(Method->getCallee(), 48);
    return Callee + (Method->getNumArgs() ? "(...)" : "()");
  }
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(E)) {
    if (Op->getOperator() == OO_Call)
      return Ctx.sourceText(Op->getArg(0), 48) + "(...)";
    if (Op->getNumArgs() == 2)
      return Ctx.sourceText(Op->getArg(0), 24) + " " +
             getOperatorSpelling(Op->getOperator()) + " ...";
  }
  if (const auto *Call = dyn_cast<CallExpr>(E))
    return Ctx.sourceText(Call->getCallee(), 48);
  return Ctx.sourceText(E, 48);
}

static SourceLocation placeOf(const Expr *E);

SourceLocation launchLocation(AuditContext &Ctx, const Expr *E) {
  SourceLocation Loc = placeOf(E);
  // A macro that expands to a launch stands where it is written.
  return Loc.isMacroID() ? Ctx.AST.getSourceManager().getExpansionLoc(Loc)
                         : Loc;
}

static SourceLocation placeOf(const Expr *E) {
  // `p.start()` is found where it begins; a link of a chain of calls where its
  // own name stands, because all links begin at the same place.
  const Expr *Bare = stripped(E);
  if (const auto *Method = dyn_cast<CXXMemberCallExpr>(Bare))
    for (const Expr *Base = Method->getImplicitObjectArgument(); Base;) {
      Base = stripped(Base);
      if (isa<DeclRefExpr, CXXThisExpr>(Base))
        return E->getBeginLoc();
      if (const auto *Member = dyn_cast<MemberExpr>(Base))
        Base = Member->getBase();
      else if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(Base))
        Base = Subscript->getBase();
      else if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(Base))
        Base = Op->getArg(0);
      else if (const auto *Unary = dyn_cast<UnaryOperator>(Base))
        Base = Unary->getSubExpr();
      else
        return E->getExprLoc();
    }
  return isa<CXXMemberCallExpr>(Bare) ? E->getExprLoc() : E->getBeginLoc();
}

std::string launchName(AuditContext &Ctx, const Expr *E,
                       const models::Launch &L) {
  E = stripped(E);
  if (const auto *Call = dyn_cast<CallExpr>(E))
    if (const FunctionDecl *F = Call->getDirectCallee())
      if (!Ctx.Models.launchedBy(Ctx.qualifiedName(F)).empty() ||
          !Ctx.Models.launches(Ctx.qualifiedName(F)).empty())
        return Ctx.qualifiedName(F).str();
  return L.Name;
}

std::string enclosingName(AuditContext &Ctx, const Frame *F) {
  while (F && F->Lexical)
    F = F->Lexical;
  return F && F->Function ? Ctx.qualifiedName(F->Function).str()
                          : std::string();
}

static Note noteAt(AuditContext &Ctx, const Expr *E, std::string Message,
                   Note::Kind K = Note::Path) {
  return {K, launchLocation(Ctx, E), E->getSourceRange(), std::move(Message)};
}

void explainLaunch(AuditContext &Ctx, Targets &Target, const LaunchEvent &Event,
                   const ResolvedTarget &T, const ReportSite &Site,
                   Finding &Into) {
  for (const Expr *Call : Site.Down)
    if (Call != Site.At)
      Into.Notes.push_back(noteAt(
          Ctx, Call,
          Call == Event.Call
              ? "'" + launchText(Ctx, Call) + "' launches it here"
              : "it is passed on to '" + launchText(Ctx, Call) + "' here",
          Note::Context));
  // A launch in a helper: who called it, innermost first.
  if (Site.Down.empty()) {
    unsigned Shown = 0;
    for (const Frame *F = Event.F; F && F->Caller && Shown < 3; F = F->Caller) {
      if (!F->CallSite || !F->Function)
        continue;
      std::string Name = F->Lexical
                             ? std::string("the lambda")
                             : "'" + Ctx.qualifiedName(F->Function).str() + "'";
      Into.Notes.push_back(
          noteAt(Ctx, F->CallSite, Name + " is called here", Note::Context));
      ++Shown;
    }
  }
  if (!Event.Bound)
    return;
  std::string Message = (T.K == ResolvedTarget::Lambda ? "" : "target ") +
                        Target.describe(T) + " is bound here";
  if (T.K == ResolvedTarget::Member) {
    if (BoundExpr Object = Payload::boundObject(T, Event.Arguments))
      Message = "target " + Target.describe(T) + " is bound to '" +
                Ctx.sourceText(Object.E, 40) + "' here";
    if (Event.Model->BoundObject == models::ReferenceMeaning::Value) {
      std::string Class;
      for (const PathStep &S : Into.Path)
        if (S.K == PathStep::BoundObject)
          Class = S.Type;
      if (!Class.empty())
        Message += ", so the '" + Class + "' is sent";
    }
  }
  Into.Notes.push_back(noteAt(Ctx, Event.Bound->Site, Message));
}

void explainPath(AuditContext &Ctx, Targets &Target, const LaunchEvent &Event,
                 const ResolvedTarget &T, const Carried &C, Finding &Into) {
  for (const CarriedStep &Step : C.Path) {
    const PathStep &S = Step.Step;
    Note N;
    N.Loc = S.Loc;
    N.Range = S.Range;
    switch (S.K) {
    case PathStep::Target:
      continue;
    case PathStep::Inherited:
      N.Message =
          "the child inherits '" + S.Name + "' of type '" + S.Type + "'";
      break;
    case PathStep::Result:
      N.Message = Target.describe(T) +
                  (S.Name == "result" ? " returns '" : " throws '") + S.Type +
                  "' here";
      break;
    case PathStep::BoundObject:
      if (Event.Bound)
        continue; // told with the binding
      N.Message =
          "target " + Target.describe(T) + " is bound to '" + S.Name + "' here";
      break;
    case PathStep::Capture:
      N.Message = llvm::StringRef(S.Type).ends_with("&")
                      ? "the lambda captures '" + S.Name + "' by reference here"
                      : "the lambda captures '" + S.Name + "' of type '" +
                            S.Type + "' here";
      break;
    case PathStep::ImplicitCapture:
      N.Message = "the lambda implicitly captures '" + S.Name + "'";
      if (llvm::StringRef(S.Type).ends_with("&"))
        N.Message += " by reference";
      if (!Step.UsedName.empty() && Step.UsedName != S.Name)
        N.Message += " because '" + Step.UsedName + "' is used here";
      else
        N.Message += ", which is used here";
      break;
    case PathStep::Argument:
      N.Message =
          "argument '" + S.Name + "' of type '" + S.Type + "' is passed here";
      break;
    case PathStep::Base:
      N.Message =
          "base class '" + S.Name + "'" +
          (Step.Owner ? " of '" + Ctx.qualifiedName(Step.Owner).str() + "'"
                      : std::string()) +
          (Step.SentBy ? " is sent here" : " goes with it");
      break;
    case PathStep::Field:
      if (!Step.Owner)
        N.Message = "member '" + S.Name + "' has type '" + S.Type + "'";
      else if (Step.SentBy)
        N.Message = "'" + Ctx.qualifiedName(Step.Owner).str() +
                    "' sends member '" + S.Name + "' of type '" + S.Type +
                    "' here, in '" + Step.SentBy->getNameAsString() + "'";
      else
        N.Message = "member '" + S.Name + "' of '" +
                    Ctx.qualifiedName(Step.Owner).str() + "' has type '" +
                    S.Type + "'";
      break;
    case PathStep::Element:
    case PathStep::Pointee:
    case PathStep::Alternative:
    case PathStep::Content: {
      if (Into.Notes.empty())
        continue;
      llvm::StringRef How = S.K == PathStep::Element ? "; its elements are '"
                            : S.K == PathStep::Pointee
                                ? "; it owns or shares a '"
                            : S.K == PathStep::Content ? "; it holds a '"
                                                       : "; it may hold a '";
      Into.Notes.back().Message += How.str() + S.Type + "'";
      continue;
    }
    }
    Into.Notes.push_back(std::move(N));
  }
  // An address has no class that could be blamed: what is declared to hold it
  // is the cause.
  if (C.Rule.DeclaredAt.isInvalid())
    for (const CarriedStep &Step : llvm::reverse(C.Path))
      if (Step.Field && Step.SentBy) {
        Note N;
        N.K = Note::Cause;
        N.Loc = Step.Field->getLocation();
        N.Range = Step.Field->getSourceRange();
        N.Message = "'" + Step.Step.Name + "' is declared here as '" +
                    Step.Step.Type + "'";
        Into.Notes.push_back(std::move(N));
        return;
      }
}

} // namespace stowaway::audit
