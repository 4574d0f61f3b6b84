//===- Headers.cpp - What of the included headers can matter? ---*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Headers.h"
#include "Hints.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExternalASTSource.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/PrecompiledPreamble.h"
#include "clang/Lex/PPCallbacks.h"
#include "llvm/ADT/StringSet.h"

using namespace clang;

namespace stowaway::editor {

std::shared_ptr<const tidy::LoadedModels> Headers::models() {
  return Models.get("");
}

void Headers::set(llvm::StringRef MainFile, std::vector<Header> Of) {
  std::lock_guard<std::mutex> Lock(Guard);
  if (Of.empty())
    Known.erase(MainFile);
  else
    Known[MainFile] = std::move(Of);
}

std::vector<Header> Headers::get(llvm::StringRef MainFile) const {
  std::lock_guard<std::mutex> Lock(Guard);
  return Known.lookup(MainFile);
}

static std::string mainFileName(const SourceManager &SM) {
  OptionalFileEntryRef File = SM.getFileEntryRefForID(SM.getMainFileID());
  return File ? File->getName().str() : std::string();
}

namespace {

class KeepBodies : public PreambleCallbacks {
public:
  KeepBodies(PreambleCallbacks &Clangd, std::shared_ptr<Headers> Into)
      : Clangd(Clangd), Into(std::move(Into)), Models(this->Into->models()),
        Hints(Models->Set.hints()) {
    Hints.push_back("STOWAWAY_LAUNCH");
    for (const auto &Model : Models->Set.models())
      for (const models::HigherOrder &Calls : Model->HigherOrders)
        Callers.insert(llvm::StringRef(Calls.Name).rsplit("::").second);
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
    if (SM && !Found.empty() && !SM->isInSystemHeader(D->getLocation()))
      return false;
    // std::for_each: only its body makes instances of a generic lambda.
    if (const auto *Named = dyn_cast<NamedDecl>(D))
      if (const IdentifierInfo *Name = Named->getIdentifier())
        if (Callers.contains(Name->getName()))
          return false;
    return Clangd.shouldSkipFunctionBody(D);
  }

  /// The preprocessor begins to read \p File.
  void enter(FileID File) {
    SourceLocation Start = SM->getLocForStartOfFile(File);
    if (SM->isInSystemHeader(Start) || File == SM->getMainFileID())
      return;
    OptionalFileEntryRef Entry = SM->getFileEntryRefForID(File);
    if (!Entry || !mentions(SM->getBufferData(File), Hints))
      return;
    SourceLocation Main = SM->getLocForStartOfFile(SM->getMainFileID());
    Found.push_back({Entry->getName().str(),
                     Start.getRawEncoding() - Main.getRawEncoding()});
  }

private:
  PreambleCallbacks &Clangd;
  std::shared_ptr<Headers> Into;
  std::shared_ptr<const tidy::LoadedModels> Models;
  std::vector<llvm::StringRef> Hints;
  llvm::StringSet<> Callers;
  SourceManager *SM = nullptr;
  std::vector<Header> Found;
};

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
    const SourceManager &SM = Context.getSourceManager();
    ExternalASTSource *Precompiled = Context.getExternalSource();
    FileID Preamble = SM.getPreambleFileID();
    if (!Precompiled || Preamble.isInvalid())
      return {};
    SourceLocation Main = SM.getLocForStartOfFile(Preamble);
    llvm::SmallVector<Decl *, 64> Found;
    for (const Header &H : Included->get(mainFileName(SM))) {
      FileID File = SM.getFileID(Main.getLocWithOffset(int(H.Distance)));
      OptionalFileEntryRef Entry = SM.getFileEntryRefForID(File);
      // An older preamble may still be in use.
      if (Entry && Entry->getName() == H.File)
        Precompiled->FindFileRegionDecls(
            File, 0, unsigned(SM.getFileIDSize(File)), Found);
    }
    return {Found.begin(), Found.end()};
  }

private:
  std::shared_ptr<const Headers> Included;
};

} // namespace

std::unique_ptr<PreambleCallbacks> keepBodies(PreambleCallbacks &Clangd,
                                              std::shared_ptr<Headers> Into) {
  return std::make_unique<KeepBodies>(Clangd, std::move(Into));
}

std::shared_ptr<const tidy::Host>
makeHost(std::shared_ptr<const Headers> Included) {
  return std::make_shared<const EditorHost>(std::move(Included));
}

} // namespace stowaway::editor
