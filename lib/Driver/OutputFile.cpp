//===- OutputFile.cpp - How is a file written whole or not at all? ---------==//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Driver/OutputFile.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"

namespace fs = llvm::sys::fs;

namespace stowaway::driver {

static llvm::Error cannotWrite(llvm::StringRef Path, const llvm::Twine &Why) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                 "'" + Path + "' cannot be written: " + Why);
}

/// Writes and flushes; returns what went wrong, or nothing.
static std::string
writeAll(llvm::raw_fd_ostream &OS,
         llvm::function_ref<void(llvm::raw_ostream &)> Write) {
  Write(OS);
  OS.flush();
  if (!OS.has_error())
    return {};
  // An error that is not cleared ends the program when the stream goes.
  std::string Why = OS.error().message();
  OS.clear_error();
  return Why;
}

llvm::Error writeWhole(llvm::StringRef Path,
                       llvm::function_ref<void(llvm::raw_ostream &)> Write) {
  if (fs::is_directory(Path))
    return cannotWrite(Path, "it is a directory");
  // A pipe or /dev/stderr cannot be replaced.
  fs::file_status Status;
  if (!fs::status(Path, Status) && !fs::is_regular_file(Status)) {
    std::error_code Problem;
    llvm::raw_fd_ostream OS(Path, Problem);
    if (Problem)
      return cannotWrite(Path, Problem.message());
    if (std::string Why = writeAll(OS, Write); !Why.empty())
      return cannotWrite(Path, Why);
    return llvm::Error::success();
  }
  llvm::Expected<fs::TempFile> Temp =
      fs::TempFile::create(Path + ".%%%%%%.tmp", fs::all_read | fs::all_write);
  if (!Temp)
    return cannotWrite(Path, llvm::toString(Temp.takeError()));
  std::string Why;
  {
    llvm::raw_fd_ostream OS(Temp->FD, /*shouldClose=*/false);
    Why = writeAll(OS, Write);
  }
  if (!Why.empty()) {
    llvm::consumeError(Temp->discard());
    return cannotWrite(Path, Why);
  }
  if (llvm::Error E = Temp->keep(Path))
    return cannotWrite(Path, llvm::toString(std::move(E)));
  return llvm::Error::success();
}

} // namespace stowaway::driver
