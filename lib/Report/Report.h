//===- Report.h - What of a finding outlives its AST? -----------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Findings as plain data: file names, lines, columns, offsets and the source
// lines to show. They can be kept, sorted, merged over translation units and
// written in any format, long after the AST they came from is gone.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_REPORT_REPORT_H
#define STOWAWAY_REPORT_REPORT_H

#include "Audit/Finding.h"
#include "Models/Model.h"
#include <string>
#include <vector>

namespace stowaway::report {

/// Lines and columns count from 1, columns in bytes. The end is exclusive.
struct Span {
  unsigned Line = 0, Column = 0;
  unsigned EndLine = 0, EndColumn = 0;
};

struct Location {
  std::string File; ///< relative to the report's directory, or absolute
  unsigned Line = 0, Column = 0;
  unsigned Offset = 0; ///< in bytes, from 0
  std::string SourceLine;
  std::vector<Span> Ranges; ///< what to underline, in the same file

  bool isValid() const { return Line != 0; }
  /// By file, then place.
  friend bool operator<(const Location &L, const Location &R);
  friend bool operator==(const Location &L, const Location &R);
};

struct PathStep {
  audit::PathStep::Kind Kind = audit::PathStep::Target;
  std::string Name;
  std::string Type;
  Location At;
};

struct Note {
  enum Kind : uint8_t {
    Path,
    State,
    Cause,
    Context,
    Expansion, ///< "expanded from macro 'X'", for the note before it
  } K = Path;
  std::string Message;
  Location At;
};
/// "path", "state", ...
llvm::StringRef toString(Note::Kind K);

struct Edit {
  Location At; ///< where the replaced characters begin
  unsigned Length = 0;
  Span Replaced;
  std::string Text;
};

struct Remedy {
  std::string Name;
  std::string Title;
  Location At;
  std::vector<Edit> Edits;
};

/// The fields mean what those of audit::Finding mean.
struct Finding {
  std::string Check;
  audit::Confidence Certainty = audit::Confidence::Possible;
  models::Boundary Crosses = models::Boundary::Process;
  std::string Message;
  Location At;
  std::string LaunchName, TargetName, HandleType, HandleKind, HandleState,
      Reason, Enclosing, PathText;
  std::vector<PathStep> Path;
  std::vector<Note> Notes; ///< none left out
  std::vector<Remedy> Remedies;
};

/// Where following a payload ended without a verdict.
struct Barrier {
  std::string Name;
  std::string Message;
  Location At;
  Location Launch;
};

/// A file that was not audited, or not wholly.
struct Failure {
  std::string File;
  std::vector<std::string> Errors; ///< the first ones, each one line
  unsigned ErrorCount = 0;
};

/// A mistake in a comment that asks to silence a finding.
struct Complaint {
  Location At;
  std::string Message;
};

/// All that one run found.
struct Report {
  std::string Directory; ///< relative file names are relative to it
  std::vector<Finding> Findings;
  std::vector<Barrier> Barriers;
  std::vector<Failure> Failures;
  std::vector<Complaint> Complaints;
  unsigned Files = 0;      ///< files audited, wholly or not
  unsigned Suppressed = 0; ///< findings that a comment silenced
  unsigned Excluded = 0;   ///< files that the settings leave out
  unsigned Old = 0;        ///< findings that are in a baseline

  unsigned count(audit::Confidence C) const;
  /// Brings everything into its one order (file, place, check, message) and
  /// keeps once what several translation units found in a shared header.
  void normalise();
};

} // namespace stowaway::report

#endif // STOWAWAY_REPORT_REPORT_H
