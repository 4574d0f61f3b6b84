//===- CheckGlobs.cpp - Which checks does a glob list mean? -----*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/CheckGlobs.h"
#include "Audit/Checks.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

namespace stowaway::report {

bool matchesGlob(llvm::StringRef Pattern, llvm::StringRef Text) {
  llvm::SmallVector<llvm::StringRef, 4> Parts;
  Pattern.split(Parts, '*');
  if (Parts.size() == 1)
    return Pattern == Text;
  if (!Text.consume_front(Parts.front()) || !Text.consume_back(Parts.back()))
    return false;
  for (llvm::StringRef Part : llvm::ArrayRef(Parts).drop_front().drop_back()) {
    size_t At = Text.find(Part);
    if (At == llvm::StringRef::npos)
      return false;
    Text = Text.drop_front(At + Part.size());
  }
  return true;
}

CheckGlobs::CheckGlobs(llvm::StringRef Text, Negation N) {
  llvm::SmallVector<llvm::StringRef, 4> Items;
  Text.split(Items, ',');
  for (llvm::StringRef Item : Items) {
    Item = Item.trim();
    bool Positive = !Item.consume_front("-");
    Item = Item.trim();
    if (Item.empty() || (!Positive && N == Ignored))
      continue;
    Globs.push_back({Item.str(), Positive});
  }
}

bool CheckGlobs::contains(llvm::StringRef Check) const {
  for (const Glob &G : llvm::reverse(Globs))
    if (matchesGlob(G.Pattern, Check))
      return G.Positive;
  return false;
}

std::vector<std::string> CheckGlobs::strangers() const {
  std::vector<std::string> Result;
  for (const Glob &G : Globs)
    if (llvm::none_of(audit::allChecks(), [&](const audit::CheckInfo &C) {
          return matchesGlob(G.Pattern, C.Id);
        }))
      Result.push_back(G.Pattern);
  return Result;
}

std::optional<llvm::StringRef> nearestCheck(llvm::StringRef Word) {
  Word = Word.trim('*');
  // "weak-handle" for "stowaway-carried-handle" is far, "carried-handel" is
  // not, with or without the prefix.
  std::optional<llvm::StringRef> Best;
  for (const audit::CheckInfo &C : audit::allChecks())
    if (Word.size() > 2 && C.Id.contains(Word))
      return C.Id;
  unsigned BestDistance = Word.size() / 3 + 1;
  for (const audit::CheckInfo &C : audit::allChecks()) {
    llvm::StringRef Id = C.Id;
    for (llvm::StringRef Name : {Id, Id.substr(Id.find('-') + 1)}) {
      unsigned Distance = Name.edit_distance(Word, true, BestDistance);
      if (Distance < BestDistance) {
        BestDistance = Distance;
        Best = Id;
      }
    }
  }
  return Best;
}

} // namespace stowaway::report
