//===- DroppedState.cpp - Does the worker use what stayed at home? --------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/DroppedState.h"
#include "Audit/Checks.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace stowaway::audit {

namespace {

constexpr unsigned MaxCallDepth = 6;

struct Use {
  const MemberExpr *At = nullptr;
  const FunctionDecl *In = nullptr;
  llvm::SmallVector<const Expr *, 4> Down; ///< calls from the worker to In
  bool MayBeFilled = false;                ///< the worker fills it on some ways
};

/// First reads of members of the worker's object, through calls of methods of
/// the same object.
class UseCollector : public RecursiveASTVisitor<UseCollector> {
public:
  UseCollector(AuditContext &Ctx, llvm::DenseMap<const FieldDecl *, Use> &Uses)
      : Ctx(Ctx), Uses(Uses) {}

  void collect(const FunctionDecl *F, unsigned Depth) {
    const FunctionDecl *Def = nullptr;
    if (!F->hasBody(Def) || Depth > MaxCallDepth || !Seen.insert(Def).second)
      return;
    const FunctionDecl *Outer = std::exchange(Current, Def);
    unsigned OuterDepth = std::exchange(this->Depth, Depth);
    TraverseStmt(Def->getBody());
    Current = Outer;
    this->Depth = OuterDepth;
  }

  // `member = ...` fills it: what follows reads what the worker put there.
  bool TraverseBinaryOperator(BinaryOperator *Op) {
    if (Op->getOpcode() != BO_Assign)
      return RecursiveASTVisitor::TraverseBinaryOperator(Op);
    TraverseStmt(Op->getRHS());
    if (const FieldDecl *F = ownField(Op->getLHS()))
      Filled.insert(F);
    else
      TraverseStmt(Op->getLHS());
    return true;
  }
  bool TraverseCXXOperatorCallExpr(CXXOperatorCallExpr *Op) {
    if (Op->getOperator() == OO_Equal && Op->getNumArgs() == 2)
      if (const FieldDecl *F = ownField(Op->getArg(0))) {
        TraverseStmt(Op->getArg(1));
        Filled.insert(F);
        return true;
      }
    return RecursiveASTVisitor::TraverseCXXOperatorCallExpr(Op);
  }
  bool TraverseCXXMemberCallExpr(CXXMemberCallExpr *Call) {
    const Expr *Object = Call->getImplicitObjectArgument();
    if (Object)
      if (const FieldDecl *F = contentField(Object))
        if (fills(Call, Object)) {
          for (Expr *Arg : Call->arguments())
            TraverseStmt(Arg);
          Filled.insert(F);
          return true;
        }
    // A method of the same object uses members on the worker's behalf.
    const CXXMethodDecl *Method = Call->getMethodDecl();
    if (Method && Object && isa<CXXThisExpr>(Object->IgnoreParenImpCasts())) {
      for (Expr *Arg : Call->arguments())
        TraverseStmt(Arg);
      Down.push_back(Call);
      collect(Method, Depth + 1);
      Down.pop_back();
      return true;
    }
    return RecursiveASTVisitor::TraverseCXXMemberCallExpr(Call);
  }

  // What only one of two ways fills may be empty behind them.
  bool TraverseIfStmt(IfStmt *If) {
    for (Stmt *S : {If->getInit(), static_cast<Stmt *>(If->getCond())})
      if (S)
        TraverseStmt(S);
    auto Before = Filled;
    TraverseStmt(If->getThen());
    auto Then = std::exchange(Filled, std::move(Before));
    if (If->getElse())
      TraverseStmt(If->getElse());
    for (const FieldDecl *F : Then)
      if (!Filled.contains(F))
        MaybeFilled.insert(F);
    for (const FieldDecl *F : llvm::to_vector(Filled))
      if (If->getElse() && !Then.contains(F)) {
        MaybeFilled.insert(F);
        Filled.erase(F);
      }
    return true;
  }

  bool TraverseUnaryExprOrTypeTraitExpr(UnaryExprOrTypeTraitExpr *) {
    return true; // sizeof evaluates nothing
  }

  bool VisitMemberExpr(MemberExpr *E) {
    if (const FieldDecl *Own = rootField(E))
      if (const auto *F = dyn_cast<FieldDecl>(E->getMemberDecl()))
        if (!Filled.contains(Own) && !Uses.count(F->getCanonicalDecl()))
          Uses[F->getCanonicalDecl()] = {E, Current, Down,
                                         MaybeFilled.contains(Own)};
    return true;
  }

private:
  static const FieldDecl *ownField(const Expr *E) {
    const auto *M = dyn_cast<MemberExpr>(E->IgnoreParenImpCasts());
    if (!M || !isa<CXXThisExpr>(M->getBase()->IgnoreParenImpCasts()))
      return nullptr;
    const auto *F = dyn_cast<FieldDecl>(M->getMemberDecl());
    return F ? F->getCanonicalDecl() : nullptr;
  }
  /// The own member that `member.part.of_it` is a part of.
  static const FieldDecl *rootField(const MemberExpr *E) {
    while (true) {
      if (const FieldDecl *F = ownField(E))
        return F;
      if (E->isArrow())
        return nullptr;
      E = dyn_cast<MemberExpr>(E->getBase()->IgnoreParenImpCasts());
      if (!E)
        return nullptr;
    }
  }
  /// The member itself, or through a wrapper's * and ->.
  static const FieldDecl *contentField(const Expr *E) {
    E = E->IgnoreParenImpCasts();
    if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(E))
      if ((Op->getOperator() == OO_Arrow || Op->getOperator() == OO_Star) &&
          Op->getNumArgs() == 1)
        return contentField(Op->getArg(0));
    return ownField(E);
  }
  /// Does this call put something into the container, or empty it?
  bool fills(const CXXMemberCallExpr *Call, const Expr *Object) {
    const CXXMethodDecl *Method = Call->getMethodDecl();
    if (!Method || !Method->getIdentifier())
      return false;
    const CXXRecordDecl *R = recordOf(Object->getType());
    if (!R || !R->getIdentifier())
      return false;
    const models::Container *C = Ctx.Models.container(Ctx.qualifiedName(R));
    if (!C)
      return false;
    llvm::StringRef Name = Method->getName();
    for (const auto &Fill : C->Emplace)
      if (Name == Fill.Method)
        return true;
    return llvm::is_contained(C->Insert, Name) ||
           llvm::is_contained(C->Clear, Name);
  }

  AuditContext &Ctx;
  llvm::DenseMap<const FieldDecl *, Use> &Uses;
  llvm::DenseSet<const FieldDecl *> Filled, MaybeFilled;
  llvm::DenseSet<const FunctionDecl *> Seen;
  llvm::SmallVector<const Expr *, 4> Down;
  const FunctionDecl *Current = nullptr;
  unsigned Depth = 0;
};

/// How a member came to stay at home.
struct Dropped {
  const FieldDecl *Field = nullptr;
  const CXXRecordDecl *Owner = nullptr;
  const FunctionDecl *LeftOutBy = nullptr; ///< null: by its own type
};

/// The class whose transfer function leaves the member out.
std::string senderOf(AuditContext &Ctx, const Dropped &D) {
  const auto *Method = dyn_cast<CXXMethodDecl>(D.LeftOutBy);
  return Ctx.qualifiedName(Method ? Method->getParent() : D.Owner).str();
}

/// Members that the loading side makes by other means than the archive.
class MentionCollector : public RecursiveASTVisitor<MentionCollector> {
public:
  bool VisitMemberExpr(MemberExpr *E) {
    if (const auto *F = dyn_cast<FieldDecl>(E->getMemberDecl()))
      Fields.insert(F->getCanonicalDecl());
    return true;
  }
  llvm::DenseSet<const FieldDecl *> Fields;
};

void collectMade(AuditContext &Ctx, const CXXRecordDecl *R,
                 MentionCollector &Into) {
  for (const Decl *D : R->decls()) {
    const FunctionDecl *F = nullptr;
    if (const auto *Template = dyn_cast<FunctionTemplateDecl>(D))
      F = Template->getTemplatedDecl();
    else
      F = dyn_cast<FunctionDecl>(D);
    const FunctionDecl *Def = nullptr;
    if (!F || !F->getIdentifier() || !F->hasBody(Def))
      continue;
    for (const models::TransferFunction *TF :
         Ctx.Models.transferFunctions(F->getName()))
      if (TF->Way != models::TransferFunction::Save) {
        Into.TraverseStmt(Def->getBody());
        break;
      }
  }
}

/// \p AllHome: a derived class does not send this base at all.
void collectDropped(AuditContext &Ctx, Transfers &Transfer,
                    const CXXRecordDecl *R, models::Boundary Over,
                    const TransferSummary *AllHome, std::vector<Dropped> &Into,
                    unsigned Depth = 0) {
  if (!R || Depth > 8)
    return;
  TransferSummary Sends = AllHome ? *AllHome : Transfer.of(R);
  MentionCollector Made;
  collectMade(Ctx, AllHome && AllHome->Class ? AllHome->Class : R, Made);
  for (const FieldDecl *F : R->fields()) {
    if (leavesContent(Ctx, F->getType(), Over)) {
      llvm::SmallVector<QualType, 4> Content =
          typeArguments(definitionOf(F->getType()));
      if (!Content.empty() && freshIsEnough(Ctx, Content[0]))
        continue;
      Into.push_back({F, R, nullptr});
      continue;
    }
    // A member that is sent leaves at home what its own class leaves out.
    if (const SentMember *Sent = Sends.find(F); Sent && Sent->Part.empty())
      if (const CXXRecordDecl *Part = definitionOf(F->getType());
          Part && !F->getType()->isReferenceType() && !Ctx.isSystem(Part) &&
          Transfer.of(Part))
        collectDropped(Ctx, Transfer, Part, Over, nullptr, Into, Depth + 1);
    if (!Sends || !Sends.Understood || Sends.find(F) ||
        Made.Fields.contains(F->getCanonicalDecl()) ||
        freshIsEnough(Ctx, F->getType()))
      continue;
    // A constant that its class initialises is the same on both sides.
    if (F->getType().isConstQualified() && F->hasInClassInitializer())
      continue;
    Into.push_back({F, R, Sends.Function});
  }
  for (const CXXBaseSpecifier &Spec : R->bases()) {
    const CXXRecordDecl *Base = definitionOf(Spec.getType());
    if (!Base || Ctx.isSystem(Base))
      continue;
    bool Sent = !Sends || !Sends.Understood || Sends.Class != R;
    for (const SentBase &B : Sends.Bases)
      Sent |= B.Base->getCanonicalDecl() == Base->getCanonicalDecl();
    collectDropped(Ctx, Transfer, Base, Over, Sent ? nullptr : &Sends, Into,
                   Depth + 1);
  }
}

} // namespace

std::vector<Finding> findDroppedState(AuditContext &Ctx, Targets &Target,
                                      Transfers &Transfer,
                                      const LaunchEvent &Event,
                                      const ResolvedTarget &T,
                                      models::Boundary Over) {
  std::vector<Finding> Result;
  if (T.K != ResolvedTarget::Member || !T.Callee ||
      Event.Model->BoundObject != models::ReferenceMeaning::Value ||
      Event.Model->TargetCrossesAs != models::Crossing::Serialized ||
      Over == models::Boundary::Fork)
    return Result;
  BoundExpr Object = Payload::boundObject(T, Event.Arguments);
  if (!Object)
    return Result;
  const CXXRecordDecl *Class = recordOf(Object.E->getType());
  if (!Class)
    Class = cast<CXXMethodDecl>(T.Callee)->getParent();
  if (!Class->hasDefinition())
    return Result;
  // A wrapper such as a smart pointer: the class of the member function.
  const CXXRecordDecl *Of = cast<CXXMethodDecl>(T.Callee)->getParent();
  if (Class->getCanonicalDecl() != Of->getCanonicalDecl() &&
      !Class->isDerivedFrom(Of))
    Class = Of;

  std::vector<Dropped> Members;
  collectDropped(Ctx, Transfer, Class->getDefinition(), Over, nullptr, Members);
  if (Members.empty())
    return Result;
  llvm::DenseMap<const FieldDecl *, Use> Uses;
  UseCollector(Ctx, Uses).collect(T.Callee, 0);

  for (const Dropped &D : Members) {
    auto It = Uses.find(D.Field->getCanonicalDecl());
    if (It == Uses.end())
      continue;
    const Use &U = It->second;
    ReportSite Site = reportSite(Event, T);
    std::string Worker = Ctx.qualifiedName(T.Callee).str();
    std::string Owner = Ctx.qualifiedName(D.Owner).str();
    std::string Name = D.Field->getNameAsString();

    Finding F;
    F.Check = DroppedState.str();
    // What a class initialises may be all that the worker wants of it.
    F.Certainty = D.Field->hasInClassInitializer() || U.MayBeFilled
                      ? Confidence::Possible
                      : Confidence::Definite;
    F.Crosses = Over;
    F.Loc = launchLocation(Ctx, Site.At);
    F.Range = Site.At->getSourceRange();
    F.LaunchName = launchName(Ctx, Event.Call, *Event.Model);
    F.TargetName = "'" + Worker + "'";
    F.Enclosing = enclosingName(Ctx, Site.F);
    F.HandleType = Ctx.printType(D.Field->getType());
    F.HandleKind = "dropped-member";
    F.PathText = Owner + "::" + Name;
    F.Reason = D.LeftOutBy ? "'" + D.LeftOutBy->getNameAsString() +
                                 "' leaves it out, so it is "
                                 "default-constructed on the other side"
                           : "its type keeps its content at home, so it is "
                             "default-constructed on the other side";
    F.Message = "'" + Worker + "' uses '" + Name + "' after '" +
                launchText(Ctx, Site.At) + "' has taken it " +
                acrossPhrase(Over).str() + ", but " + F.Reason;
    PathStep Self;
    Self.K = PathStep::BoundObject;
    Self.Name = Ctx.sourceText(Object.E, 40);
    Self.Type = Ctx.qualifiedName(Class).str();
    Self.Loc = Object.E->getExprLoc();
    Self.Range = Object.E->getSourceRange();
    PathStep Member;
    Member.K = PathStep::Field;
    Member.Name = Name;
    Member.Type = F.HandleType;
    Member.Loc = D.Field->getLocation();
    Member.Range = D.Field->getLocation();
    F.Path = {Self, Member};

    explainLaunch(Ctx, Target, Event, T, Site, F);
    for (const Expr *Call : U.Down)
      F.Notes.push_back(
          {Note::Context, Call->getExprLoc(), Call->getSourceRange(),
           "'" + Worker + "' calls '" + launchText(Ctx, Call) + "' here"});
    F.Notes.push_back({Note::Path, U.At->getMemberLoc(), U.At->getSourceRange(),
                       "'" + Name + "' is used here, on the other side"});
    if (D.LeftOutBy)
      F.Notes.push_back({Note::Path, D.LeftOutBy->getLocation(),
                         D.LeftOutBy->getNameInfo().getSourceRange(),
                         "'" + D.LeftOutBy->getNameAsString() + "' of '" +
                             senderOf(Ctx, D) + "' does not send '" + Name +
                             "'"});
    F.Notes.push_back(
        {Note::Cause, D.Field->getLocation(), D.Field->getLocation(),
         "'" + Name + "' is declared here as '" + F.HandleType + "'"});
    if (D.LeftOutBy)
      F.Remedies.push_back({"send-member",
                            "send '" + Name + "' in '" +
                                D.LeftOutBy->getNameAsString() +
                                "', if it can cross",
                            D.LeftOutBy->getLocation(),
                            {}});
    F.Remedies.push_back({"make-on-arrival",
                          "make what the worker needs of '" + Name +
                              "' in the worker, or pass it as an argument",
                          U.At->getMemberLoc(),
                          {}});
    Result.push_back(std::move(F));
  }
  return Result;
}

} // namespace stowaway::audit
