//===- Baseline.cpp - Which findings are old? -------------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Project/Baseline.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace stowaway::project {

static constexpr StringLiteral Header =
    "# Findings that are known, and not reported. Made by stowaway "
    "--update-baseline.\n"
    "# File, function, carried path, check, fingerprint; with tabs between "
    "them, sorted.\n";

static constexpr unsigned Columns = 5, FingerprintLength = 32;
/// So many mistakes tell that it is another kind of file.
static constexpr unsigned MaxErrors = 10;

/// Names may hold what separates columns and lines.
static std::string escaped(StringRef Text) {
  std::string Out;
  for (unsigned char C : Text) {
    bool IsComment = C == '#' && Out.empty();
    if (C == '\\')
      Out += "\\\\";
    else if (C < 0x20 || C == 0x7f || IsComment)
      Out += "\\x" + utohexstr(C, /*LowerCase=*/true, 2);
    else
      Out += char(C);
  }
  return Out;
}

static std::string unescaped(StringRef Text) {
  std::string Out;
  while (!Text.empty()) {
    unsigned Code = 0;
    if (Text.consume_front("\\\\"))
      Out += '\\';
    else if (Text.starts_with("\\x") && Text.size() >= 4 &&
             !Text.substr(2, 2).getAsInteger(16, Code)) {
      Out += char(Code);
      Text = Text.drop_front(4);
    } else {
      Out += Text.front();
      Text = Text.drop_front();
    }
  }
  return Out;
}

/// What is wrong with a line; empty if nothing is.
static StringRef faultOf(ArrayRef<StringRef> Cells) {
  if (Cells.size() == 1 &&
      (Cells[0].starts_with("<<<<<<<") || Cells[0].starts_with("=======") ||
       Cells[0].starts_with(">>>>>>>")))
    return "a conflict of a merge; keep the lines of both sides and run "
           "stowaway with --update-baseline";
  if (Cells.size() != Columns)
    return "expected file, function, path, check and fingerprint with tabs "
           "between them";
  if (Cells[4].size() != FingerprintLength || !all_of(Cells[4], isHexDigit))
    return "expected a fingerprint of 32 hexadecimal digits at the end";
  return "";
}

std::optional<Baseline> Baseline::read(MemoryBufferRef Buffer,
                                       std::vector<text::TextError> &Errors) {
  Baseline Result;
  text::ErrorSink Sink(Buffer, Errors);
  unsigned Number = 0;
  unsigned Wrong = 0;
  for (StringRef Rest = Buffer.getBuffer(); !Rest.empty();) {
    auto [Line, After] = Rest.split('\n');
    Rest = After;
    ++Number;
    Line = Line.rtrim('\r');
    if (Line.empty() || Line.starts_with("#"))
      continue;
    SmallVector<StringRef, Columns> Cells;
    Line.split(Cells, '\t');
    if (StringRef Fault = faultOf(Cells); !Fault.empty()) {
      Sink.add(Number, 1, Fault);
      if (++Wrong == MaxErrors)
        break;
      continue;
    }
    Result.Entries.push_back({unescaped(Cells[0]), unescaped(Cells[1]),
                              unescaped(Cells[2]), unescaped(Cells[3]),
                              Cells[4].lower()});
    Result.Fingerprints.insert(Result.Entries.back().Fingerprint);
  }
  if (Sink.grew())
    return std::nullopt;
  return Result;
}

void writeBaseline(std::vector<BaselineEntry> Entries, raw_ostream &OS) {
  for (BaselineEntry &E : Entries)
    for (std::string *Cell : {&E.File, &E.Function, &E.Path, &E.Check})
      *Cell = escaped(*Cell);
  llvm::sort(Entries);
  Entries.erase(llvm::unique(Entries), Entries.end());
  OS << Header;
  for (const BaselineEntry &E : Entries)
    OS << E.File << '\t' << E.Function << '\t' << E.Path << '\t' << E.Check
       << '\t' << E.Fingerprint << '\n';
}

} // namespace stowaway::project
