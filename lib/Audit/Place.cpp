//===- Place.cpp - Which object does this expression denote? --------------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/Place.h"

using namespace clang;

namespace stowaway::audit {

Place Place::with(PlaceStep S) const {
  Place P = *this;
  // Elements of elements (rows of a table, the two halves of a map's entry) are
  // one set of elements, told apart by the innermost key.
  if (S.K == PlaceStep::Element && !P.Steps.empty() &&
      P.Steps.back().K == PlaceStep::Element) {
    if (S.Key)
      P.Steps.back().Key = S.Key;
    return P;
  }
  P.Steps.push_back(S);
  return P.normalised();
}

Place Place::parent() const {
  Place P = *this;
  if (!P.Steps.empty())
    P.Steps.pop_back();
  return P;
}

Place Place::summarised() const {
  Place P = *this;
  for (PlaceStep &S : P.Steps)
    S.Key = 0;
  return P;
}

bool Place::isParticular() const {
  for (const PlaceStep &S : Steps)
    if (S.K == PlaceStep::Element && !S.Key)
      return false;
  return true;
}

bool Place::mentions(uintptr_t Key) const {
  for (const PlaceStep &S : Steps)
    if (S.K == PlaceStep::Element && S.Key == Key)
      return true;
  return false;
}

bool Place::sameShape(const Place &O) const {
  if (Kind != O.Kind || Root != O.Root || Steps.size() != O.Steps.size())
    return false;
  for (size_t I = 0; I < Steps.size(); ++I)
    if (!Steps[I].sameKind(O.Steps[I]))
      return false;
  return true;
}

bool Place::mayAlias(const Place &O) const {
  if (!sameShape(O))
    return false;
  for (size_t I = 0; I < Steps.size(); ++I)
    if (Steps[I].Key && O.Steps[I].Key && Steps[I].Key != O.Steps[I].Key)
      // Two constants differ; a variable may equal anything but is kept apart
      // on purpose: it is flushed into the summary when it changes.
      return false;
  return true;
}

bool Place::isWithin(const Place &O) const {
  if (Kind != O.Kind || Root != O.Root || Steps.size() < O.Steps.size())
    return false;
  for (size_t I = 0; I < O.Steps.size(); ++I) {
    if (!Steps[I].sameKind(O.Steps[I]))
      return false;
    if (Steps[I].Key && O.Steps[I].Key && Steps[I].Key != O.Steps[I].Key)
      return false;
  }
  return true;
}

static const CXXRecordDecl *parentClass(const FieldDecl *F) {
  return dyn_cast<CXXRecordDecl>(F->getParent());
}

Place Place::normalised() const {
  if (Kind != Object || Steps.empty() || Steps[0].K != PlaceStep::Field)
    return *this;
  Place P = *this;
  if (const CXXRecordDecl *C = parentClass(Steps[0].Member))
    P.Root = C->getCanonicalDecl();
  return P;
}

llvm::SmallVector<std::pair<Place, Place>, 2> Place::classViews() const {
  llvm::SmallVector<std::pair<Place, Place>, 2> Views;
  for (size_t I = 0; I < Steps.size(); ++I) {
    if (Steps[I].K != PlaceStep::Field)
      continue;
    const CXXRecordDecl *C = parentClass(Steps[I].Member);
    if (!C)
      continue;
    Place View = Place::object(C);
    View.Steps.append(Steps.begin() + I, Steps.end());
    if (Kind == Object && I == 0)
      continue; // that is this place itself
    Place Owner = *this;
    Owner.Steps.truncate(I);
    Views.push_back({View, Owner});
  }
  return Views;
}

std::optional<Place> Place::rootedAtClass() const {
  auto Views = classViews();
  if (Views.empty())
    return std::nullopt;
  return Views.back().first;
}

bool Place::operator<(const Place &O) const {
  if (Kind != O.Kind)
    return Kind < O.Kind;
  if (Root != O.Root)
    return Root < O.Root;
  return std::lexicographical_compare(Steps.begin(), Steps.end(),
                                      O.Steps.begin(), O.Steps.end());
}

} // namespace stowaway::audit
