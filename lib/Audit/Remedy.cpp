//===- Remedy.cpp - Which change would remove the finding? ----------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/Remedy.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace stowaway::audit {

namespace {

/// The call in a transfer function that sends a member as one of several
/// arguments: `ar(a, member, b)`.
class ArgumentFinder : public RecursiveASTVisitor<ArgumentFinder> {
public:
  explicit ArgumentFinder(SourceLocation Member) : Member(Member) {}
  bool VisitCallExpr(CallExpr *Call) {
    unsigned First = isa<CXXOperatorCallExpr>(Call) ? 1 : 0;
    for (unsigned I = First; I < Call->getNumArgs(); ++I) {
      const Expr *Arg = Call->getArg(I)->IgnoreParenImpCasts();
      const auto *M = dyn_cast<MemberExpr>(Arg);
      const auto *D = dyn_cast<CXXDependentScopeMemberExpr>(Arg);
      if ((M && M->getMemberLoc() == Member) ||
          (D && D->getMemberLoc() == Member)) {
        Found = Call;
        Index = I;
        Count = Call->getNumArgs() - First;
        FirstArg = First;
      }
    }
    return true;
  }
  SourceLocation Member;
  const CallExpr *Found = nullptr;
  unsigned Index = 0, Count = 0, FirstArg = 0;
};

/// Removes the argument and one comma; nothing if that cannot be done safely.
std::vector<Edit> leaveOut(AuditContext &Ctx, const CarriedStep &Step) {
  const FunctionDecl *Def = nullptr;
  if (!Step.SentBy || !Step.SentBy->hasBody(Def) || Ctx.isSystem(Def))
    return {};
  ArgumentFinder Finder(Step.Step.Loc);
  Finder.TraverseStmt(Def->getBody());
  if (!Finder.Found || Finder.Count < 2 || Step.Step.Loc.isMacroID())
    return {};
  const Expr *Arg = Finder.Found->getArg(Finder.Index);
  const SourceManager &SM = Ctx.AST.getSourceManager();
  const LangOptions &Lang = Ctx.AST.getLangOpts();
  CharSourceRange Range;
  if (Finder.Index > Finder.FirstArg) {
    const Expr *Before = Finder.Found->getArg(Finder.Index - 1);
    SourceLocation Begin =
        Lexer::getLocForEndOfToken(Before->getEndLoc(), 0, SM, Lang);
    SourceLocation End =
        Lexer::getLocForEndOfToken(Arg->getEndLoc(), 0, SM, Lang);
    Range = CharSourceRange::getCharRange(Begin, End);
  } else {
    const Expr *After = Finder.Found->getArg(Finder.Index + 1);
    Range =
        CharSourceRange::getCharRange(Arg->getBeginLoc(), After->getBeginLoc());
  }
  if (Range.getBegin().isInvalid() || Range.getBegin().isMacroID() ||
      Range.getEnd().isInvalid() || Range.getEnd().isMacroID())
    return {};
  return {{Range, ""}};
}

/// A type of the models that keeps its content at home over \p Over, or "".
std::string homeKeeper(AuditContext &Ctx, models::Boundary Over) {
  for (const auto &M : Ctx.Models.models())
    for (const models::Wrapper &W : M->Wrappers)
      if (W.LeavesContent && W.Over.contains(Over))
        return W.Type;
  return {};
}

} // namespace

void addRemedies(AuditContext &Ctx, Targets &Target, const LaunchEvent &Event,
                 const ResolvedTarget &T, const Carried &C,
                 models::Boundary Over, Finding &Into) {
  auto Add = [&](llvm::StringRef Name, const llvm::Twine &Title,
                 SourceLocation Loc, std::vector<Edit> Edits = {}) {
    Into.Remedies.push_back({Name.str(), Title.str(), Loc, std::move(Edits)});
  };

  bool Structural = false;
  bool Whole = !C.Path.empty() && C.Path[0].Step.K == PathStep::BoundObject &&
               C.Path.size() > 1;
  if (T.K == ResolvedTarget::Member && Whole && T.Callee) {
    Add("static-worker",
        "make '" + Ctx.qualifiedName(T.Callee).str() +
            "' a static member function that takes what it uses as arguments, "
            "so that no '" +
            C.Path[0].Step.Type + "' is sent",
        T.Callee->getLocation());
    Structural = true;
  }
  const CarriedStep *Sent = nullptr;
  for (const CarriedStep &Step : C.Path)
    if (Step.Field && Step.SentBy)
      Sent = &Step; // the innermost: the least that has to be left out
  if (Sent) {
    std::string Title = "leave '" + Sent->Step.Name + "' out of '" +
                        Sent->SentBy->getNameAsString() + "'";
    if (std::string Keeper = homeKeeper(Ctx, Over); !Keeper.empty())
      Title += ", or declare it as '" + Keeper + "<" + Sent->Step.Type + ">'";
    Add("leave-out-member", Title, Sent->Step.Loc, leaveOut(Ctx, *Sent));
    Structural = true;
  }
  if (!C.Path.empty() && C.Path[0].Step.Name == "this" &&
      (C.Path[0].Step.K == PathStep::Capture ||
       C.Path[0].Step.K == PathStep::ImplicitCapture) &&
      C.Path.size() == 1) {
    std::string Used =
        C.Path[0].UsedName.empty() ? "what it uses" : C.Path[0].UsedName;
    Add("capture-member",
        C.Path[0].UsedName.empty()
            ? llvm::Twine("capture copies of the members it uses instead of "
                          "'this'")
            : llvm::Twine("capture a copy of what it uses instead of 'this', "
                          "as in '[") +
                  Used + " = " + Used + "]'",
        C.Path[0].Step.Loc);
    Structural = true;
  }
  if (!C.Rule.Instead.empty() && !(Structural && C.Rule.Machine)) {
    SourceLocation At = Into.Loc;
    for (const CarriedStep &Step : C.Path)
      if (Step.Step.Loc.isValid())
        At = Step.Step.Loc;
    Add("use-instead", "instead, " + C.Rule.Instead, At);
  }
  (void)Target;
  (void)Event;
}

} // namespace stowaway::audit
