//===- Denote.h - From expressions to places --------------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Answers Place.h's question for every form of expression: members, elements,
// iterators, smart pointers, references, accessors of the file. An expression
// that is not understood denotes nothing, which ends the path there.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_AUDIT_DENOTE_H
#define STOWAWAY_AUDIT_DENOTE_H

#include "Audit/AuditContext.h"
#include "Audit/Frame.h"

namespace stowaway::audit {

/// From a container to what it holds: one of many, or the one and only.
inline PlaceStep contentStep(const models::Container &C) {
  return C.As == models::Container::Element ? PlaceStep::element()
                                            : PlaceStep::pointee();
}

class Denote {
public:
  Denote(AuditContext &Ctx, FrameArena &Frames) : Ctx(Ctx), Frames(Frames) {}

  /// The object that the glvalue or class prvalue \p E denotes.
  std::optional<Place> object(BoundExpr E);
  /// The object that pointer, iterator or smart pointer \p E refers to.
  std::optional<Place> pointee(BoundExpr E);
  /// Either, by type: what a launch reaches through \p E.
  std::optional<Place> referent(BoundExpr E);

  /// The variable behind \p E if it names one and nothing else.
  static const clang::ValueDecl *namedVariable(const clang::Expr *E);

  /// The part \p I of the pair, tuple or structure of type \p T at \p Whole.
  Place part(const Place &Whole, clang::QualType T, unsigned I);

  /// Key of the element that index expression \p Index selects; 0 if unclear.
  uintptr_t indexKey(const clang::Expr *Index, Frame *F) const;

private:
  std::optional<Place> objectOfCall(const clang::CallExpr *Call, Frame *F);
  std::optional<Place> pointeeOfCall(const clang::CallExpr *Call, Frame *F);
  std::optional<Place> pointeeOfVariable(const clang::ValueDecl *V, Frame *F,
                                         clang::QualType T);
  std::optional<BoundExpr> returned(const clang::CallExpr *Call, Frame *F);
  bool isSmartPointer(clang::QualType T);
  const models::Container *containerOf(clang::QualType T);
  bool isContainer(clang::QualType T) { return containerOf(T); }

  AuditContext &Ctx;
  FrameArena &Frames;
  unsigned Depth = 0;
};

} // namespace stowaway::audit

#endif // STOWAWAY_AUDIT_DENOTE_H
