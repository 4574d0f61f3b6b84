//===- Index.h - Which functions of this file matter? -----------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One pass over the bodies that do not come from system headers. A function
// matters if it, or something it calls, launches, binds or changes the state
// of a worker; all others are never walked, so that an ordinary file costs
// little more than this pass.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_AUDIT_INDEX_H
#define STOWAWAY_AUDIT_INDEX_H

#include "Audit/Judge.h"
#include "Audit/LaunchSite.h"
#include "Audit/Transfer.h"

namespace stowaway::audit {

class Index {
public:
  Index(AuditContext &Ctx, LaunchSites &Sites, Transfers &Transfer)
      : Ctx(Ctx), Sites(Sites), Transfer(Transfer) {}

  void build();

  /// Functions with bodies that matter, in the order of the file.
  llvm::ArrayRef<const clang::FunctionDecl *> roots() const { return Roots; }
  /// Variables with static storage whose initialisers matter.
  llvm::ArrayRef<const clang::VarDecl *> globals() const { return Globals; }
  /// Classes whose in-class initialisers matter and that no constructor of
  /// the file runs.
  llvm::ArrayRef<const clang::CXXRecordDecl *> initialised() const {
    return Initialised;
  }
  bool matters(const clang::FunctionDecl *F) const;
  /// Does something in this file call \p F?
  bool hasCaller(const clang::FunctionDecl *F) const;
  /// Does \p T hold workers or handles with states, however deep?
  bool holdsWorkers(clang::QualType T);

  llvm::StringMap<StartMethodChoice> StartMethods;
  /// What is assigned to variables and members that hold callables.
  AssignedCallables Assigned;

private:
  friend class DeclScan;
  friend class BodyScan;
  /// A call that sets a start method.
  struct Setting {
    const clang::CallExpr *Call;
    const models::StartMethods *Table;
    const clang::FunctionDecl *In;
  };
  void scan(const clang::FunctionDecl *F);
  void propagate(std::vector<const clang::FunctionDecl *> Work);
  void noteSetter(const Setting &S);
  bool alwaysRuns(const clang::FunctionDecl *F, const clang::Stmt *Call,
                  unsigned Depth = 0);

  AuditContext &Ctx;
  LaunchSites &Sites;
  Transfers &Transfer;
  std::vector<const clang::FunctionDecl *> Declared, Roots, Pending, Keepers;
  std::vector<const clang::VarDecl *> Globals;
  std::vector<const clang::CXXRecordDecl *> Initialised;
  std::vector<Setting> Settings;
  llvm::DenseSet<const clang::FunctionDecl *> Scanned, Relevant;
  llvm::DenseMap<const clang::FunctionDecl *,
                 llvm::SmallVector<const clang::FunctionDecl *, 4>>
      Callers;
  llvm::DenseMap<const clang::CXXRecordDecl *, bool> Holds;
};

} // namespace stowaway::audit

#endif // STOWAWAY_AUDIT_INDEX_H
