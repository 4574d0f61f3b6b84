//===- DefaultChecks.cpp - Which checks run in the editor? ------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DefaultChecks.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"

namespace stowaway::editor {

std::string withOurChecks(llvm::StringRef Globs) {
  llvm::SmallVector<llvm::StringRef, 8> Off;
  bool AnyOn = false, AnyOff = false, NamesOurs = false;
  // clang-tidy takes commas and line ends alike.
  for (llvm::StringRef Line : llvm::split(Globs, '\n'))
    for (llvm::StringRef Glob : llvm::split(Line, ',')) {
      Glob = Glob.trim();
      if (Glob.empty())
        continue;
      bool Negative = Glob.consume_front("-");
      Glob = Glob.ltrim();
      (Negative ? AnyOff : AnyOn) = true;
      if (!Glob.starts_with("stowaway"))
        continue;
      if (Negative)
        Off.push_back(Glob);
      else
        NamesOurs = true;
    }
  bool NoneAtAll = AnyOff && !AnyOn && Off.empty();
  if (NamesOurs || NoneAtAll)
    return Globs.str();
  std::string Result = Globs.trim().rtrim(',').str();
  if (!Result.empty())
    Result += ',';
  Result += "stowaway-*";
  for (llvm::StringRef Glob : Off)
    Result += (",-" + Glob).str();
  return Result;
}

} // namespace stowaway::editor
