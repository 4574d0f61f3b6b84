//===- PathGlob.cpp - Which files does this glob name? ----------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Project/PathGlob.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

using namespace llvm;

namespace stowaway::project {

/// More words than a person writes between braces.
static constexpr size_t MaxWords = 256;
static constexpr size_t MaxLength = 4096;

static Error makeError(const Twine &Message) {
  return createStringError(inconvertibleErrorCode(), Message);
}

Expected<PathGlob> PathGlob::create(StringRef Text, StringRef Root) {
  if (Text.empty())
    return makeError("expected a glob, found nothing");
  if (Text.size() > MaxLength)
    return makeError("longer than any name of a file");
  if (Text.starts_with("!"))
    return makeError("exceptions ('!') are not understood; name what is "
                     "excluded more closely");
  PathGlob Result;
  Result.Text = Text.str();
  Result.Storage = std::make_shared<const std::string>(Text);
  StringRef Rest = *Result.Storage;
  Result.FoldersOnly = Rest.ends_with("/");
  Rest = Rest.rtrim('/');
  bool IsAnchored = Rest.contains('/') || Text.starts_with("/");
  if (!Rest.consume_front("/"))
    Result.Root = Root.rtrim('/').str();
  if (!IsAnchored && Rest != ".")
    Result.Parts.push_back(std::nullopt);
  SmallVector<StringRef, 8> Names;
  Rest.split(Names, '/', -1, /*KeepEmpty=*/false);
  for (StringRef Name : Names) {
    if (Name == ".")
      continue;
    if (Name == "..")
      return makeError("'..' leads out of the folder that globs are relative "
                       "to");
    if (Name == "**") {
      Result.Parts.push_back(std::nullopt);
      continue;
    }
    Expected<GlobPattern> Pattern = GlobPattern::create(Name, MaxWords);
    if (!Pattern)
      return makeError("not a glob: " + toString(Pattern.takeError()));
    Result.Parts.push_back(std::move(*Pattern));
  }
  if (Result.Parts.empty())
    return makeError("expected the name of a file or folder");
  // "dir/**" is what lies in it.
  while (Result.Parts.size() > 1 && !Result.Parts.back()) {
    Result.Parts.pop_back();
    Result.FoldersOnly = Result.Parts.back().has_value();
  }
  return Result;
}

bool PathGlob::matches(StringRef File) const {
  if (!File.consume_front(Root) || !File.consume_front("/"))
    return false;
  SmallVector<StringRef, 16> Names;
  File.split(Names, '/', -1, /*KeepEmpty=*/false);
  // Here[P]: the parts before P match the names so far. A match of the first
  // names is one of a folder, and so of all in it.
  SmallVector<bool, 16> Here(Parts.size() + 1, false);
  Here[0] = true;
  auto SkipFolders = [&] {
    for (size_t P = 0; P != Parts.size(); ++P)
      if (Here[P] && !Parts[P])
        Here[P + 1] = true;
  };
  SkipFolders();
  for (size_t N = 0; N != Names.size(); ++N) {
    SmallVector<bool, 16> Next(Parts.size() + 1, false);
    for (size_t P = 0; P != Parts.size(); ++P)
      if (Here[P]) {
        if (!Parts[P])
          Next[P] = true;
        else if (Parts[P]->match(Names[N]))
          Next[P + 1] = true;
      }
    Here = std::move(Next);
    SkipFolders();
    bool IsFolder = N + 1 != Names.size();
    if (Here.back() && (IsFolder || !FoldersOnly))
      return true;
  }
  return false;
}

} // namespace stowaway::project
