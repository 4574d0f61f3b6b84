//===- ConfigVerb.cpp - Which settings are in force, and why? ---*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report/Resolver.h"
#include "Settings.h"
#include "Verbs.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"

namespace stowaway::tool {

static constexpr llvm::StringLiteral Help =
    R"(stowaway config shows and checks the settings of a project.

USAGE
  stowaway config --dump [options] [files...]  the settings of these files, or of
                                               the current directory, and where
                                               each comes from
  stowaway config --check [file]               is this project file right?

  The settings of a file are those of the nearest .stowaway.yaml in its folder
  or above it; one farther up does not count. Options of the command win over
  it; --models and --exclude add to it. The clang-tidy plugin and the editor
  server read the same file.

EXAMPLE OF A .stowaway.yaml
  checks: '-stowaway-worker-lifecycle'   # all but this one
  models: [tools/our-rpc.yaml]           # files or folders, relative to this file
  start-method: fork                     # whatever the code sets
  strict: true                           # report what the models do not know
  exclude: [third_party/, '*.pb.cc']     # as in .gitignore
  baseline: stowaway-baseline.txt        # old findings; see --update-baseline
)";

namespace {

/// Prints settings as a project file, with the origin of each as a comment.
class Dump {
public:
  Dump(const AuditRequest &Request, const Settings &S)
      : Request(Request), S(S), OS(llvm::outs()) {}
  void print();

private:
  template <class T> std::string origin(const project::Given<T> &At) const {
    return shown(S.Project->Path) + ":" + std::to_string(At.Line);
  }
  std::string shown(llvm::StringRef File) const {
    return report::relativeTo(File, Request.Input.Directory).str();
  }
  /// As a YAML text in single quotes.
  static std::string quoted(llvm::StringRef Text) {
    std::string Out = "'";
    for (char C : Text)
      Out += C == '\'' ? "''" : std::string(1, C);
    return Out + "'";
  }
  void line(const llvm::Twine &Text, llvm::StringRef Origin) {
    OS << llvm::formatv("{0,-40} # {1}\n", Text.str(), Origin);
  }
  void printChecks();
  void printModels();
  void printExclude();

  const AuditRequest &Request;
  const Settings &S;
  llvm::raw_ostream &OS;
};

} // namespace

void Dump::printChecks() {
  if (Request.Checks)
    return line("checks: " + quoted(Request.CheckGlobs), "--checks");
  if (!S.Project || S.Project->Checks.empty())
    return line("checks: 'stowaway-*'", "default");
  line("checks: " + quoted(S.Project->checkGlobs()),
       origin(S.Project->Checks.front()));
}

void Dump::printModels() {
  if (S.Models.empty())
    return line("# models: the built-in ones", "default");
  OS << "models:\n";
  if (S.Project)
    for (const auto &Path : S.Project->Models)
      line("  - " + quoted(shown(Path.Value)), origin(Path));
  for (const std::string &Path : Request.Models)
    line("  - " + quoted(Path), "--models");
}

void Dump::printExclude() {
  if (S.Exclude.empty())
    return line("# exclude: nothing", "default");
  OS << "exclude:\n";
  if (S.Project)
    for (const auto &Glob : S.Project->Exclude)
      line("  - " + quoted(Glob.Value.text()), origin(Glob));
  for (const project::PathGlob &Glob : Request.Exclude)
    line("  - " + quoted(Glob.text()), "--exclude");
}

void Dump::print() {
  const project::ProjectFile *P = S.Project;
  OS << "# project file: " << (P ? shown(P->Path) : "none") << '\n';
  printChecks();
  printModels();
  if (!S.StartMethod)
    line("# start-method: what the code sets", "default");
  else
    line("start-method: " + *S.StartMethod,
         Request.StartMethod ? "--start-method" : origin(*P->StartMethod));
  line(S.Strict ? "strict: true" : "strict: false",
       Request.Strict   ? (*Request.Strict ? "--strict" : "--no-strict")
       : P && P->Strict ? origin(*P->Strict)
                        : "default");
  printExclude();
  if (S.Baseline.empty())
    line("# baseline: none", "default");
  else
    line("baseline: " + quoted(shown(S.Baseline)),
         Request.Baseline ? "--baseline" : origin(*P->Baseline));
}

/// Files with the same settings are shown together, each group as a document.
static ExitStatus dump(const AuditRequest &Request) {
  SettingsFinder Finder(Request);
  std::vector<std::pair<Settings *, std::vector<std::string>>> Groups;
  bool Good = true;
  auto Add = [&](Settings *S, const std::string &Name) {
    Good &= S != nullptr;
    if (!S)
      return;
    auto Found =
        llvm::find_if(Groups, [&](const auto &G) { return G.first == S; });
    if (Found == Groups.end())
      Found = Groups.insert(Groups.end(), {S, {}});
    if (!Name.empty())
      Found->second.push_back(Name);
  };
  if (Request.Input.Names.empty())
    Add(Finder.forFolder(Request.Input.Directory), "");
  for (const std::string &Name : Request.Input.Names) {
    llvm::SmallString<256> File(Name);
    llvm::sys::path::make_absolute(Request.Input.Directory, File);
    llvm::sys::path::remove_dots(File, /*remove_dot_dot=*/true);
    Settings *S = llvm::sys::fs::is_directory(File) ? Finder.forFolder(File)
                                                    : Finder.forFile(File);
    Add(S, S && S->excludes(File) ? Name + " (excluded)" : Name);
  }
  printTextErrors(Finder.errors());
  for (auto &[S, Names] : Groups) {
    if (Groups.size() > 1)
      llvm::outs() << "---\n";
    for (const std::string &Name : Names)
      llvm::outs() << "# for " << Name << '\n';
    Dump(Request, *S).print();
  }
  return Good ? NothingFound : Failed;
}

/// Reads the file, and all that it names.
static ExitStatus check(AuditRequest &Request) {
  if (Request.Input.Names.size() > 1) {
    printError("'stowaway config --check' takes one project file");
    return Failed;
  }
  if (!Request.Input.Names.empty()) {
    llvm::SmallString<256> File(Request.Input.Names.front());
    llvm::sys::path::make_absolute(Request.Input.Directory, File);
    llvm::sys::path::remove_dots(File, /*remove_dot_dot=*/true);
    Request.Config = File.str().str();
  }
  SettingsFinder Finder(Request);
  Settings *S = Finder.forFolder(Request.Input.Directory);
  if (S && !S->Project) {
    printError(llvm::formatv("there is no {0} in this directory or above it",
                             project::FileName));
    return Failed;
  }
  bool Good = S && Finder.load(*S);
  printTextErrors(Finder.errors());
  if (Good)
    llvm::outs() << report::relativeTo(S->Project->Path,
                                       Request.Input.Directory)
                 << " is right\n";
  return Good ? NothingFound : Failed;
}

ExitStatus runConfig(llvm::StringRef Program,
                     llvm::ArrayRef<const char *> Arguments) {
  std::vector<const char *> Rest(Arguments.begin(), Arguments.end());
  auto Take = [&](llvm::StringRef Word) {
    size_t Before = Rest.size();
    llvm::erase_if(Rest, [&](llvm::StringRef A) { return A == Word; });
    return Rest.size() != Before;
  };
  bool Dumps = Take("--dump"), Checks = Take("--check");
  std::vector<std::string> Mistakes;
  CommandLine Line = readCommandLine(Program, Rest, Mistakes);
  if (Line.What == CommandLine::Help) {
    llvm::outs() << Help;
    return NothingFound;
  }
  if (!Mistakes.empty())
    return printMistakes(Mistakes);
  if (Dumps == Checks) {
    printError("'stowaway config' needs --dump, --check or --help");
    return Failed;
  }
  return Dumps ? dump(Line.Request) : check(Line.Request);
}

} // namespace stowaway::tool
