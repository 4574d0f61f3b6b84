//===- Snippet.cpp - How is a place in the source drawn? --------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Snippet.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Unicode.h"

namespace stowaway::report {

namespace {

constexpr unsigned TabStop = 8;
/// Longer lines are cut around the caret; generated code has such lines.
constexpr unsigned MaxWidth = 240;

/// A source line as a terminal shows it.
struct DisplayLine {
  std::string Text;
  /// Display column (from 0) of each byte of the source line, and of its end.
  std::vector<unsigned> Columns;

  unsigned column(unsigned Byte) const {
    return Byte < Columns.size() ? Columns[Byte] : Columns.back();
  }
};

} // namespace

static DisplayLine display(llvm::StringRef Line) {
  DisplayLine D;
  unsigned Column = 0;
  auto Put = [&](llvm::StringRef Text, unsigned Width, size_t Bytes) {
    D.Columns.insert(D.Columns.end(), Bytes, Column);
    D.Text += Text;
    Column += Width;
  };
  while (!Line.empty()) {
    if (Line.front() == '\t') {
      unsigned Width = TabStop - Column % TabStop;
      Put(std::string(Width, ' '), Width, 1);
      Line = Line.drop_front();
      continue;
    }
    unsigned Bytes = llvm::getNumBytesForUTF8(Line.front());
    llvm::StringRef Character = Line.take_front(Bytes);
    int Width = Character.size() == Bytes
                    ? llvm::sys::unicode::columnWidthUTF8(Character)
                    : -1;
    if (Width >= 0) {
      Put(Character, Width, Bytes);
      Line = Line.drop_front(Bytes);
      continue;
    }
    // Control characters and broken UTF-8 must not reach a terminal.
    std::string Escaped =
        llvm::formatv("<{0}>", llvm::toHex(Line.take_front(1))).str();
    Put(Escaped, Escaped.size(), 1);
    Line = Line.drop_front();
  }
  D.Columns.push_back(Column);
  return D;
}

static void put(std::string &Row, unsigned Column, llvm::StringRef Text) {
  if (Row.size() < Column + Text.size())
    Row.resize(Column + Text.size(), ' ');
  Row.replace(Column, Text.size(), Text.str());
}

/// Underlines the part of \p S that lies on line \p Line.
static void underline(std::string &Row, const Span &S, unsigned Line,
                      const DisplayLine &D, llvm::StringRef Source) {
  if (Line < S.Line || Line > S.EndLine)
    return;
  size_t First = Source.find_first_not_of(" \t");
  if (First == llvm::StringRef::npos)
    return;
  size_t Begin = S.Line == Line ? S.Column - 1 : First;
  size_t End = S.EndLine == Line ? S.EndColumn - 1 : Source.rtrim().size();
  unsigned From = D.column(Begin), To = D.column(End);
  if (From < To)
    put(Row, From, std::string(To - From, '~'));
}

/// Where in the row the insertions of \p Edits go; empty if none fits a line.
static std::string insertions(llvm::ArrayRef<Edit> Edits, unsigned Line,
                              const DisplayLine &D) {
  std::string Row;
  for (const Edit &E : Edits) {
    llvm::StringRef Text = E.Text;
    if (E.At.Line != Line || Text.empty() || Text.contains('\n'))
      continue;
    unsigned Column = D.column(E.At.Column - 1);
    // Two edits must not run into each other.
    if (!Row.empty() && Column <= Row.size())
      Column = Row.size() + 1;
    put(Row, Column, Text);
  }
  return Row;
}

void drawSnippet(const Location &At, llvm::ArrayRef<Edit> Edits, bool WithCaret,
                 llvm::raw_ostream &OS) {
  if (!At.isValid() || At.SourceLine.empty())
    return;
  DisplayLine D = display(At.SourceLine);
  std::string Marks;
  for (const Span &S : At.Ranges)
    underline(Marks, S, At.Line, D, At.SourceLine);
  for (const Edit &E : Edits)
    if (E.Length)
      underline(Marks, E.Replaced, At.Line, D, At.SourceLine);
  unsigned Caret = D.column(At.Column - 1);
  if (WithCaret)
    put(Marks, Caret, "^");
  std::string Inserted = insertions(Edits, At.Line, D);

  std::string Text = llvm::StringRef(D.Text).rtrim().str();
  if (Text.size() > MaxWidth) {
    // Only lines of one byte a column are cut; others are shown whole.
    unsigned Begin = Caret > MaxWidth / 2 ? Caret - MaxWidth / 2 : 0;
    if (D.Text.size() == D.Columns.back()) {
      auto Cut = [&](std::string &Row) {
        Row = Row.size() > Begin ? Row.substr(Begin, MaxWidth) : "";
      };
      Cut(Text);
      Cut(Marks);
      Cut(Inserted);
    }
  }

  OS << llvm::format("%5u | ", At.Line) << Text << '\n';
  if (!llvm::StringRef(Marks).trim().empty()) {
    OS << "      | ";
    OS.changeColor(llvm::raw_ostream::GREEN, /*Bold=*/true);
    OS << Marks;
    OS.resetColor();
    OS << '\n';
  }
  if (!Inserted.empty()) {
    OS << "      | ";
    OS.changeColor(llvm::raw_ostream::GREEN, /*Bold=*/false);
    OS << Inserted;
    OS.resetColor();
    OS << '\n';
  }
}

} // namespace stowaway::report
