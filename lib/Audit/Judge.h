//===- Judge.h - What is wrong with this launch? ----------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Puts together, for one launch met in one context, which boundary it crosses,
// what its payload carries, and in which states the carried handles are there;
// makes a finding of each that cannot cross. The same launch may be met in many
// contexts (loop passes, callers, instantiations); it is reported once for
// each root cause, with the highest confidence seen.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_AUDIT_JUDGE_H
#define STOWAWAY_AUDIT_JUDGE_H

#include "Audit/Payload.h"
#include "Audit/Typestate.h"

namespace stowaway::audit {

/// Start methods that the program may run under.
struct StartMethodChoice {
  llvm::SmallVector<std::string, 2> Words; ///< empty: the table's default
};

/// A launch and the context in which it was met.
struct LaunchEvent {
  const models::Launch *Model = nullptr;
  const clang::Expr *Call = nullptr;
  Frame *F = nullptr;
  BoundExpr Target;
  llvm::ArrayRef<BoundExpr> Arguments;
  /// Two-step launches: what was bound, and the worker that is launched.
  const Binding *Bound = nullptr;
  std::optional<Place> Receiver;
  /// \p Receiver's owner, where the binding was recorded for any object of its
  /// class: .first stands for .second here.
  std::optional<std::pair<Place, Place>> Standing;
  const WalkState *State = nullptr;
  /// False if the worker may as well run another target.
  bool Certain = true;
  /// What other methods of the classes involved may have done before.
  const EffectMap *Earlier = nullptr;
  /// The function that is being followed, from the top.
  const clang::FunctionDecl *Root = nullptr;
};

class Judge {
public:
  Judge(AuditContext &Ctx, LaunchSites &Sites, Denote &Denoter, Targets &Target,
        Transfers &Transfer)
      : Ctx(Ctx), Sites(Sites), Denoter(Denoter), Target(Target),
        Transfer(Transfer) {}

  void setStartMethods(llvm::StringMap<StartMethodChoice> Choices) {
    StartMethods = std::move(Choices);
  }

  void judge(const LaunchEvent &Event);

  /// A child that is a branch of the function that made it.
  void judgeBranch(const models::BranchLaunch &Model,
                   const clang::CallExpr *Call, const clang::Stmt *Child,
                   const clang::FunctionDecl *In);

  /// A finding of another rule, e.g. of a misuse.
  void add(Finding F);

  /// Hands all findings to the reporter, in source order.
  void report();

private:
  struct Crossing {
    models::Boundary B;
    Confidence Certainty;
    std::string Word; ///< start method, where it is not certain
  };
  llvm::SmallVector<Crossing, 2> boundaries(const models::Launch &L);
  void judgeCarried(const LaunchEvent &Event, const ResolvedTarget &T,
                    const Carried &C, const Crossing &Over);
  std::optional<HandleState> stateOf(const LaunchEvent &Event, const Carried &C,
                                     bool &Earlier);

  const clang::DeclContext *launchedAround(const LaunchEvent &Event) const;
  void judgeInside(const LaunchEvent &Event, const ResolvedTarget &T,
                   const Carried &C, const Crossing &Over);
  void judgeDroppedCaptures(const LaunchEvent &Event, const ResolvedTarget &T,
                            const Crossing &Over);

  AuditContext &Ctx;
  LaunchSites &Sites;
  Denote &Denoter;
  Targets &Target;
  Transfers &Transfer;
  llvm::StringMap<StartMethodChoice> StartMethods;
  std::map<std::string, Finding> Findings;
  llvm::SmallVector<const Binding *, 4> Inside;
  llvm::DenseSet<const clang::CXXRecordDecl *> Launched; ///< closures
};

/// Where a finding about this launch is reported: at the launch, or where the
/// target enters a function that only passes it on.
struct ReportSite {
  const clang::Expr *At = nullptr;
  Frame *F = nullptr;
  /// Calls from there down to the launch, outermost first.
  llvm::SmallVector<const clang::Expr *, 4> Down;
};
ReportSite reportSite(const LaunchEvent &Event, const ResolvedTarget &T);

/// Text of the launch as written: "process.start()", "std::thread".
std::string launchText(AuditContext &Ctx, const clang::Expr *E);

/// The place of a launch: where a warning about it stands.
clang::SourceLocation launchLocation(AuditContext &Ctx, const clang::Expr *E);

/// Name of the launch function for machines: "stowaway::Process::start".
std::string launchName(AuditContext &Ctx, const clang::Expr *E,
                       const models::Launch &L);

/// The function around \p F's code, qualified.
std::string enclosingName(AuditContext &Ctx, const Frame *F);

/// Adds the notes that lead along \p C's path, and its cause.
void explainPath(AuditContext &Ctx, Targets &Target, const LaunchEvent &Event,
                 const ResolvedTarget &T, const Carried &C, Finding &Into);

/// Notes down from the report site to the launch, and where it was bound.
void explainLaunch(AuditContext &Ctx, Targets &Target, const LaunchEvent &Event,
                   const ResolvedTarget &T, const ReportSite &Site,
                   Finding &Into);

} // namespace stowaway::audit

#endif // STOWAWAY_AUDIT_JUDGE_H
