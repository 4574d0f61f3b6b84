//===- ProjectReader.h - How is a project file read? ------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// YAML in, ProjectFile out. A wrong file yields located errors (file, line,
// column, what was found, what was expected), all of them, not only the first.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_PROJECT_PROJECTREADER_H
#define STOWAWAY_PROJECT_PROJECTREADER_H

#include "Project/ProjectFile.h"

namespace stowaway::project {

/// \p Buffer is named by its absolute path; \p Checks are the checks that
/// there are.
/// \returns nothing if \p Errors grew.
std::optional<ProjectFile>
readProjectFile(llvm::MemoryBufferRef Buffer,
                llvm::ArrayRef<llvm::StringRef> Checks,
                std::vector<text::TextError> &Errors);

} // namespace stowaway::project

#endif // STOWAWAY_PROJECT_PROJECTREADER_H
