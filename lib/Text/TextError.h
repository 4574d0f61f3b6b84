//===- TextError.h - What is wrong with a file, and where? ------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A mistake in a file that a person wrote: a model, a project file, a baseline.
// All mistakes of a file are told, each where it is, with what was expected.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_TEXT_TEXTERROR_H
#define STOWAWAY_TEXT_TEXTERROR_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/MemoryBufferRef.h"
#include <string>
#include <vector>

namespace stowaway::text {

/// Line and Column are 1-based; 0: the whole file is meant.
struct TextError {
  std::string File;
  unsigned Line = 0;
  unsigned Column = 0;
  std::string Message; ///< "unknown boundary 'proces'; did you mean 'process'?"
  std::string SourceLine;
};

/// "file:line:column: error: message", then the source line and a caret.
std::string toString(const TextError &Error);

/// Text of a file as it may be shown: no control characters, not endless.
std::string printable(llvm::StringRef Text, size_t Limit = 200);

/// Collects the errors of one file and quotes its lines.
class ErrorSink {
public:
  ErrorSink(llvm::MemoryBufferRef Buffer, std::vector<TextError> &Errors)
      : Buffer(Buffer), Errors(Errors), Before(Errors.size()) {}

  void add(unsigned Line, unsigned Column, const llvm::Twine &Message);
  /// \p At has a Line and a Column.
  template <class Located>
  void add(const Located &At, const llvm::Twine &Message) {
    add(At.Line, At.Column, Message);
  }
  bool grew() const { return Errors.size() != Before; }
  size_t count() const { return Errors.size(); }
  llvm::MemoryBufferRef buffer() const { return Buffer; }

private:
  llvm::MemoryBufferRef Buffer;
  std::vector<TextError> &Errors;
  size_t Before;
};

/// The word nearest to a mistyped one, in the form "; did you mean 'word'?",
/// or nothing if none is near.
std::string didYouMean(llvm::StringRef Found,
                       llvm::ArrayRef<llvm::StringRef> Words);

} // namespace stowaway::text

#endif // STOWAWAY_TEXT_TEXTERROR_H
