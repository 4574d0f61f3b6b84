//===- Denote.cpp - From expressions to places ----------------------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/Denote.h"
#include "Audit/Handle.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;

namespace stowaway::audit {

// Chains of references and accessors are short; what is longer is a cycle.
static constexpr unsigned MaxDepth = 24;

const ValueDecl *Denote::namedVariable(const Expr *E) {
  E = stripped(E);
  if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E))
    return isa<VarDecl>(Ref->getDecl()) ? Ref->getDecl() : nullptr;
  return nullptr;
}

uintptr_t Denote::indexKey(const Expr *Index, Frame *F) const {
  Index = stripped(Index);
  for (unsigned Hops = 0; Hops < 8; ++Hops) {
    const ValueDecl *V = namedVariable(Index);
    if (!V)
      break;
    BoundExpr *Arg = Frame::find(F, &Frame::Arguments, V);
    if (!Arg)
      return keyOf(V);
    Index = stripped(Arg->E);
    F = Arg->F;
  }
  if (Index && !Index->isValueDependent()) {
    Expr::EvalResult Result;
    if (Index->EvaluateAsInt(Result, Ctx.AST) &&
        Result.Val.getInt().getActiveBits() < 32)
      return keyOf(Result.Val.getInt().getZExtValue());
  }
  return 0;
}

bool Denote::isSmartPointer(QualType T) {
  const CXXRecordDecl *R = T.getNonReferenceType()->getAsCXXRecordDecl();
  if (!R || !R->getIdentifier())
    return false;
  const models::Container *C = Ctx.Models.container(Ctx.qualifiedName(R));
  return C && C->As == models::Container::Pointee;
}

const models::Container *Denote::containerOf(QualType T) {
  const CXXRecordDecl *R = recordOf(T);
  return R && R->getIdentifier() ? Ctx.Models.container(Ctx.qualifiedName(R))
                                 : nullptr;
}

std::optional<Place> Denote::referent(BoundExpr E) {
  if (!E)
    return std::nullopt;
  QualType T = E.E->getType();
  if (!T.isNull() && (T->isPointerType() || isSmartPointer(T)))
    return pointee(E);
  return object(E);
}

std::optional<Place> Denote::object(BoundExpr B) {
  if (!B || Depth > MaxDepth)
    return std::nullopt;
  llvm::SaveAndRestore Guard(Depth, Depth + 1);
  const Expr *E = stripped(B.E);
  Frame *F = B.F;
  if (E->getType().isNull())
    return std::nullopt; // what is open in a template

  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
    if (Place *Alias = Frame::find(F, &Frame::Aliases, Ref->getDecl()))
      return *Alias;
    if (!V) {
      const auto *Bind = dyn_cast<BindingDecl>(Ref->getDecl());
      if (!Bind || !Bind->getBinding())
        return std::nullopt;
      // Through std::get, there is a variable for each part.
      if (const VarDecl *Holder = Bind->getHoldingVar();
          Holder && Holder->getInit())
        return object({Holder->getInit(), F});
      return object({Bind->getBinding(), F});
    }
    if (V->getType()->isReferenceType()) {
      if (BoundExpr *Arg = Frame::find(F, &Frame::Arguments, V))
        return object(*Arg);
      if (const Expr *Init = V->getInit())
        return object({Init, F});
      if (isa<ParmVarDecl>(V))
        return Place::variable(V); // a root's parameter: some object
      return std::nullopt;
    }
    return Place::variable(V);
  }

  if (const auto *Member = dyn_cast<MemberExpr>(E)) {
    if (const auto *V = dyn_cast<VarDecl>(Member->getMemberDecl()))
      return Place::variable(V); // static member
    const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
    if (!Field)
      return std::nullopt;
    std::optional<Place> Base = Member->isArrow()
                                    ? pointee({Member->getBase(), F})
                                    : object({Member->getBase(), F});
    if (!Base)
      return std::nullopt;
    // The halves of a pair are its content, as its type tells it.
    if (QualType Whole = Ctx.AST.getCanonicalTagType(Field->getParent());
        isContainer(Whole))
      return part(*Base, Whole, Field->getFieldIndex());
    if (Field->getType()->isReferenceType())
      return Base->with(PlaceStep::field(Field)).with(PlaceStep::pointee());
    return Base->with(PlaceStep::field(Field));
  }

  if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
    if (Unary->getOpcode() == UO_Deref)
      return pointee({Unary->getSubExpr(), F});
    if (Unary->isIncrementDecrementOp())
      return object({Unary->getSubExpr(), F});
    return std::nullopt;
  }

  if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E)) {
    const Expr *Base = stripped(Subscript->getBase());
    std::optional<Place> Array =
        Base->getType()->isArrayType() ? object({Base, F}) : pointee({Base, F});
    if (!Array)
      return std::nullopt;
    return Array->with(PlaceStep::element(indexKey(Subscript->getIdx(), F)));
  }

  if (const auto *Assign = dyn_cast<BinaryOperator>(E)) {
    if (Assign->isAssignmentOp())
      return object({Assign->getLHS(), F});
    if (Assign->getOpcode() == BO_Comma)
      return object({Assign->getRHS(), F});
    return std::nullopt;
  }

  if (const auto *Cast = dyn_cast<ExplicitCastExpr>(E))
    return object({Cast->getSubExpr(), F});

  if (const auto *Call = dyn_cast<CallExpr>(E))
    return objectOfCall(Call, F);

  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E)) {
    // A copy or move denotes what it was made from: handles that are copied
    // keep their state, handles that are moved take it along.
    if (Construct->getNumArgs() >= 1 &&
        Construct->getConstructor()->isCopyOrMoveConstructor())
      return object({Construct->getArg(0), F});
    return Place::temporary(E);
  }
  if (isa<InitListExpr, LambdaExpr, CXXUnresolvedConstructExpr>(E))
    return Place::temporary(E);
  return std::nullopt;
}

Place Denote::part(const Place &Whole, QualType T, unsigned I) {
  const CXXRecordDecl *R = definitionOf(T.getNonReferenceType());
  if (!R)
    return Whole;
  // Of an element's parts at most one is of interest, as of a map's entry.
  if (isContainer(Ctx.AST.getCanonicalTagType(R)))
    return !Whole.Steps.empty() && Whole.Steps.back().K == PlaceStep::Element
               ? Whole
               : Whole.with(PlaceStep::element(keyOf(uint64_t(I))));
  for (const FieldDecl *F : R->fields())
    if (F->getFieldIndex() == I)
      return Whole.with(PlaceStep::field(F));
  return Whole;
}

std::optional<BoundExpr> Denote::returned(const CallExpr *Call, Frame *F) {
  const FunctionDecl *Callee = Call->getDirectCallee();
  const FunctionDecl *Def = nullptr;
  if (!Callee || !Callee->hasBody(Def) || Ctx.isSystem(Def))
    return std::nullopt;
  const auto *Body = dyn_cast<CompoundStmt>(Def->getBody());
  if (!Body || Body->body_empty())
    return std::nullopt;
  const auto *Return = dyn_cast<ReturnStmt>(Body->body_back());
  if (!Return || !Return->getRetValue())
    return std::nullopt;
  if (F && F->Depth > MaxDepth)
    return std::nullopt;
  Frame *Inner = Frames.make();
  Inner->Function = Def;
  Inner->Caller = F;
  Inner->CallSite = Call;
  Inner->Depth = F ? F->Depth + 1 : 1;
  unsigned Skip = 0;
  if (const auto *Method = dyn_cast<CXXMemberCallExpr>(Call)) {
    const Expr *Object = Method->getImplicitObjectArgument();
    Inner->This = Object->getType()->isPointerType() ? pointee({Object, F})
                                                     : object({Object, F});
  } else if (isa<CXXOperatorCallExpr>(Call) && isa<CXXMethodDecl>(Callee) &&
             cast<CXXMethodDecl>(Callee)->isInstance()) {
    Inner->This = object({Call->getArg(0), F});
    Skip = 1;
  }
  for (unsigned I = Skip; I < Call->getNumArgs(); ++I)
    if (I - Skip < Def->getNumParams())
      Inner->Arguments[Def->getParamDecl(I - Skip)] = {Call->getArg(I), F};
  return BoundExpr{Return->getRetValue(), Inner};
}

/// The number among the template arguments of \p F: std::get<1>.
static unsigned constantArgument(const FunctionDecl *F) {
  if (const TemplateArgumentList *List = F->getTemplateSpecializationArgs())
    for (const TemplateArgument &A : List->asArray())
      if (A.getKind() == TemplateArgument::Integral)
        return unsigned(A.getAsIntegral().getLimitedValue(1000));
  return 0;
}

std::optional<Place> Denote::objectOfCall(const CallExpr *Call, Frame *F) {
  const FunctionDecl *Callee = calleeOf(Call);
  if (!Callee)
    return std::nullopt;

  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(Call)) {
    switch (Op->getOperator()) {
    case OO_Star:
      if (Op->getNumArgs() == 1)
        return pointee({Op->getArg(0), F});
      break;
    case OO_Subscript:
      if (Op->getNumArgs() == 2 && isContainer(Op->getArg(0)->getType())) {
        std::optional<Place> Base = object({Op->getArg(0), F});
        if (Base)
          return Base->with(PlaceStep::element(indexKey(Op->getArg(1), F)));
        return std::nullopt;
      }
      break;
    case OO_Equal:
    case OO_PlusPlus:
    case OO_MinusMinus:
    case OO_PlusEqual:
    case OO_MinusEqual:
      return object({Op->getArg(0), F});
    default:
      break;
    }
  }

  llvm::StringRef Name = Ctx.modelledName(Callee);
  if (!Name.empty())
    if (const models::PassThrough *Pass = Ctx.Models.passThrough(Name)) {
      if (Pass->Argument < Call->getNumArgs()) {
        BoundExpr Arg{Call->getArg(Pass->Argument), F};
        if (Pass->As == models::PassThrough::Same ||
            Pass->As == models::PassThrough::Taken ||
            Pass->As == models::PassThrough::Reference)
          return object(Arg);
        // std::get<1>(x)
        if (Pass->As == models::PassThrough::Element && Call->isGLValue())
          if (std::optional<Place> Whole = object(Arg))
            return part(*Whole, Arg.E->getType(), constantArgument(Callee));
      }
      return std::nullopt;
    }

  if (const auto *Method = dyn_cast<CXXMemberCallExpr>(Call)) {
    const Expr *Object = Method->getImplicitObjectArgument();
    QualType ObjectType = Object->getType();
    if (const models::Container *C = containerOf(ObjectType);
        C && Call->isGLValue()) {
      // A reference that a container's method returns is an element of it:
      // front(), at(i), emplace_back(...).
      std::optional<Place> Base = ObjectType->isPointerType()
                                      ? pointee({Object, F})
                                      : object({Object, F});
      if (!Base)
        return std::nullopt;
      if (C->As != models::Container::Element)
        return Base->with(contentStep(*C));
      uintptr_t Key = 0;
      if (Call->getNumArgs() == 1 &&
          Call->getArg(0)->getType()->isIntegerType())
        Key = indexKey(Call->getArg(0), F);
      return Base->with(PlaceStep::element(Key));
    }
  }

  if (auto Returned = returned(Call, F)) {
    if (Call->isGLValue())
      return object(*Returned);
  }
  if (!Call->isGLValue())
    return Place::temporary(Call);
  return std::nullopt;
}

std::optional<Place> Denote::pointeeOfVariable(const ValueDecl *V, Frame *F,
                                               QualType T) {
  if (auto *Known = Frame::find(F, &Frame::Pointers, V))
    return *Known;
  if (BoundExpr *Arg = Frame::find(F, &Frame::Arguments, V))
    return pointee(*Arg);
  if (const auto *Var = dyn_cast<VarDecl>(V)) {
    if (isSmartPointer(T)) {
      // `auto p = q;` shares q's pointee; one that was made is its own.
      if (const Expr *Init = Var->getInit())
        if (auto From = object({Init, F});
            From && From->Kind != Place::Temporary)
          return From->with(PlaceStep::pointee());
      return Place::variable(V).with(PlaceStep::pointee());
    }
    if (const Expr *Init = Var->getInit()) {
      std::optional<Place> To = pointee({Init, F});
      if (!To)
        return std::nullopt;
      // A running iterator keeps its element apart from the others.
      if (!To->Steps.empty() && To->Steps.back().K == PlaceStep::Element &&
          !To->Steps.back().Key)
        To->Steps.back().Key = keyOf(V);
      return To;
    }
    // A root's parameter: some object, of which at least the class is known.
    if (isa<ParmVarDecl>(V) && T->isPointerType())
      return Place::variable(V).with(PlaceStep::pointee());
  }
  return std::nullopt;
}

std::optional<Place> Denote::pointee(BoundExpr B) {
  if (!B || Depth > MaxDepth)
    return std::nullopt;
  llvm::SaveAndRestore Guard(Depth, Depth + 1);
  const Expr *E = stripped(B.E);
  Frame *F = B.F;
  if (E->getType().isNull())
    return std::nullopt;

  if (isa<CXXThisExpr>(E)) {
    for (Frame *G = F; G; G = G->Lexical)
      if (G->This)
        return G->This;
    if (const CXXRecordDecl *C = recordOf(E->getType()))
      return Place::object(C);
    return std::nullopt;
  }
  if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
    if (Unary->getOpcode() == UO_AddrOf)
      return object({Unary->getSubExpr(), F});
    if (Unary->isIncrementDecrementOp())
      return pointee({Unary->getSubExpr(), F});
  }
  if (const auto *Binary = dyn_cast<BinaryOperator>(E)) {
    if (Binary->isAdditiveOp()) {
      const Expr *Base = Binary->getLHS()->getType()->isPointerType()
                             ? Binary->getLHS()
                             : Binary->getRHS();
      std::optional<Place> To = pointee({Base, F});
      if (To && !To->Steps.empty() && To->Steps.back().K == PlaceStep::Element)
        To->Steps.back().Key = 0;
      return To;
    }
    if (Binary->isAssignmentOp())
      return pointee({Binary->getRHS(), F});
  }
  if (const auto *Cast = dyn_cast<ExplicitCastExpr>(E))
    return pointee({Cast->getSubExpr(), F});
  if (E->getType()->isArrayType()) {
    // A decayed array points at its elements.
    std::optional<Place> Array = object({E, F});
    if (Array)
      return Array->with(PlaceStep::element());
    return std::nullopt;
  }
  if (isa<CXXNewExpr>(E))
    return Place::temporary(E);
  // optional's * and -> reach its content.
  if (const models::Container *C = containerOf(E->getType());
      C && !isa<CallExpr>(E) && C->As != models::Container::Pointee &&
      E->getType()->isRecordType()) {
    std::optional<Place> Whole = object({E, F});
    if (Whole)
      return Whole->with(contentStep(*C));
    return std::nullopt;
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    if (Place *Alias = Frame::find(F, &Frame::Aliases, Ref->getDecl()))
      return Alias->with(PlaceStep::pointee());
    return pointeeOfVariable(Ref->getDecl(), F, Ref->getType());
  }
  if (isa<MemberExpr, ArraySubscriptExpr>(E)) {
    std::optional<Place> Object = object({E, F});
    if (Object)
      return Object->with(PlaceStep::pointee());
    return std::nullopt;
  }
  if (const auto *Call = dyn_cast<CallExpr>(E))
    return pointeeOfCall(Call, F);
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E)) {
    if (Construct->getNumArgs() >= 1) {
      // Conversions between iterators and between smart pointers.
      const Expr *From = Construct->getArg(0);
      return pointee({From, F});
    }
  }
  return std::nullopt;
}

std::optional<Place> Denote::pointeeOfCall(const CallExpr *Call, Frame *F) {
  const FunctionDecl *Callee = calleeOf(Call);
  if (!Callee)
    return std::nullopt;
  llvm::StringRef Name = Ctx.modelledName(Callee);
  if (!Name.empty()) {
    if (const models::PassThrough *Pass = Ctx.Models.passThrough(Name)) {
      if (Pass->Argument >= Call->getNumArgs())
        return std::nullopt;
      BoundExpr Arg{Call->getArg(Pass->Argument), F};
      switch (Pass->As) {
      case models::PassThrough::Address:
      case models::PassThrough::Reference:
        return object(Arg);
      case models::PassThrough::Element: {
        QualType T = Arg.E->getType();
        std::optional<Place> Base =
            isContainer(T) || T->isArrayType() ? object(Arg) : pointee(Arg);
        if (!Base)
          return std::nullopt;
        if (isContainer(T) || T->isArrayType())
          return Base->with(PlaceStep::element());
        return Base;
      }
      case models::PassThrough::Same:
      case models::PassThrough::Taken:
      case models::PassThrough::Base:
        return pointee(Arg);
      }
    }
    if (Ctx.Models.factory(Name))
      return Place::temporary(Call);
  }
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(Call)) {
    switch (Op->getOperator()) {
    case OO_Arrow:
      // `p->x`: what operator-> yields points where p points.
      return pointee({Op->getArg(0), F});
    case OO_PlusPlus:
    case OO_MinusMinus:
      return pointee({Op->getArg(0), F});
    case OO_Plus:
    case OO_Minus: {
      std::optional<Place> To = pointee({Op->getArg(0), F});
      if (To && !To->Steps.empty() && To->Steps.back().K == PlaceStep::Element)
        To->Steps.back().Key = 0;
      return To;
    }
    case OO_Subscript:
    case OO_Star: {
      std::optional<Place> Object = objectOfCall(Call, F);
      if (Object)
        return Object->with(PlaceStep::pointee());
      return std::nullopt;
    }
    default:
      break;
    }
  }
  if (const auto *Method = dyn_cast<CXXMemberCallExpr>(Call)) {
    const Expr *Object = Method->getImplicitObjectArgument();
    QualType T = Object->getType();
    if (isContainer(T)) {
      std::optional<Place> Base =
          T->isPointerType() ? pointee({Object, F}) : object({Object, F});
      if (!Base)
        return std::nullopt;
      if (isSmartPointer(T)) // get(), release()
        return Base->with(PlaceStep::pointee());
      if (Call->isGLValue()) // front() of a container of pointers
        return Base->with(PlaceStep::element()).with(PlaceStep::pointee());
      return Base->with(PlaceStep::element()); // begin(), data(), find()
    }
  }
  if (auto Returned = returned(Call, F))
    return pointee(*Returned);
  return std::nullopt;
}

} // namespace stowaway::audit
