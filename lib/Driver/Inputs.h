//===- Inputs.h - Which files are audited, with which commands? -*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From what was asked for (files, globs, directories, a compile database or
// flags) to a list of files with their compile commands. What cannot be used
// becomes a failure with a sentence that says what to do.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_DRIVER_INPUTS_H
#define STOWAWAY_DRIVER_INPUTS_H

#include "Report/Report.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/Support/Error.h"
#include <optional>
#include <string>
#include <vector>

namespace stowaway::driver {

struct InputRequest {
  /// Files, globs or directories; empty: all of the database.
  std::vector<std::string> Names;
  /// Directory of compile_commands.json, or that file; empty: looked for in
  /// the directories above each file, and in their "build".
  std::string Database;
  /// Flags given after "--"; no database is used then.
  std::optional<std::vector<std::string>> Flags;
  std::string Directory; ///< absolute; names are relative to it
};

struct Input {
  std::string File; ///< absolute
  std::vector<clang::tooling::CompileCommand> Commands;
};

struct Inputs {
  std::vector<Input> Files; ///< sorted by name, each once
  std::vector<report::Failure> Failures;
  /// What one might want to know: "flags of 'b.cpp' are used for 'a.cpp'".
  std::vector<std::string> Remarks;
};

/// An error means that nothing can be audited at all.
llvm::Expected<Inputs> findInputs(const InputRequest &Request);

} // namespace stowaway::driver

#endif // STOWAWAY_DRIVER_INPUTS_H
