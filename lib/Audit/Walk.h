//===- Walk.h - In which order does the program reach its launches? -------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Follows a function statement by statement with an abstract state
// (Typestate.h), goes into functions of the file that matter, and hands every
// launch to the Judge. Loops are followed a first time, a second time (that is
// where an element started by an earlier iteration shows), and then until
// nothing changes.
//
// Two rounds: the first only gathers what constructors and methods leave
// behind for "any object of the class"; the second, with these facts, judges.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_AUDIT_WALK_H
#define STOWAWAY_AUDIT_WALK_H

#include "Audit/Index.h"
#include "Audit/Judge.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace stowaway::audit {

class Walk {
public:
  Walk(AuditContext &Ctx, Index &Functions, LaunchSites &Sites,
       FrameArena &Frames, Denote &Denoter, Targets &Target,
       HeldCallables &Held, class Judge &Verdicts)
      : Ctx(Ctx), Functions(Functions), Sites(Sites), Frames(Frames),
        Denoter(Denoter), Target(Target), Verdicts(Verdicts), Held(Held) {}

  /// Walks all roots, both rounds.
  void run();

private:
  struct LoopExits {
    WalkState Break, Continue;
  };
  /// What is known of a loop before it runs.
  struct LoopShape {
    unsigned MinTrips = 0;           ///< 2 means two or more
    std::optional<unsigned> Exactly; ///< if it is known, and less than two
    bool Endless = false;            ///< ends by break alone
    uintptr_t Key = 0;               ///< variable that selects the element
    std::optional<Place> Over;       ///< container, if every element is visited
  };
  /// A lambda that was written but not (yet) called here.
  struct WrittenLambda {
    const clang::LambdaExpr *L;
    Frame *F;
    WalkState S;
  };

  void walkRoot(const clang::FunctionDecl *F);
  void walkInitialiser(const clang::VarDecl *V);
  void walkInClass(const clang::CXXRecordDecl *R);
  void gather(const clang::FunctionDecl *F, const clang::CXXMethodDecl *Method);
  void gatherBindings();
  const EffectMap *earlier() const;

  // Statements (WalkStmt.cpp)
  void exec(const clang::Stmt *S, Frame *F);
  void execDecl(const clang::DeclStmt *S, Frame *F);
  void execIf(const clang::IfStmt *S, Frame *F);
  void execSwitch(const clang::SwitchStmt *S, Frame *F);
  void execTry(const clang::CXXTryStmt *S, Frame *F);
  void execFor(const clang::ForStmt *S, Frame *F);
  void execRangeFor(const clang::CXXForRangeStmt *S, Frame *F);
  void loop(const LoopShape &Shape, llvm::function_ref<void()> Iterate);
  LoopShape shapeOf(const clang::ForStmt *S, Frame *F);
  std::optional<uint64_t> constant(BoundExpr E);
  unsigned minCount(const Place &Container, clang::QualType T);

  // Expressions (WalkExpr.cpp)
  void eval(const clang::Expr *E, Frame *F);
  /// Evaluates \p E and makes its value the new content of \p P.
  void evalInto(const Place &P, clang::QualType T, BoundExpr E);
  void evalAssignment(const clang::Expr *To, const clang::Expr *From, Frame *F);
  void construct(const Place &P, const clang::CXXRecordDecl *Class,
                 const clang::CXXConstructorDecl *Ctor,
                 llvm::ArrayRef<BoundExpr> Args, const clang::Expr *Site,
                 Frame *F);

  // Calls (WalkCall.cpp)
  void evalCall(const clang::CallExpr *Call, Frame *F);
  bool evalContainerCall(const clang::CXXMemberCallExpr *Call, Frame *F);
  bool evalHigherOrder(const clang::CallExpr *Call, llvm::StringRef Name,
                       Frame *F);
  void launchBound(const clang::CallExpr *Call, llvm::StringRef Name,
                   const Place &Receiver, Frame *F);
  std::shared_ptr<const std::map<Place, HandleState>>
  statesOfValues(const Binding &B);
  /// Counts a step, dearer the more state there is to keep.
  /// \returns true if this root has had its share.
  bool spent(clang::SourceLocation At);
  void bind(LaunchParts Parts, const Place &P, const clang::Expr *Site,
            Frame *F);
  void launch(const LaunchParts &Parts, const clang::Expr *Site, Frame *F);
  void transition(const clang::CallExpr *Call, llvm::StringRef Name,
                  const Place &Receiver, Frame *F);
  void misuse(const models::StateMachine &M, llvm::StringRef Name,
              const Place &P, const clang::Expr *Call, Frame *F);
  bool inlineCall(const clang::FunctionDecl *Callee,
                  llvm::ArrayRef<BoundExpr> Args, std::optional<Place> This,
                  const clang::Expr *Site, Frame *F, Frame *Lexical = nullptr);
  void inlineLambda(const ResolvedTarget &T, llvm::ArrayRef<BoundExpr> Args,
                    const clang::Expr *Site, Frame *F);
  void runBody(const clang::FunctionDecl *Def, Frame *Inner);
  void escape(const clang::CallExpr *Call, Frame *F);
  llvm::SmallVector<const Binding *, 4>
  bindingsOf(const Place &Receiver,
             std::optional<std::pair<Place, Place>> &Standing);

  AuditContext &Ctx;
  Index &Functions;
  LaunchSites &Sites;
  FrameArena &Frames;
  Denote &Denoter;
  Targets &Target;
  class Judge &Verdicts;

  WalkState S;
  llvm::SmallVector<LoopExits *, 8> Loops;
  llvm::SmallVector<WalkState *, 8> Returns;
  llvm::SmallVector<WalkState *, 2> Tries;
  std::vector<WrittenLambda> Written;
  llvm::DenseSet<const clang::CXXRecordDecl *> Called;
  std::deque<Binding> Bindings;
  HeldCallables &Held;
  const clang::FunctionDecl *Root = nullptr;
  uint64_t Steps = 0;
  unsigned Inlined = 0;
  bool Judging = false;

  // Facts of the first round, by class-rooted (or global) place.
  std::map<const clang::CXXRecordDecl *, WalkState> AfterConstruction;
  std::map<Place, llvm::SmallVector<const Binding *, 2>> BoundAnywhere;
  EffectMap Effects;
};

} // namespace stowaway::audit

#endif // STOWAWAY_AUDIT_WALK_H
