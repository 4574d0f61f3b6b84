//===- Flags.cpp - With which flags does clang parse this file? -*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver/Flags.h"
#include "clang/Driver/Driver.h"
#include "clang/Driver/Types.h"
#include "clang/Options/Options.h"
#include "clang/Tooling/ArgumentsAdjusters.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Support/Path.h"

using namespace clang;
namespace opts = clang::options;

namespace stowaway::driver {

/// Flags that ask for an output, change what is reported, or load code.
static bool isDropped(const llvm::opt::Arg &A) {
  const llvm::opt::Option &O = A.getOption();
  for (unsigned Id : {opts::OPT_UNKNOWN,
                      opts::OPT_o,
                      opts::OPT_c,
                      opts::OPT_S,
                      opts::OPT_E,
                      opts::OPT_M_Group,
                      opts::OPT_W_Group,
                      opts::OPT_fplugin_EQ,
                      opts::OPT_fpass_plugin_EQ,
                      opts::OPT_plugin_arg,
                      opts::OPT_save_temps_EQ,
                      opts::OPT_save_temps,
                      opts::OPT_ftime_trace,
                      opts::OPT_ftime_trace_EQ,
                      opts::OPT__serialize_diags,
                      opts::OPT__analyze,
                      opts::OPT_emit_llvm,
                      opts::OPT_emit_ast,
                      opts::OPT_fsyntax_only,
                      opts::OPT_fmodule_output,
                      opts::OPT_fmodule_output_EQ,
                      opts::OPT_fdiagnostics_format_EQ,
                      opts::OPT_v,
                      opts::OPT__HASH_HASH_HASH,
                      opts::OPT_pedantic,
                      opts::OPT_pedantic_errors})
    if (O.matches(Id))
      return true;
  return false;
}

/// Of "-Xclang -load -Xclang file.so": does this value, and the next one with
/// it, load code or a precompiled header of another clang?
static bool takesNextXclang(llvm::StringRef Value) {
  return Value == "-load" || Value == "-plugin" || Value == "-add-plugin" ||
         Value == "-include-pch" || Value.starts_with("-plugin-arg-");
}

static std::vector<std::string>
withoutForeignFlags(llvm::ArrayRef<std::string> Command) {
  std::vector<const char *> Raw;
  for (const std::string &Flag : Command.drop_front())
    Raw.push_back(Flag.c_str());
  unsigned MissingIndex = 0, MissingCount = 0;
  llvm::opt::InputArgList Args =
      getDriverOptTable().ParseArgs(Raw, MissingIndex, MissingCount,
                                    llvm::opt::Visibility(opts::ClangOption));

  llvm::opt::ArgStringList Kept;
  bool DropNext = false;
  for (const llvm::opt::Arg *A : Args) {
    if (A->getOption().matches(opts::OPT_Xclang)) {
      bool Drop = DropNext || takesNextXclang(A->getValue());
      DropNext = !DropNext && takesNextXclang(A->getValue());
      if (!Drop)
        A->render(Args, Kept);
      continue;
    }
    if (!isDropped(*A))
      A->render(Args, Kept);
  }
  std::vector<std::string> Result = {Command.front()};
  Result.insert(Result.end(), Kept.begin(), Kept.end());
  return Result;
}

/// By its name, and for names that do not say it ("vector"), as a header.
static bool isHeaderName(llvm::StringRef File) {
  llvm::StringRef Extension = llvm::sys::path::extension(File);
  return Extension.empty() ||
         llvm::StringSwitch<bool>(Extension.lower())
             .Cases({".h", ".hh", ".hpp", ".hxx", ".h++"}, true)
             .Cases({".inl", ".ipp", ".tpp", ".tcc", ".txx", ".inc"}, true)
             .Default(false);
}

std::vector<std::string> adjustFlags(llvm::ArrayRef<std::string> Command,
                                     llvm::StringRef File,
                                     llvm::StringRef ResourceDir) {
  if (Command.empty())
    return {};
  std::vector<std::string> Flags;
  bool IsCl = llvm::is_contained(Command, "--driver-mode=cl") ||
              clang::driver::IsClangCL(clang::driver::getDriverMode(
                  Command.front(), llvm::ArrayRef<const char *>()));
  if (IsCl)
    Flags = Command.vec();
  else
    Flags = withoutForeignFlags(Command);

  std::vector<std::string> Extra = {"-fsyntax-only", "-Wno-everything",
                                    "-ferror-limit=0",
                                    "-fno-caret-diagnostics"};
  bool HasResourceDir = llvm::any_of(Flags, [](llvm::StringRef Flag) {
    return Flag.starts_with("-resource-dir");
  });
  if (!ResourceDir.empty() && !HasResourceDir)
    Extra.push_back(("-resource-dir=" + ResourceDir).str());
  // A header is C++ here, whatever its name says; a command from the database
  // has its own opinion.
  bool HasLanguage = llvm::any_of(Flags, [](llvm::StringRef Flag) {
    return Flag.starts_with("-x") || Flag.starts_with("--language") ||
           Flag.starts_with("/T");
  });
  if (isHeaderName(File) && !HasLanguage && !IsCl)
    Extra.push_back("-xc++");
  if (IsCl)
    for (std::string &Flag : Extra)
      if (Flag != "-fsyntax-only")
        Flag = "/clang:" + Flag;
  // Behind the compiler's name, so that they stand before "--" and the file;
  // but -Wno-everything is only as good as the flags that follow it are gone.
  auto At = std::next(Flags.begin());
  if (Flags.size() > 1 &&
      llvm::StringRef(Flags[1]).starts_with("--driver-mode"))
    ++At;
  Flags.insert(At, Extra.begin(), Extra.end());
  return Flags;
}

} // namespace stowaway::driver
