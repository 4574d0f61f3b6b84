//===- ModelDocs.h - What do the models look like on paper? -----*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Pages and the editors' schema, made from the table of keys and from models.
// They are kept in the repository; a test fails if they are stale, and
// stowaway-model-docs rewrites them.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_MODELS_MODELDOCS_H
#define STOWAWAY_MODELS_MODELDOCS_H

#include "Models/ModelSet.h"
#include <string>
#include <vector>

namespace stowaway::models {

/// A JSON schema (draft 2020-12) of model files.
std::string modelSchema();

/// All sections and keys, as Markdown.
std::string keysPage();

/// Which handle cannot cross which boundary, why, and what to use instead, as
/// Markdown.
std::string handlesPage(const ModelSet &Set);

struct GeneratedFile {
  std::string Path; ///< below the root of the source tree
  std::string Text;
};
/// All of the above, from the built-in models.
std::vector<GeneratedFile> generatedFiles();

} // namespace stowaway::models

#endif // STOWAWAY_MODELS_MODELDOCS_H
