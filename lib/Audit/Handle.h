//===- Handle.h - May this value cross this boundary? -----------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Judges a type on its own: annotations of the user first, then models, then
// what the language says of pointers and references. What a type contains is
// not this file's business but Payload's.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_AUDIT_HANDLE_H
#define STOWAWAY_AUDIT_HANDLE_H

#include "Audit/AuditContext.h"

namespace stowaway::audit {

/// Why a value may not cross, from a model, an annotation or the language.
struct HandleRule {
  std::string Check;
  std::string Kind;
  std::string Reason;
  std::string Instead;
  const models::Handle *Model = nullptr;
  const models::StateMachine *Machine = nullptr; ///< only some states can't
  uint8_t Acts = 0;
  clang::SourceLocation DeclaredAt; ///< of the type that is the handle
  std::string DeclaredName;
};

/// What a type is, as far as crossing goes.
struct Verdict {
  enum Kind : uint8_t {
    Crosses,    ///< nothing of it is a problem: scalars, transferable types
    IsHandle,   ///< Rule says why; the root cause, do not look inside
    HasContent, ///< Container: judge Content
    LeavesHome, ///< never sent (Local<T>)
    Record,     ///< a user's class: judge what it sends or its members
    Callable,   ///< holds some callable that the type does not tell
    Closure,    ///< a lambda's class: judge its captures
    Opaque,     ///< not known: a barrier
  } K = Opaque;
  HandleRule Rule;
  const models::Container *Container = nullptr;
  llvm::SmallVector<clang::QualType, 2> Content;
  const clang::CXXRecordDecl *Class = nullptr;
  std::string Why; ///< for Opaque: name of the barrier
};

/// \p As: how the value travels. An address matters only where memory is not
/// shared, so the boundary decides.
Verdict judge(AuditContext &Ctx, clang::QualType T, models::Boundary B,
              models::Crossing As = models::Crossing::Memory);

/// The default-constructed value on the other side is as good as the one left
/// at home (a mutex): no dropped state.
bool freshIsEnough(AuditContext &Ctx, clang::QualType T);

/// Does \p T keep its content at home over \p B?
bool leavesContent(AuditContext &Ctx, clang::QualType T, models::Boundary B);

/// The state machine that governs objects of type \p T, or null.
const models::StateMachine *machineOf(AuditContext &Ctx, clang::QualType T);

/// Arguments of a class template specialisation that are types, from \p First.
llvm::SmallVector<clang::QualType, 4>
typeArguments(const clang::CXXRecordDecl *R);

} // namespace stowaway::audit

#endif // STOWAWAY_AUDIT_HANDLE_H
