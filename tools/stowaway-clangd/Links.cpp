//===- Links.cpp - Where do the links of our diagnostics lead? --*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Links.h"

namespace stowaway::editor {

void removeDeadLinks(llvm::json::Value &Published) {
  llvm::json::Object *Params = Published.getAsObject();
  llvm::json::Array *All = Params ? Params->getArray("diagnostics") : nullptr;
  if (!All)
    return;
  for (llvm::json::Value &Each : *All)
    if (llvm::json::Object *Diagnostic = Each.getAsObject())
      if (auto Code = Diagnostic->getString("code");
          Code && Code->starts_with("stowaway-"))
        Diagnostic->erase("codeDescription");
}

} // namespace stowaway::editor
