//===- Frame.h - In which call is this expression evaluated? ----*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A function body is followed in a frame, which says what its parameters and
// its `this` stand for. An expression together with its frame keeps its meaning
// after the call has returned: that is how a target bound in a constructor is
// understood at a launch in another function.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_AUDIT_FRAME_H
#define STOWAWAY_AUDIT_FRAME_H

#include "Audit/Place.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"
#include <deque>

namespace stowaway::audit {

struct Frame;

/// An expression and the frame that gives its variables their meaning.
struct BoundExpr {
  const clang::Expr *E = nullptr;
  Frame *F = nullptr;
  explicit operator bool() const { return E; }
};

struct Frame {
  const clang::FunctionDecl *Function = nullptr;
  Frame *Caller = nullptr;  ///< null for a root
  Frame *Lexical = nullptr; ///< of a lambda body: where it was written
  const clang::Expr *CallSite = nullptr; ///< in Caller
  unsigned Depth = 0;
  std::optional<Place> This; ///< object of a method; unset: static or unknown
  llvm::DenseMap<const clang::ValueDecl *, BoundExpr> Arguments;
  /// What references, loop variables and pointers denote by now.
  llvm::DenseMap<const clang::ValueDecl *, Place> Aliases;
  llvm::DenseMap<const clang::ValueDecl *, std::optional<Place>> Pointers;

  const Frame *root() const {
    const Frame *F = this;
    while (F->Caller)
      F = F->Caller;
    return F;
  }
  bool isBelow(const Frame *Ancestor) const {
    for (const Frame *F = this; F; F = F->Caller)
      if (F == Ancestor)
        return true;
    return false;
  }
  /// The frame, from here outwards, whose function declares \p V.
  template <class Map>
  static auto find(Frame *F, Map Frame::*Member, const clang::ValueDecl *V) ->
      typename Map::mapped_type * {
    for (; F; F = F->Lexical) {
      auto It = (F->*Member).find(V);
      if (It != (F->*Member).end())
        return &It->second;
    }
    return nullptr;
  }
};

/// Owns frames for the time of one audit.
class FrameArena {
public:
  Frame *make() { return &Frames.emplace_back(); }

private:
  std::deque<Frame> Frames;
};

} // namespace stowaway::audit

#endif // STOWAWAY_AUDIT_FRAME_H
