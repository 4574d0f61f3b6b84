//===- Index.cpp - Which functions of this file matter? -------------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/Index.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace stowaway::audit {

static const FunctionDecl *definition(const FunctionDecl *F) {
  const FunctionDecl *Def = nullptr;
  return F && F->hasBody(Def) ? Def : nullptr;
}

/// What one body calls and constructs.
class BodyScan : public RecursiveASTVisitor<BodyScan> {
public:
  BodyScan(Index &Owner, const FunctionDecl *F) : Owner(Owner), F(F) {}
  bool shouldVisitImplicitCode() const { return true; }
  bool shouldVisitTemplateInstantiations() const { return true; }

  bool VisitCallExpr(CallExpr *Call) {
    const FunctionDecl *Callee = calleeOf(Call);
    if (!Callee)
      return true;
    if (Owner.Sites.isInteresting(Callee)) {
      Hit = true;
      llvm::StringRef Name = Owner.Ctx.modelledName(Callee);
      if (const auto *Table = Owner.Ctx.Models.startMethodsSetBy(Name))
        Setters.push_back({Call, Table});
    } else if (const auto *Method = dyn_cast<CXXMemberCallExpr>(Call)) {
      if (const Expr *Object = Method->getImplicitObjectArgument())
        Hit |= Owner.holdsWorkers(Object->getType());
    }
    edge(Callee);
    return true;
  }
  bool VisitCXXConstructExpr(CXXConstructExpr *E) {
    const CXXRecordDecl *Class = E->getConstructor()->getParent();
    if (E->getNumArgs() > 0 && (Owner.Sites.constructsWorker(Class) ||
                                Owner.Sites.isInteresting(E->getConstructor())))
      Hit = true;
    edge(E->getConstructor());
    return true;
  }
  bool VisitCXXUnresolvedConstructExpr(CXXUnresolvedConstructExpr *E) {
    Hit |= Owner.Sites.constructsWorker(definitionOf(E->getType()));
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *Op) {
    if (Op->getOpcode() == BO_Assign)
      noteAssigned(Op->getLHS(), Op->getRHS());
    return true;
  }
  bool VisitCXXOperatorCallExpr(CXXOperatorCallExpr *Op) {
    if (Op->getOperator() == OO_Equal && Op->getNumArgs() == 2)
      noteAssigned(Op->getArg(0), Op->getArg(1));
    return true;
  }
  bool VisitVarDecl(VarDecl *V) {
    // Destructors and states of locals matter even if nothing is called.
    if (V->isLocalVarDecl() && Owner.holdsWorkers(V->getType()))
      Hit = true;
    return true;
  }
  bool VisitLambdaExpr(LambdaExpr *L) {
    const CXXMethodDecl *Op = L->getCallOperator();
    if (!Op)
      return true;
    const FunctionTemplateDecl *Generic = Op->getDescribedFunctionTemplate();
    if (Generic)
      for (const FunctionDecl *Instance : Generic->specializations())
        edge(Instance);
    // Of a generic lambda that nothing here calls there is only the pattern.
    edge(runningBody(Op), /*Open=*/true);
    return true;
  }
  // Methods of local classes.
  bool VisitCXXMethodDecl(CXXMethodDecl *M) {
    if (M->isThisDeclarationADefinition() && M->hasBody() &&
        !M->isDependentContext() && !M->getParent()->isLambda())
      Owner.Declared.push_back(M);
    return true;
  }
  // &Worker::start, given to an algorithm.
  bool VisitDeclRefExpr(DeclRefExpr *E) {
    if (const auto *Method = dyn_cast<CXXMethodDecl>(E->getDecl()))
      Hit |= Owner.Sites.isInteresting(Method);
    return true;
  }

  bool Hit = false;
  llvm::SmallVector<std::pair<const CallExpr *, const models::StartMethods *>,
                    1>
      Setters;

  void noteAssigned(const ValueDecl *V, const Expr *From) {
    if (V && From && isCallable(Owner.Ctx, V->getType()))
      Owner.Assigned[cast<ValueDecl>(V->getCanonicalDecl())].push_back(From);
  }

private:
  void noteAssigned(const Expr *To, const Expr *From) {
    To = stripped(To);
    if (const auto *Ref = dyn_cast<DeclRefExpr>(To))
      noteAssigned(Ref->getDecl(), From);
    else if (const auto *Member = dyn_cast<MemberExpr>(To))
      noteAssigned(Member->getMemberDecl(), From);
  }
  void edge(const FunctionDecl *Callee, bool Open = false) {
    const FunctionDecl *Def = definition(Callee);
    if (!Def || (Def->isDependentContext() && !Open) || Owner.Ctx.isSystem(Def))
      return;
    auto &List = Owner.Callers[Def];
    if (!llvm::is_contained(List, F))
      List.push_back(F);
    Owner.Pending.push_back(Def);
  }
  Index &Owner;
  const FunctionDecl *F;
};

/// All function definitions outside system headers.
class DeclScan : public RecursiveASTVisitor<DeclScan> {
public:
  explicit DeclScan(Index &Owner) : Owner(Owner) {}
  bool shouldVisitImplicitCode() const { return true; }
  bool shouldVisitTemplateInstantiations() const { return true; }

  bool TraverseDecl(Decl *D) {
    // System headers are most of a translation unit and nobody's to change.
    if (D && !isa<TranslationUnitDecl>(D) && Owner.Ctx.isSystem(D))
      return true;
    return RecursiveASTVisitor::TraverseDecl(D);
  }
  bool TraverseStmt(Stmt *) { return true; } // bodies are BodyScan's
  bool VisitVarDecl(VarDecl *V) {
    if (V->hasGlobalStorage() && !V->isStaticLocal() && V->getInit() &&
        !V->getType()->isDependentType() && Owner.holdsWorkers(V->getType()))
      Owner.Globals.push_back(V);
    return true;
  }
  bool VisitCXXRecordDecl(CXXRecordDecl *R) {
    if (!R->isThisDeclarationADefinition() || R->isDependentContext() ||
        R->isLambda() || R->hasUserDeclaredConstructor())
      return true;
    for (const FieldDecl *F : R->fields())
      if (F->hasInClassInitializer() && Owner.holdsWorkers(F->getType())) {
        Owner.Initialised.push_back(R);
        break;
      }
    return true;
  }
  bool VisitFunctionDecl(FunctionDecl *F) {
    if (!F->getIdentifier() ||
        Owner.Ctx.Models.transferFunctions(F->getName()).empty()) {
    } else {
      Owner.Transfer.addCandidate(F);
    }
    if (!F->isThisDeclarationADefinition() || !F->hasBody())
      return true;
    if (F->isDependentContext()) {
      Patterns.push_back(F);
      return true;
    }
    Owner.Declared.push_back(F);
    for (const FunctionDecl *P = F->getTemplateInstantiationPattern(); P;
         P = P->getTemplateInstantiationPattern())
      Instantiated.insert(P);
    return true;
  }

  /// A template that this file only defines: what in it does not depend on its
  /// parameters is judged as it stands.
  void addPatterns() {
    for (const FunctionDecl *F : Patterns)
      if (!Instantiated.contains(F))
        Owner.Declared.push_back(F);
  }

private:
  Index &Owner;
  std::vector<const FunctionDecl *> Patterns;
  llvm::DenseSet<const FunctionDecl *> Instantiated;
};

/// Is \p Call under a condition within \p S, so that it may not run?
static bool isConditional(const Stmt *S, const Stmt *Call, bool Under = false) {
  if (!S)
    return false;
  if (S == Call)
    return Under;
  bool Branches = isa<IfStmt, SwitchStmt, WhileStmt, ForStmt, CXXForRangeStmt,
                      ConditionalOperator, LambdaExpr, CXXCatchStmt>(S);
  for (const Stmt *Child : S->children())
    if (isConditional(Child, Call, Under || Branches))
      return true;
  return false;
}

/// Calls of \p Callee in \p S.
static void findCalls(const Stmt *S, const FunctionDecl *Callee,
                      llvm::SmallVectorImpl<const Stmt *> &Into) {
  if (!S)
    return;
  if (const auto *Call = dyn_cast<CallExpr>(S))
    if (const FunctionDecl *F = calleeOf(Call))
      if (F->getCanonicalDecl() == Callee->getCanonicalDecl())
        Into.push_back(Call);
  for (const Stmt *Child : S->children())
    findCalls(Child, Callee, Into);
}

/// Is \p Call, in \p F, run by every run of the program, from main down?
bool Index::alwaysRuns(const FunctionDecl *F, const Stmt *Call,
                       unsigned Depth) {
  if (Depth > 4 || isConditional(F->getBody(), Call))
    return false;
  if (F->isMain())
    return true;
  auto It = Callers.find(F);
  if (It == Callers.end())
    return false;
  for (const FunctionDecl *Caller : It->second) {
    llvm::SmallVector<const Stmt *, 2> Calls;
    findCalls(Caller->getBody(), F, Calls);
    for (const Stmt *Each : Calls)
      if (alwaysRuns(Caller, Each, Depth + 1))
        return true;
  }
  return false;
}

void Index::noteSetter(const Setting &S) {
  const CallExpr *Call = S.Call;
  const models::StartMethods &Table = *S.Table;
  if (Table.Argument >= Call->getNumArgs())
    return;
  const Expr *Arg = stripped(Call->getArg(Table.Argument));
  StartMethodChoice &Choice = StartMethods[Table.Name];
  auto Add = [&](llvm::StringRef Word) {
    if (!llvm::is_contained(Choice.Words, Word))
      Choice.Words.push_back(Word.str());
  };
  // Anything but a setting that main always makes leaves the default possible.
  if (!alwaysRuns(S.In, Call))
    Add(Table.Default);
  if (const auto *Ref = dyn_cast<DeclRefExpr>(Arg))
    if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
        V && V->getType().isConstQualified() && V->getInit())
      Arg = stripped(V->getInit());
  if (const auto *Ref = dyn_cast<DeclRefExpr>(Arg))
    if (const auto *Enumerator = dyn_cast<EnumConstantDecl>(Ref->getDecl())) {
      const auto *Enum = cast<EnumDecl>(Enumerator->getDeclContext());
      std::string Name =
          (Ctx.qualifiedName(Enum) + "::" + Enumerator->getName()).str();
      for (const auto &M : Table.Methods)
        if (M.Enumerator == Name)
          return Add(M.Word);
    }
  for (const auto &M : Table.Methods)
    Add(M.Word); // a value that is not known here
}

void Index::scan(const FunctionDecl *F) {
  if (!Scanned.insert(F).second)
    return;
  BodyScan Scan(*this, F);
  if (const auto *Ctor = dyn_cast<CXXConstructorDecl>(F))
    for (const CXXCtorInitializer *Init : Ctor->inits())
      if (Init->getInit()) {
        Scan.TraverseStmt(Init->getInit());
        if (const FieldDecl *Member = Init->getAnyMember()) {
          Scan.noteAssigned(Member, Init->getInit());
          if (isCallable(Ctx, Member->getType()) && !Ctx.isSystem(F))
            Keepers.push_back(F);
        }
      }
  Scan.TraverseStmt(F->getBody());
  for (auto &[Call, Table] : Scan.Setters)
    Settings.push_back({Call, Table, F});
  if (Scan.Hit)
    Relevant.insert(F);
}

static bool isMemberOfWrapper(AuditContext &Ctx, const FunctionDecl *F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(F);
  return Method && Method->getParent()->getIdentifier() &&
         !Ctx.Models.wrappers(Ctx.qualifiedName(Method->getParent())).empty();
}

/// Callers of what matters matter.
void Index::propagate(std::vector<const FunctionDecl *> Work) {
  while (!Work.empty()) {
    const FunctionDecl *F = Work.back();
    Work.pop_back();
    for (const FunctionDecl *Caller : Callers[F])
      if (Relevant.insert(Caller).second)
        Work.push_back(Caller);
  }
}

void Index::build() {
  DeclScan Decls(*this);
  for (Decl *D : Ctx.Options.AlsoIn) // headers come first
    Decls.TraverseDecl(D);
  for (Decl *D : Ctx.AST.getTraversalScope())
    Decls.TraverseDecl(D);
  Decls.addPatterns();
  for (size_t I = 0; I < Declared.size(); ++I) // scanning adds local classes'
    scan(Declared[I]);
  while (!Pending.empty()) {
    const FunctionDecl *F = Pending.back();
    Pending.pop_back();
    scan(F);
  }
  for (const Setting &S : Settings)
    noteSetter(S);
  propagate({Relevant.begin(), Relevant.end()});
  // A constructor that keeps a callable for a method that launches it.
  llvm::DenseSet<const CXXRecordDecl *> Launchers;
  for (const FunctionDecl *F : Relevant)
    if (const auto *Method = dyn_cast<CXXMethodDecl>(F))
      Launchers.insert(Method->getParent());
  std::vector<const FunctionDecl *> Kept;
  for (const FunctionDecl *F : Keepers)
    if (Launchers.contains(cast<CXXMethodDecl>(F)->getParent()) &&
        Relevant.insert(F).second)
      Kept.push_back(F);
  propagate(std::move(Kept));
  for (const FunctionDecl *F : Declared) {
    const auto *Method = dyn_cast<CXXMethodDecl>(F);
    if (Method && Method->getParent()->isLambda())
      continue; // walked where it is written
    // How a library launches, and how a wrapper brings its content home, is
    // its own business.
    if (Sites.isLaunch(F) || isMemberOfWrapper(Ctx, F))
      continue;
    if (Relevant.contains(F) && !llvm::is_contained(Roots, F))
      Roots.push_back(F);
  }
}

bool Index::matters(const FunctionDecl *F) const {
  const FunctionDecl *Def = definition(F);
  // Nor is what a wrapper does followed from its callers.
  return Def && Relevant.contains(Def) && !isMemberOfWrapper(Ctx, Def);
}

bool Index::hasCaller(const FunctionDecl *F) const {
  const FunctionDecl *Def = definition(F);
  auto It = Callers.find(Def ? Def : F);
  return It != Callers.end() && !It->second.empty();
}

bool Index::holdsWorkers(QualType T) {
  const CXXRecordDecl *R = recordOf(T);
  if (!R && !T.isNull() && T->isArrayType())
    return holdsWorkers(Ctx.AST.getBaseElementType(T));
  if (!R)
    return false;
  auto [It, New] = Holds.try_emplace(R->getCanonicalDecl(), false);
  if (!New)
    return It->second; // also ends recursion
  bool Result = Sites.constructsWorker(R) || machineOf(Ctx, T) != nullptr;
  if (!Result)
    for (QualType Arg : typeArguments(R))
      Result = Result || holdsWorkers(Arg);
  if (!Result && R->hasDefinition() && !Ctx.isSystem(R->getDefinition())) {
    for (const FieldDecl *F : R->getDefinition()->fields())
      Result = Result || holdsWorkers(F->getType());
    for (const CXXBaseSpecifier &B : R->getDefinition()->bases())
      Result = Result || holdsWorkers(B.getType());
  }
  Holds[R->getCanonicalDecl()] = Result;
  return Result;
}

} // namespace stowaway::audit
