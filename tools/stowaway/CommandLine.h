//===- CommandLine.h - What was asked for? ----------------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The arguments of `stowaway`, read and checked before anything is done, so
// that a typing mistake is told at once and not after an hour of parsing.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_TOOLS_STOWAWAY_COMMANDLINE_H
#define STOWAWAY_TOOLS_STOWAWAY_COMMANDLINE_H

#include "Driver/Inputs.h"
#include "Project/PathGlob.h"
#include "Report/CheckGlobs.h"
#include "Report/Writer.h"
#include "llvm/Support/raw_ostream.h"

namespace stowaway::tool {

/// The contract with scripts and CI.
enum ExitStatus : int {
  NothingFound = 0,
  FindingsFound = 1,
  Failed = 2, ///< wrong usage, or some file could not be analysed
};

enum class FailOn : uint8_t { Definite, Possible, Never };
enum class Color : uint8_t { Auto, Always, Never };

struct Output {
  const report::Format *As = nullptr;
  std::string File; ///< empty: stdout
};

struct AuditRequest {
  driver::InputRequest Input;
  /// What the options say; it wins over project files.
  std::optional<report::CheckGlobs> Checks;
  std::string CheckGlobs; ///< as written
  std::optional<std::string> StartMethod;
  std::optional<bool> Strict;
  std::vector<std::string> Models;        ///< added to those of the project
  std::vector<project::PathGlob> Exclude; ///< likewise
  std::optional<std::string> Baseline;    ///< absolute
  bool UpdateBaseline = false;
  std::string Config; ///< absolute; empty: the nearest one of each file
  bool NoConfig = false;
  std::vector<Output> Outputs;
  FailOn Fail = FailOn::Possible;
  Color Colors = Color::Auto;
  bool FullPaths = false;
  bool ExplainPaths = false;
  bool Quiet = false;
  unsigned Jobs = 0; ///< 0: as many as processors
  /// The program and its arguments, to tell how to call it again.
  std::vector<std::string> Words;
};

struct CommandLine {
  enum Verb : uint8_t { Audit, Help, Version } What = Audit;
  AuditRequest Request;
};

/// Reads the program's name and its arguments. Mistakes, all of them, are
/// appended to \p Mistakes as sentences.
CommandLine readCommandLine(llvm::StringRef Program,
                            llvm::ArrayRef<const char *> Arguments,
                            std::vector<std::string> &Mistakes);

void printHelp(llvm::raw_ostream &OS);

/// Prints "stowaway: error: ..." to stderr.
void printError(const llvm::Twine &Sentence);
void printWarning(const llvm::Twine &Sentence);

/// "; did you mean 'x'?" if one of \p Known is near to \p Word, or nothing.
std::string didYouMean(llvm::StringRef Word,
                       llvm::ArrayRef<llvm::StringRef> Known);

} // namespace stowaway::tool

#endif // STOWAWAY_TOOLS_STOWAWAY_COMMANDLINE_H
