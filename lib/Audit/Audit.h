//===- Audit.h - What stows away in this translation unit? ------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The engine's one entry. It reads an AST and models, and calls a Reporter. It
// opens no files, prints nothing and keeps nothing between calls, so that
// several translation units may be audited at once on several threads.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_AUDIT_AUDIT_H
#define STOWAWAY_AUDIT_AUDIT_H

#include "Audit/Finding.h"
#include "Models/ModelSet.h"
#include <functional>
#include <optional>
#include <vector>

namespace clang {
class ASTContext;
class Decl;
} // namespace clang

namespace stowaway::audit {

struct AuditOptions {
  /// Word of the start method ("fork") that overrides what the code sets. A
  /// word that a table does not know leaves that table alone.
  std::optional<std::string> StartMethod;
  /// Report unknown types and opaque callables as `possible`. Finds more, and
  /// raises false alarms where code was not seen.
  bool Strict = false;
  /// Also call Reporter::reportBarrier.
  bool ExplainPaths = false;
  /// Declarations to audit beside those of the traversal scope: an editor's
  /// holds none of the headers'.
  std::vector<clang::Decl *> AlsoIn;
  /// Which checks to run; all if empty.
  std::function<bool(llvm::StringRef Check)> IsEnabled;
};

/// Audits the declarations of \p Context's traversal scope, and of
/// AuditOptions::AlsoIn, that do not come from system headers. Broken code is
/// audited as far as it was understood. Findings come in source order, each
/// root cause once per launch site.
void auditTranslationUnit(clang::ASTContext &Context,
                          const models::ModelSet &Models,
                          const AuditOptions &Options, Reporter &To);

} // namespace stowaway::audit

#endif // STOWAWAY_AUDIT_AUDIT_H
