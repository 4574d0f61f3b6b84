//===- AuditContext.h - What does every part of the engine need? *- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One audit of one translation unit: the AST, the models, the options, and
// the names of declarations as models spell them. Passed by reference instead
// of living in globals, so that audits can run side by side.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_AUDIT_AUDITCONTEXT_H
#define STOWAWAY_AUDIT_AUDITCONTEXT_H

#include "Audit/Audit.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include <string>

namespace stowaway::audit {

class AuditContext {
public:
  AuditContext(clang::ASTContext &AST, const models::ModelSet &Models,
               const AuditOptions &Options, Reporter &To);

  clang::ASTContext &AST;
  const models::ModelSet &Models;
  const AuditOptions &Options;
  Reporter &To;

  bool isEnabled(llvm::StringRef Check) const {
    return !Options.IsEnabled || Options.IsEnabled(Check);
  }

  /// Qualified name as models write it: no template arguments, no inline or
  /// anonymous namespaces. Cached; the reference stays valid.
  llvm::StringRef qualifiedName(const clang::NamedDecl *D);

  /// Like qualifiedName, but empty if no model names a function with that
  /// last component: the usual case, decided without building the name.
  llvm::StringRef modelledName(const clang::FunctionDecl *F);

  /// Names of a type from the outside in: each typedef that spells it, then
  /// its class; with " *" behind for pointers. For look-ups in models.
  llvm::SmallVector<std::string, 4> modelNames(clang::QualType T);

  /// A type for messages: no tag keywords, no inline namespaces.
  std::string printType(clang::QualType T) const;

  /// Source text of \p E, spaces folded; shortened in the middle if longer
  /// than \p Max characters.
  std::string sourceText(const clang::Expr *E, unsigned Max = 60) const;

  /// True for declarations of system headers, which are nobody's to change.
  bool isSystem(const clang::Decl *D) const;
  bool isSystem(clang::SourceLocation L) const;

  void barrier(llvm::StringRef Name, const llvm::Twine &Message,
               clang::SourceLocation At, clang::SourceLocation Launch);

private:
  llvm::DenseMap<const clang::Decl *, std::string> Names;
  llvm::DenseSet<std::pair<unsigned, unsigned>> BarriersSeen;
};

/// Strips what does not change which object an expression denotes: parentheses,
/// casts that the compiler adds, temporaries' bookkeeping.
const clang::Expr *stripped(const clang::Expr *E);

/// The function that \p Call calls. Where that depends on a template's
/// parameters, one of those that the name may mean.
const clang::FunctionDecl *calleeOf(const clang::CallExpr *Call);

/// The body that runs: for a generic lambda an instance of it, if there is one.
const clang::FunctionDecl *runningBody(const clang::FunctionDecl *F);

/// The class of an object, reference or pointer type, or null.
const clang::CXXRecordDecl *recordOf(clang::QualType T);

/// The class definition if there is one, otherwise null.
const clang::CXXRecordDecl *definitionOf(clang::QualType T);

} // namespace stowaway::audit

#endif // STOWAWAY_AUDIT_AUDITCONTEXT_H
