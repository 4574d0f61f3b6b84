//===- Writer.h - In which formats can a report be written? -----*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each format is a Writer: a whole report in, text out. A new format is one
// more file and one more row of allFormats().
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_REPORT_WRITER_H
#define STOWAWAY_REPORT_WRITER_H

#include "Report/Report.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/raw_ostream.h"
#include <memory>

namespace stowaway::report {

struct WriterOptions {
  /// Text: show every step of every path.
  bool FullPaths = false;
};

class Writer {
public:
  virtual ~Writer();
  /// Writes \p R, which is normalised.
  virtual void write(const Report &R, llvm::raw_ostream &OS) const = 0;
};

struct Format {
  llvm::StringLiteral Name;
  llvm::StringLiteral Summary; ///< for --help
  std::unique_ptr<Writer> (*create)(const WriterOptions &);
};
llvm::ArrayRef<Format> allFormats();
/// The format called \p Name, or null.
const Format *findFormat(llvm::StringRef Name);

std::unique_ptr<Writer> createTextWriter(const WriterOptions &);
std::unique_ptr<Writer> createJsonWriter(const WriterOptions &);
std::unique_ptr<Writer> createSarifWriter(const WriterOptions &);
std::unique_ptr<Writer> createGithubWriter(const WriterOptions &);
std::unique_ptr<Writer> createGitlabWriter(const WriterOptions &);

/// The version of the JSON format; grows when a reader of the old one would
/// misunderstand the new one.
constexpr unsigned JsonVersion = 1;

} // namespace stowaway::report

#endif // STOWAWAY_REPORT_WRITER_H
