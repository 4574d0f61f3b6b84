//===- Report.cpp - What of a finding outlives its AST? ---------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Report.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/ErrorHandling.h"
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

/// Sorts by \p Key and drops the later ones of equal keys.
template <class T, class KeyFn>
static void sortUnique(std::vector<T> &Items, KeyFn Key) {
  llvm::stable_sort(
      Items, [&](const T &L, const T &R) { return Key(L) < Key(R); });
  Items.erase(llvm::unique(Items, [&](const T &L, const T &R) {
                return Key(L) == Key(R);
              }),
              Items.end());
}

void Report::normalise() {
  sortUnique(Findings, [](const Finding &F) {
    return std::tie(F.At, F.Check, F.PathText, F.HandleType, F.Message);
  });
  sortUnique(Barriers, [](const Barrier &B) {
    return std::tie(B.At, B.Name, B.Message);
  });
  sortUnique(Complaints, [](const Complaint &C) {
    return std::tie(C.At, C.Message);
  });
  sortUnique(Failures, [](const Failure &F) { return std::tie(F.File); });
}

} // namespace stowaway::report
