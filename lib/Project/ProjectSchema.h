//===- ProjectSchema.h - Which project files does an editor take? ---------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_PROJECT_PROJECTSCHEMA_H
#define STOWAWAY_PROJECT_PROJECTSCHEMA_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <string>

namespace stowaway::project {

/// Where the schema is kept, below the root of the source tree. A test fails if
/// it is stale, and stowaway-model-docs rewrites it.
inline constexpr llvm::StringLiteral SchemaPath =
    "docs/project/stowaway-project.schema.json";

/// A JSON schema (draft 2020-12) of project files, made from the table of keys.
std::string projectSchema();

} // namespace stowaway::project

#endif // STOWAWAY_PROJECT_PROJECTSCHEMA_H
