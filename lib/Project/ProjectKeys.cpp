//===- ProjectKeys.cpp - Which keys does a project file have? ---*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Project/ProjectKeys.h"

namespace stowaway::project {

static constexpr KeyInfo Keys[] = {
    {"checks", Shape::Checks, "all",
     "Which checks run, as --checks: globs with commas between them, or a "
     "list of globs. One that begins with '-' takes away; only such ones mean "
     "\"all but these\"."},
    {"models", Shape::Paths, "none but the built-in ones",
     "Model files, or folders of them, that are added to the built-in models. "
     "Relative to this file."},
    {"start-method", Shape::Word, "what the code sets",
     "How processes are started (spawn, forkserver, fork), whatever the code "
     "sets."},
    {"strict", Shape::Flag, "false",
     "Report as possible what the models do not know."},
    {"exclude", Shape::Globs, "nothing",
     "Files that are not audited, and in which nothing is reported, as in "
     ".gitignore: a glob with a slash is relative to this file, one without "
     "matches in every folder; '**' stands for folders; what names a folder "
     "holds for all below it."},
    {"baseline", Shape::Path, "none",
     "File of old findings, which are not reported; written by `stowaway "
     "--update-baseline`. Relative to this file."},
};

llvm::ArrayRef<KeyInfo> projectKeys() { return Keys; }

} // namespace stowaway::project
