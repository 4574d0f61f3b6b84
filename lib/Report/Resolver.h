//===- Resolver.h - Where in the files is what was found? -------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From the engine's findings, which point into an AST, to report::Finding.
// Places in macros become the place where the macro is used, followed by notes
// "expanded from macro 'X'", by clang's own rules.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_REPORT_RESOLVER_H
#define STOWAWAY_REPORT_RESOLVER_H

#include "Report/Report.h"

namespace clang {
class ASTContext;
class LangOptions;
class SourceManager;
} // namespace clang

namespace stowaway::report {

class Resolver {
public:
  /// \p Directory is absolute. Files below it get names relative to it.
  Resolver(const clang::ASTContext &Context, llvm::StringRef Directory);

  Finding resolve(const audit::Finding &F) const;
  /// The same without path, notes and remedies: all that a fingerprint needs.
  Finding outline(const audit::Finding &F) const;
  Barrier resolve(const audit::Barrier &B) const;
  /// The place itself, without macro backtrace.
  Location resolve(clang::SourceLocation Loc) const;

private:
  const clang::SourceManager &SM;
  const clang::LangOptions &LangOpts;
  std::string Directory;
};

/// The name of \p Loc's file relative to \p Directory, or absolute.
std::string fileName(const clang::SourceManager &SM, clang::SourceLocation Loc,
                     llvm::StringRef Directory);

/// \p Absolute relative to \p Directory if it lies below it.
llvm::StringRef relativeTo(llvm::StringRef Absolute, llvm::StringRef Directory);

} // namespace stowaway::report

#endif // STOWAWAY_REPORT_RESOLVER_H
