//===- CommandLine.cpp - What was asked for? --------------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/Checks.h"
#include "Report/Resolver.h"
#include "Report/Snippet.h"
#include "Verbs.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/WithColor.h"

using llvm::StringRef;

namespace stowaway::tool {

namespace {

using namespace llvm::opt; // the table's macros name its flags bare

enum OptionId {
  OPT_INVALID = 0,
#define OPTION(...) LLVM_MAKE_OPT_ID(__VA_ARGS__),
#include "Options.inc"
#undef OPTION
};

#define OPTTABLE_STR_TABLE_CODE
#include "Options.inc"
#undef OPTTABLE_STR_TABLE_CODE

#define OPTTABLE_PREFIXES_TABLE_CODE
#include "Options.inc"
#undef OPTTABLE_PREFIXES_TABLE_CODE

constexpr llvm::opt::OptTable::Info InfoTable[] = {
#define OPTION(...) LLVM_CONSTRUCT_OPT_INFO(__VA_ARGS__),
#include "Options.inc"
#undef OPTION
};

class OptionTable : public llvm::opt::GenericOptTable {
public:
  OptionTable()
      : GenericOptTable(OptionStrTable, OptionPrefixesTable, InfoTable) {}
};

} // namespace

void printError(const llvm::Twine &Sentence) {
  llvm::WithColor::error(llvm::errs(), "stowaway") << Sentence << '\n';
}

void printWarning(const llvm::Twine &Sentence) {
  llvm::WithColor::warning(llvm::errs(), "stowaway") << Sentence << '\n';
}

ExitStatus printMistakes(llvm::ArrayRef<std::string> Mistakes) {
  for (const std::string &Mistake : Mistakes)
    printError(Mistake);
  llvm::errs() << "'stowaway --help' shows what can be given\n";
  return Failed;
}

void printTextErrors(llvm::ArrayRef<text::TextError> Errors) {
  llvm::SmallString<256> Directory;
  if (llvm::sys::fs::current_path(Directory))
    Directory.clear();
  for (const text::TextError &E : Errors) {
    report::Location At;
    At.File = E.File;
    At.Line = E.Line;
    At.Column = E.Column;
    At.SourceLine = E.SourceLine;
    llvm::errs() << report::relativeTo(E.File, Directory);
    if (E.Line)
      llvm::errs() << ':' << E.Line << ':' << E.Column;
    llvm::errs() << ": ";
    llvm::WithColor::error(llvm::errs()) << E.Message << '\n';
    report::drawSnippet(At, {}, /*WithCaret=*/E.Column != 0, llvm::errs());
  }
}

std::string didYouMean(StringRef Word, llvm::ArrayRef<StringRef> Known) {
  StringRef Best;
  unsigned BestDistance = Word.size() / 3 + 2;
  for (StringRef K : Known) {
    unsigned Distance = Word.edit_distance(K, true, BestDistance);
    if (Distance < BestDistance) {
      BestDistance = Distance;
      Best = K;
    }
  }
  return Best.empty() ? "" : ("; did you mean '" + Best + "'?").str();
}

static std::string listOf(llvm::ArrayRef<StringRef> Words) {
  return llvm::join(Words, ", ");
}

/// One of a few words, or a mistake that lists them.
static std::optional<unsigned> readWord(StringRef OptionName, StringRef Value,
                                        llvm::ArrayRef<StringRef> Words,
                                        std::vector<std::string> &Mistakes) {
  const StringRef *Found = llvm::find(Words, Value);
  if (Found != Words.end())
    return Found - Words.begin();
  Mistakes.push_back(llvm::formatv("'{0}' is no value of {1} ({2}){3}", Value,
                                   OptionName, listOf(Words),
                                   didYouMean(Value, Words)));
  return std::nullopt;
}

/// Formats that are agreed on but not there yet: their names must not be taken
/// for typing mistakes.
static constexpr StringRef PlannedFormats[] = {"html"};

static void readFormat(StringRef Value, AuditRequest &Request,
                       std::vector<std::string> &Mistakes) {
  auto [Name, File] = Value.split(':');
  const report::Format *Format = report::findFormat(Name);
  llvm::SmallVector<StringRef, 8> Names;
  for (const report::Format &F : report::allFormats())
    Names.push_back(F.Name);
  if (!Format && llvm::is_contained(PlannedFormats, Name)) {
    Mistakes.push_back(llvm::formatv("format '{0}' is not built yet; there are "
                                     "{1}",
                                     Name, listOf(Names)));
    return;
  }
  if (!Format) {
    readWord("--format", Name, Names, Mistakes);
    return;
  }
  if (Value.contains(':') && File.empty()) {
    Mistakes.push_back(
        llvm::formatv("--format={0} names no file after ':'", Value));
    return;
  }
  for (const Output &Other : Request.Outputs)
    if (Other.File == File) {
      Mistakes.push_back(
          File.empty()
              ? llvm::formatv("two formats cannot both go to stdout; give one "
                              "a file: --format={0}:FILE",
                              Name)
                    .str()
              : llvm::formatv("two formats cannot both go to '{0}'", File)
                    .str());
      return;
    }
  Request.Outputs.push_back({Format, File.str()});
}

static void readChecks(const llvm::opt::InputArgList &Args,
                       AuditRequest &Request,
                       std::vector<std::string> &Mistakes) {
  std::vector<std::string> Values = Args.getAllArgValues(OPT_checks_EQ);
  if (Values.empty())
    return;
  std::string Globs = llvm::join(Values, ",");
  Request.CheckGlobs = Globs;
  Request.Checks = report::CheckGlobs::selection(Globs);
  for (const std::string &Stranger : Request.Checks->strangers()) {
    std::optional<StringRef> Near = report::nearestCheck(Stranger);
    Mistakes.push_back(
        llvm::formatv("'{0}' in --checks matches no check{1}", Stranger,
                      Near ? "; did you mean '" + Near->str() + "'?"
                           : std::string("; 'stowaway explain' lists them")));
  }
  if (llvm::none_of(audit::allChecks(), [&](const audit::CheckInfo &C) {
        return Request.Checks->contains(C.Id);
      }))
    Mistakes.push_back(
        llvm::formatv("--checks={0} leaves no check to run", Globs));
}

static std::string absolute(StringRef Path, const AuditRequest &Request) {
  llvm::SmallString<256> Result(Path);
  llvm::sys::path::make_absolute(Request.Input.Directory, Result);
  llvm::sys::path::remove_dots(Result, /*remove_dot_dot=*/true);
  return Result.str().str();
}

/// Which project file, and what is said beside it.
static void readProject(const llvm::opt::InputArgList &Args,
                        AuditRequest &Request,
                        std::vector<std::string> &Mistakes) {
  auto Path = [&](OptionId Option) -> std::optional<std::string> {
    const llvm::opt::Arg *A = Args.getLastArg(Option);
    if (!A)
      return std::nullopt;
    if (StringRef(A->getValue()).empty())
      Mistakes.push_back(A->getSpelling().str() + " needs the name of a file");
    return absolute(A->getValue(), Request);
  };
  Request.Config = Path(OPT_config_EQ).value_or("");
  Request.NoConfig = Args.hasArg(OPT_no_config);
  if (Request.NoConfig && !Request.Config.empty())
    Mistakes.push_back("--config and --no-config exclude each other");
  Request.Baseline = Path(OPT_baseline_EQ);
  Request.UpdateBaseline = Args.hasArg(OPT_update_baseline);
  for (const std::string &Glob : Args.getAllArgValues(OPT_exclude_EQ)) {
    llvm::Expected<project::PathGlob> G =
        project::PathGlob::create(Glob, Request.Input.Directory);
    if (G)
      Request.Exclude.push_back(std::move(*G));
    else
      Mistakes.push_back(llvm::formatv("--exclude={0}: {1}", Glob,
                                       llvm::toString(G.takeError())));
  }
}

static void readUnknown(const llvm::opt::InputArgList &Args,
                        const OptionTable &Table,
                        std::vector<std::string> &Mistakes) {
  for (const llvm::opt::Arg *A : Args.filtered(OPT_UNKNOWN)) {
    std::string Word = A->getAsString(Args);
    std::string Near;
    // Far ones would only confuse.
    bool IsNear = Table.findNearest(Word, Near) <= 2;
    Mistakes.push_back(
        llvm::formatv("unknown option '{0}'{1}{2}", Word,
                      IsNear ? "; did you mean '" + Near + "'?" : "",
                      StringRef(Word).starts_with("--")
                          ? ""
                          : " (flags for the compiler go after '--')"));
  }
}

CommandLine readCommandLine(StringRef Program,
                            llvm::ArrayRef<const char *> Arguments,
                            std::vector<std::string> &Mistakes) {
  CommandLine Result;
  AuditRequest &Request = Result.Request;
  Request.Words.push_back(Program.str());
  Request.Words.insert(Request.Words.end(), Arguments.begin(), Arguments.end());

  llvm::SmallString<256> Directory;
  if (std::error_code Problem = llvm::sys::fs::current_path(Directory))
    Mistakes.push_back("the current directory cannot be read: " +
                       Problem.message());
  Request.Input.Directory = Directory.str().str();

  OptionTable Table;
  unsigned MissingIndex = 0, MissingCount = 0;
  llvm::opt::InputArgList Args =
      Table.ParseArgs(Arguments, MissingIndex, MissingCount);
  if (MissingCount)
    Mistakes.push_back(
        llvm::formatv("'{0}' needs a value", Args.getArgString(MissingIndex)));
  if (Args.hasArg(OPT_help)) {
    Result.What = CommandLine::Help;
    return Result;
  }
  if (Args.hasArg(OPT_version)) {
    Result.What = CommandLine::Version;
    return Result;
  }
  readUnknown(Args, Table, Mistakes);

  Request.Input.Names = Args.getAllArgValues(OPT_INPUT);
  Request.Input.Database = Args.getLastArgValue(OPT_p).str();
  if (const llvm::opt::Arg *Flags = Args.getLastArg(OPT_dash_dash)) {
    Request.Input.Flags.emplace();
    for (const char *Flag : Flags->getValues())
      Request.Input.Flags->push_back(Flag);
    if (Args.hasArg(OPT_p))
      Mistakes.push_back("-p and flags after '--' exclude each other: a file's "
                         "flags come from one of them");
  }
  readChecks(Args, Request, Mistakes);
  readProject(Args, Request, Mistakes);
  if (const llvm::opt::Arg *A = Args.getLastArg(OPT_start_method_EQ))
    Request.StartMethod = A->getValue();
  Request.Models = Args.getAllArgValues(OPT_models_EQ);
  for (const std::string &Value : Args.getAllArgValues(OPT_format_EQ))
    readFormat(Value, Request, Mistakes);
  if (Request.Outputs.empty())
    Request.Outputs.push_back({report::findFormat("text"), ""});
  if (const llvm::opt::Arg *A = Args.getLastArg(OPT_fail_on_EQ))
    if (std::optional<unsigned> Word =
            readWord("--fail-on", A->getValue(),
                     {"definite", "possible", "never"}, Mistakes))
      Request.Fail = FailOn(*Word);
  if (const llvm::opt::Arg *A = Args.getLastArg(OPT_color_EQ))
    if (std::optional<unsigned> Word = readWord(
            "--color", A->getValue(), {"auto", "always", "never"}, Mistakes))
      Request.Colors = Color(*Word);
  if (const llvm::opt::Arg *A = Args.getLastArg(OPT_strict, OPT_no_strict))
    Request.Strict = A->getOption().matches(OPT_strict);
  Request.ExplainPaths = Args.hasArg(OPT_explain_paths);
  Request.FullPaths = Request.ExplainPaths || Args.hasArg(OPT_full_paths);
  Request.Quiet = Args.hasArg(OPT_quiet);
  if (const llvm::opt::Arg *A = Args.getLastArg(OPT_j)) {
    StringRef Value = A->getValue();
    if (Value.getAsInteger(10, Request.Jobs) || Request.Jobs == 0)
      Mistakes.push_back(llvm::formatv("-j needs a number of files from 1 on, "
                                       "not '{0}'",
                                       Value));
  }
  return Result;
}

void printHelp(llvm::raw_ostream &OS) {
  OS << R"(stowaway finds what must not travel to a worker: handles, addresses and started
processes in what a C++ program hands to other processes, shards and threads.

USAGE
  stowaway [options] [files...]                audit files of a compile database
  stowaway [options] files... -- flags...      audit files with these flags
  stowaway explain [check]                     what a check finds, with examples
  stowaway models list                         the libraries that are known
  stowaway models check files...               read model files, tell mistakes
  stowaway config --dump | --check | --help    the project's settings

  Files may be globs ('src/*.cpp') or directories: all of the database below
  them. Without files, all of the database is audited.

EXAMPLES
  stowaway -p build                            the whole project
  stowaway -p build src/pool.cpp 'net/*.cpp'   some of it
  stowaway pool.cpp -- -std=c++20 -Iinclude    one file, no database
  stowaway -p build --format=json:found.json --fail-on=definite      in CI
  stowaway -p build --models=tools/our-rpc.yaml                      own library

)";
  OptionTable Table;
  std::string Options;
  llvm::raw_string_ostream Text(Options);
  Table.printHelp(Text, "", "");
  // OptTable begins with its own overview and usage.
  StringRef Rest = Options;
  size_t At = Rest.find("WHAT IS AUDITED");
  OS << (At == StringRef::npos ? Rest : Rest.substr(At)).rtrim() << "\n\n";
  OS << "FORMATS\n";
  for (const report::Format &F : report::allFormats())
    OS << llvm::formatv("  {0,-10} {1}\n", F.Name, F.Summary);
  OS << R"(
EXIT STATUS
  0   nothing found, or nothing that --fail-on asks for
  1   something found, or the baseline has stale entries
  2   wrong usage, or some file could not be analysed; stderr says which and
      why, and what was found in the others is shown all the same

PROJECT FILE
  The nearest .stowaway.yaml in a file's folder or above it holds the project's
  settings: checks, models, start-method, strict, exclude, baseline. Options win
  over it. 'stowaway config --help' says more.

SILENCING A FINDING
  start();  // stowaway: allow(stowaway-started-process) closed before, see init()
  start();  // NOLINT(stowaway-started-process)
  The first needs a reason. Both may stand alone on the line before (the second
  as NOLINTNEXTLINE).
)";
}

} // namespace stowaway::tool
