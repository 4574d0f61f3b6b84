//===- Resolver.cpp - Where in the files is what was found? -----*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Resolver.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/DiagnosticOptions.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/DiagnosticRenderer.h"
#include "clang/Lex/Lexer.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace stowaway::report {

llvm::StringRef relativeTo(llvm::StringRef Absolute,
                           llvm::StringRef Directory) {
  Directory = Directory.rtrim('/');
  llvm::StringRef Rest = Absolute;
  if (!Directory.empty() && Rest.consume_front(Directory) &&
      Rest.consume_front("/") && !Rest.empty())
    return Rest;
  return Absolute;
}

std::string fileName(const SourceManager &SM, SourceLocation Loc,
                     llvm::StringRef Directory) {
  FileID File = SM.getFileID(SM.getFileLoc(Loc));
  OptionalFileEntryRef Entry = SM.getFileEntryRefForID(File);
  if (!Entry)
    return SM.getBufferName(SM.getLocForStartOfFile(File)).str();
  llvm::SmallString<256> Path = Entry->getName();
  SM.getFileManager().makeAbsolutePath(Path);
  llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
  // Behind a symbolic link '..' leads elsewhere: /lib/gcc/.. may be /usr/lib.
  if (llvm::StringRef Real = Entry->getFileEntry().tryGetRealPathName();
      !Real.empty() && !SM.getFileManager().getVirtualFileSystem().exists(Path))
    Path = Real;
  return relativeTo(Path, Directory).str();
}

/// The text of the line around \p Offset, without its end.
static llvm::StringRef lineAt(llvm::StringRef Buffer, unsigned Offset) {
  if (Offset > Buffer.size())
    return {};
  size_t Begin = Buffer.take_front(Offset).rfind('\n');
  Begin = Begin == llvm::StringRef::npos ? 0 : Begin + 1;
  return Buffer.substr(Begin)
      .take_until([](char C) { return C == '\n'; })
      .rtrim('\r');
}

static Location locate(const SourceManager &SM, SourceLocation Loc,
                       llvm::StringRef Directory) {
  Location Result;
  if (Loc.isInvalid())
    return Result;
  Loc = SM.getFileLoc(Loc);
  auto [File, Offset] = SM.getDecomposedLoc(Loc);
  Result.File = fileName(SM, Loc, Directory);
  Result.Line = SM.getLineNumber(File, Offset);
  Result.Column = SM.getColumnNumber(File, Offset);
  Result.Offset = Offset;
  bool Invalid = false;
  llvm::StringRef Buffer = SM.getBufferData(File, &Invalid);
  if (!Invalid)
    Result.SourceLine = lineAt(Buffer, Offset).str();
  return Result;
}

static std::optional<Span> spanOf(const SourceManager &SM,
                                  const LangOptions &LangOpts,
                                  CharSourceRange Range) {
  SourceLocation Begin = Range.getBegin(), End = Range.getEnd();
  if (!Begin.isFileID() || !End.isFileID() || Begin.isInvalid() ||
      End.isInvalid())
    return std::nullopt;
  auto [File, BeginOffset] = SM.getDecomposedLoc(Begin);
  auto [EndFile, EndOffset] = SM.getDecomposedLoc(End);
  if (Range.isTokenRange())
    EndOffset += Lexer::MeasureTokenLength(End, SM, LangOpts);
  if (File != EndFile || EndOffset < BeginOffset)
    return std::nullopt;
  return Span{SM.getLineNumber(File, BeginOffset),
              SM.getColumnNumber(File, BeginOffset),
              SM.getLineNumber(File, EndOffset),
              SM.getColumnNumber(File, EndOffset)};
}

namespace {

/// Lets clang walk the macro expansions and keeps what it would print.
class Collector : public DiagnosticNoteRenderer {
public:
  struct Line {
    std::string Message;
    Location At;
  };

  Collector(const SourceManager &SM, const LangOptions &LangOpts,
            DiagnosticOptions &Options, llvm::StringRef Directory)
      : DiagnosticNoteRenderer(LangOpts, Options), SM(SM),
        Directory(Directory) {}

  std::vector<Line> collect(SourceLocation Loc, SourceRange Range,
                            llvm::StringRef Message) {
    Lines.clear();
    if (Loc.isInvalid())
      return {{Message.str(), Location()}};
    llvm::SmallVector<CharSourceRange, 1> Ranges;
    if (Range.isValid())
      Ranges.push_back(CharSourceRange::getTokenRange(Range));
    emitDiagnostic(FullSourceLoc(Loc, SM), DiagnosticsEngine::Note, Message,
                   Ranges, {});
    return std::move(Lines);
  }

protected:
  void emitDiagnosticMessage(FullSourceLoc Loc, PresumedLoc,
                             DiagnosticsEngine::Level, llvm::StringRef Message,
                             llvm::ArrayRef<CharSourceRange>,
                             DiagOrStoredDiag) override {
    Lines.push_back({Message.str(),
                     Loc.isValid() ? locate(SM, Loc, Directory) : Location()});
  }
  void emitCodeContext(FullSourceLoc, DiagnosticsEngine::Level,
                       llvm::SmallVectorImpl<CharSourceRange> &Ranges,
                       llvm::ArrayRef<FixItHint>) override {
    if (Lines.empty())
      return;
    for (CharSourceRange Range : Ranges)
      if (std::optional<Span> S = spanOf(SM, LangOpts, Range))
        Lines.back().At.Ranges.push_back(*S);
  }
  void emitDiagnosticLoc(FullSourceLoc, PresumedLoc, DiagnosticsEngine::Level,
                         llvm::ArrayRef<CharSourceRange>) override {}
  void emitNote(FullSourceLoc, llvm::StringRef) override {}

private:
  const SourceManager &SM;
  llvm::StringRef Directory;
  std::vector<Line> Lines;
};

} // namespace

Resolver::Resolver(const ASTContext &Context, llvm::StringRef Directory)
    : SM(Context.getSourceManager()), LangOpts(Context.getLangOpts()),
      Directory(Directory) {}

Location Resolver::resolve(SourceLocation Loc) const {
  return locate(SM, Loc, Directory);
}

static Note::Kind kindOf(audit::Note::Kind K) {
  switch (K) {
  case audit::Note::Path:
    return Note::Path;
  case audit::Note::State:
    return Note::State;
  case audit::Note::Cause:
    return Note::Cause;
  case audit::Note::Context:
    return Note::Context;
  }
  llvm_unreachable("unknown kind of note");
}

static std::optional<Edit> resolveEdit(const audit::Edit &E,
                                       const SourceManager &SM,
                                       const LangOptions &LangOpts,
                                       llvm::StringRef Directory) {
  CharSourceRange Range = Lexer::makeFileCharRange(E.Range, SM, LangOpts);
  std::optional<Span> Replaced = spanOf(SM, LangOpts, Range);
  if (!Replaced)
    return std::nullopt;
  Edit Result;
  Result.At = locate(SM, Range.getBegin(), Directory);
  Result.Length = SM.getFileOffset(Range.getEnd()) - Result.At.Offset;
  Result.Replaced = *Replaced;
  Result.Text = E.Text;
  return Result;
}

Finding Resolver::outline(const audit::Finding &F) const {
  Finding R;
  R.Check = F.Check;
  R.Certainty = F.Certainty;
  R.Crosses = F.Crosses;
  R.Message = F.Message;
  R.At = locate(SM, F.Loc, Directory);
  R.LaunchName = F.LaunchName;
  R.TargetName = F.TargetName;
  R.HandleType = F.HandleType;
  R.HandleKind = F.HandleKind;
  R.HandleState = F.HandleState;
  R.Reason = F.Reason;
  R.Enclosing = F.Enclosing;
  R.PathText = F.PathText;
  return R;
}

Finding Resolver::resolve(const audit::Finding &F) const {
  DiagnosticOptions Options;
  Collector Places(SM, LangOpts, Options, Directory);
  Finding R = outline(F);

  auto AddExpansions = [&](std::vector<Collector::Line> Lines) {
    for (Collector::Line &L : llvm::drop_begin(Lines))
      R.Notes.push_back(
          {Note::Expansion, std::move(L.Message), std::move(L.At)});
  };
  std::vector<Collector::Line> Lines =
      Places.collect(F.Loc, F.Range, F.Message);
  R.At = Lines.front().At;
  AddExpansions(std::move(Lines));
  for (const audit::Note &N : F.Notes) {
    Lines = Places.collect(N.Loc, N.Range, N.Message);
    R.Notes.push_back({kindOf(N.K), N.Message, Lines.front().At});
    AddExpansions(std::move(Lines));
  }
  for (const audit::PathStep &S : F.Path) {
    Location At = Places.collect(S.Loc, S.Range, "").front().At;
    R.Path.push_back({S.K, S.Name, S.Type, std::move(At)});
  }
  for (const audit::Remedy &From : F.Remedies) {
    Remedy To{From.Name, From.Title, locate(SM, From.Loc, Directory), {}};
    for (const audit::Edit &E : From.Edits) {
      std::optional<Edit> Resolved = resolveEdit(E, SM, LangOpts, Directory);
      if (!Resolved) {
        // Half an edit is worse than none.
        To.Edits.clear();
        break;
      }
      To.Edits.push_back(std::move(*Resolved));
    }
    R.Remedies.push_back(std::move(To));
  }
  return R;
}

Barrier Resolver::resolve(const audit::Barrier &B) const {
  return {B.Name, B.Message, locate(SM, B.Loc, Directory),
          locate(SM, B.LaunchLoc, Directory)};
}

} // namespace stowaway::report
