//===- Transfer.h - What does this type itself say it sends? ----*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads the body of a transfer function, usually a template that is never
// instantiated in this file, and lists the members and bases that it hands to
// the archive:
//
//   template <class Archive> void serialize(Archive &ar) {
//     ar(cereal::base_class<Base>(this), processes_, CEREAL_NVP(event_));
//   }        ^ base                      ^ member     ^ member
//
// No archive's operators are known by name: a member counts as sent if it
// occurs in an expression in which the archive takes part.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_AUDIT_TRANSFER_H
#define STOWAWAY_AUDIT_TRANSFER_H

#include "Audit/AuditContext.h"
#include <map>

namespace stowaway::audit {

struct SentMember {
  const clang::FieldDecl *Field = nullptr;
  clang::SourceLocation Loc;
  clang::SourceRange Range;
  bool Conditional = false;
  /// Only this part of it is sent: `ar(member.part)`.
  llvm::SmallVector<const clang::FieldDecl *, 1> Part;
  /// The function with the expression: a helper, or the transfer function.
  const clang::FunctionDecl *By = nullptr;
};

struct SentBase {
  const clang::CXXRecordDecl *Base = nullptr;
  clang::SourceLocation Loc;
};

struct TransferSummary {
  /// The function; null if the type says nothing.
  const clang::FunctionDecl *Function = nullptr;
  /// For a macro form: where it stands.
  clang::SourceLocation Loc;
  const clang::CXXRecordDecl *Class = nullptr; ///< that declares it
  std::vector<SentMember> Members;
  std::vector<SentBase> Bases;
  /// Nothing was met that could send more than was listed.
  bool Understood = true;

  explicit operator bool() const { return Function || Loc.isValid(); }
  const SentMember *find(const clang::FieldDecl *F) const;
};

/// Finds and reads transfer functions; remembers what it read.
class Transfers {
public:
  explicit Transfers(AuditContext &Ctx) : Ctx(Ctx) {}

  /// A free function template or function that may be a transfer function,
  /// met while the file was indexed.
  void addCandidate(const clang::FunctionDecl *F);

  const TransferSummary &of(const clang::CXXRecordDecl *R);

private:
  TransferSummary compute(const clang::CXXRecordDecl *R);
  bool readMacros(const clang::CXXRecordDecl *R, TransferSummary &Into);
  void readBody(const clang::FunctionDecl *F, const clang::CXXRecordDecl *R,
                const clang::ValueDecl *Archive, const clang::ValueDecl *Object,
                TransferSummary &Into, unsigned Depth);

  AuditContext &Ctx;
  std::map<const clang::CXXRecordDecl *, TransferSummary> Known;
  std::vector<
      std::pair<const clang::FunctionDecl *, const models::TransferFunction *>>
      FreeFunctions;
  friend class TransferReader;
};

} // namespace stowaway::audit

#endif // STOWAWAY_AUDIT_TRANSFER_H
