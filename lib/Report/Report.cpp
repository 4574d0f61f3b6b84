//===- Report.cpp - What of a finding outlives its AST? ---------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Report.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/ErrorHandling.h"
#include <numeric>
#include <tuple>

namespace stowaway::report {

static auto key(const Location &L) {
  return std::tie(L.File, L.Offset, L.Line, L.Column);
}
bool operator<(const Location &L, const Location &R) { return key(L) < key(R); }
bool operator==(const Location &L, const Location &R) {
  return key(L) == key(R);
}

llvm::StringRef toString(Note::Kind K) {
  switch (K) {
  case Note::Path:
    return "path";
  case Note::State:
    return "state";
  case Note::Cause:
    return "cause";
  case Note::Context:
    return "context";
  case Note::Expansion:
    return "expansion";
  }
  llvm_unreachable("unknown kind of note");
}

unsigned Report::count(audit::Confidence C) const {
  return llvm::count_if(Findings,
                        [&](const Finding &F) { return F.Certainty == C; });
}

/// Sorts by \p Key and keeps the first of those with equal keys.
template <class T, class KeyFn>
static void sortUnique(std::vector<T> &Items, KeyFn Key) {
  // Not std::stable_sort: with libstdc++, clang warns of what is in it.
  std::vector<size_t> Order(Items.size());
  std::iota(Order.begin(), Order.end(), size_t(0));
  llvm::sort(Order, [&](size_t L, size_t R) {
    if (Key(Items[L]) != Key(Items[R]))
      return Key(Items[L]) < Key(Items[R]);
    return L < R;
  });
  Order.erase(llvm::unique(Order,
                           [&](size_t L, size_t R) {
                             return Key(Items[L]) == Key(Items[R]);
                           }),
              Order.end());
  std::vector<T> Sorted;
  for (size_t I : Order)
    Sorted.push_back(std::move(Items[I]));
  Items = std::move(Sorted);
}

void Report::normalise() {
  sortUnique(Findings, [](const Finding &F) {
    return std::tie(F.At, F.Check, F.PathText, F.HandleType, F.Message);
  });
  sortUnique(Barriers, [](const Barrier &B) {
    return std::tie(B.At, B.Name, B.Message);
  });
  sortUnique(Complaints,
             [](const Complaint &C) { return std::tie(C.At, C.Message); });
  sortUnique(Failures, [](const Failure &F) { return std::tie(F.File); });
}

} // namespace stowaway::report
