//===- ModelDocsTool.cpp - Are the pages about models up to date? *- C++ -*===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// stowaway-model-docs SOURCE-DIR          rewrites the generated files
// stowaway-model-docs --check SOURCE-DIR  names the stale ones, exits 1 if any
//
//===----------------------------------------------------------------------===//

#include "Models/ModelDocs.h"
#include "Project/ProjectSchema.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace stowaway::models;

int main(int Argc, char **Argv) {
  ArrayRef<char *> Args(Argv + 1, Argc > 0 ? Argc - 1 : 0);
  bool CheckOnly = !Args.empty() && StringRef(Args.front()) == "--check";
  if (CheckOnly)
    Args = Args.drop_front();
  if (Args.size() != 1 || !sys::fs::is_directory(Args.front())) {
    errs() << "usage: stowaway-model-docs [--check] SOURCE-DIR\n";
    return 2;
  }
  bool Stale = false;
  std::vector<GeneratedFile> Files = generatedFiles();
  Files.push_back({stowaway::project::SchemaPath.str(),
                   stowaway::project::projectSchema()});
  for (const GeneratedFile &File : Files) {
    SmallString<128> Path(Args.front());
    sys::path::append(Path, File.Path);
    auto Old = MemoryBuffer::getFile(Path);
    if (Old && (*Old)->getBuffer() == File.Text)
      continue;
    Stale = true;
    if (CheckOnly) {
      errs() << File.Path << ": stale; run stowaway-model-docs\n";
      continue;
    }
    std::error_code EC =
        sys::fs::create_directories(sys::path::parent_path(Path));
    if (!EC) {
      raw_fd_ostream Out(Path, EC);
      if (!EC)
        Out << File.Text;
    }
    if (EC) {
      errs() << Path << ": " << EC.message() << '\n';
      return 2;
    }
    outs() << "wrote " << File.Path << '\n';
  }
  return CheckOnly && Stale ? 1 : 0;
}
