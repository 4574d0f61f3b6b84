//===- Fingerprint.cpp - Is this the finding of last week? ------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Fingerprint.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/MD5.h"
#include "llvm/Support/Path.h"

namespace path = llvm::sys::path;

namespace stowaway::report {

static std::string hash(llvm::StringRef Identity) {
  llvm::MD5 Hash;
  Hash.update(Identity);
  llvm::MD5::MD5Result Result;
  Hash.final(Result);
  return Result.digest().str().str();
}

std::string movedTo(llvm::StringRef To, llvm::StringRef File,
                    llvm::StringRef From) {
  llvm::SmallString<256> Absolute(File);
  path::make_absolute(From, Absolute);
  llvm::SmallVector<llvm::StringRef, 16> Names(path::begin(Absolute),
                                               path::end(Absolute));
  llvm::SmallVector<llvm::StringRef, 16> Base(path::begin(To), path::end(To));
  size_t Common = 0;
  while (Common + 1 < Names.size() && Common < Base.size() &&
         Names[Common] == Base[Common])
    ++Common;
  // The first is the root.
  if (Common < 2)
    return Absolute.str().str();
  std::string Result;
  for (size_t I = Common; I < Base.size(); ++I)
    Result += "../";
  return Result + llvm::join(llvm::drop_begin(Names, Common), "/");
}

template <class NameOf>
static std::vector<std::string> makeFingerprints(const Report &R, NameOf Name) {
  llvm::StringMap<unsigned> Seen;
  std::vector<std::string> Result;
  for (const Finding &F : R.Findings) {
    // NUL cannot stand in any of them.
    std::string Identity = llvm::join(
        std::vector<std::string>{F.Check, models::toString(F.Crosses).str(),
                                 Name(F.At.File), F.Enclosing, F.LaunchName,
                                 F.TargetName, F.PathText, F.HandleType,
                                 F.HandleState},
        llvm::StringRef("\0", 1));
    unsigned Earlier = Seen[Identity]++;
    if (Earlier)
      Identity += '#' + std::to_string(Earlier);
    Result.push_back(hash(Identity));
  }
  return Result;
}

std::vector<std::string> fingerprints(const Report &R) {
  return makeFingerprints(R, [](const std::string &File) { return File; });
}

std::vector<std::string> fingerprints(const Report &R, llvm::StringRef Folder) {
  return makeFingerprints(R, [&](const std::string &File) {
    return movedTo(Folder, File, R.Directory);
  });
}

} // namespace stowaway::report
