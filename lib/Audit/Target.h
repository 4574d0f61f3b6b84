//===- Target.h - Which callable does this expression denote? ---*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// And what is bound to it? Looks through variables, moves, references, binders
// and type-erased holders to the lambda, function, member function or functor
// that the worker will run.
//
//   std::bind(&App::run, this, x)   -> member App::run, object this, extra x
//   std::function<void()> f = [..]  -> the lambda
//   flag ? a : b                    -> both
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_AUDIT_TARGET_H
#define STOWAWAY_AUDIT_TARGET_H

#include "Audit/Denote.h"
#include <map>
#include <set>
#include <tuple>

namespace stowaway::audit {

struct ResolvedTarget {
  enum Kind : uint8_t {
    Lambda,    ///< Closure, Callee is its call operator
    Function,  ///< a free or static function: carries nothing
    Member,    ///< member function; its object is the first argument
    Functor,   ///< an object with a call operator
    Parameter, ///< a parameter of a root: judged where it is passed
    Opaque,    ///< not known
  } K = Opaque;
  const clang::FunctionDecl *Callee = nullptr;
  const clang::CXXRecordDecl *Class = nullptr; ///< closure or functor class
  BoundExpr Source; ///< the expression that was understood last
  /// Object of Member: bound in a binder; else the first argument.
  BoundExpr Object;
  std::vector<BoundExpr> Bound; ///< further arguments of binders
  bool ByReference = false;     ///< went through std::ref
  bool Branched = false;        ///< one of several
};

/// Expressions that the file assigns to a variable or member, or initialises
/// a member with, if these can be called.
using AssignedCallables =
    llvm::DenseMap<const clang::ValueDecl *,
                   llvm::SmallVector<const clang::Expr *, 2>>;

/// What members that can be called were made from, with the calls' frames.
using HeldCallables = std::map<Place, llvm::SmallVector<BoundExpr, 2>>;

class Targets {
public:
  /// The last three may be missing: then members are opaque.
  explicit Targets(AuditContext &Ctx,
                   const AssignedCallables *Assigned = nullptr,
                   Denote *Denoter = nullptr,
                   const HeldCallables *Held = nullptr)
      : Ctx(Ctx), Assigned(Assigned), Denoter(Denoter), Held(Held) {}

  /// All callables that \p E may denote; never empty.
  llvm::SmallVector<ResolvedTarget, 1> resolve(BoundExpr E);

  /// "'Application::worker'", "the lambda": for messages.
  std::string describe(const ResolvedTarget &T);

private:
  /// What one resolve() found, and where it has been: callables that are
  /// assigned to each other lead to one another on ever more ways.
  struct Search {
    llvm::SmallVectorImpl<ResolvedTarget> &Into;
    std::set<std::tuple<const clang::Expr *, const Frame *, size_t, bool>> Been;
    bool GaveUp = false;
  };
  void resolve(BoundExpr E, ResolvedTarget Seen, Search &For, unsigned Depth);
  /// std::function and the like.
  bool isHolder(const clang::CXXRecordDecl *R);
  bool resolveHeld(BoundExpr E, const ResolvedTarget &Seen, Search &For,
                   unsigned Depth);
  void resolveAssigned(const clang::ValueDecl *V, Frame *F,
                       const ResolvedTarget &Seen, Search &For, unsigned Depth,
                       clang::SourceLocation Use = {});
  const clang::Expr *lastAssignment(const clang::VarDecl *V,
                                    clang::SourceLocation Use);

  AuditContext &Ctx;
  const AssignedCallables *Assigned;
  Denote *Denoter;
  const HeldCallables *Held;
};

} // namespace stowaway::audit

#endif // STOWAWAY_AUDIT_TARGET_H
