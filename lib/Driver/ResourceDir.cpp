//===- ResourceDir.cpp - Where are clang's own headers? ---------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver/ResourceDir.h"
#include "clang/Basic/Version.h"
#include "clang/Options/Options.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include <dlfcn.h>

namespace stowaway::driver {

namespace path = llvm::sys::path;

static bool isResourceDir(llvm::StringRef Dir) {
  llvm::SmallString<256> Header(Dir);
  path::append(Header, "include", "stddef.h");
  return llvm::sys::fs::exists(Header);
}

/// lib/clang/22 beside the file \p Binary or its parent's lib.
static std::optional<std::string> beside(llvm::StringRef Binary) {
  llvm::SmallString<256> Real;
  if (llvm::sys::fs::real_path(Binary, Real))
    return std::nullopt;
  llvm::StringRef Dir = path::parent_path(Real);
  for (llvm::StringRef Lib : {".", "../lib"}) {
    llvm::SmallString<256> Candidate(Dir);
    path::append(Candidate, Lib, "clang", CLANG_VERSION_MAJOR_STRING);
    path::remove_dots(Candidate, /*remove_dot_dot=*/true);
    if (isResourceDir(Candidate))
      return Candidate.str().str();
  }
  return std::nullopt;
}

/// What a clang of our release on the PATH says.
static std::optional<std::string> askClang() {
  llvm::ErrorOr<std::string> Clang =
      llvm::sys::findProgramByName("clang-" CLANG_VERSION_MAJOR_STRING);
  if (!Clang)
    return std::nullopt;
  llvm::SmallString<128> Answer;
  if (llvm::sys::fs::createTemporaryFile("stowaway", "txt", Answer))
    return std::nullopt;
  std::optional<llvm::StringRef> Redirects[] = {
      llvm::StringRef(""), Answer.str(), llvm::StringRef("")};
  int Status = llvm::sys::ExecuteAndWait(
      *Clang, {*Clang, "-print-resource-dir"}, std::nullopt, Redirects,
      /*SecondsToWait=*/10);
  auto Text = llvm::MemoryBuffer::getFile(Answer);
  (void)llvm::sys::fs::remove(Answer); // a temporary file more or less
  if (Status != 0 || !Text)
    return std::nullopt;
  std::string Dir = (*Text)->getBuffer().trim().str();
  if (!isResourceDir(Dir))
    return std::nullopt;
  return Dir;
}

std::optional<std::string> findResourceDir() {
  if (isResourceDir(STOWAWAY_RESOURCE_DIR))
    return std::string(STOWAWAY_RESOURCE_DIR);
  Dl_info Library;
  if (dladdr(reinterpret_cast<void *>(&clang::getDriverOptTable), &Library) &&
      Library.dli_fname)
    if (std::optional<std::string> Dir = beside(Library.dli_fname))
      return Dir;
  static int Anchor;
  std::string Program = llvm::sys::fs::getMainExecutable("", &Anchor);
  if (std::optional<std::string> Dir = beside(Program))
    return Dir;
  return askClang();
}

} // namespace stowaway::driver
