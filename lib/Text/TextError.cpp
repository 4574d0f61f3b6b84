//===- TextError.cpp - What is wrong with a file, and where? ----*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Text/TextError.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace stowaway::text {

/// A message longer than this is cut.
static constexpr size_t MaxMessage = 1000;

std::string printable(StringRef Text, size_t Limit) {
  std::string Out;
  for (unsigned char C : Text.take_front(Limit))
    Out += C == '\t' ? ' ' : C < 0x20 || C == 0x7f ? '?' : char(C);
  const auto *Begin = reinterpret_cast<const UTF8 *>(Out.data());
  if (!isLegalUTF8String(&Begin, Begin + Out.size()))
    for (char &C : Out)
      if (static_cast<unsigned char>(C) >= 0x80)
        C = '?';
  return Out;
}

void ErrorSink::add(unsigned Line, unsigned Column, const Twine &Message) {
  StringRef Text = Buffer.getBuffer();
  for (unsigned I = 1; I < Line && !Text.empty(); ++I)
    Text = Text.split('\n').second;
  TextError E;
  E.File = Buffer.getBufferIdentifier().str();
  E.Line = Line;
  E.Column = Column;
  E.Message = printable(Message.str(), MaxMessage);
  E.SourceLine = printable(Text.split('\n').first.rtrim('\r'));
  Errors.push_back(std::move(E));
}

std::string toString(const TextError &Error) {
  std::string Text;
  raw_string_ostream Out(Text);
  Out << Error.File;
  if (Error.Line)
    Out << ':' << Error.Line << ':' << Error.Column;
  Out << ": error: " << Error.Message;
  if (Error.SourceLine.empty())
    return Text;
  Out << "\n  " << Error.SourceLine;
  if (Error.Column && Error.Column <= Error.SourceLine.size() + 1)
    Out << "\n  " << std::string(Error.Column - 1, ' ') << '^';
  return Text;
}

std::string didYouMean(StringRef Found, ArrayRef<StringRef> Words) {
  StringRef Best;
  // A third of the letters may be wrong, in a short word two (so that they may
  // be swapped), in a very short one one.
  unsigned Limit =
      Found.size() < 4 ? 1 : std::max<unsigned>(2, unsigned(Found.size()) / 3);
  for (StringRef Word : Words) {
    unsigned Distance = Found.edit_distance_insensitive(Word, true, Limit);
    if (Distance > Limit)
      continue;
    Best = Word;
    if (Distance == 0)
      break;
    Limit = Distance - 1;
  }
  return Best.empty() ? "" : ("; did you mean '" + Best + "'?").str();
}

} // namespace stowaway::text
