//===- ModelReader.h - How is a model file read? ----------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// YAML in, models::Model out. A wrong file yields located errors (file, line,
// column, what was found, what was expected), all of them, not only the first.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_MODELS_MODELREADER_H
#define STOWAWAY_MODELS_MODELREADER_H

#include "Models/ModelSet.h"
#include "Text/TextError.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBufferRef.h"
#include <string>
#include <vector>

namespace stowaway::models {

/// One mistake in a model file.
using ModelError = text::TextError;

/// Reads one model. Errors are appended to \p Errors; the model then holds what
/// could be read, and must not be used.
/// \returns nothing if \p Errors grew.
std::optional<Model> readModel(llvm::MemoryBufferRef Buffer,
                               std::vector<ModelError> &Errors);

/// Reads a file, or every *.yaml / *.yml below a folder (sorted; hidden ones
/// are left out).
void readModels(llvm::StringRef Path, ModelSet &Into,
                std::vector<ModelError> &Errors);

/// Appends an error for each name in \p Set that stands for another entry
/// (state machine, start-method table) and resolves in none of its models.
void checkReferences(const ModelSet &Set, std::vector<ModelError> &Errors);

/// The models that are part of the binary. They are tested, so reading them
/// cannot fail; a failure is a broken build (report_fatal_error).
void addBuiltinModels(ModelSet &Into);

/// Names and YAML texts of the embedded files, for `models list`.
struct BuiltinModelFile {
  llvm::StringRef Name;
  llvm::StringRef Text;
};
llvm::ArrayRef<BuiltinModelFile> builtinModelFiles();

} // namespace stowaway::models

#endif // STOWAWAY_MODELS_MODELREADER_H
