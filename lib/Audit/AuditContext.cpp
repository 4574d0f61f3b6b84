//===- AuditContext.cpp - What does every part of the engine need? --------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/AuditContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/QualTypeNames.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace stowaway::audit {

AuditContext::AuditContext(ASTContext &AST, const models::ModelSet &Models,
                           const AuditOptions &Options, Reporter &To)
    : AST(AST), Models(Models), Options(Options), To(To) {}

static std::string buildName(const NamedDecl *D) {
  llvm::SmallVector<std::string, 6> Parts;
  Parts.push_back(D->getDeclName().isIdentifier() || D->getDeclName().isEmpty()
                      ? D->getName().str()
                      : D->getNameAsString());
  if (isa<CXXConstructorDecl>(D))
    Parts[0] = cast<CXXConstructorDecl>(D)->getParent()->getName().str();
  else if (isa<CXXDestructorDecl>(D))
    Parts[0] = "~";
  for (const DeclContext *C = D->getDeclContext(); C; C = C->getParent()) {
    if (const auto *NS = dyn_cast<NamespaceDecl>(C)) {
      if (!NS->isInline() && !NS->isAnonymousNamespace())
        Parts.push_back(NS->getName().str());
    } else if (const auto *Tag = dyn_cast<TagDecl>(C)) {
      if (Tag->getIdentifier())
        Parts.push_back(Tag->getName().str());
    } else if (isa<FunctionDecl>(C)) {
      break; // local classes are named from the function inwards
    }
  }
  std::string Name;
  for (const std::string &Part : llvm::reverse(Parts)) {
    if (!Name.empty())
      Name += "::";
    Name += Part;
  }
  return Name;
}

llvm::StringRef AuditContext::qualifiedName(const NamedDecl *D) {
  D = cast<NamedDecl>(D->getCanonicalDecl());
  auto [It, New] = Names.try_emplace(D);
  if (New) {
    // buildName may not be called while It is held: it does not touch Names.
    It->second = buildName(D);
  }
  return It->second;
}

llvm::StringRef AuditContext::modelledName(const FunctionDecl *F) {
  if (!F)
    return {};
  if (const auto *Ctor = dyn_cast<CXXConstructorDecl>(F)) {
    if (!Ctor->getParent()->getIdentifier() ||
        !Models.mayNameFunction(Ctor->getParent()->getName()))
      return {};
    return qualifiedName(F);
  }
  const IdentifierInfo *Id = F->getIdentifier();
  if (!Id || !Models.mayNameFunction(Id->getName()))
    return {};
  return qualifiedName(F);
}

llvm::SmallVector<std::string, 4> AuditContext::modelNames(QualType T) {
  llvm::SmallVector<std::string, 4> Result;
  if (T.isNull())
    return Result;
  std::string Suffix;
  T = T.getUnqualifiedType();
  // One level of pointer: "FILE *". Typedefs outside the pointer come first.
  for (unsigned Steps = 0; Steps < 32; ++Steps) {
    if (const auto *TD = dyn_cast<TypedefType>(T.getTypePtr())) {
      Result.push_back(qualifiedName(TD->getDecl()).str() + Suffix);
    } else if (const auto *TST =
                   dyn_cast<TemplateSpecializationType>(T.getTypePtr())) {
      if (TST->isTypeAlias())
        if (const TemplateDecl *TD = TST->getTemplateName().getAsTemplateDecl())
          Result.push_back(qualifiedName(TD).str() + Suffix);
    }
    QualType Next = T.getSingleStepDesugaredType(AST).getUnqualifiedType();
    if (Next != T && Next.getTypePtr() != T.getTypePtr()) {
      T = Next;
      continue;
    }
    if (T->isPointerType() && Suffix.empty()) {
      Suffix = " *";
      T = T->getPointeeType().getUnqualifiedType();
      continue;
    }
    break;
  }
  if (const auto *Record = T->getAsCXXRecordDecl()) {
    if (Record->getIdentifier())
      Result.push_back(qualifiedName(Record).str() + Suffix);
    else if (const TypedefNameDecl *Name = Record->getTypedefNameForAnonDecl())
      Result.push_back(qualifiedName(Name).str() + Suffix);
  }
  if (const auto *Tag = T->getAsTagDecl(); Tag && !isa<CXXRecordDecl>(Tag))
    if (Tag->getIdentifier())
      Result.push_back(qualifiedName(Tag).str() + Suffix);
  return Result;
}

std::string AuditContext::printType(QualType T) const {
  PrintingPolicy Policy(AST.getLangOpts());
  Policy.SuppressTagKeyword = true;
  Policy.SuppressInlineNamespace =
      llvm::to_underlying(PrintingPolicy::SuppressInlineNamespaceMode::All);
  Policy.SuppressUnwrittenScope = true;
  Policy.SuppressDefaultTemplateArgs = true;
  Policy.PrintAsCanonical = false;
  Policy.AnonymousTagLocations = false;
  T = T.getNonReferenceType();
  if (const auto *Record = T->getAsCXXRecordDecl())
    if (Record->isLambda())
      return "lambda";
  // What a library computes (remove_reference_t<...>, value_type) tells a
  // reader less than what comes out of it; names like std::string tell more.
  for (unsigned Steps = 0; Steps < 16; ++Steps) {
    const Type *Ty = T.getTypePtr();
    bool Computed = isa<AutoType, DecltypeType, SubstTemplateTypeParmType,
                        ParenType, AttributedType>(Ty);
    if (const auto *TST = dyn_cast<TemplateSpecializationType>(Ty))
      if (const TemplateDecl *TD = TST->getTemplateName().getAsTemplateDecl())
        Computed |= TST->isTypeAlias() && isSystem(TD);
    if (const auto *TD = dyn_cast<TypedefType>(Ty))
      Computed |=
          isa<ClassTemplateSpecializationDecl>(TD->getDecl()->getDeclContext());
    if (!Computed)
      break;
    T = T.getSingleStepDesugaredType(AST);
  }
  std::string Name = TypeName::getFullyQualifiedName(
      T.getUnqualifiedType(), AST, Policy, /*WithGlobalNsPrefix=*/false);
  for (llvm::StringRef Keyword : {"struct ", "class ", "union ", "enum "})
    if (llvm::StringRef(Name).starts_with(Keyword))
      Name.erase(0, Keyword.size());
  return Name;
}

std::string AuditContext::sourceText(const Expr *E, unsigned Max) const {
  const SourceManager &SM = AST.getSourceManager();
  CharSourceRange Range = Lexer::makeFileCharRange(
      CharSourceRange::getTokenRange(E->getSourceRange()), SM,
      AST.getLangOpts());
  if (Range.isInvalid())
    Range = SM.getExpansionRange(E->getSourceRange());
  llvm::StringRef Text = Lexer::getSourceText(Range, SM, AST.getLangOpts());
  std::string Folded;
  for (char C : Text) {
    if (!isspace(static_cast<unsigned char>(C)))
      Folded += C;
    else if (!Folded.empty() && Folded.back() != ' ')
      Folded += ' ';
  }
  if (Folded.size() > Max)
    Folded = Folded.substr(0, Max / 2) + "..." +
             Folded.substr(Folded.size() - Max / 3);
  return Folded;
}

bool AuditContext::isSystem(SourceLocation L) const {
  return L.isInvalid() || AST.getSourceManager().isInSystemHeader(
                              AST.getSourceManager().getExpansionLoc(L));
}

bool AuditContext::isSystem(const Decl *D) const {
  return isSystem(D->getLocation());
}

void AuditContext::barrier(llvm::StringRef Name, const llvm::Twine &Message,
                           SourceLocation At, SourceLocation Launch) {
  if (!Options.ExplainPaths)
    return;
  if (!BarriersSeen.insert({At.getRawEncoding(), Launch.getRawEncoding()})
           .second)
    return;
  To.reportBarrier({Name.str(), Message.str(), At, Launch});
}

const Expr *stripped(const Expr *E) {
  while (E) {
    const Expr *Next = E->IgnoreUnlessSpelledInSource();
    if (const auto *Cast = dyn_cast<ImplicitCastExpr>(Next))
      Next = Cast->getSubExpr();
    else if (const auto *Full = dyn_cast<FullExpr>(Next))
      Next = Full->getSubExpr();
    else if (const auto *Temp = dyn_cast<MaterializeTemporaryExpr>(Next))
      Next = Temp->getSubExpr();
    else if (const auto *Bind = dyn_cast<CXXBindTemporaryExpr>(Next))
      Next = Bind->getSubExpr();
    else if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(Next))
      Next = Default->getExpr();
    else if (const auto *Init = dyn_cast<CXXDefaultInitExpr>(Next))
      Next = Init->getExpr();
    else if (const auto *List = dyn_cast<ParenListExpr>(Next))
      Next = List->getNumExprs() == 1 ? List->getExpr(0) : Next;
    else if (const auto *Subst = dyn_cast<SubstNonTypeTemplateParmExpr>(Next))
      Next = Subst->getReplacement();
    if (Next == E)
      return E;
    E = Next;
  }
  return E;
}

const FunctionDecl *calleeOf(const CallExpr *Call) {
  if (const FunctionDecl *Direct = Call->getDirectCallee())
    return Direct;
  const auto *Names =
      dyn_cast_or_null<OverloadExpr>(Call->getCallee()->IgnoreParenImpCasts());
  if (!Names)
    return nullptr;
  for (const NamedDecl *D : Names->decls()) {
    D = D->getUnderlyingDecl();
    if (const auto *Template = dyn_cast<FunctionTemplateDecl>(D))
      D = Template->getTemplatedDecl();
    if (const auto *F = dyn_cast<FunctionDecl>(D))
      return F;
  }
  return nullptr;
}

const FunctionDecl *runningBody(const FunctionDecl *F) {
  if (!F)
    return nullptr;
  if (const FunctionTemplateDecl *Template = F->getDescribedFunctionTemplate())
    for (const FunctionDecl *Instance : Template->specializations()) {
      const FunctionDecl *Def = nullptr;
      if (Instance->hasBody(Def))
        return Def;
    }
  const FunctionDecl *Def = nullptr;
  return F->hasBody(Def) ? Def : nullptr;
}

const CXXRecordDecl *recordOf(QualType T) {
  if (T.isNull())
    return nullptr;
  T = T.getNonReferenceType();
  if (T->isPointerType())
    T = T->getPointeeType();
  return T->getAsCXXRecordDecl();
}

const CXXRecordDecl *definitionOf(QualType T) {
  if (T.isNull())
    return nullptr;
  const CXXRecordDecl *Record = T.getNonReferenceType()->getAsCXXRecordDecl();
  if (!Record || !Record->hasDefinition())
    return nullptr;
  return Record->getDefinition();
}

} // namespace stowaway::audit
