//===- JsonWriter.cpp - How does a program read a finding? ------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The format is described in docs/json. Fields are only ever added within a
// version; all are always present, so that a reader needs no defaults.
//
//===----------------------------------------------------------------------===//

#include "Report/Writer.h"
#include "llvm/Support/JSON.h"

using llvm::json::OStream;

namespace stowaway::report {

static void writePlace(OStream &J, llvm::StringRef Key, unsigned Line,
                       unsigned Column) {
  J.attributeObject(Key, [&] {
    J.attribute("line", Line);
    J.attribute("column", Column);
  });
}

static void writeSpan(OStream &J, const Span &S) {
  writePlace(J, "begin", S.Line, S.Column);
  writePlace(J, "end", S.EndLine, S.EndColumn);
}

/// Text from source files may be in any encoding; JSON is UTF-8.
static std::string utf8(llvm::StringRef Text) {
  return llvm::json::isUTF8(Text) ? Text.str() : llvm::json::fixUTF8(Text);
}

static void writeText(OStream &J, llvm::StringRef Key, llvm::StringRef Text) {
  J.attribute(Key, utf8(Text));
}

static void writeLocation(OStream &J, llvm::StringRef Key, const Location &L) {
  if (!L.isValid()) {
    J.attribute(Key, nullptr);
    return;
  }
  J.attributeObject(Key, [&] {
    writeText(J, "file", L.File);
    J.attribute("line", L.Line);
    J.attribute("column", L.Column);
    J.attribute("offset", L.Offset);
    writeText(J, "sourceLine", L.SourceLine);
    J.attributeArray("ranges", [&] {
      for (const Span &S : L.Ranges)
        J.object([&] { writeSpan(J, S); });
    });
  });
}

static void writeEdit(OStream &J, const Edit &E) {
  J.object([&] {
    writeText(J, "file", E.At.File);
    J.attribute("offset", E.At.Offset);
    J.attribute("length", E.Length);
    writeSpan(J, E.Replaced);
    writeText(J, "text", E.Text);
  });
}

static void writeFinding(OStream &J, const Finding &F) {
  J.object([&] {
    writeText(J, "check", F.Check);
    writeText(J, "confidence", audit::toString(F.Certainty));
    writeText(J, "boundary", models::toString(F.Crosses));
    writeText(J, "message", F.Message);
    writeLocation(J, "location", F.At);
    writeText(J, "enclosing", F.Enclosing);
    writeText(J, "launch", F.LaunchName);
    writeText(J, "target", F.TargetName);
    J.attributeObject("handle", [&] {
      writeText(J, "type", F.HandleType);
      writeText(J, "kind", F.HandleKind);
      if (F.HandleState.empty())
        J.attribute("state", nullptr);
      else
        writeText(J, "state", F.HandleState);
      writeText(J, "reason", F.Reason);
    });
    writeText(J, "pathText", F.PathText);
    J.attributeArray("path", [&] {
      for (const PathStep &S : F.Path)
        J.object([&] {
          writeText(J, "kind", audit::toString(S.Kind));
          writeText(J, "name", S.Name);
          writeText(J, "type", S.Type);
          writeLocation(J, "location", S.At);
        });
    });
    J.attributeArray("notes", [&] {
      for (const Note &N : F.Notes)
        J.object([&] {
          writeText(J, "kind", toString(N.K));
          writeText(J, "message", N.Message);
          writeLocation(J, "location", N.At);
        });
    });
    J.attributeArray("remedies", [&] {
      for (const Remedy &R : F.Remedies)
        J.object([&] {
          writeText(J, "name", R.Name);
          writeText(J, "title", R.Title);
          writeLocation(J, "location", R.At);
          J.attributeArray("edits", [&] {
            for (const Edit &E : R.Edits)
              writeEdit(J, E);
          });
        });
    });
  });
}

static void writeSummary(OStream &J, const Report &R) {
  J.attributeObject("summary", [&] {
    J.attribute("files", R.Files);
    J.attribute("failedFiles", int64_t(R.Failures.size()));
    J.attribute("findings", int64_t(R.Findings.size()));
    J.attribute("definite", R.count(audit::Confidence::Definite));
    J.attribute("possible", R.count(audit::Confidence::Possible));
    J.attribute("suppressed", R.Suppressed);
    J.attribute("old", R.Old);
    J.attribute("excludedFiles", R.Excluded);
  });
}

namespace {

class JsonWriter : public Writer {
public:
  void write(const Report &R, llvm::raw_ostream &OS) const override {
    OStream J(OS, /*IndentSize=*/2);
    J.object([&] {
      J.attribute("version", JsonVersion);
      J.attributeObject("tool", [&] {
        J.attribute("name", "stowaway");
        J.attribute("version", STOWAWAY_VERSION);
      });
      writeText(J, "workingDirectory", R.Directory);
      J.attributeArray("findings", [&] {
        for (const Finding &F : R.Findings)
          writeFinding(J, F);
      });
      J.attributeArray("barriers", [&] {
        for (const Barrier &B : R.Barriers)
          J.object([&] {
            writeText(J, "name", B.Name);
            writeText(J, "message", B.Message);
            writeLocation(J, "location", B.At);
            writeLocation(J, "launch", B.Launch);
          });
      });
      J.attributeArray("failedFiles", [&] {
        for (const Failure &F : R.Failures)
          J.object([&] {
            writeText(J, "file", F.File);
            J.attribute("errorCount", F.ErrorCount);
            J.attributeArray("errors", [&] {
              for (const std::string &E : F.Errors)
                J.value(utf8(E));
            });
          });
      });
      writeSummary(J, R);
    });
    OS << '\n';
  }
};

} // namespace

std::unique_ptr<Writer> createJsonWriter(const WriterOptions &) {
  return std::make_unique<JsonWriter>();
}

} // namespace stowaway::report
