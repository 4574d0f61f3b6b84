//===- Typestate.h - In which state may this handle be here? ----*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A models::StateMachine gives states; this file says which of them a place may
// be in at a point of the program, which are certain, and which call led there.
// A place with an unkeyed element step stands for many objects: of those, May
// lists the states that some may have, and Must the states that some certainly
// has. A payload carries all elements, so one element in a wrong state is
// enough.
//
// While a loop runs over a container, the element in hand is kept apart under
// the loop variable's key, and what was done to it joins the others when the
// variable moves on:
//
//   for (auto &p : processes_)    processes_[p]    processes_[...]
//     p.start();                  unstarted        (first pass) nothing yet
//                                 started      ->  (second pass) started
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_AUDIT_TYPESTATE_H
#define STOWAWAY_AUDIT_TYPESTATE_H

#include "Audit/Frame.h"
#include "Models/Model.h"
#include <map>
#include <vector>

namespace stowaway::audit {

/// The call that brought a handle into a state.
struct Witness {
  const clang::Expr *Call = nullptr;
  const Frame *F = nullptr;
  /// Seen in another method of the class, which may have run before.
  bool Earlier = false;
};

/// States of one place. At most 32 states a machine.
struct HandleState {
  const models::StateMachine *Machine = nullptr;
  uint32_t May = 0;
  uint32_t Must = 0;
  llvm::SmallVector<std::pair<uint8_t, Witness>, 2> Witnesses;

  static HandleState initial(const models::StateMachine &M);
  const Witness *witness(unsigned State) const;
  void remember(unsigned State, Witness W);
  /// Either this or \p O happened.
  void join(const HandleState &O);
  /// Both exist side by side (two elements of one container).
  void add(const HandleState &O);
};

/// A target and its arguments, put together before the launch.
struct Binding {
  const models::Launch *Model = nullptr;
  const clang::Expr *Site = nullptr;
  BoundExpr Target;
  std::vector<BoundExpr> Arguments; ///< those that travel
  Frame *F = nullptr;
  /// States of what was bound by value, when it was bound.
  std::shared_ptr<const std::map<Place, HandleState>> AtBinding;
};

/// What is known at one point of the program.
class WalkState {
public:
  bool Reachable = true;
  std::map<Place, HandleState> States;
  std::map<Place, llvm::SmallVector<const Binding *, 2>> Bound;
  /// At least so many elements; saturates at 2, which is all that matters.
  std::map<Place, unsigned> MinCount;

  /// Either way led here.
  void join(const WalkState &O);
  bool operator==(const WalkState &O) const;

  /// State of \p P; of all elements if \p P has an unkeyed element step,
  /// without the particular place \p Except.
  std::optional<HandleState> state(const Place &P,
                                   const Place *Except = nullptr) const;
  /// The entry for exactly \p P, made from the summary if there is none.
  HandleState &entry(const Place &P, const models::StateMachine &M);

  /// Bindings of objects at or inside \p P.
  llvm::SmallVector<const Binding *, 4> bindings(const Place &P) const;

  /// The variable behind \p Key changes: its element joins the others.
  void flush(uintptr_t Key);
  /// Everything at or below \p P is gone (destroyed, cleared, assigned).
  void forget(const Place &P);
  /// What was at \p From is now at \p To.
  void move(const Place &From, const Place &To);
  /// Unknown code got hold of \p P: nothing is certain any more.
  void weaken(const Place &P);
};

/// States that each function leaves behind of objects that outlive it.
using EffectMap = std::vector<
    std::pair<const clang::FunctionDecl *, std::map<Place, HandleState>>>;

/// Applies the call \p Name to \p P.
/// \returns true if the machine has a transition for it.
bool applyTransition(WalkState &S, const models::StateMachine &M,
                     llvm::StringRef Name, const Place &P, Witness W);

/// States of \p M that cannot cross \p B, as bits.
uint32_t cannotCross(const models::StateMachine &M, models::Boundary B);

} // namespace stowaway::audit

#endif // STOWAWAY_AUDIT_TYPESTATE_H
