//===- Inputs.cpp - Which files are audited, with which commands? -*- C++ -*-=//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver/Inputs.h"
#include "Report/Resolver.h"
#include "clang/Driver/Types.h"
#include "clang/Tooling/JSONCompilationDatabase.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/GlobPattern.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <map>

using namespace clang::tooling;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace stowaway::driver {

static constexpr llvm::StringLiteral DatabaseName = "compile_commands.json";
static constexpr llvm::StringLiteral HowToGetOne =
    "let CMake write one (-DCMAKE_EXPORT_COMPILE_COMMANDS=ON) and name its "
    "directory with -p, or give the compile flags after '--'";

namespace {

/// A loaded database and the files that it names.
struct Database {
  std::string File; ///< absolute name of compile_commands.json
  std::unique_ptr<CompilationDatabase> Commands;
  std::vector<std::string> Files; ///< sorted, absolute, each once
};

/// A database without what is not C or C++: a header must not be parsed with
/// the flags of an assembler file.
class SourcesOf : public CompilationDatabase {
public:
  explicit SourcesOf(std::unique_ptr<CompilationDatabase> All)
      : All(std::move(All)) {}
  std::vector<CompileCommand>
  getCompileCommands(llvm::StringRef File) const override {
    return All->getCompileCommands(File);
  }
  std::vector<std::string> getAllFiles() const override;
  std::vector<CompileCommand> getAllCompileCommands() const override;

private:
  std::unique_ptr<CompilationDatabase> All;
};

class InputFinder {
public:
  explicit InputFinder(const InputRequest &Request) : Request(Request) {}
  llvm::Expected<Inputs> find();

private:
  llvm::Error addName(llvm::StringRef Name);
  llvm::Error addFile(llvm::StringRef Name, const std::string &File);
  llvm::Error addDirectory(llvm::StringRef Name, llvm::StringRef Directory);
  llvm::Error addGlob(llvm::StringRef Name);
  llvm::Error addAll();
  void add(llvm::StringRef File, std::vector<CompileCommand> Commands);
  void fail(llvm::StringRef Name, const llvm::Twine &Sentence);

  /// The database asked for, or the nearest above \p Directory.
  llvm::Expected<const Database *> databaseFor(llvm::StringRef Directory);
  llvm::Expected<const Database *> load(llvm::StringRef File);
  std::string absolute(llvm::StringRef Name) const;
  std::string shown(llvm::StringRef File) const {
    return report::relativeTo(File, Request.Directory).str();
  }

  const InputRequest &Request;
  std::map<std::string, Input> Found; ///< sorted, each file once
  llvm::StringMap<Database> Databases;
  Inputs Result;
};

} // namespace

/// By its name; names without an extension may be headers.
static bool hasSourceName(llvm::StringRef File) {
  llvm::StringRef Extension = path::extension(File);
  if (Extension.empty())
    return true;
  for (llvm::StringRef Known : {".h", ".hh", ".hpp", ".hxx", ".h++", ".inl",
                                ".ipp", ".tpp", ".tcc", ".txx", ".inc"})
    if (Extension.equals_insensitive(Known))
      return true;
  clang::driver::types::ID Type =
      clang::driver::types::lookupTypeForExtension(Extension.drop_front());
  return Type != clang::driver::types::TY_INVALID &&
         clang::driver::types::isDerivedFromC(Type);
}

std::vector<std::string> SourcesOf::getAllFiles() const {
  std::vector<std::string> Files = All->getAllFiles();
  llvm::erase_if(Files,
                 [](const std::string &File) { return !hasSourceName(File); });
  return Files;
}

std::vector<CompileCommand> SourcesOf::getAllCompileCommands() const {
  std::vector<CompileCommand> Commands = All->getAllCompileCommands();
  llvm::erase_if(Commands, [](const CompileCommand &C) {
    return !hasSourceName(C.Filename);
  });
  return Commands;
}

static llvm::Error makeError(const llvm::Twine &Sentence) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), Sentence);
}

std::string InputFinder::absolute(llvm::StringRef Name) const {
  llvm::SmallString<256> Path(Name);
  path::make_absolute(Request.Directory, Path);
  path::remove_dots(Path, /*remove_dot_dot=*/true);
  return Path.str().str();
}

void InputFinder::fail(llvm::StringRef Name, const llvm::Twine &Sentence) {
  Result.Failures.push_back({Name.str(), {Sentence.str()}, 1});
}

void InputFinder::add(llvm::StringRef File,
                      std::vector<CompileCommand> Commands) {
  Found.try_emplace(File.str(), Input{File.str(), std::move(Commands)});
}

llvm::Expected<const Database *> InputFinder::load(llvm::StringRef File) {
  auto [It, IsNew] = Databases.try_emplace(File);
  Database &D = It->second;
  if (!IsNew)
    return &D;
  D.File = File.str();
  std::string Problem;
  std::unique_ptr<CompilationDatabase> Json =
      JSONCompilationDatabase::loadFromFile(File, Problem,
                                            JSONCommandLineSyntax::AutoDetect);
  if (!Json)
    return makeError(llvm::formatv("'{0}' cannot be read as a compile "
                                   "database: {1}",
                                   shown(File),
                                   llvm::StringRef(Problem).trim()));
  // What clang's own tools put around a database.
  D.Commands = inferTargetAndDriverMode(inferMissingCompileCommands(
      expandResponseFiles(std::make_unique<SourcesOf>(std::move(Json)),
                          llvm::vfs::getRealFileSystem())));
  for (const std::string &Name : D.Commands->getAllFiles()) {
    llvm::SmallString<256> Clean(Name);
    path::remove_dots(Clean, /*remove_dot_dot=*/true);
    D.Files.push_back(Clean.str().str());
  }
  llvm::sort(D.Files);
  D.Files.erase(llvm::unique(D.Files), D.Files.end());
  if (D.Files.empty())
    return makeError(llvm::formatv("the compile database '{0}' names no file; "
                                   "{1}",
                                   shown(File), HowToGetOne));
  return &D;
}

llvm::Expected<const Database *>
InputFinder::databaseFor(llvm::StringRef Directory) {
  if (!Request.Database.empty()) {
    std::string Named = absolute(Request.Database);
    if (!fs::exists(Named))
      return makeError(llvm::formatv("'{0}' (given with -p) does not exist",
                                     Request.Database));
    llvm::SmallString<256> File(Named);
    if (fs::is_directory(Named))
      path::append(File, DatabaseName);
    else if (path::filename(Named) != DatabaseName)
      return makeError(llvm::formatv("'{0}' (given with -p) is neither a "
                                     "directory nor a {1}",
                                     Request.Database, DatabaseName));
    if (!fs::exists(File))
      return makeError(llvm::formatv("there is no {0} in '{1}'; {2}",
                                     DatabaseName, Request.Database,
                                     HowToGetOne));
    return load(File);
  }
  for (llvm::StringRef Dir = Directory; !Dir.empty();
       Dir = path::parent_path(Dir))
    for (llvm::StringRef Below : {"", "build"}) {
      llvm::SmallString<256> File(Dir);
      path::append(File, Below, DatabaseName);
      if (fs::exists(File))
        return load(File);
    }
  return makeError(llvm::formatv("there is no {0} in '{1}', in a directory "
                                 "above it, or in their 'build'; {2}",
                                 DatabaseName, Directory, HowToGetOne));
}

/// Why \p File, which exists, is no C or C++ text; empty if it may be.
static std::string whyNotSource(const std::string &File) {
  auto Buffer = llvm::MemoryBuffer::getFile(File);
  if (!Buffer)
    return "cannot be read: " + Buffer.getError().message();
  llvm::StringRef Text = (*Buffer)->getBuffer();
  if (Text.starts_with("\xFE\xFF") || Text.starts_with("\xFF\xFE"))
    return "is UTF-16 text; clang reads UTF-8, convert it first";
  if (Text.take_front(8192).contains('\0'))
    return "is a binary file, not C++ source";
  return {};
}

llvm::Error InputFinder::addFile(llvm::StringRef Name,
                                 const std::string &File) {
  if (std::string Why = whyNotSource(File); !Why.empty()) {
    fail(Name, Why);
    return llvm::Error::success();
  }
  if (Request.Flags) {
    bool HasLanguage = llvm::any_of(*Request.Flags, [](llvm::StringRef Flag) {
      return Flag.starts_with("-x");
    });
    if (!HasLanguage && !hasSourceName(File)) {
      fail(Name, "is neither a C++ source nor a header by its name; give its "
                 "language with '-- -x c++' if it is one");
      return llvm::Error::success();
    }
    FixedCompilationDatabase Fixed(Request.Directory, *Request.Flags);
    add(File, Fixed.getCompileCommands(File));
    return llvm::Error::success();
  }
  llvm::Expected<const Database *> D = databaseFor(path::parent_path(File));
  if (!D)
    return D.takeError();
  std::vector<CompileCommand> Commands =
      (*D)->Commands->getCompileCommands(File);
  if (!llvm::is_contained((*D)->Files, File) && !hasSourceName(File)) {
    fail(Name, "is neither a C++ source nor a header by its name, and not in "
               "the compile database");
    return llvm::Error::success();
  }
  if (Commands.empty()) {
    fail(Name, llvm::formatv("has no command in '{0}'; give its compile flags "
                             "after '--'",
                             shown((*D)->File)));
    return llvm::Error::success();
  }
  if (!Commands.front().Heuristic.empty())
    Result.Remarks.push_back(
        llvm::formatv("'{0}' is not in '{1}'; its flags are {2}", Name,
                      shown((*D)->File), Commands.front().Heuristic));
  add(File, std::move(Commands));
  return llvm::Error::success();
}

llvm::Error InputFinder::addDirectory(llvm::StringRef Name,
                                      llvm::StringRef Directory) {
  if (Request.Flags) {
    fail(Name, "is a directory; with flags after '--' name the files in it, "
               "or use a compile database (-p) to audit all below it");
    return llvm::Error::success();
  }
  llvm::Expected<const Database *> D = databaseFor(Directory);
  if (!D)
    return D.takeError();
  std::string Prefix = (Directory.rtrim('/') + "/").str();
  bool Any = false;
  for (const std::string &File : (*D)->Files)
    if (llvm::StringRef(File).starts_with(Prefix)) {
      Any = true;
      add(File, (*D)->Commands->getCompileCommands(File));
    }
  if (!Any)
    fail(Name, llvm::formatv("is a directory, and '{0}' names no file below it",
                             shown((*D)->File)));
  return llvm::Error::success();
}

llvm::Error InputFinder::addGlob(llvm::StringRef Name) {
  std::string Pattern = absolute(Name); // the glob refers to it
  llvm::Expected<llvm::GlobPattern> Glob = llvm::GlobPattern::create(Pattern);
  if (!Glob)
    return makeError(llvm::formatv("'{0}' is no valid glob: {1}", Name,
                                   llvm::toString(Glob.takeError())));
  if (Request.Flags) {
    fail(Name, "matches no file that the shell found; with flags after '--', "
               "name the files");
    return llvm::Error::success();
  }
  llvm::Expected<const Database *> D = databaseFor(Request.Directory);
  if (!D)
    return D.takeError();
  bool Any = false;
  for (const std::string &File : (*D)->Files)
    if (Glob->match(File)) {
      Any = true;
      add(File, (*D)->Commands->getCompileCommands(File));
    }
  if (!Any)
    fail(Name, llvm::formatv("matches none of the {0} files in '{1}'",
                             (*D)->Files.size(), shown((*D)->File)));
  return llvm::Error::success();
}

llvm::Error InputFinder::addAll() {
  llvm::Expected<const Database *> D = databaseFor(Request.Directory);
  if (!D)
    return D.takeError();
  for (const std::string &File : (*D)->Files)
    add(File, (*D)->Commands->getCompileCommands(File));
  return llvm::Error::success();
}

llvm::Error InputFinder::addName(llvm::StringRef Name) {
  std::string File = absolute(Name);
  fs::file_status Status;
  std::error_code Problem = fs::status(File, Status);
  if (fs::is_directory(Status))
    return addDirectory(Name, File);
  if (fs::exists(Status)) {
    if (fs::is_regular_file(Status))
      return addFile(Name, File);
    fail(Name, "is not a regular file");
    return llvm::Error::success();
  }
  if (Name.find_first_of("*?[{") != llvm::StringRef::npos)
    return addGlob(Name);
  if (Problem && Problem != std::errc::no_such_file_or_directory)
    fail(Name, "cannot be read: " + Problem.message());
  else
    fail(Name, "does not exist");
  return llvm::Error::success();
}

llvm::Expected<Inputs> InputFinder::find() {
  if (Request.Names.empty()) {
    if (Request.Flags)
      return makeError("no file is named; flags after '--' need the files they "
                       "are for before '--'");
    if (llvm::Error E = addAll())
      return E;
  }
  for (const std::string &Name : Request.Names)
    if (llvm::Error E = addName(Name))
      return E;

  // Entries of a database may be stale; clang's tooling would end the program.
  for (auto &[File, In] : Found) {
    std::string Gone;
    llvm::erase_if(In.Commands, [&](const CompileCommand &C) {
      if (fs::is_directory(C.Directory))
        return false;
      Gone = C.Directory;
      return true;
    });
    if (!fs::exists(File))
      fail(shown(File), "is in the compile database but does not exist; is it "
                        "made by the build?");
    else if (In.Commands.empty())
      fail(shown(File), "is compiled in '" + Gone + "', which does not exist");
    else {
      if (!Gone.empty())
        Result.Remarks.push_back(
            llvm::formatv("a command for '{0}' is left out: its directory "
                          "'{1}' does not exist",
                          shown(File), Gone));
      Result.Files.push_back(std::move(In));
    }
  }
  return std::move(Result);
}

llvm::Expected<Inputs> findInputs(const InputRequest &Request) {
  return InputFinder(Request).find();
}

} // namespace stowaway::driver
