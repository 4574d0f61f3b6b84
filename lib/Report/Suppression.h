//===- Suppression.h - Has a comment silenced this finding? -----*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Two kinds of comments do:
//
//   p.start(); // NOLINT(stowaway-started-process)     and clang-tidy's others:
//              // NOLINTNEXTLINE(...), NOLINTBEGIN(...) ... NOLINTEND(...)
//
//   p.start(); // stowaway: allow(stowaway-started-process) the callee closes
//
// NOLINT is looked for where clang-tidy looks: on the line of the launch, and,
// for a launch in a macro, on the lines of its expansions. An allow comment
// must give a reason. It stands on the launch's line, or alone on the lines
// before it; or likewise at any step of the carried path, so that a capture or
// a member that is right for a reason is explained once, where it is declared.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_REPORT_SUPPRESSION_H
#define STOWAWAY_REPORT_SUPPRESSION_H

#include "Audit/Finding.h"
#include "Report/CheckGlobs.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"
#include <memory>

namespace stowaway::report {

/// The comments of one file.
class SuppressionComments {
public:
  struct Allow {
    unsigned Line = 0; ///< of the code that it speaks of
    unsigned Offset = 0;
    CheckGlobs Checks;
    bool HasReason = false;
  };
  struct Mistake {
    unsigned Offset = 0;
    std::string Message;
  };

  explicit SuppressionComments(llvm::StringRef Text);

  /// Does some form of NOLINT silence \p Check on \p Line?
  bool hasNoLint(unsigned Line, llvm::StringRef Check) const;
  /// The allow comment for \p Check on \p Line, or null.
  const Allow *allow(unsigned Line, llvm::StringRef Check) const;
  /// Comments that do not say what they mean to.
  llvm::ArrayRef<Mistake> mistakes() const { return Mistakes; }

private:
  void readNoLint(llvm::StringRef Text);
  void readAllow(llvm::StringRef Text);

  struct Marked {
    unsigned First, Last; ///< lines, inclusive
    CheckGlobs Checks;
  };
  std::vector<Marked> NoLints;
  std::vector<Allow> Allows;
  std::vector<Mistake> Mistakes;
};

/// The comments of one translation unit's files.
class Suppression {
public:
  enum Verdict : uint8_t {
    Reported,
    Silenced,
    NeedsReason, ///< an allow comment that gives none, and so does nothing
  };
  struct Answer {
    Verdict Is = Reported;
    clang::SourceLocation Comment; ///< of an allow comment
  };
  /// Who reads NOLINT: clang-tidy does so by itself.
  enum NoLint : uint8_t { Obeyed, LeftToHost };

  Suppression(const clang::SourceManager &SM, NoLint N) : SM(SM), Lint(N) {}

  Answer ask(const audit::Finding &F);
  const SuppressionComments &comments(clang::FileID File);

private:
  const clang::SourceManager &SM;
  NoLint Lint;
  llvm::DenseMap<clang::FileID, std::unique_ptr<SuppressionComments>> Files;
};

/// What to tell about an allow comment without a reason.
llvm::StringRef needsReasonMessage();

} // namespace stowaway::report

#endif // STOWAWAY_REPORT_SUPPRESSION_H
