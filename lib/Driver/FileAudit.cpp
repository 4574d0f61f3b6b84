//===- FileAudit.cpp - What does one file hold? -----------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver/FileAudit.h"
#include "Driver/Flags.h"
#include "Report/Resolver.h"
#include "Report/Suppression.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/Basic/Stack.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/VirtualFileSystem.h"

using namespace clang;

namespace stowaway::driver {

namespace {

constexpr unsigned ShownErrors = 3;
/// clang's parser is recursive; its own driver asks for as much.
constexpr unsigned StackSize = 8 << 20;

/// Keeps the first errors; warnings are not this program's business.
class ErrorKeeper : public DiagnosticConsumer {
public:
  ErrorKeeper(FileResult &Result, const FileAuditOptions &Options,
              llvm::StringRef File)
      : Result(Result), Options(Options), File(File) {}

  void HandleDiagnostic(DiagnosticsEngine::Level Level,
                        const Diagnostic &Info) override {
    DiagnosticConsumer::HandleDiagnostic(Level, Info);
    if (Level < DiagnosticsEngine::Error)
      return;
    if (!Result.Failed)
      Result.Failed.emplace(report::Failure{
          report::relativeTo(File, Options.Directory).str(), {}, 0});
    if (++Result.Failed->ErrorCount > ShownErrors)
      return;
    llvm::SmallString<128> Message;
    Info.FormatDiagnostic(Message);
    std::string Where;
    if (Info.hasSourceManager() && Info.getLocation().isValid()) {
      const SourceManager &SM = Info.getSourceManager();
      PresumedLoc At = SM.getPresumedLoc(SM.getFileLoc(Info.getLocation()));
      if (At.isValid())
        Where = report::fileName(SM, Info.getLocation(), Options.Directory) +
                ":" + std::to_string(At.getLine()) + ":" +
                std::to_string(At.getColumn()) + ": ";
    }
    Result.Failed->Errors.push_back(Where + "error: " + Message.str().str());
  }

private:
  FileResult &Result;
  const FileAuditOptions &Options;
  llvm::StringRef File;
};

/// Turns what the engine finds into what is kept.
class Keeper : public audit::Reporter {
public:
  Keeper(const ASTContext &Context, const FileAuditOptions &Options,
         FileResult &Result)
      : Resolver(Context, Options.Directory), SM(Context.getSourceManager()),
        Suppression(SM, report::Suppression::Obeyed), Options(Options),
        Result(Result) {}

  void report(const audit::Finding &F) override {
    if (isExcluded(F.Loc))
      return;
    report::Suppression::Answer Answer = Suppression.ask(F);
    if (Answer.Is == report::Suppression::Silenced) {
      ++Result.Suppressed;
      return;
    }
    report::Finding Kept = Resolver.resolve(F);
    if (Answer.Is == report::Suppression::NeedsReason) {
      report::Location At = Resolver.resolve(Answer.Comment);
      Kept.Notes.push_back(
          {report::Note::Context, report::needsReasonMessage().str(), At});
      Result.Complaints.push_back(
          {std::move(At), report::needsReasonMessage().str()});
    }
    Result.Findings.push_back(std::move(Kept));
  }

  void reportBarrier(const audit::Barrier &B) override {
    if (isExcluded(B.Loc))
      return;
    Result.Barriers.push_back(Resolver.resolve(B));
  }

  /// Comments with mistakes silence nothing; their writer should know.
  void addComplaints(FileID File) {
    for (const auto &M : Suppression.comments(File).mistakes())
      Result.Complaints.push_back(
          {Resolver.resolve(SM.getComposedLoc(File, M.Offset)), M.Message});
  }

private:
  bool isExcluded(SourceLocation Loc) const {
    return Options.IsExcluded &&
           Options.IsExcluded(report::fileName(SM, Loc, ""));
  }

  report::Resolver Resolver;
  const SourceManager &SM;
  report::Suppression Suppression;
  const FileAuditOptions &Options;
  FileResult &Result;
};

class AuditConsumer : public ASTConsumer {
public:
  AuditConsumer(const FileAuditOptions &Options, FileResult &Result)
      : Options(Options), Result(Result) {}

  void HandleTranslationUnit(ASTContext &Context) override {
    Keeper Keep(Context, Options, Result);
    Keep.addComplaints(Context.getSourceManager().getMainFileID());
    audit::auditTranslationUnit(Context, Options.Models, Options.Audit, Keep);
  }

private:
  const FileAuditOptions &Options;
  FileResult &Result;
};

class AuditAction : public ASTFrontendAction {
public:
  AuditAction(const FileAuditOptions &Options, FileResult &Result)
      : Options(Options), Result(Result) {}

protected:
  bool BeginInvocation(CompilerInstance &CI) override {
    // After a fatal error (a header that is missing) clang would enter no more
    // headers and instantiate no more templates.
    CI.getDiagnostics().setFatalsAsError(true);
    return true;
  }
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &,
                                                 llvm::StringRef) override {
    return std::make_unique<AuditConsumer>(Options, Result);
  }

private:
  const FileAuditOptions &Options;
  FileResult &Result;
};

class AuditActions : public tooling::FrontendActionFactory {
public:
  AuditActions(const FileAuditOptions &Options, FileResult &Result)
      : Options(Options), Result(Result) {}
  std::unique_ptr<FrontendAction> create() override {
    return std::make_unique<AuditAction>(Options, Result);
  }

private:
  const FileAuditOptions &Options;
  FileResult &Result;
};

/// The commands of one input.
class OneInput : public tooling::CompilationDatabase {
public:
  explicit OneInput(const Input &File) : File(File) {}
  std::vector<tooling::CompileCommand>
  getCompileCommands(llvm::StringRef) const override {
    return File.Commands;
  }

private:
  const Input &File;
};

} // namespace

static void parseAndAudit(const Input &File, const FileAuditOptions &Options,
                          FileResult &Result) {
  noteBottomOfStack();
  OneInput Commands(File);
  // A file system of its own, since commands have different directories and
  // the process has only one.
  tooling::ClangTool Tool(Commands, {File.File},
                          std::make_shared<PCHContainerOperations>(),
                          llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>(
                              llvm::vfs::createPhysicalFileSystem().release()));
  ErrorKeeper Errors(Result, Options, File.File);
  Tool.setDiagnosticConsumer(&Errors);
  Tool.setPrintErrorMessage(false);
  Tool.clearArgumentsAdjusters();
  Tool.appendArgumentsAdjuster(
      [&](const tooling::CommandLineArguments &Flags, llvm::StringRef Name) {
        return adjustFlags(Flags, Name, Options.ResourceDir);
      });
  AuditActions Actions(Options, Result);
  int Status = Tool.run(&Actions);
  if (Status != 0 && !Result.Failed)
    Result.Failed.emplace(
        report::Failure{report::relativeTo(File.File, Options.Directory).str(),
                        {"clang could not parse this file and gave no reason"},
                        1});
}

FileResult auditFile(const Input &File, const FileAuditOptions &Options) {
  FileResult Result;
  llvm::CrashRecoveryContext Guard;
  bool Survived = Guard.RunSafelyOnThread(
      [&] { parseAndAudit(File, Options, Result); }, StackSize);
  if (!Survived) {
    // What was found before the crash may be half made.
    FileResult Crashed;
    Crashed.Failed.emplace(report::Failure{
        report::relativeTo(File.File, Options.Directory).str(),
        {"crashed the audit; that is a mistake in Stowaway, please report it "
         "with this file"},
        1});
    return Crashed;
  }
  return Result;
}

} // namespace stowaway::driver
