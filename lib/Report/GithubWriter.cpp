//===- GithubWriter.cpp - How does GitHub show a finding? -------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Workflow commands: lines on stdout of a job that become annotations of the
// changed files. One annotation a finding; its notes are lines of its text.
//
//===----------------------------------------------------------------------===//

#include "Audit/Checks.h"
#include "Report/Writer.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace stowaway::report {

/// As GitHub's own toolkit escapes the text of a command.
static std::string escapeText(llvm::StringRef Text) {
  std::string Result;
  for (char C : Text) {
    switch (C) {
    case '%':
      Result += "%25";
      break;
    case '\r':
      Result += "%0D";
      break;
    case '\n':
      Result += "%0A";
      break;
    default:
      Result += C;
    }
  }
  return Result;
}

/// The same for a property, where ':' and ',' mean something.
static std::string escapeProperty(llvm::StringRef Text) {
  std::string Result;
  for (char C : escapeText(Text)) {
    if (C == ':')
      Result += "%3A";
    else if (C == ',')
      Result += "%2C";
    else
      Result += C;
  }
  return Result;
}

static llvm::StringRef titleOf(llvm::StringRef Check) {
  for (const audit::CheckInfo &C : audit::allChecks())
    if (C.Id == Check)
      return C.Title;
  return Check;
}

namespace {

class GithubWriter : public Writer {
public:
  void write(const Report &R, llvm::raw_ostream &OS) const override {
    for (const Finding &F : R.Findings)
      writeFinding(F, OS);
    for (const Failure &F : R.Failures)
      OS << "::error file=" << escapeProperty(F.File)
         << ",title=Not analysed::" << escapeText(llvm::join(F.Errors, "\n"))
         << '\n';
  }

private:
  static void writeFinding(const Finding &F, llvm::raw_ostream &OS) {
    bool Definite = F.Certainty == audit::Confidence::Definite;
    std::string Text = F.Message + " [" + F.Check + "]";
    for (const Note &N : F.Notes)
      appendLine(Text, N.At, N.Message);
    for (const Remedy &R : F.Remedies)
      appendLine(Text, R.At, R.Title);
    OS << "::" << (Definite ? "error" : "warning")
       << " file=" << escapeProperty(F.At.File) << ",line=" << F.At.Line
       << ",col=" << F.At.Column
       << ",title=" << escapeProperty(titleOf(F.Check))
       << "::" << escapeText(Text) << '\n';
  }

  static void appendLine(std::string &Text, const Location &At,
                         llvm::StringRef Message) {
    Text += '\n';
    if (At.isValid())
      Text += At.File + ":" + std::to_string(At.Line) + ": ";
    Text += Message;
  }
};

} // namespace

std::unique_ptr<Writer> createGithubWriter(const WriterOptions &) {
  return std::make_unique<GithubWriter>();
}

} // namespace stowaway::report
