//===- Headers.h - What of the included headers can matter? -----*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// clangd precompiles what a file includes once, without bodies of functions,
// and parses the rest of the file anew at each edit. A launch in a header, or
// a header's function that hands work on, would be invisible then. So bodies
// are kept if the open file names what launches (Hints.h), or else from the
// first header on that does; of templates, which are instantiated anew at each
// edit, only those that name it, or call one that does. System headers, and
// projects that launch nothing, cost what they cost in clangd.
//
// The headers with such names are remembered for each open file: their
// declarations are audited with it.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_TOOLS_STOWAWAY_CLANGD_HEADERS_H
#define STOWAWAY_TOOLS_STOWAWAY_CLANGD_HEADERS_H

#include "Hints.h"
#include "Project/ProjectFiles.h"
#include "Tidy/Host.h"
#include "Tidy/ModelCache.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringMap.h"
#include <mutex>
#include <string>
#include <vector>

namespace clang {
class PreambleCallbacks;
} // namespace clang

namespace stowaway::editor {

/// A header within a precompiled preamble.
struct Header {
  std::string File;
  /// Distance of its text from that of the main file, the same in the preamble
  /// and in each AST that uses it.
  unsigned Distance = 0;
};

/// The words of the models by which bodies are chosen.
struct Words {
  llvm::StringSet<> Hints, Launches, Transfers, Callers;
  /// Can something in \p Text launch?
  bool mayLaunch(llvm::StringRef Text) const {
    return mentions(Text, Hints) && mentions(Text, Launches);
  }
};

/// What is known of a file's precompiled headers.
struct Precompiled {
  bool HasBodies = false; ///< from the beginning
  std::vector<Header> Launching;
};

/// The headers of all open files. Safe to use from several threads.
class Headers {
public:
  Headers();
  /// Replaces what is known of \p MainFile.
  void set(llvm::StringRef MainFile, Precompiled Of);
  Precompiled get(llvm::StringRef MainFile) const;
  /// What is looked for in the headers of \p MainFile: words of the built-in
  /// models and of the project's.
  std::shared_ptr<const Words> words(llvm::StringRef MainFile,
                                     llvm::vfs::FileSystem &Files);

private:
  struct KnownWords {
    std::shared_ptr<const tidy::LoadedModels> Of;
    std::shared_ptr<const Words> All;
  };
  tidy::ModelCache Models;
  project::ProjectFiles Projects;
  mutable std::mutex Guard;
  std::map<std::string, KnownWords> Known; ///< by the project's models
  llvm::StringMap<Precompiled> Included;   ///< by main file
};

/// Does as \p Clangd's callbacks do, keeps the bodies that may matter for a
/// main file of this \p Text, and tells \p Into which headers these are in. \p
/// Clangd outlives the result.
std::unique_ptr<clang::PreambleCallbacks>
keepBodies(clang::PreambleCallbacks &Clangd, llvm::StringRef Text,
           std::shared_ptr<const Words> Launching,
           std::shared_ptr<Headers> Into);

/// What the checks ask of this server.
std::shared_ptr<const tidy::Host>
makeHost(std::shared_ptr<const Headers> Included);

} // namespace stowaway::editor

#endif // STOWAWAY_TOOLS_STOWAWAY_CLANGD_HEADERS_H
