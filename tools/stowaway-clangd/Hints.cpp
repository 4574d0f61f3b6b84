//===- Hints.cpp - Can this text launch something? --------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Hints.h"
#include "clang/Basic/CharInfo.h"
#include "clang/Basic/LangOptions.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace stowaway::editor {

bool mentions(llvm::StringRef Text, const llvm::StringSet<> &Words) {
  while (!Text.empty()) {
    Text = Text.drop_until([](char C) { return isAsciiIdentifierContinue(C); });
    llvm::StringRef Word =
        Text.take_while([](char C) { return isAsciiIdentifierContinue(C); });
    if (Words.contains(Word))
      return true;
    Text = Text.drop_front(Word.size());
  }
  return false;
}

bool functionMentions(llvm::StringRef Text, const llvm::StringSet<> &Words) {
  LangOptions Options;
  Options.CPlusPlus = Options.CPlusPlus11 = true;
  Lexer Raw(SourceLocation(), Options, Text.begin(), Text.begin(), Text.end());
  unsigned Depth = 0;
  bool Closed = false;
  Token T;
  while (!Raw.LexFromRawLexer(T)) {
    // Initialisers have braces too: `: a{x}, b{y} {`.
    if (Closed && T.isNot(tok::comma) && T.isNot(tok::l_brace))
      return false;
    Closed = false;
    if (T.is(tok::l_brace))
      ++Depth;
    else if (T.is(tok::r_brace))
      Closed = Depth == 0 || --Depth == 0;
    else if (T.is(tok::semi) && Depth == 0)
      return false;
    else if (T.is(tok::raw_identifier) && Words.contains(T.getRawIdentifier()))
      return true;
  }
  return false;
}

static llvm::StringRef lastName(llvm::StringRef Qualified) {
  return Qualified.substr(Qualified.rfind(':') + 1);
}

llvm::StringSet<> hintWords(const models::ModelSet &Models) {
  llvm::StringSet<> Words;
  for (llvm::StringRef Hint : Models.hints())
    Words.insert(Hint);
  Words.insert("STOWAWAY_LAUNCH");
  return Words;
}

llvm::StringSet<> launchWords(const models::ModelSet &Models) {
  llvm::StringSet<> Words;
  Words.insert("STOWAWAY_LAUNCH");
  auto AddMethod = [&](llvm::StringRef Name) {
    Words.insert(lastName(Name));
    Words.insert(lastName(Name.rsplit("::").first)); // its class
  };
  for (const auto &Model : Models.models()) {
    for (const models::Launch &L : Model->Launches) {
      Words.insert(lastName(L.Name));
      for (const std::string &By : L.LaunchedBy)
        AddMethod(By);
    }
    for (const models::BranchLaunch &L : Model->BranchLaunches)
      Words.insert(lastName(L.Name));
    for (const models::StateMachine &M : Model->StateMachines)
      for (const models::StateMachine::Transition &T : M.Transitions)
        AddMethod(T.Call);
    for (const models::StartMethods &Table : Model->StartMethodTables)
      Words.insert(lastName(Table.Setter));
  }
  return Words;
}

llvm::StringSet<> transferWords(const models::ModelSet &Models) {
  llvm::StringSet<> Words;
  for (const auto &Model : Models.models())
    for (const models::TransferFunction &F : Model->TransferFunctions)
      Words.insert(F.Name);
  return Words;
}

llvm::StringSet<> callerWords(const models::ModelSet &Models) {
  llvm::StringSet<> Words;
  for (const auto &Model : Models.models())
    for (const models::HigherOrder &Calls : Model->HigherOrders)
      Words.insert(lastName(Calls.Name));
  return Words;
}

} // namespace stowaway::editor
