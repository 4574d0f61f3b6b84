//===- GitlabWriter.cpp - How does GitLab show a finding? -------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A code quality report. GitLab compares the fingerprints of two branches, so
// they hold no line numbers; paths are relative, without "./".
//
//===----------------------------------------------------------------------===//

#include "Report/Fingerprint.h"
#include "Report/Writer.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/JSON.h"

namespace stowaway::report {

namespace {

class GitlabWriter : public Writer {
public:
  void write(const Report &R, llvm::raw_ostream &OS) const override {
    std::vector<std::string> Ids = fingerprints(R);
    llvm::json::OStream J(OS, /*IndentSize=*/2);
    J.array([&] {
      for (const auto &[F, Id] : llvm::zip_equal(R.Findings, Ids))
        J.object([&, &F = F, &Id = Id] {
          J.attribute("description", llvm::json::fixUTF8(F.Message));
          J.attribute("check_name", F.Check);
          J.attribute("fingerprint", Id);
          J.attribute("severity", F.Certainty == audit::Confidence::Definite
                                      ? "major"
                                      : "minor");
          J.attributeObject("location", [&] {
            J.attribute("path", llvm::json::fixUTF8(F.At.File));
            J.attributeObject("lines",
                              [&] { J.attribute("begin", F.At.Line); });
          });
        });
    });
    OS << '\n';
  }
};

} // namespace

std::unique_ptr<Writer> createGitlabWriter(const WriterOptions &) {
  return std::make_unique<GitlabWriter>();
}

} // namespace stowaway::report
