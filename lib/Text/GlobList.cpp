//===- GlobList.cpp - Which names does a list of globs mean? ----*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Text/GlobList.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

namespace stowaway::text {

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

GlobList::GlobList(llvm::StringRef Text, Negation N) {
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

bool GlobList::contains(llvm::StringRef Name) const {
  for (const Glob &G : llvm::reverse(Globs))
    if (matchesGlob(G.Pattern, Name))
      return G.Positive;
  return false;
}

GlobList GlobList::selection(llvm::StringRef Text, llvm::StringRef Everything) {
  GlobList Result(Text);
  if (llvm::none_of(Result.Globs, [](const Glob &G) { return G.Positive; }))
    Result.Globs.insert(Result.Globs.begin(), {Everything.str(), true});
  return Result;
}

std::vector<std::string>
GlobList::strangers(llvm::ArrayRef<llvm::StringRef> Known) const {
  std::vector<std::string> Result;
  for (const Glob &G : Globs)
    if (llvm::none_of(Known, [&](llvm::StringRef Name) {
          return matchesGlob(G.Pattern, Name);
        }))
      Result.push_back(G.Pattern);
  return Result;
}

} // namespace stowaway::text
