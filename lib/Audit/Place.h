//===- Place.h - Which object does this expression denote? ------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A place names an object abstractly: a root (variable, object of a class,
// temporary) and the steps from it.
//
//   app.processes_[i]     root: variable 'app'; field processes_; element (i)
//   worker->process       root: object of the enclosing class; field worker;
//                         pointee; field process
//
// An element step has a key while the source distinguishes one element from
// the others (a loop variable, an index variable, a constant), and none when
// it means "some element". Base classes are no steps: a field tells its class.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_AUDIT_PLACE_H
#define STOWAWAY_AUDIT_PLACE_H

#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/SmallVector.h"
#include <optional>
#include <string>

namespace stowaway::audit {

struct PlaceStep {
  enum Kind : uint8_t { Field, Element, Pointee } K = Field;
  const clang::FieldDecl *Member = nullptr; ///< for Field
  uintptr_t Key = 0;                        ///< for Element; 0: some element

  static PlaceStep field(const clang::FieldDecl *F) {
    return {Field, F->getCanonicalDecl(), 0};
  }
  static PlaceStep element(uintptr_t Key = 0) {
    return {Element, nullptr, Key};
  }
  static PlaceStep pointee() { return {Pointee, nullptr, 0}; }

  bool sameKind(const PlaceStep &O) const {
    return K == O.K && Member == O.Member;
  }
  auto tie() const { return std::make_tuple(K, Member, Key); }
  bool operator==(const PlaceStep &O) const { return tie() == O.tie(); }
  bool operator<(const PlaceStep &O) const { return tie() < O.tie(); }
};

/// Keys of elements that the source tells apart.
inline uintptr_t keyOf(const clang::ValueDecl *Variable) {
  return reinterpret_cast<uintptr_t>(Variable);
}
inline uintptr_t keyOf(uint64_t ConstantIndex) {
  return (static_cast<uintptr_t>(ConstantIndex) << 1) | 1;
}

struct Place {
  enum RootKind : uint8_t {
    Variable,  ///< a VarDecl
    Object,    ///< `this` of a class of which no particular object is known
    Temporary, ///< made by an expression (new, a temporary)
  } Kind = Variable;
  const void *Root = nullptr;
  llvm::SmallVector<PlaceStep, 3> Steps;

  static Place variable(const clang::ValueDecl *V) {
    return {Variable, V->getCanonicalDecl(), {}};
  }
  static Place object(const clang::CXXRecordDecl *C) {
    return {Object, C->getCanonicalDecl(), {}};
  }
  static Place temporary(const clang::Expr *E) { return {Temporary, E, {}}; }

  Place with(PlaceStep S) const;
  /// The place without its last step.
  Place parent() const;
  /// All element keys forgotten.
  Place summarised() const;
  /// Tells one object from all others (no element step without a key).
  bool isParticular() const;
  /// Does some element step carry \p Key?
  bool mentions(uintptr_t Key) const;
  /// Same root and steps, except for element keys.
  bool sameShape(const Place &O) const;
  /// May both denote the same object? Keys that differ do not.
  bool mayAlias(const Place &O) const;
  /// Is this place \p O or something inside it (keys ignored)?
  bool isWithin(const Place &O) const;
  /// `this->processes_` of class Base and of class Derived are one place: an
  /// Object root becomes the class that declares the first field.
  Place normalised() const;
  /// The part below the last field whose object's class is known, as a place
  /// rooted at that class: what was recorded of "any object of the class".
  std::optional<Place> rootedAtClass() const;
  /// Places to ask when this one is not known: rootedAtClass for every field
  /// from the outermost inwards.
  llvm::SmallVector<std::pair<Place, Place>, 2> classViews() const;

  bool operator==(const Place &O) const {
    return Kind == O.Kind && Root == O.Root && Steps == O.Steps;
  }
  bool operator<(const Place &O) const;
};

} // namespace stowaway::audit

#endif // STOWAWAY_AUDIT_PLACE_H
