//===- ProjectSettings.cpp - What does the project say of this unit? ------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Tidy/ProjectSettings.h"
#include "Report/Fingerprint.h"
#include "Report/Resolver.h"
#include "Report/Suppression.h"
#include "clang/AST/ASTContext.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include <set>

using namespace clang;
namespace path = llvm::sys::path;

namespace stowaway::tidy {

ProjectSettings::ProjectSettings(project::ProjectFiles &Files,
                                 const SourceManager &SM) {
  std::string Main =
      report::fileName(SM, SM.getLocForStartOfFile(SM.getMainFileID()), "");
  if (!path::is_absolute(Main))
    return; // no file, but a text that was handed in
  llvm::vfs::FileSystem &FS = SM.getFileManager().getVirtualFileSystem();
  Folder = path::parent_path(Main).str();
  Read = Files.nearest(Folder, FS);
  if (!Read)
    return;
  Errors = Read->Errors;
  const project::ProjectFile *File = file();
  if (!File)
    return;
  if (!File->Checks.empty())
    Checks = report::CheckGlobs::selection(File->checkGlobs());
  Excluded = File->excludes(Main);
  project::addMissingModels(*File, FS, Errors);
  for (const auto &Path : File->Models)
    if (FS.exists(Path.Value))
      Models.push_back(Path.Value);
  if (!File->Baseline)
    return;
  if (!FS.exists(File->Baseline->Value)) {
    Errors.push_back(project::noBaseline(*File));
    return;
  }
  Old = Files.readBaseline(File->Baseline->Value, FS);
  llvm::append_range(Errors, Old->Errors);
}

std::vector<text::TextError>
ProjectSettings::errors(const CheckSettings &Options,
                        const LoadedModels &Loaded) const {
  std::vector<text::TextError> Result = Errors;
  const project::ProjectFile *File = file();
  if (File && File->StartMethod && Options.StartMethod.empty() &&
      !llvm::is_contained(Loaded.StartMethods, File->StartMethod->Value)) {
    std::vector<llvm::StringRef> Words(Loaded.StartMethods.begin(),
                                       Loaded.StartMethods.end());
    Result.push_back(project::noStartMethod(*File, Words));
  }
  return Result;
}

/// The name of a model in options, which do not say where they stand: in the
/// nearest directory above the main file that has it. Where editors and builds
/// start programs is no place to look first.
static std::string foundAbove(llvm::StringRef Name, llvm::StringRef Folder) {
  if (path::is_absolute(Name))
    return Name.str();
  for (; !Folder.empty(); Folder = path::parent_path(Folder)) {
    llvm::SmallString<256> Path(Folder);
    path::append(Path, Name);
    if (llvm::sys::fs::exists(Path))
      return Path.str().str();
  }
  return Name.str();
}

CheckSettings ProjectSettings::with(const CheckSettings &Options) const {
  CheckSettings Result = Options;
  std::vector<std::string> All = Models;
  for (llvm::StringRef Name : llvm::split(Options.Models, ';'))
    if (!Name.trim().empty())
      All.push_back(foundAbove(Name.trim(), Folder));
  Result.Models = llvm::join(All, ";");
  const project::ProjectFile *File = file();
  if (!File)
    return Result;
  if (Result.StartMethod.empty() && File->StartMethod)
    Result.StartMethod = File->StartMethod->Value;
  if (!Result.Strict && File->Strict)
    Result.Strict = File->Strict->Value;
  return Result;
}

void ProjectSettings::leaveOut(std::vector<audit::Finding> &Found,
                               const ASTContext &Context) const {
  const project::ProjectFile *File = file();
  if (!File)
    return;
  const SourceManager &SM = Context.getSourceManager();
  if (!File->Exclude.empty())
    llvm::erase_if(Found, [&](const audit::Finding &F) {
      return File->excludes(report::fileName(SM, F.Loc, ""));
    });
  if (Old && Old->File && !Old->File->empty())
    leaveOutOld(Found, Context);
}

/// Tells the findings of a unit apart, as report::Report does.
static auto keyOf(const report::Finding &F) {
  return std::make_tuple(F.At.File, F.At.Offset, F.Check, F.PathText,
                         F.HandleType, F.Message);
}

void ProjectSettings::leaveOutOld(std::vector<audit::Finding> &Found,
                                  const ASTContext &Context) const {
  report::Resolver Resolver(Context, "");
  // What a comment silences needs no entry, whoever reads the comment.
  report::Suppression Comments(Context.getSourceManager(),
                               report::Suppression::Obeyed);
  report::Report R;
  for (const audit::Finding &F : Found)
    if (Comments.ask(F).Is != report::Suppression::Silenced)
      R.Findings.push_back(Resolver.outline(F));
  R.normalise();
  llvm::StringRef Folder = path::parent_path(file()->Baseline->Value);
  std::set<decltype(keyOf(report::Finding()))> Known;
  for (auto [F, Print] :
       llvm::zip_equal(R.Findings, report::fingerprints(R, Folder)))
    if (Old->File->contains(Print))
      Known.insert(keyOf(F));
  llvm::erase_if(Found, [&](const audit::Finding &F) {
    return Known.count(keyOf(Resolver.outline(F))) != 0;
  });
}

} // namespace stowaway::tidy
