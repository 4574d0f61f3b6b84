//===- Writer.cpp - In which formats can a report be written? ---*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Writer.h"
#include "llvm/ADT/STLExtras.h"

namespace stowaway::report {

Writer::~Writer() = default;

static constexpr Format Formats[] = {
    {"text", "as clang prints diagnostics (the default)", createTextWriter},
    {"json", "everything, for programs; docs/json describes it",
     createJsonWriter},
    {"sarif", "SARIF 2.1.0, with the carried path as a code flow",
     createSarifWriter},
    {"github", "annotations of a GitHub workflow", createGithubWriter},
    {"gitlab", "a GitLab code quality report", createGitlabWriter},
};

llvm::ArrayRef<Format> allFormats() { return Formats; }

const Format *findFormat(llvm::StringRef Name) {
  const Format *Found =
      llvm::find_if(Formats, [&](const Format &F) { return F.Name == Name; });
  return Found == std::end(Formats) ? nullptr : Found;
}

} // namespace stowaway::report
