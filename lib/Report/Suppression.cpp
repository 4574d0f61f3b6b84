//===- Suppression.cpp - Has a comment silenced this finding? ---*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Suppression.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace stowaway::report {

llvm::StringRef needsReasonMessage() {
  return "this comment silences nothing: 'stowaway: allow(...)' needs a reason "
         "after the parenthesis";
}

SuppressionComments::SuppressionComments(llvm::StringRef Text) {
  // Most files have neither; a search is cheap.
  if (Text.contains("NOLINT"))
    readNoLint(Text);
  if (Text.contains("stowaway:"))
    readAllow(Text);
}

namespace {

/// Walks over a text and knows the line it is on.
class Lines {
public:
  explicit Lines(llvm::StringRef Text) : Text(Text) {}
  /// The line of \p Offset, which must not decrease from call to call.
  unsigned lineOf(size_t Offset) {
    Line += Text.slice(Seen, Offset).count('\n');
    Seen = Offset;
    return Line;
  }

private:
  llvm::StringRef Text;
  size_t Seen = 0;
  unsigned Line = 1;
};

} // namespace

void SuppressionComments::readNoLint(llvm::StringRef Text) {
  enum Form : uint8_t { None, SameLine, NextLine, Begin, End };
  struct Open {
    unsigned Line;
    std::string Checks;
  };
  std::vector<Open> Blocks;
  Lines Where(Text);
  for (size_t At = Text.find("NOLINT"); At != llvm::StringRef::npos;
       At = Text.find("NOLINT", At + 1)) {
    llvm::StringRef Rest = Text.substr(At);
    llvm::StringRef Word =
        Rest.take_while([](char C) { return llvm::isAlnum(C) || C == '_'; });
    Form F = llvm::StringSwitch<Form>(Word)
                 .Case("NOLINT", SameLine)
                 .Case("NOLINTNEXTLINE", NextLine)
                 .Case("NOLINTBEGIN", Begin)
                 .Case("NOLINTEND", End)
                 .Default(None);
    if (F == None)
      continue;
    unsigned Line = Where.lineOf(At);
    Rest = Rest.drop_front(Word.size());
    std::string Checks = "*";
    if (Rest.consume_front("(") && Rest.contains(')'))
      Checks = Rest.split(')').first.trim().str();
    CheckGlobs Globs(Checks, CheckGlobs::Ignored);
    switch (F) {
    case None:
      break;
    case SameLine:
      NoLints.push_back({Line, Line, std::move(Globs)});
      break;
    case NextLine:
      NoLints.push_back({Line + 1, Line + 1, std::move(Globs)});
      break;
    case Begin:
      Blocks.push_back({Line, std::move(Checks)});
      break;
    case End:
      // As in clang-tidy, an end closes the last block, which must name the
      // same checks.
      if (!Blocks.empty() && Blocks.back().Checks == Checks) {
        NoLints.push_back({Blocks.back().Line, Line, std::move(Globs)});
        Blocks.pop_back();
      }
      break;
    }
  }
}

/// True if nothing but comments and space stands on \p Line.
static bool isCommentOnly(llvm::StringRef Line) {
  Line = Line.trim();
  return Line.starts_with("//") ||
         (Line.starts_with("/*") && Line.find("*/") + 2 == Line.size());
}

void SuppressionComments::readAllow(llvm::StringRef Text) {
  static constexpr llvm::StringLiteral Mark = "stowaway:";
  llvm::SmallVector<llvm::StringRef, 0> All;
  Text.split(All, '\n');
  for (unsigned I = 0; I < All.size(); ++I) {
    llvm::StringRef Line = All[I];
    size_t Comment = std::min(Line.find("//"), Line.find("/*"));
    if (Comment == llvm::StringRef::npos)
      continue;
    llvm::StringRef Body = Line.substr(Comment + 2).ltrim("/*!< \t");
    if (!Body.consume_front(Mark))
      continue;
    unsigned Offset = Line.data() + Comment - Text.data();
    Body = Body.trim();
    if (!Body.consume_front("allow")) {
      Mistakes.push_back({Offset, "expected 'allow(check-id) reason' after "
                                  "'stowaway:'"});
      continue;
    }
    Body = Body.ltrim();
    if (!Body.consume_front("(") || !Body.contains(')')) {
      Mistakes.push_back({Offset, "expected a check id in parentheses after "
                                  "'stowaway: allow'"});
      continue;
    }
    auto [Names, Reason] = Body.split(')');
    CheckGlobs Globs(Names, CheckGlobs::Ignored);
    for (const std::string &Stranger : Globs.strangers()) {
      std::string Message = "'" + Stranger + "' names no check";
      if (std::optional<llvm::StringRef> Near = nearestCheck(Stranger))
        Message += "; did you mean '" + Near->str() + "'?";
      Mistakes.push_back({Offset, std::move(Message)});
    }
    unsigned Target = I;
    if (isCommentOnly(Line))
      while (Target + 1 < All.size() && isCommentOnly(All[Target]))
        ++Target;
    bool HasReason = llvm::any_of(Reason.rtrim().rtrim("*/"),
                                  [](char C) { return llvm::isAlnum(C); });
    if (!HasReason)
      Mistakes.push_back({Offset, needsReasonMessage().str()});
    Allows.push_back({Target + 1, Offset, std::move(Globs), HasReason});
  }
}

bool SuppressionComments::hasNoLint(unsigned Line,
                                    llvm::StringRef Check) const {
  return llvm::any_of(NoLints, [&](const Marked &M) {
    return M.First <= Line && Line <= M.Last && M.Checks.contains(Check);
  });
}

const SuppressionComments::Allow *
SuppressionComments::allow(unsigned Line, llvm::StringRef Check) const {
  const Allow *Found = nullptr;
  for (const Allow &A : Allows)
    if (A.Line == Line && A.Checks.contains(Check))
      if (!Found || A.HasReason)
        Found = &A;
  return Found;
}

const SuppressionComments &Suppression::comments(FileID File) {
  std::unique_ptr<SuppressionComments> &Comments = Files[File];
  if (!Comments) {
    bool Invalid = false;
    llvm::StringRef Text = SM.getBufferData(File, &Invalid);
    Comments = std::make_unique<SuppressionComments>(Invalid ? "" : Text);
  }
  return *Comments;
}

Suppression::Answer Suppression::ask(const audit::Finding &F) {
  for (SourceLocation Loc = F.Loc; Lint == Obeyed && Loc.isValid();
       Loc = SM.getImmediateExpansionRange(Loc).getBegin()) {
    auto [File, Offset] = SM.getDecomposedSpellingLoc(Loc);
    if (comments(File).hasNoLint(SM.getLineNumber(File, Offset), F.Check))
      return {Silenced, {}};
    if (!Loc.isMacroID())
      break;
  }

  Answer Result;
  auto AskAt = [&](SourceLocation Loc) {
    if (Loc.isInvalid() || Result.Is == Silenced)
      return;
    auto [File, Offset] = SM.getDecomposedLoc(SM.getFileLoc(Loc));
    const SuppressionComments::Allow *A =
        comments(File).allow(SM.getLineNumber(File, Offset), F.Check);
    if (!A)
      return;
    Result.Is = A->HasReason ? Silenced : NeedsReason;
    Result.Comment = SM.getComposedLoc(File, A->Offset);
  };
  AskAt(F.Loc);
  AskAt(F.Range.getBegin());
  for (const audit::Note &N : F.Notes)
    if (N.K == audit::Note::Path)
      AskAt(N.Loc);
  return Result;
}

} // namespace stowaway::report
