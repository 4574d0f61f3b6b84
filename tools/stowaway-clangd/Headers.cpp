//===- Headers.cpp - What of the included headers can matter? ---*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Headers.h"
#include "Report/CheckGlobs.h"
#include "Tidy/MainFile.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExternalASTSource.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/PrecompiledPreamble.h"
#include "clang/Lex/PPCallbacks.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace stowaway::editor {

Headers::Headers()
    : Projects(report::checkIds(), project::ProjectFiles::OnChanges) {}

std::shared_ptr<const Words> Headers::words(llvm::StringRef MainFile,
                                            llvm::vfs::FileSystem &Files) {
  std::vector<std::string> Names;
  if (auto Project =
          Projects.nearest(llvm::sys::path::parent_path(MainFile), Files);
      Project && Project->File)
    for (const auto &Path : Project->File->Models)
      if (Files.exists(Path.Value))
        Names.push_back(Path.Value);
  std::string All = llvm::join(Names, ";");
  std::shared_ptr<const tidy::LoadedModels> Loaded = Models.get(All);
  std::lock_guard<std::mutex> Lock(Guard);
  KnownWords &Of = Known[All];
  if (Of.Of != Loaded)
    Of = {Loaded, std::make_shared<const Words>(Words{
                      hintWords(Loaded->Set), launchWords(Loaded->Set),
                      transferWords(Loaded->Set), callerWords(Loaded->Set)})};
  return Of.All;
}

void Headers::set(llvm::StringRef MainFile, Precompiled Of) {
  std::lock_guard<std::mutex> Lock(Guard);
  if (!Of.HasBodies && Of.Launching.empty())
    Included.erase(MainFile);
  else
    Included[MainFile] = std::move(Of);
}

Precompiled Headers::get(llvm::StringRef MainFile) const {
  std::lock_guard<std::mutex> Lock(Guard);
  return Included.lookup(MainFile);
}

static std::string mainFileName(const SourceManager &SM) {
  OptionalFileEntryRef File = SM.getFileEntryRefForID(SM.getMainFileID());
  return File ? File->getName().str() : std::string();
}

namespace {

class KeepBodies : public PreambleCallbacks {
public:
  KeepBodies(PreambleCallbacks &Clangd, llvm::StringRef Text,
             std::shared_ptr<const Words> Words, std::shared_ptr<Headers> Into)
      : Clangd(Clangd), Into(std::move(Into)), Launching(std::move(Words)) {
    Found.HasBodies = Launching->mayLaunch(Text);
  }

  void BeforeExecute(CompilerInstance &CI) override {
    SM = &CI.getSourceManager();
    Clangd.BeforeExecute(CI);
  }
  void AfterExecute(CompilerInstance &CI) override {
    Into->set(mainFileName(CI.getSourceManager()), std::move(Found));
    Clangd.AfterExecute(CI);
  }
  void AfterPCHEmitted(ASTWriter &Writer) override {
    Clangd.AfterPCHEmitted(Writer);
  }
  void HandleTopLevelDecl(DeclGroupRef Group) override {
    Clangd.HandleTopLevelDecl(Group);
  }
  CommentHandler *getCommentHandler() override {
    return Clangd.getCommentHandler();
  }
  std::unique_ptr<PPCallbacks> createPPCallbacks() override;
  bool shouldSkipFunctionBody(Decl *D) override {
    return !matters(D) && Clangd.shouldSkipFunctionBody(D);
  }

  /// The preprocessor begins to read \p File.
  void enter(FileID File) {
    SourceLocation Start = SM->getLocForStartOfFile(File);
    if (SM->isInSystemHeader(Start) || File == SM->getMainFileID())
      return;
    OptionalFileEntryRef Entry = SM->getFileEntryRefForID(File);
    llvm::StringRef Text = SM->getBufferData(File);
    if (!Entry || !Launching->mayLaunch(Text))
      return;
    SourceLocation Main = SM->getLocForStartOfFile(SM->getMainFileID());
    Found.Launching.push_back({Entry->getName().str(),
                               Start.getRawEncoding() - Main.getRawEncoding()});
  }

private:
  bool matters(const Decl *D);

  PreambleCallbacks &Clangd;
  std::shared_ptr<Headers> Into;
  std::shared_ptr<const Words> Launching;
  /// Names of templates whose bodies launch, or call one of these.
  llvm::StringSet<> Kept;
  SourceManager *SM = nullptr;
  Precompiled Found;
};

/// A function's body is parsed once; a template's is instantiated at each edit.
bool KeepBodies::matters(const Decl *D) {
  const FunctionDecl *F = D->getAsFunction();
  if (!F || !SM)
    return false;
  llvm::StringRef Name;
  if (const IdentifierInfo *Identifier = F->getIdentifier())
    Name = Identifier->getName();
  // std::for_each: only its body makes instances of a generic lambda.
  if (Launching->Callers.contains(Name))
    return true;
  if ((!Found.HasBodies && Found.Launching.empty()) ||
      SM->isInSystemHeader(F->getLocation()))
    return false;
  if (!F->isTemplated() || Launching->Transfers.contains(Name))
    return true;
  auto [File, Offset] = SM->getDecomposedExpansionLoc(F->getLocation());
  llvm::StringRef Text = SM->getBufferData(File).substr(Offset);
  if (!functionMentions(Text, Launching->Launches) &&
      !functionMentions(Text, Kept))
    return false;
  if (!Name.empty())
    Kept.insert(Name);
  if (const auto *Made = dyn_cast<CXXConstructorDecl>(F))
    Kept.insert(Made->getParent()->getName());
  return true;
}

class FileWatch : public PPCallbacks {
public:
  explicit FileWatch(KeepBodies &To) : To(To) {}
  void LexedFileChanged(FileID File, LexedFileChangeReason Reason,
                        SrcMgr::CharacteristicKind, FileID,
                        SourceLocation) override {
    if (Reason == LexedFileChangeReason::EnterFile)
      To.enter(File);
  }

private:
  KeepBodies &To;
};

std::unique_ptr<PPCallbacks> KeepBodies::createPPCallbacks() {
  auto Ours = std::make_unique<FileWatch>(*this);
  std::unique_ptr<PPCallbacks> Theirs = Clangd.createPPCallbacks();
  if (!Theirs)
    return Ours;
  return std::make_unique<PPChainedCallbacks>(std::move(Ours),
                                              std::move(Theirs));
}

class EditorHost : public tidy::Host {
public:
  explicit EditorHost(std::shared_ptr<const Headers> Included)
      : Included(std::move(Included)) {}

  bool showsMainFileOnly() const override { return true; }

  std::vector<Decl *> moreDecls(ASTContext &Context) const override {
    llvm::SmallVector<Decl *, 64> Found;
    addPrecompiled(Context, Found);
    // Headers that are included below the first declaration.
    const SourceManager &SM = Context.getSourceManager();
    for (Decl *D : Context.getTranslationUnitDecl()->noload_decls())
      if (!D->isFromASTFile() && D->getLocation().isValid() &&
          !tidy::isInMainFile(D->getLocation(), SM) &&
          !SM.isInSystemHeader(D->getLocation()))
        Found.push_back(D);
    return {Found.begin(), Found.end()};
  }

private:
  void addPrecompiled(ASTContext &Context,
                      llvm::SmallVectorImpl<Decl *> &Into) const {
    const SourceManager &SM = Context.getSourceManager();
    ExternalASTSource *Precompiled = Context.getExternalSource();
    FileID Preamble = SM.getPreambleFileID();
    if (!Precompiled || Preamble.isInvalid())
      return;
    SourceLocation Main = SM.getLocForStartOfFile(Preamble);
    for (const Header &H : Included->get(mainFileName(SM)).Launching) {
      FileID File = SM.getFileID(Main.getLocWithOffset(int(H.Distance)));
      OptionalFileEntryRef Entry = SM.getFileEntryRefForID(File);
      // An older preamble may still be in use.
      if (Entry && Entry->getName() == H.File)
        Precompiled->FindFileRegionDecls(
            File, 0, unsigned(SM.getFileIDSize(File)), Into);
    }
  }

  std::shared_ptr<const Headers> Included;
};

} // namespace

std::unique_ptr<PreambleCallbacks>
keepBodies(PreambleCallbacks &Clangd, llvm::StringRef Text,
           std::shared_ptr<const Words> Launching,
           std::shared_ptr<Headers> Into) {
  return std::make_unique<KeepBodies>(Clangd, Text, std::move(Launching),
                                      std::move(Into));
}

std::shared_ptr<const tidy::Host>
makeHost(std::shared_ptr<const Headers> Included) {
  return std::make_shared<const EditorHost>(std::move(Included));
}

} // namespace stowaway::editor
