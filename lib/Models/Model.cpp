//===- Model.cpp - Which words do models use? -------------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Models/Model.h"
#include "llvm/ADT/STLExtras.h"
#include <array>

using namespace llvm;

namespace stowaway::models {

// Both in the order of the enumerators.
static constexpr std::array<StringLiteral, NumBoundaries> BoundaryWords = {
    "process", "fork", "shard", "thread", "sequence", "device"};
static constexpr std::array<StringLiteral, NumActs> ActWords = {
    "copy", "move", "destroy", "dereference", "lock", "call"};

template <class Enum, size_t N>
static std::optional<Enum> parse(const std::array<StringLiteral, N> &Words,
                                 StringRef Word) {
  const auto *Found = llvm::find(Words, Word);
  if (Found == Words.end())
    return std::nullopt;
  return Enum(Found - Words.begin());
}

StringRef toString(Boundary B) { return BoundaryWords[unsigned(B)]; }

std::optional<Boundary> parseBoundary(StringRef Word) {
  return parse<Boundary>(BoundaryWords, Word);
}

StringRef toString(Act A) { return ActWords[unsigned(A)]; }

std::optional<Act> parseAct(StringRef Word) {
  return parse<Act>(ActWords, Word);
}

std::optional<unsigned> StateMachine::find(StringRef State) const {
  for (unsigned I = 0; I != States.size(); ++I)
    if (States[I].Name == State)
      return I;
  return std::nullopt;
}

} // namespace stowaway::models
