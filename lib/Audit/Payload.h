//===- Payload.h - What does the target carry, by which path? ---*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Walks from target and arguments through captures, bound objects, bases,
// members, elements and pointees to the handles. A path ends at the first
// thing that is itself a handle (the root cause), at something that crosses,
// or at a named barrier.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_AUDIT_PAYLOAD_H
#define STOWAWAY_AUDIT_PAYLOAD_H

#include "Audit/Denote.h"
#include "Audit/Handle.h"
#include "Audit/LaunchSite.h"
#include "Audit/Target.h"
#include "Audit/Transfer.h"

namespace stowaway::audit {

/// A step of the carried path with what explains it.
struct CarriedStep {
  PathStep Step;
  /// For a member or base: the class that has it, and how it comes to be sent.
  const clang::CXXRecordDecl *Owner = nullptr;
  const clang::FieldDecl *Field = nullptr;
  const clang::FunctionDecl *SentBy = nullptr;
  /// For an implicit capture: what its use names.
  std::string UsedName;
};

/// A handle that the payload reaches.
struct Carried {
  HandleRule Rule;
  clang::QualType Type;
  std::vector<CarriedStep> Path;
  /// The handle's object, if it is known which one.
  std::optional<Place> At;
  /// The object is copied or moved when it is bound, not when launched.
  bool AtBinding = false;
  Confidence Certainty = Confidence::Definite;
  /// What the other side does to it, if that is what is wrong ("is copied").
  std::string ActWords;
  const clang::Expr *ActAt = nullptr;
  /// Reached through `this`, a reference or a pointer: its object may live on
  /// the very side that the launch goes to.
  bool HomeUnknown = false;
  /// The frame of the caller that gave the handle to a function which only
  /// passes it on; null if it comes from where the target does.
  Frame *Origin = nullptr;
};

class Payload {
public:
  Payload(AuditContext &Ctx, Denote &Denoter, Targets &Target,
          Transfers &Transfer, const models::Launch &Launch,
          models::Boundary Crosses, clang::SourceLocation LaunchLoc)
      : Ctx(Ctx), Denoter(Denoter), Target(Target), Transfer(Transfer),
        Launch(Launch), Crosses(Crosses), LaunchLoc(LaunchLoc) {}

  /// All handles that \p Target with \p Arguments carries.
  std::vector<Carried> walk(const ResolvedTarget &Target,
                            llvm::ArrayRef<BoundExpr> Arguments);

  /// The object that a member function is bound to: bound in a binder, or the
  /// first of \p Arguments.
  static BoundExpr boundObject(const ResolvedTarget &Target,
                               llvm::ArrayRef<BoundExpr> Arguments);

private:
  struct At {
    std::optional<Place> P;
    bool Binding = false;
  };
  void walkExpression(BoundExpr E, models::ReferenceMeaning References,
                      models::Crossing As, PathStep Step);
  bool walkCallable(BoundExpr E, models::Crossing As);
  void walkResult(const ResolvedTarget &Target);
  void walkClosure(const clang::CXXRecordDecl *Closure, Frame *F,
                   models::Crossing As);
  void walkCaptured(const clang::ValueDecl *V, Frame *F, clang::QualType T,
                    models::Crossing As, const At &Where);
  void walkValue(clang::QualType T, models::Crossing As, const At &Where);
  void walkRecord(const clang::CXXRecordDecl *R, models::Crossing As,
                  const At &Where);
  void unknown(clang::QualType T, llvm::StringRef Why, const At &Where);
  void emit(const HandleRule &Rule, clang::QualType T, const At &Where);
  void barrier(llvm::StringRef Name, const llvm::Twine &What);
  std::string pathText() const;

  AuditContext &Ctx;
  Denote &Denoter;
  Targets &Target;
  Transfers &Transfer;
  const models::Launch &Launch;
  models::Boundary Crosses;
  clang::SourceLocation LaunchLoc;

  std::vector<CarriedStep> Path;
  std::vector<Carried> Found;
  Confidence Certainty = Confidence::Definite;
  /// Where what is being walked is destroyed.
  models::Side Dies = models::Side::Here;
  bool InResult = false;
  Frame *Origin = nullptr;
  llvm::SmallVector<const clang::CXXRecordDecl *, 8> Active;
};

/// "Application::processes_[...]": a path as a programmer would write it.
std::string pathText(llvm::ArrayRef<CarriedStep> Path);

} // namespace stowaway::audit

#endif // STOWAWAY_AUDIT_PAYLOAD_H
