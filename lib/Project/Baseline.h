//===- Baseline.h - Which findings are old? ---------------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A text file, committed beside the code, with one finding a line: file,
// function, carried path, check and fingerprint, with tabs between them. It has
// no line numbers, so that code may move, and is sorted, so that two people who
// change it seldom meet. The fingerprint alone decides; all else is there to be
// read. Files are relative to the folder of the baseline.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_PROJECT_BASELINE_H
#define STOWAWAY_PROJECT_BASELINE_H

#include "Text/TextError.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/raw_ostream.h"
#include <optional>

namespace stowaway::project {

/// In the order of the columns, which is the order of the lines.
struct BaselineEntry {
  std::string File, Function, Path, Check, Fingerprint;
  auto operator<=>(const BaselineEntry &) const = default;
};

class Baseline {
public:
  /// \returns nothing if \p Errors grew.
  static std::optional<Baseline> read(llvm::MemoryBufferRef Buffer,
                                      std::vector<text::TextError> &Errors);

  bool contains(llvm::StringRef Fingerprint) const {
    return Fingerprints.contains(Fingerprint);
  }
  bool empty() const { return Entries.empty(); }
  llvm::ArrayRef<BaselineEntry> entries() const { return Entries; }

private:
  std::vector<BaselineEntry> Entries;
  llvm::StringSet<> Fingerprints;
};

/// Sorts \p Entries and writes the file that Baseline::read() reads.
void writeBaseline(std::vector<BaselineEntry> Entries, llvm::raw_ostream &OS);

} // namespace stowaway::project

#endif // STOWAWAY_PROJECT_BASELINE_H
