//===- Finding.h - What is reported? ----------------------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A finding is a launch site, a handle, the carried path between them, the
// reason why the handle cannot cross, and remedies. It is data: the engine
// hands it to a Reporter and prints nothing. Locations are valid only while
// the AST they come from lives; who wants to keep a finding resolves them.
//
// The path reads from the launch inwards:
//
//   process.start();            launch site
//     bound to 'this'           BoundObject  Application
//       'processes_'            Field        std::vector<stowaway::Process>
//         [...]                 Element      stowaway::Process    <- handle
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_AUDIT_FINDING_H
#define STOWAWAY_AUDIT_FINDING_H

#include "Models/Model.h"
#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace stowaway::audit {

enum class Confidence : uint8_t {
  Possible, ///< some way out is not excluded by the code that was seen
  Definite, ///< the code leaves no way out
};
llvm::StringRef toString(Confidence C);

/// One step of the carried path, named as the source names it.
struct PathStep {
  enum Kind : uint8_t {
    Target,          ///< the callable itself
    Capture,         ///< a capture written in the list
    ImplicitCapture, ///< one forced by a use in the body; Loc is that use
    BoundObject,     ///< the object a member function is bound to
    Argument,        ///< an argument that travels
    Base,            ///< base class part
    Field,           ///< member
    Element,         ///< some element of a container
    Pointee,         ///< what a pointer, smart pointer or reference refers to
    Alternative,     ///< what a variant or optional may hold
    Content,         ///< what something that is no collection holds
    Inherited,       ///< what a forked child has from its parent
    Result,          ///< travels back: return value or thrown object
  } K = Target;
  std::string Name; ///< "processes_", "this", "[weak = self]"; may be empty
  std::string Type; ///< type as written
  clang::SourceLocation Loc;
  clang::SourceRange Range;
};
/// "capture", "bound object", "base class", ...
llvm::StringRef toString(PathStep::Kind K);

/// A note below the warning. Notes go from the launch inwards.
struct Note {
  enum Kind : uint8_t {
    Path,   ///< a step of the carried path (may be collapsed in the middle)
    State,  ///< a call that brought the handle into its state
    Cause,  ///< last step: the declaration that makes the handle untransferable
    Context ///< how the launch was reached ("called from here")
  } K = Path;
  clang::SourceLocation Loc;
  clang::SourceRange Range; ///< what to underline; may be invalid
  std::string Message;
};

/// Replaces the characters of Range by Text; an insertion has an empty range.
struct Edit {
  clang::CharSourceRange Range;
  std::string Text;
};

/// A change that removes the finding.
struct Remedy {
  std::string Name;  ///< kebab-case, for --fix=NAME: "leave-out-member"
  std::string Title; ///< imperative sentence: "leave 'x' out of 'serialize'"
  clang::SourceLocation Loc;
  /// Empty if the change cannot be made mechanically.
  std::vector<Edit> Edits;
};

struct Finding {
  std::string Check; ///< "stowaway-started-process"
  Confidence Certainty = Confidence::Possible;
  models::Boundary Crosses = models::Boundary::Process;
  clang::SourceLocation Loc; ///< of the launch
  clang::SourceRange Range;  ///< of the launch expression
  /// One sentence, lower case, no full stop, no check id, understandable alone.
  std::string Message;
  std::string LaunchName;  ///< qualified name of the launch function
  std::string TargetName;  ///< "Application::worker", "lambda", ...
  std::string HandleType;  ///< "stowaway::Process"
  std::string HandleKind;  ///< the model's kind: "weak-reference"
  std::string HandleState; ///< name of the state, for stateful handles
  std::string Reason;      ///< the model's reason
  std::string Enclosing;   ///< qualified name of the function with the launch
  std::vector<PathStep> Path;
  /// Rests on a call that may have come before, in another function.
  bool RestsOnEarlierCall = false;
  std::string PathText; ///< "Application::processes_[...]"
  std::vector<Note> Notes;
  std::vector<Remedy> Remedies;
};

/// Where following a payload ended without a verdict: the answer to "why was
/// this not flagged?".
struct Barrier {
  std::string Name; ///< "unknown-type", "opaque-callable", "unseen-body", ...
  std::string Message;
  clang::SourceLocation Loc;
  clang::SourceLocation LaunchLoc;
};

/// Takes what the engine finds. Called on the thread that audits.
class Reporter {
public:
  virtual ~Reporter();
  virtual void report(const Finding &F) = 0;
  /// Only called when AuditOptions::ExplainPaths is set.
  virtual void reportBarrier(const Barrier &) {}
};

} // namespace stowaway::audit

#endif // STOWAWAY_AUDIT_FINDING_H
