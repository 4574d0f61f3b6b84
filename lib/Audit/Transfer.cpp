//===- Transfer.cpp - What does this type itself say it sends? ------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/Transfer.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace stowaway::audit {

static constexpr unsigned MaxHelperDepth = 4;

const SentMember *TransferSummary::find(const FieldDecl *F) const {
  for (const SentMember &M : Members)
    if (M.Field->getCanonicalDecl() == F->getCanonicalDecl())
      return &M;
  return nullptr;
}

/// Collects from one expression in which the archive takes part.
class TransferReader : public RecursiveASTVisitor<TransferReader> {
public:
  TransferReader(Transfers &Owner, const CXXRecordDecl *R,
                 const ValueDecl *Archive, const ValueDecl *Object,
                 TransferSummary &Into, unsigned Depth)
      : Owner(Owner), R(R), Archive(Archive), Object(Object), Into(Into),
        Depth(Depth) {}

  void readStatement(const Stmt *S, bool Conditional) {
    if (!S)
      return;
    if (const auto *Compound = dyn_cast<CompoundStmt>(S)) {
      for (const Stmt *Child : Compound->body()) {
        readStatement(Child, Conditional);
        // What comes after a conditional return is conditional too.
        if (const auto *If = dyn_cast<IfStmt>(Child))
          Conditional |= !If->isConstexpr() &&
                         (returns(If->getThen()) || returns(If->getElse()));
      }
      return;
    }
    if (const auto *Range = dyn_cast<CXXForRangeStmt>(S)) {
      if (Range->getLoopVariable())
        Aliases[Range->getLoopVariable()] = Range->getRangeInit();
      readStatement(Range->getBody(), Conditional);
      return;
    }
    if (const auto *Decl = dyn_cast<DeclStmt>(S))
      for (const auto *D : Decl->decls())
        if (const auto *V = dyn_cast<VarDecl>(D);
            V && V->getInit() && V->getType()->isReferenceType())
          Aliases[V] = V->getInit();
    if (const auto *If = dyn_cast<IfStmt>(S)) {
      bool Maybe = Conditional || !If->isConstexpr();
      readStatement(If->getThen(), Maybe);
      readStatement(If->getElse(), Maybe);
      return;
    }
    if (const auto *E = dyn_cast<Expr>(S)) {
      if (mentionsArchive(E)) {
        this->Conditional = Conditional;
        collect(E);
      }
      return;
    }
    if (const auto *Ret = dyn_cast<ReturnStmt>(S)) {
      // save_minimal(): what is returned is what is sent.
      this->Conditional = Conditional;
      if (const Expr *E = Ret->getRetValue())
        collect(E);
      return;
    }
    for (const Stmt *Child : S->children())
      readStatement(Child, Conditional);
  }

  bool VisitDeclRefExpr(DeclRefExpr *E) {
    auto It = Aliases.find(E->getDecl());
    if (It != Aliases.end())
      TraverseStmt(const_cast<Expr *>(It->second));
    return true;
  }

  // `ar(member.part)`: the part alone is sent.
  bool TraverseMemberExpr(MemberExpr *E) {
    llvm::SmallVector<const FieldDecl *, 1> Part;
    const Expr *Base = E;
    while (const auto *M = dyn_cast<MemberExpr>(Base->IgnoreParenImpCasts())) {
      const auto *Field = dyn_cast<FieldDecl>(M->getMemberDecl());
      if (!Field)
        break;
      if (isOfObject(M->isImplicitAccess() ? nullptr : M->getBase())) {
        if (Part.empty())
          break; // the member itself: visited below
        std::reverse(Part.begin(), Part.end());
        send(Field, M->getMemberLoc(), M->getSourceRange(), Part);
        return true;
      }
      if (M->isArrow())
        break; // behind a pointer: no part of the member
      Part.push_back(Field);
      Base = M->getBase();
    }
    return RecursiveASTVisitor::TraverseMemberExpr(E);
  }

  // What a call on a member yields, if it is a plain value, is not the member.
  bool TraverseCXXMemberCallExpr(CXXMemberCallExpr *E) {
    QualType T = E->getType();
    if (!E->isGLValue() && !T.isNull() && !T->isDependentType() &&
        T->isArithmeticType()) {
      for (Expr *Arg : E->arguments())
        TraverseStmt(Arg);
      return true;
    }
    return RecursiveASTVisitor::TraverseCXXMemberCallExpr(E);
  }

  bool VisitCXXStaticCastExpr(CXXStaticCastExpr *E) {
    if (isTheObject(E->getSubExpr()))
      sendBase(recordOf(E->getTypeAsWritten()), E->getExprLoc());
    return true;
  }

  bool VisitMemberExpr(MemberExpr *E) {
    if (const auto *Field = dyn_cast<FieldDecl>(E->getMemberDecl()))
      if (isOfObject(E->isImplicitAccess() ? nullptr : E->getBase()))
        send(Field, E->getMemberLoc(), E->getSourceRange());
    if (auto *Method = dyn_cast<CXXMethodDecl>(E->getMemberDecl()))
      follow(Method, E->getMemberLoc());
    return true;
  }

  bool VisitCXXDependentScopeMemberExpr(CXXDependentScopeMemberExpr *E) {
    if (!isOfObject(E->isImplicitAccess() ? nullptr : E->getBase()))
      return true;
    for (const CXXRecordDecl *C : {R, pattern(R)})
      if (C)
        for (const FieldDecl *Field : C->fields())
          if (Field->getDeclName() == E->getMember())
            if (!Into.find(Field))
              send(Field, E->getMemberLoc(), E->getSourceRange());
    return true;
  }

  bool VisitUnresolvedMemberExpr(UnresolvedMemberExpr *E) {
    for (NamedDecl *D : E->decls())
      if (auto *Template =
              dyn_cast<FunctionTemplateDecl>(D->getUnderlyingDecl()))
        if (auto *Method =
                dyn_cast<CXXMethodDecl>(Template->getTemplatedDecl()))
          follow(Method, E->getMemberLoc());
    return true;
  }

  // base_class<Base>(this), base_object<Base>(*this): a call with the object
  // and one of its bases as template argument.
  bool VisitCallExpr(CallExpr *E) {
    bool OfObject = false;
    for (const Expr *Arg : E->arguments())
      OfObject |= isTheObject(Arg);
    if (!OfObject)
      return true;
    llvm::ArrayRef<TemplateArgumentLoc> Args;
    const Expr *Callee = E->getCallee()->IgnoreParenImpCasts();
    if (const auto *Ref = dyn_cast<DeclRefExpr>(Callee))
      Args = Ref->template_arguments();
    else if (const auto *Lookup = dyn_cast<OverloadExpr>(Callee))
      Args = Lookup->template_arguments();
    readBaseArguments(Args, E->getExprLoc());
    if (const FunctionDecl *F = E->getDirectCallee())
      if (const TemplateArgumentList *List = F->getTemplateSpecializationArgs())
        for (const TemplateArgument &Arg : List->asArray())
          if (Arg.getKind() == TemplateArgument::Type)
            sendBase(Arg.getAsType()->getAsCXXRecordDecl(), E->getExprLoc());
    return true;
  }

  bool VisitCXXTemporaryObjectExpr(CXXTemporaryObjectExpr *E) {
    readTypeArguments(E->getType(), E->getExprLoc());
    return true;
  }
  bool VisitCXXUnresolvedConstructExpr(CXXUnresolvedConstructExpr *E) {
    readTypeArguments(E->getTypeAsWritten(), E->getExprLoc());
    return true;
  }
  bool VisitCXXFunctionalCastExpr(CXXFunctionalCastExpr *E) {
    readTypeArguments(E->getTypeAsWritten(), E->getExprLoc());
    return true;
  }

private:
  static const CXXRecordDecl *pattern(const CXXRecordDecl *R) {
    return R->getTemplateInstantiationPattern();
  }

  bool mentionsArchive(const Expr *E) const {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
      return Ref->getDecl() == Archive;
    for (const Stmt *Child : E->children())
      if (const auto *Inner = dyn_cast_or_null<Expr>(Child))
        if (mentionsArchive(Inner))
          return true;
    return false;
  }

  bool isTheObject(const Expr *E) const {
    E = E->IgnoreParenImpCasts();
    if (const auto *Unary = dyn_cast<UnaryOperator>(E))
      if (Unary->getOpcode() == UO_Deref || Unary->getOpcode() == UO_AddrOf)
        E = Unary->getSubExpr()->IgnoreParenImpCasts();
    if (isa<CXXThisExpr>(E))
      return true;
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
      return Object && Ref->getDecl() == Object;
    return false;
  }

  bool isOfObject(const Expr *Base) const {
    return !Base ? !Object : isTheObject(Base);
  }

  static bool returns(const Stmt *S) {
    if (!S)
      return false;
    if (isa<ReturnStmt>(S))
      return true;
    for (const Stmt *Child : S->children())
      if (returns(Child))
        return true;
    return false;
  }

  void send(const FieldDecl *Field, SourceLocation Loc, SourceRange Range,
            llvm::ArrayRef<const FieldDecl *> Part = {}) {
    // In a class template the body names the pattern's field.
    const FieldDecl *Own = nullptr;
    for (const FieldDecl *F : R->fields())
      if (F == Field || (F->getIdentifier() && Field->getIdentifier() &&
                         F->getDeclName() == Field->getDeclName() &&
                         (pattern(R) || F->getParent() == Field->getParent())))
        Own = F;
    if (!Own)
      Own = Field; // an inherited member
    if (!Part.empty() || !Into.find(Own))
      Into.Members.push_back(
          {Own, Loc, Range, Conditional, {Part.begin(), Part.end()}, By});
  }

  void sendBase(const CXXRecordDecl *Base, SourceLocation Loc) {
    if (!Base)
      return;
    for (const SentBase &B : Into.Bases)
      if (B.Base->getCanonicalDecl() == Base->getCanonicalDecl())
        return;
    for (const CXXBaseSpecifier &Spec : R->bases())
      if (const CXXRecordDecl *Direct = Spec.getType()->getAsCXXRecordDecl())
        if (Direct->getCanonicalDecl() == Base->getCanonicalDecl())
          Into.Bases.push_back({Direct, Loc});
  }

  void readBaseArguments(llvm::ArrayRef<TemplateArgumentLoc> Args,
                         SourceLocation Loc) {
    for (const TemplateArgumentLoc &Arg : Args)
      if (Arg.getArgument().getKind() == TemplateArgument::Type)
        sendBase(classOf(Arg.getArgument().getAsType()), Loc);
  }

  /// The class that \p T is; for a parameter of the class's own template what
  /// the class was instantiated with.
  const CXXRecordDecl *classOf(QualType T) const {
    if (const auto *Param = T->getAs<TemplateTypeParmType>())
      if (const auto *Spec = dyn_cast<ClassTemplateSpecializationDecl>(R))
        if (Param->getDepth() == 0 &&
            Param->getIndex() < Spec->getTemplateArgs().size())
          if (const TemplateArgument &Given =
                  Spec->getTemplateArgs()[Param->getIndex()];
              Given.getKind() == TemplateArgument::Type)
            return Given.getAsType()->getAsCXXRecordDecl();
    return T->getAsCXXRecordDecl();
  }

  void readTypeArguments(QualType T, SourceLocation Loc) {
    if (const auto *Spec = T->getAs<TemplateSpecializationType>())
      for (const TemplateArgument &Arg : Spec->template_arguments())
        if (Arg.getKind() == TemplateArgument::Type)
          sendBase(classOf(Arg.getAsType()), Loc);
  }

  void collect(const Expr *E) { TraverseStmt(const_cast<Expr *>(E)); }

  /// A method of the class that is given the archive sends on its behalf.
  void follow(const CXXMethodDecl *Method, SourceLocation Loc) {
    const CXXRecordDecl *Of = Method->getParent();
    if (Of->getCanonicalDecl() != R->getCanonicalDecl() &&
        (!pattern(R) || Of != pattern(R))) {
      sendBase(Of, Loc); // Base::serialize(ar)
      return;
    }
    const FunctionDecl *Def = nullptr;
    if (Method->getNumParams() == 0)
      return; // a getter: what it returns is not ours to guess
    if (Depth >= MaxHelperDepth || !Method->hasBody(Def)) {
      Into.Understood = false;
      return;
    }
    TransferReader Inner(Owner, R, Def->getParamDecl(0), nullptr, Into,
                         Depth + 1);
    Inner.By = Def;
    Inner.readStatement(Def->getBody(), Conditional);
  }

  Transfers &Owner;
  const CXXRecordDecl *R;
  const ValueDecl *Archive;
  const ValueDecl *Object;
  TransferSummary &Into;
  unsigned Depth;
  bool Conditional = false;
  llvm::DenseMap<const ValueDecl *, const Expr *> Aliases;

public:
  const FunctionDecl *By = nullptr;
};

void Transfers::readBody(const FunctionDecl *F, const CXXRecordDecl *R,
                         const ValueDecl *Archive, const ValueDecl *Object,
                         TransferSummary &Into, unsigned Depth) {
  const FunctionDecl *Def = nullptr;
  if (!F->hasBody(Def)) {
    // Perhaps the pattern has one that was never instantiated.
    if (const FunctionDecl *Pattern = F->getTemplateInstantiationPattern())
      Pattern->hasBody(Def);
    // A member template of a class template's instance.
    const FunctionTemplateDecl *TD = F->getDescribedFunctionTemplate();
    while (!Def && TD && (TD = TD->getInstantiatedFromMemberTemplate()))
      TD->getTemplatedDecl()->hasBody(Def);
  }
  if (!Def) {
    Into.Understood = false;
    return;
  }
  auto ParamOf = [&](const ValueDecl *P) -> const ValueDecl * {
    if (!P)
      return nullptr;
    unsigned Index = cast<ParmVarDecl>(P)->getFunctionScopeIndex();
    return Index < Def->getNumParams() ? Def->getParamDecl(Index) : P;
  };
  TransferReader Reader(*this, R, ParamOf(Archive), ParamOf(Object), Into,
                        Depth);
  Reader.By = F;
  Reader.readStatement(Def->getBody(), /*Conditional=*/false);
}

void Transfers::addCandidate(const FunctionDecl *F) {
  if (!F->getIdentifier() || isa<CXXMethodDecl>(F))
    return;
  for (const models::TransferFunction *TF :
       Ctx.Models.transferFunctions(F->getName()))
    if (TF->F == models::TransferFunction::Free &&
        TF->Way != models::TransferFunction::Load &&
        F->getNumParams() >= TF->MinParams &&
        F->getNumParams() <= TF->MaxParams && TF->Object < F->getNumParams())
      FreeFunctions.push_back({F, TF});
}

const TransferSummary &Transfers::of(const CXXRecordDecl *R) {
  R = R->getDefinition() ? R->getDefinition() : R;
  auto It = Known.find(R);
  if (It == Known.end()) {
    TransferSummary Summary = compute(R);
    It = Known.try_emplace(R, std::move(Summary)).first;
  }
  return It->second;
}

/// Is \p T, maybe written with template parameters, a form of \p R?
static bool denotes(QualType T, const CXXRecordDecl *R) {
  T = T.getNonReferenceType().getUnqualifiedType();
  if (const CXXRecordDecl *C = T->getAsCXXRecordDecl()) {
    if (C->getCanonicalDecl() == R->getCanonicalDecl())
      return true;
    const CXXRecordDecl *P = R->getTemplateInstantiationPattern();
    return P && C->getCanonicalDecl() == P->getCanonicalDecl();
  }
  const auto *TST = T->getAs<TemplateSpecializationType>();
  const auto *Spec = dyn_cast<ClassTemplateSpecializationDecl>(R);
  if (!TST || !Spec)
    return false;
  const TemplateDecl *TD = TST->getTemplateName().getAsTemplateDecl();
  return TD && TD->getCanonicalDecl() ==
                   Spec->getSpecializedTemplate()->getCanonicalDecl();
}

/// FIELDS(a, b) in the class body: the declarations that it expands to tell
/// which macro stands there, its text which members it names.
bool Transfers::readMacros(const CXXRecordDecl *R, TransferSummary &Into) {
  const SourceManager &SM = Ctx.AST.getSourceManager();
  const LangOptions &Lang = Ctx.AST.getLangOpts();
  for (const Decl *D : R->decls()) {
    SourceLocation Loc = D->getLocation();
    while (Loc.isMacroID()) {
      llvm::StringRef Name = Lexer::getImmediateMacroName(Loc, SM, Lang);
      CharSourceRange Range = SM.getImmediateExpansionRange(Loc);
      for (const models::TransferFunction *TF :
           Ctx.Models.transferFunctions(Name)) {
        if (TF->F != models::TransferFunction::Macro)
          continue;
        Into.Loc = Range.getBegin();
        llvm::StringRef Text = Lexer::getSourceText(
            Lexer::getAsCharRange(Range, SM, Lang), SM, Lang);
        SourceLocation Begin = Range.getBegin();
        size_t Open = Text.find('(');
        if (Open == llvm::StringRef::npos)
          return true;
        llvm::StringRef List = Text.substr(Open + 1).rtrim(") \t\n");
        llvm::SmallVector<llvm::StringRef, 8> Parts;
        List.split(Parts, ',');
        for (llvm::StringRef Part : Parts) {
          llvm::StringRef Word = Part.trim();
          for (const FieldDecl *F : R->fields())
            if (F->getName() == Word) {
              SourceLocation At =
                  Begin.isFileID()
                      ? Begin.getLocWithOffset(int(Word.data() - Text.data()))
                      : Begin;
              Into.Members.push_back({F, At, At, false, {}, nullptr});
            }
        }
        return true;
      }
      Loc = SM.getImmediateMacroCallerLoc(Loc);
    }
  }
  return false;
}

TransferSummary Transfers::compute(const CXXRecordDecl *R) {
  TransferSummary Summary;
  Summary.Class = R;

  auto Consider = [&](const FunctionDecl *F) {
    if (!F->getIdentifier())
      return false;
    for (const models::TransferFunction *TF :
         Ctx.Models.transferFunctions(F->getName())) {
      if (TF->F != models::TransferFunction::Member ||
          TF->Way == models::TransferFunction::Load ||
          F->getNumParams() < TF->MinParams ||
          F->getNumParams() > TF->MaxParams)
        continue;
      Summary.Function = F;
      const ValueDecl *Archive = TF->Archive < F->getNumParams()
                                     ? F->getParamDecl(TF->Archive)
                                     : nullptr;
      readBody(F, R, Archive, nullptr, Summary, 0);
      return true;
    }
    return false;
  };

  std::optional<TransferSummary> First;
  for (const Decl *D : R->decls()) {
    const FunctionDecl *F = nullptr;
    if (const auto *Template = dyn_cast<FunctionTemplateDecl>(D))
      F = Template->getTemplatedDecl();
    else
      F = dyn_cast<CXXMethodDecl>(D);
    if (F && !F->isImplicit() && Consider(F)) {
      // One that only splits into save and load leaves the word to these.
      if (!Summary.Members.empty() || !Summary.Bases.empty())
        return Summary;
      if (!First)
        First = Summary;
      Summary = TransferSummary();
      Summary.Class = R;
    }
    // Hidden friends are free functions that only ADL finds.
    if (const auto *Friend = dyn_cast<FriendDecl>(D))
      if (const NamedDecl *ND = Friend->getFriendDecl()) {
        if (const auto *Template = dyn_cast<FunctionTemplateDecl>(ND))
          addCandidate(Template->getTemplatedDecl());
        else if (const auto *Fn = dyn_cast<FunctionDecl>(ND))
          addCandidate(Fn);
      }
  }

  if (First)
    return *First;
  if (readMacros(R, Summary))
    return Summary;

  for (const auto &[F, TF] : FreeFunctions) {
    if (!denotes(F->getParamDecl(TF->Object)->getType(), R))
      continue;
    Summary.Function = F;
    readBody(F, R, F->getParamDecl(TF->Archive), F->getParamDecl(TF->Object),
             Summary, 0);
    return Summary;
  }

  // Inherited: the base's function sends the base's part and nothing else.
  for (const CXXBaseSpecifier &Spec : R->bases()) {
    const CXXRecordDecl *Base = definitionOf(Spec.getType());
    if (!Base || Ctx.isSystem(Base))
      continue;
    TransferSummary Inherited = of(Base);
    if (Inherited)
      return Inherited;
  }
  return Summary;
}

} // namespace stowaway::audit
