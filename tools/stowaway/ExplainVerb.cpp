//===- ExplainVerb.cpp - What does this check find? -------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/Checks.h"
#include "Verbs.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FormatVariadic.h"

namespace stowaway::tool {

namespace {
struct Page {
  llvm::StringLiteral Check;
  llvm::StringLiteral Text;
};
} // namespace

static constexpr Page Pages[] = {
#include "Pages.inc"
};

ExitStatus runExplain(llvm::ArrayRef<const char *> Arguments) {
  if (Arguments.empty()) {
    for (const audit::CheckInfo &C : audit::allChecks())
      llvm::outs() << llvm::formatv("{0,-26} {1}\n", C.Id, C.Summary);
    llvm::outs() << "\n'stowaway explain CHECK' shows examples, options and "
                    "limits.\n";
    return NothingFound;
  }
  ExitStatus Status = NothingFound;
  for (llvm::StringRef Name : Arguments) {
    auto Is = [&](const Page &P) {
      return P.Check == Name || P.Check == ("stowaway-" + Name).str();
    };
    if (const Page *Found = llvm::find_if(Pages, Is);
        Found != std::end(Pages)) {
      llvm::outs() << Found->Text;
      continue;
    }
    std::optional<llvm::StringRef> Near = report::nearestCheck(Name);
    printError(
        llvm::formatv("there is no check '{0}'{1}", Name,
                      Near ? "; did you mean '" + Near->str() + "'?"
                           : std::string("; 'stowaway explain' lists them")));
    Status = Failed;
  }
  return Status;
}

} // namespace stowaway::tool
