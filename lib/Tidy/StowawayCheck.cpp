//===- StowawayCheck.cpp - How does one check run in clang-tidy? -*- C++ -*-==//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Tidy/StowawayCheck.h"
#include "Report/Shown.h"
#include "Report/Suppression.h"
#include "Tidy/MainFile.h"
#include "clang/AST/ASTContext.h"
#include "clang/ASTMatchers/ASTMatchers.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace stowaway::tidy {

/// clang-tidy exports its own reading of booleans only as far as its own checks
/// need it.
static bool isTrue(llvm::StringRef Value) {
  return Value.equals_insensitive("true") || Value == "1";
}

/// Nothing: not set.
static std::optional<bool> readStrict(llvm::StringRef Value) {
  return Value.empty() ? std::nullopt : std::optional(isTrue(Value));
}

StowawayCheck::StowawayCheck(llvm::StringRef Name,
                             clang::tidy::ClangTidyContext *Context,
                             std::shared_ptr<SharedAudit> Audit)
    : ClangTidyCheck(Name, Context), Id(Name.str()),
      Settings{Options.getLocalOrGlobal("StartMethod", "").str(),
               readStrict(Options.getLocalOrGlobal("Strict", "")),
               Options.getLocalOrGlobal("Models", "").str()},
      Shared(std::move(Audit)) {
  Shared->want(Id, Settings);
}

void StowawayCheck::storeOptions(
    clang::tidy::ClangTidyOptions::OptionMap &Opts) {
  Options.store(Opts, "StartMethod", Settings.StartMethod);
  // What is not set is left to the project file, also by who reads this back.
  Options.store(Opts, "Strict",
                !Settings.Strict   ? ""
                : *Settings.Strict ? "true"
                                   : "false");
  Options.store(Opts, "Models", Settings.Models);
}

void StowawayCheck::registerMatchers(MatchFinder *Finder) {
  // A translation unit is matched as a whole where its whole is traversed;
  // editors traverse only the declarations of the open file.
  Finder->addMatcher(translationUnitDecl().bind("unit"), this);
  Finder->addMatcher(decl(hasDeclContext(translationUnitDecl())).bind("top"),
                     this);
}

void StowawayCheck::onStartOfTranslationUnit() {
  Shared->forget();
  Done = false;
}

/// Where the settings are wrong is no place of the code; an editor needs one.
void StowawayCheck::complain(const SourceManager &SM,
                             const std::string &Message) {
  if (Shared->host().showsMainFileOnly())
    diag(SM.getLocForStartOfFile(SM.getMainFileID()), "%0") << Message;
  else
    configurationDiag("%0") << Message;
}

void StowawayCheck::checkSettings(const SourceManager &SM) {
  const LoadedModels &Loaded = Shared->models(Settings, SM);
  for (const text::TextError &E : Shared->newErrors(Settings, SM)) {
    std::string Where = E.File;
    if (E.Line)
      Where += llvm::formatv(":{0}:{1}", E.Line, E.Column);
    complain(SM, Where + ": " + E.Message);
  }
  llvm::StringRef Strict = Options.getLocalOrGlobal("Strict", "");
  if (!Strict.empty() && !isTrue(Strict) &&
      !Strict.equals_insensitive("false") && Strict != "0")
    complain(SM, llvm::formatv("'{0}' is no value of Strict; it is true or "
                               "false",
                               Strict));
  if (!Settings.StartMethod.empty() &&
      !llvm::is_contained(Loaded.StartMethods, Settings.StartMethod))
    complain(SM, llvm::formatv("'{0}' is no start method; it is one of {1}",
                               Settings.StartMethod,
                               llvm::join(Loaded.StartMethods, ", ")));
}

void StowawayCheck::check(const MatchFinder::MatchResult &Result) {
  if (Done)
    return;
  Done = true;
  const SourceManager &SM = *Result.SourceManager;
  checkSettings(SM);
  report::Suppression Comments(SM, report::Suppression::LeftToHost);
  // The host reads NOLINT where it shows a finding, not where that lies.
  report::Suppression InHeaders(SM, report::Suppression::Obeyed);
  for (const audit::Finding *F :
       Shared->findings(Id, Settings, *Result.Context)) {
    bool Moves =
        Shared->host().showsMainFileOnly() && !isInMainFile(F->Loc, SM);
    report::Suppression::Answer Answer = (Moves ? InHeaders : Comments).ask(*F);
    if (Answer.Is == report::Suppression::Silenced)
      continue;
    audit::Finding Shown = *F;
    if (Answer.Is == report::Suppression::NeedsReason)
      Shown.Notes.push_back({audit::Note::Context,
                             Answer.Comment,
                             {},
                             report::needsReasonMessage().str()});
    if (Moves)
      moveToMainFile(Shown, SM);
    show(Shown, *Result.Context);
  }
}

/// The warning goes where the host shows it; a note keeps its place.
void StowawayCheck::moveToMainFile(audit::Finding &F, const SourceManager &SM) {
  CharSourceRange Place = placeInMainFile(F, SM);
  if (Place.isInvalid())
    return;
  F.Notes.insert(F.Notes.begin(), {audit::Note::Context, F.Loc, F.Range,
                                   "the launch is here, in an included file"});
  F.Loc = Place.getBegin();
  F.Range = Place.getAsRange();
  F.Message = "in included file: " + F.Message;
}

/// The edits as clang's, or none if one of them cannot be expressed. An editor
/// edits the open file alone, and drops notes that would edit others.
static std::vector<FixItHint>
fixIts(const audit::Remedy &R, const ASTContext &Context, bool OpenFileOnly) {
  const SourceManager &SM = Context.getSourceManager();
  std::vector<FixItHint> Hints;
  for (const audit::Edit &E : R.Edits) {
    CharSourceRange Range =
        Lexer::makeFileCharRange(E.Range, SM, Context.getLangOpts());
    if (Range.isInvalid() ||
        (OpenFileOnly && !isInMainFile(Range.getBegin(), SM)))
      return {};
    Hints.push_back(FixItHint::CreateReplacement(Range, E.Text));
  }
  return Hints;
}

void StowawayCheck::show(const audit::Finding &F, ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  bool OpenFileOnly = Shared->host().showsMainFileOnly();
  // Messages go through "%0": they may hold a percent sign.
  {
    DiagnosticBuilder Warning = diag(F.Loc, "%0") << F.Message;
    if (F.Range.isValid())
      Warning << F.Range;
  }
  auto Note = [&](SourceLocation Loc, llvm::StringRef Message,
                  SourceRange Range = {}) {
    if (OpenFileOnly) {
      // An editor shows no expansions, and drops notes within macros.
      Loc = SM.getFileLoc(Loc);
      Range = {SM.getFileLoc(Range.getBegin()), SM.getFileLoc(Range.getEnd())};
    }
    DiagnosticBuilder Builder = diag(Loc, "%0", DiagnosticIDs::Note) << Message;
    if (Range.isValid())
      Builder << Range;
  };
  report::forEachShownNote(
      F.Notes.size(), /*FullPaths=*/false,
      [&](unsigned I) { return F.Notes[I].K == audit::Note::Path; },
      [](unsigned) { return false; },
      [&](unsigned I) {
        Note(F.Notes[I].Loc, F.Notes[I].Message, F.Notes[I].Range);
      },
      [&](unsigned I, unsigned Steps) {
        Note(F.Notes[I].Loc, report::leftOutMessage(Steps));
      });

  // Each remedy is a note of its own, so that an editor offers each of them.
  for (const audit::Remedy &R : F.Remedies) {
    // How macros expand explains a place; here it would be noise.
    SourceLocation Loc = SM.getFileLoc(R.Loc);
    DiagnosticBuilder Builder = diag(Loc, "%0", DiagnosticIDs::Note) << R.Title;
    for (const FixItHint &Hint : fixIts(R, Context, OpenFileOnly))
      Builder << Hint;
  }
}

} // namespace stowaway::tidy
