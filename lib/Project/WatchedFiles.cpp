//===- WatchedFiles.cpp - Has this file changed since it was read? --------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Project/WatchedFiles.h"

using namespace llvm;

namespace stowaway::project {

/// Ten times a baseline of a hundred thousand findings.
static constexpr uint64_t MaxBytes = 256u << 20;

ErrorOr<std::unique_ptr<MemoryBuffer>> readTextFile(StringRef Path,
                                                    vfs::FileSystem &FS) {
  ErrorOr<vfs::Status> Status = FS.status(Path);
  if (!Status)
    return Status.getError();
  if (Status->getType() != sys::fs::file_type::regular_file)
    return make_error_code(Status->isDirectory() ? std::errc::is_a_directory
                                                 : std::errc::invalid_argument);
  if (Status->getSize() > MaxBytes)
    return make_error_code(std::errc::file_too_large);
  // Volatile: a mapped file that is cut meanwhile would end the program.
  return FS.getBufferForFile(Path, -1, /*RequiresNullTerminator=*/true,
                             /*IsVolatile=*/true);
}

} // namespace stowaway::project
