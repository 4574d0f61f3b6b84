//===- SarifWriter.cpp - How do code scanners show a finding? ---*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// SARIF 2.1.0 as GitHub code scanning, CodeChecker and the editors' viewers
// read it. The carried path is there twice: as related locations, to which the
// message links, and as a code flow ("show paths"). Our identity of a finding
// has a key of its own, since GitHub keeps "primaryLocationLineHash" for
// itself.
//
//===----------------------------------------------------------------------===//

#include "Audit/Checks.h"
#include "Report/Fingerprint.h"
#include "Report/Writer.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"
#include <map>

using llvm::json::OStream;

namespace stowaway::report {

static constexpr llvm::StringLiteral Root = "SRCROOT";

static std::string utf8(llvm::StringRef Text) {
  return llvm::json::isUTF8(Text) ? Text.str() : llvm::json::fixUTF8(Text);
}

/// Percent-encodes what cannot stand in a path of a URI.
static std::string encodePath(llvm::StringRef Path) {
  std::string Result;
  for (unsigned char C : Path) {
    if (llvm::isAlnum(C) || llvm::StringRef("/-._~+@").contains(C)) {
      Result += C;
      continue;
    }
    Result += '%';
    Result += llvm::hexdigit(C >> 4);
    Result += llvm::hexdigit(C & 15);
  }
  return Result;
}

static void writeArtifact(OStream &J, llvm::StringRef File) {
  J.attributeObject("artifactLocation", [&] {
    if (File.starts_with("/")) {
      J.attribute("uri", "file://" + encodePath(File));
      return;
    }
    J.attribute("uri", encodePath(File));
    J.attribute("uriBaseId", Root);
  });
}

/// The column in characters of byte column \p Column of \p Line.
static unsigned characters(llvm::StringRef Line, unsigned Column) {
  unsigned Count = 1;
  for (unsigned char C : Line.take_front(Column - 1))
    Count += (C & 0xC0) != 0x80; // continuation bytes do not begin one
  return Count;
}

static void writeRegion(OStream &J, const Location &At) {
  J.attributeObject("region", [&] {
    J.attribute("startLine", At.Line);
    J.attribute("startColumn", characters(At.SourceLine, At.Column));
    // What is underlined from the place itself on.
    for (const Span &S : At.Ranges) {
      if (S.Line != At.Line || S.Column != At.Column)
        continue;
      J.attribute("endLine", S.EndLine);
      // Other lines are not at hand to count characters in; without a column
      // the region goes to the line's end.
      if (S.EndLine == At.Line)
        J.attribute("endColumn", characters(At.SourceLine, S.EndColumn));
      break;
    }
  });
}

static void writePhysicalLocation(OStream &J, const Location &At) {
  J.attributeObject("physicalLocation", [&] {
    writeArtifact(J, At.File);
    writeRegion(J, At);
  });
}

static void writeMessage(OStream &J, llvm::StringRef Key,
                         llvm::StringRef Text) {
  J.attributeObject(Key, [&] { J.attribute("text", utf8(Text)); });
}

/// Text of a link must escape brackets.
static std::string linkText(llvm::StringRef Text) {
  std::string Result;
  for (char C : Text) {
    if (C == '[' || C == ']')
      Result += '\\';
    Result += C;
  }
  return Result;
}

static llvm::SmallVector<const Note *> placedNotes(const Finding &F) {
  llvm::SmallVector<const Note *> Result;
  for (const Note &N : F.Notes)
    if (N.At.isValid())
      Result.push_back(&N);
  return Result;
}

static void writeCodeFlow(OStream &J, const Finding &F,
                          llvm::ArrayRef<const Note *> Notes) {
  auto Step = [&](const Location &At, llvm::StringRef Message, unsigned Nesting,
                  llvm::StringRef Importance) {
    J.object([&] {
      J.attributeObject("location", [&] {
        writePhysicalLocation(J, At);
        writeMessage(J, "message", Message);
      });
      J.attribute("nestingLevel", Nesting);
      J.attribute("importance", Importance);
    });
  };
  J.attributeArray("codeFlows", [&] {
    J.object([&] {
      J.attributeArray("threadFlows", [&] {
        J.object([&] {
          J.attributeArray("locations", [&] {
            Step(F.At, "launched here", 0, "essential");
            for (const auto &[I, N] : llvm::enumerate(Notes))
              Step(N->At, N->Message, N->K == Note::Path ? I + 1 : 1,
                   N->K == Note::Cause ? "essential" : "important");
          });
        });
      });
    });
  });
}

static void writeReplacement(OStream &J, const Edit &E) {
  J.object([&] {
    J.attributeObject("deletedRegion", [&] {
      const Span &S = E.Replaced;
      if (S.Line == S.EndLine) {
        J.attribute("startLine", S.Line);
        J.attribute("startColumn", characters(E.At.SourceLine, S.Column));
        J.attribute("endColumn", characters(E.At.SourceLine, S.EndColumn));
      } else {
        J.attribute("byteOffset", E.At.Offset);
        J.attribute("byteLength", E.Length);
      }
    });
    writeMessage(J, "insertedContent", E.Text);
  });
}

static void writeFixes(OStream &J, const Finding &F) {
  if (llvm::all_of(F.Remedies, [](const Remedy &R) { return R.Edits.empty(); }))
    return;
  J.attributeArray("fixes", [&] {
    for (const Remedy &R : F.Remedies) {
      if (R.Edits.empty())
        continue;
      std::map<std::string, std::vector<const Edit *>> ByFile;
      for (const Edit &E : R.Edits)
        ByFile[E.At.File].push_back(&E);
      J.object([&] {
        writeMessage(J, "description", R.Title);
        J.attributeArray("artifactChanges", [&] {
          for (const auto &[File, Edits] : ByFile)
            J.object([&, &File = File, &Edits = Edits] {
              writeArtifact(J, File);
              J.attributeArray("replacements", [&] {
                for (const Edit *E : Edits)
                  writeReplacement(J, *E);
              });
            });
        });
      });
    }
  });
}

static unsigned ruleIndex(llvm::StringRef Check) {
  llvm::ArrayRef<audit::CheckInfo> Checks = audit::allChecks();
  return llvm::find_if(Checks, [&](const auto &C) { return C.Id == Check; }) -
         Checks.begin();
}

static void writeResult(OStream &J, const Finding &F,
                        llvm::StringRef Fingerprint) {
  llvm::SmallVector<const Note *> Notes = placedNotes(F);
  // The first sentence alone must do; some viewers show nothing else.
  std::string Text = F.Message + ".";
  for (const auto &[I, N] : llvm::enumerate(Notes))
    Text += "\n[" + linkText(N->Message) + "](" + std::to_string(I + 1) + ")";
  for (const Remedy &R : F.Remedies)
    Text += "\nTo repair: " + R.Title;

  J.object([&] {
    J.attribute("ruleId", F.Check);
    J.attribute("ruleIndex", ruleIndex(F.Check));
    J.attribute("level", F.Certainty == audit::Confidence::Definite
                             ? "error"
                             : "warning");
    writeMessage(J, "message", Text);
    J.attributeArray("locations", [&] {
      J.object([&] {
        writePhysicalLocation(J, F.At);
        if (!F.Enclosing.empty())
          J.attributeArray("logicalLocations", [&] {
            J.object([&] {
              J.attribute("fullyQualifiedName", utf8(F.Enclosing));
              J.attribute("kind", "function");
            });
          });
      });
    });
    J.attributeArray("relatedLocations", [&] {
      for (const auto &[I, N] : llvm::enumerate(Notes))
        J.object([&, I = I, N = N] {
          J.attribute("id", int64_t(I + 1));
          writePhysicalLocation(J, N->At);
          writeMessage(J, "message", N->Message);
        });
    });
    writeCodeFlow(J, F, Notes);
    writeFixes(J, F);
    J.attributeObject("partialFingerprints", [&] {
      J.attribute("stowaway/pathHash/v1", Fingerprint);
    });
    J.attributeObject("properties", [&] {
      J.attribute("confidence", audit::toString(F.Certainty));
      J.attribute("boundary", models::toString(F.Crosses));
      J.attribute("path", utf8(F.PathText));
    });
  });
}

static void writeRule(OStream &J, const audit::CheckInfo &C) {
  std::string Sentence = C.Summary.str() + ".";
  Sentence.front() = llvm::toUpper(Sentence.front());
  J.object([&] {
    J.attribute("id", C.Id);
    J.attribute("name", C.Title);
    writeMessage(J, "shortDescription", C.Title);
    writeMessage(J, "fullDescription", Sentence);
    writeMessage(J, "help",
                 Sentence + " 'stowaway explain " + C.Id.str() +
                     "' shows an example, its repair, options and limits.");
    J.attributeObject("properties", [&] {
      J.attribute("precision", "high");
      J.attribute("problem.severity", "error");
      J.attributeArray("tags", [&] {
        J.value("correctness");
        J.value("concurrency");
      });
    });
  });
}

static void writeInvocation(OStream &J, const Report &R) {
  J.object([&] {
    J.attribute("executionSuccessful", R.Failures.empty());
    J.attributeObject("workingDirectory", [&] {
      J.attribute("uri", "file://" + encodePath(R.Directory) + "/");
    });
    J.attributeArray("toolExecutionNotifications", [&] {
      for (const Failure &F : R.Failures)
        J.object([&] {
          J.attribute("level", "error");
          writeMessage(J, "message",
                       F.File + ": " + llvm::join(F.Errors, "\n"));
        });
    });
  });
}

namespace {

class SarifWriter : public Writer {
public:
  void write(const Report &R, llvm::raw_ostream &OS) const override {
    std::vector<std::string> Ids = fingerprints(R);
    OStream J(OS, /*IndentSize=*/2);
    J.object([&] {
      J.attribute("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
      J.attribute("version", "2.1.0");
      J.attributeArray("runs", [&] { J.object([&] { writeRun(J, R, Ids); }); });
    });
    OS << '\n';
  }

private:
  static void writeRun(OStream &J, const Report &R,
                       llvm::ArrayRef<std::string> Ids) {
    J.attributeObject("tool", [&] {
      J.attributeObject("driver", [&] {
        J.attribute("name", "stowaway");
        J.attribute("semanticVersion", STOWAWAY_VERSION);
        J.attributeArray("rules", [&] {
          for (const audit::CheckInfo &C : audit::allChecks())
            writeRule(J, C);
        });
      });
    });
    J.attribute("columnKind", "unicodeCodePoints");
    J.attributeObject("originalUriBaseIds", [&] {
      J.attributeObject(Root, [&] {
        J.attribute("uri", "file://" + encodePath(R.Directory) + "/");
      });
    });
    J.attributeArray("invocations", [&] { writeInvocation(J, R); });
    J.attributeArray("results", [&] {
      for (const auto &[F, Id] : llvm::zip_equal(R.Findings, Ids))
        writeResult(J, F, Id);
    });
  }
};

} // namespace

std::unique_ptr<Writer> createSarifWriter(const WriterOptions &) {
  return std::make_unique<SarifWriter>();
}

} // namespace stowaway::report
