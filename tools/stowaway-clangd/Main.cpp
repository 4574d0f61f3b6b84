//===- Main.cpp - What does the editor server start? ------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// clangd of LLVM 22, with all its options, and our checks linked in.
//
//===----------------------------------------------------------------------===//

#include "Driver/ResourceDir.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"

namespace clang::clangd {

// clangd installs no headers.
int clangdMain(int Count, char *Arguments[]);

} // namespace clang::clangd

/// clangd looks for clang's own headers beside itself, and ours is elsewhere.
static void addResourceDir(llvm::SmallVectorImpl<char *> &Arguments,
                           std::string &Storage) {
  for (llvm::StringRef Argument : Arguments)
    if (Argument.ltrim('-').starts_with("resource-dir"))
      return;
  if (std::optional<std::string> Dir = stowaway::driver::findResourceDir()) {
    Storage = "--resource-dir=" + *Dir;
    Arguments.insert(Arguments.begin() + 1, Storage.data());
  }
}

int main(int Count, char **Given) {
  llvm::SmallVector<char *, 8> Arguments(Given, Given + Count);
  for (llvm::StringRef Argument : Arguments)
    if (Argument == "--version" || Argument == "-version")
      llvm::outs() << "stowaway-clangd " STOWAWAY_VERSION
                      ": clangd with the checks of Stowaway\n";
  std::string ResourceDir;
  if (!Arguments.empty())
    addResourceDir(Arguments, ResourceDir);
  return clang::clangd::clangdMain(int(Arguments.size()), Arguments.data());
}
