//===- TextWriter.cpp - How does a person read a finding? -------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// As clang prints diagnostics, so that editors and CI which know clang know
// this: "file:line:col: warning: message [check]", the source line, notes from
// the launch inwards, and last one note a remedy with its edits.
//
//===----------------------------------------------------------------------===//

#include "Report/Shown.h"
#include "Report/Snippet.h"
#include "Report/Writer.h"
#include "llvm/ADT/STLExtras.h"

namespace stowaway::report {

namespace {

class TextWriter : public Writer {
public:
  explicit TextWriter(const WriterOptions &Options) : Options(Options) {}
  void write(const Report &R, llvm::raw_ostream &OS) const override;

private:
  void writeFinding(const Finding &F, llvm::raw_ostream &OS) const;
  WriterOptions Options;
};

} // namespace

using Colors = llvm::raw_ostream;

static void writeHead(const Location &At, llvm::StringRef Level,
                      Colors::Colors Color, llvm::StringRef Message,
                      bool BoldMessage, llvm::raw_ostream &OS) {
  OS.changeColor(Colors::SAVEDCOLOR, /*Bold=*/true);
  if (At.isValid())
    OS << At.File << ':' << At.Line << ':' << At.Column << ": ";
  OS.changeColor(Color, /*Bold=*/true);
  OS << Level << ": ";
  OS.resetColor();
  if (BoldMessage)
    OS.changeColor(Colors::SAVEDCOLOR, /*Bold=*/true);
  OS << Message;
  if (BoldMessage)
    OS.resetColor();
  OS << '\n';
}

static void writeNote(const Location &At, llvm::StringRef Message,
                      llvm::raw_ostream &OS) {
  writeHead(At, "note", Colors::CYAN, Message, /*BoldMessage=*/false, OS);
}

static void writeRemedy(const Remedy &R, llvm::raw_ostream &OS) {
  writeNote(R.At, R.Title, OS);
  drawSnippet(R.At, R.Edits, /*WithCaret=*/true, OS);
  // Edits on other lines of the file are shown too: half a remedy would
  // mislead.
  unsigned Drawn = R.At.Line;
  for (const Edit &E : R.Edits) {
    if (E.At.Line == Drawn || E.At.File != R.At.File)
      continue;
    Drawn = E.At.Line;
    drawSnippet(E.At, R.Edits, /*WithCaret=*/false, OS);
  }
}

void TextWriter::writeFinding(const Finding &F, llvm::raw_ostream &OS) const {
  writeHead(F.At, "warning", Colors::MAGENTA, F.Message + " [" + F.Check + "]",
            /*BoldMessage=*/true, OS);
  drawSnippet(F.At, {}, /*WithCaret=*/true, OS);
  if (F.Certainty == audit::Confidence::Possible)
    OS << "      = confidence: " << toString(F.Certainty) << '\n';

  forEachShownNote(
      F.Notes.size(), Options.FullPaths,
      [&](unsigned I) { return F.Notes[I].K == Note::Path; },
      [&](unsigned I) { return F.Notes[I].K == Note::Expansion; },
      [&](unsigned I) {
        writeNote(F.Notes[I].At, F.Notes[I].Message, OS);
        drawSnippet(F.Notes[I].At, {}, /*WithCaret=*/true, OS);
      },
      [&](unsigned I, unsigned Steps) {
        writeNote(F.Notes[I].At, leftOutMessage(Steps), OS);
      });
  for (const Remedy &R : F.Remedies)
    writeRemedy(R, OS);
}

void TextWriter::write(const Report &R, llvm::raw_ostream &OS) const {
  for (const Finding &F : R.Findings)
    writeFinding(F, OS);
  for (const Barrier &B : R.Barriers) {
    writeHead(B.At, "remark", Colors::BLUE, B.Message + " [" + B.Name + "]",
              /*BoldMessage=*/true, OS);
    drawSnippet(B.At, {}, /*WithCaret=*/true, OS);
    if (B.Launch.isValid() && !(B.Launch == B.At)) {
      writeNote(B.Launch, "on the way from this launch", OS);
      drawSnippet(B.Launch, {}, /*WithCaret=*/true, OS);
    }
  }
}

std::unique_ptr<Writer> createTextWriter(const WriterOptions &Options) {
  return std::make_unique<TextWriter>(Options);
}

} // namespace stowaway::report
