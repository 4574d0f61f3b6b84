//===- Host.h - Which program runs the checks? ------------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The same checks run in clang-tidy and in the editor server. What differs is
// the host's: clang-tidy shows every diagnostic; an editor shows those of the
// open file, traverses only its declarations, and audits several files at once.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_TIDY_HOST_H
#define STOWAWAY_TIDY_HOST_H

#include <memory>
#include <vector>

namespace clang {
class ASTContext;
class Decl;
} // namespace clang
namespace clang::tidy {
class ClangTidyCheckFactories;
} // namespace clang::tidy

namespace stowaway::tidy {

/// Asked on the thread that audits; several at once.
class Host {
public:
  virtual ~Host();
  /// Are diagnostics outside of the main file dropped?
  virtual bool showsMainFileOnly() const { return false; }
  /// Declarations to audit that the AST's traversal scope leaves out.
  virtual std::vector<clang::Decl *> moreDecls(clang::ASTContext &) const {
    return {};
  }
};

/// Adds a factory for each check to \p Factories. It may be used by several
/// threads.
void addChecks(clang::tidy::ClangTidyCheckFactories &Factories,
               std::shared_ptr<const Host> Runs);

} // namespace stowaway::tidy

#endif // STOWAWAY_TIDY_HOST_H
