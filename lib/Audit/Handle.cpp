//===- Handle.cpp - May this value cross this boundary? -------------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/Handle.h"
#include "Audit/Checks.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace stowaway::audit {

llvm::SmallVector<QualType, 4> typeArguments(const CXXRecordDecl *R) {
  llvm::SmallVector<QualType, 4> Types;
  const auto *Spec = dyn_cast_or_null<ClassTemplateSpecializationDecl>(R);
  if (!Spec)
    return Types;
  for (const TemplateArgument &Arg : Spec->getTemplateArgs().asArray()) {
    if (Arg.getKind() == TemplateArgument::Type)
      Types.push_back(Arg.getAsType());
    else if (Arg.getKind() == TemplateArgument::Pack)
      for (const TemplateArgument &Inner : Arg.pack_elements())
        if (Inner.getKind() == TemplateArgument::Type)
          Types.push_back(Inner.getAsType());
  }
  return Types;
}

namespace {

/// The words of a `clang::annotate` attribute that is one of ours.
struct Annotation {
  llvm::SmallVector<std::string, 4> Words;
  SourceLocation Loc;
};

std::optional<Annotation> annotation(const Decl *D, llvm::StringRef Name) {
  for (const Decl *Redecl : D->redecls())
    for (const auto *A : Redecl->specific_attrs<AnnotateAttr>()) {
      if (A->getAnnotation() != Name)
        continue;
      Annotation Result;
      Result.Loc = A->getLocation();
      for (const Expr *Arg : A->args()) {
        const Expr *E = Arg->IgnoreParenImpCasts();
        if (const auto *Const = dyn_cast<ConstantExpr>(E))
          E = Const->getSubExpr()->IgnoreParenImpCasts();
        if (const auto *Str = dyn_cast<clang::StringLiteral>(E))
          Result.Words.push_back(Str->getString().str());
      }
      return Result;
    }
  return std::nullopt;
}

bool speaksOf(const Annotation &A, models::Boundary B) {
  for (const std::string &Word : A.Words)
    if (models::parseBoundary(Word) == B)
      return true;
  return false;
}

std::optional<Verdict> byAnnotation(AuditContext &Ctx, const CXXRecordDecl *R,
                                    models::Boundary B) {
  if (auto A = annotation(R, "stowaway::transferable"); A && speaksOf(*A, B)) {
    Verdict V;
    V.K = Verdict::Crosses;
    return V;
  }
  if (auto A = annotation(R, "stowaway::handle"); A && speaksOf(*A, B)) {
    Verdict V;
    V.K = Verdict::IsHandle;
    V.Rule.Check = CarriedHandle.str();
    V.Rule.Kind = "annotated-handle";
    for (const std::string &Word : A->Words)
      if (!models::parseBoundary(Word))
        V.Rule.Reason = Word;
    if (V.Rule.Reason.empty())
      V.Rule.Reason = "it is declared to mean something only at home";
    V.Rule.DeclaredAt = R->getLocation();
    V.Rule.DeclaredName = Ctx.qualifiedName(R).str();
    return V;
  }
  return std::nullopt;
}

HandleRule ruleFrom(AuditContext &Ctx, const models::Handle &H, QualType T,
                    llvm::StringRef Name) {
  HandleRule Rule;
  Rule.Check = H.Check;
  Rule.Kind = H.Kind;
  Rule.Reason = H.Reason;
  Rule.Instead = H.Instead;
  Rule.Model = &H;
  Rule.Acts = H.Acts;
  Rule.Machine = H.States.empty() ? nullptr : Ctx.Models.stateMachine(H.States);
  Rule.DeclaredName = Name.str();
  if (const CXXRecordDecl *R = recordOf(T))
    Rule.DeclaredAt = R->getLocation();
  else if (const auto *TD = T->getAs<TypedefType>())
    Rule.DeclaredAt = TD->getDecl()->getLocation();
  return Rule;
}

Verdict address(AuditContext &Ctx, QualType T) {
  Verdict V;
  V.K = Verdict::IsHandle;
  V.Rule.Check = CarriedAddress.str();
  V.Rule.Kind = "address";
  V.Rule.Reason = "an address means nothing in another address space";
  V.Rule.Instead = "send the value, or an index or name that the other side "
                   "can look up";
  V.Rule.DeclaredName = Ctx.printType(T);
  return V;
}

/// Do the two sides have different memory, so that an address is lost?
bool leavesAddressSpace(models::Boundary B) {
  return B == models::Boundary::Process;
}

} // namespace

/// Copied as bytes, an object whose content lies elsewhere is an address.
static Verdict outOfLine(AuditContext &Ctx, QualType T) {
  Verdict V = address(Ctx, T);
  V.Rule.Reason = "it is copied as bytes, and those hold the address of its "
                  "content in this process";
  V.Rule.Instead = "pass it as an argument, which is serialised";
  return V;
}

Verdict judge(AuditContext &Ctx, QualType T, models::Boundary B,
              models::Crossing As) {
  Verdict V;
  if (T.isNull() || T->isDependentType()) {
    V.Why = "dependent-type";
    return V;
  }

  const CXXRecordDecl *R = T.getNonReferenceType()->getAsCXXRecordDecl();
  if (R && !T->isReferenceType())
    if (auto Annotated = byAnnotation(Ctx, R, B))
      return *Annotated;

  // An exact name wins over what the language says of its form: pthread_t is
  // an integer, FILE * a pointer.
  llvm::SmallVector<std::string, 4> Names =
      T->isReferenceType() ? llvm::SmallVector<std::string, 4>()
                           : Ctx.modelNames(T);
  for (const std::string &Name : Names) {
    for (const models::Wrapper *W : Ctx.Models.wrappers(Name))
      if (W->Over.contains(B)) {
        if (W->OutOfLine && As == models::Crossing::Bytes)
          return outOfLine(Ctx, T);
        V.K = W->LeavesContent ? Verdict::LeavesHome : Verdict::Crosses;
        return V;
      }
    for (const models::Handle *H : Ctx.Models.handles(Name)) {
      bool Stateful = !H->States.empty();
      if (!H->Cannot.contains(B) && !Stateful)
        continue;
      V.K = Verdict::IsHandle;
      V.Rule = ruleFrom(Ctx, *H, T, Name);
      if (Stateful && !V.Rule.Machine)
        continue;
      return V;
    }
  }

  bool KnownElsewhere = false;
  for (const std::string &Name : Names)
    KnownElsewhere |=
        !Ctx.Models.handles(Name).empty() || !Ctx.Models.wrappers(Name).empty();

  if (T->isReferenceType() || T->isAnyPointerType()) {
    QualType Pointee = T->getPointeeType();
    if (Pointee->isFunctionType() || T->isNullPtrType()) {
      V.K = Verdict::Crosses;
      return V;
    }
    if (leavesAddressSpace(B))
      return address(Ctx, T);
    V.K = Verdict::Crosses; // memory is shared; lifetimes are not our question
    return V;
  }
  if (const auto *Array = Ctx.AST.getAsArrayType(T)) {
    V.K = Verdict::HasContent;
    V.Content.push_back(Array->getElementType());
    return V;
  }
  if (!R) {
    V.K = Verdict::Crosses; // scalars, enumerations, member pointers
    return V;
  }
  if (R->isLambda()) {
    V.K = Verdict::Closure;
    V.Class = R;
    return V;
  }

  for (const std::string &Name : Names) {
    if (const models::Container *C = Ctx.Models.container(Name)) {
      if (C->OutOfLine && As == models::Crossing::Bytes)
        return outOfLine(Ctx, T);
      auto Types = typeArguments(R);
      V.K = Verdict::HasContent;
      V.Container = C;
      if (C->AllArguments) {
        unsigned From = C->Elements.empty() ? 0 : C->Elements[0];
        for (unsigned I = From; I < Types.size(); ++I)
          V.Content.push_back(Types[I]);
      } else {
        for (unsigned I : C->Elements)
          if (I < Types.size())
            V.Content.push_back(Types[I]);
      }
      return V;
    }
    if (Ctx.Models.callableHolder(Name)) {
      V.K = Verdict::Callable;
      V.Class = R;
      return V;
    }
  }

  if (KnownElsewhere && (!R->hasDefinition() || Ctx.isSystem(R))) {
    V.K = Verdict::Crosses; // its models speak of other boundaries
    return V;
  }
  if (!R->hasDefinition()) {
    V.Why = "incomplete-type";
    return V;
  }
  if (Ctx.isSystem(R->getDefinition())) {
    V.Why = "unknown-type"; // nobody's to change, and no model: not guessed at
    return V;
  }
  V.K = Verdict::Record;
  V.Class = R->getDefinition();
  return V;
}

const models::StateMachine *machineOf(AuditContext &Ctx, QualType T) {
  for (const CXXRecordDecl *R = recordOf(T); R;) {
    if (R->getIdentifier())
      for (const models::Handle *H : Ctx.Models.handles(Ctx.qualifiedName(R)))
        if (!H->States.empty())
          return Ctx.Models.stateMachine(H->States);
    if (!R->hasDefinition() || R->getNumBases() == 0)
      break;
    R = R->bases_begin()->getType()->getAsCXXRecordDecl();
  }
  return nullptr;
}

bool freshIsEnough(AuditContext &Ctx, QualType T) {
  for (const std::string &Name : Ctx.modelNames(T))
    for (const models::Handle *H : Ctx.Models.handles(Name))
      if (H->FreshIsEnough)
        return true;
  return false;
}

bool leavesContent(AuditContext &Ctx, QualType T, models::Boundary B) {
  for (const std::string &Name : Ctx.modelNames(T))
    for (const models::Wrapper *W : Ctx.Models.wrappers(Name))
      if (W->LeavesContent && W->Over.contains(B))
        return true;
  return false;
}

} // namespace stowaway::audit
