//===- WatchedFiles.h - Has this file changed since it was read? ----------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What was made of a file is kept until its time, size or identity is another.
// An editor server lives long, and its files change below it. Files are read
// through the file system of who asks, which may be an editor's.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_PROJECT_WATCHEDFILES_H
#define STOWAWAY_PROJECT_WATCHEDFILES_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/ErrorOr.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <memory>
#include <mutex>

namespace stowaway::project {

/// The text of \p Path, or why it cannot be read: not there, no file (reading a
/// pipe could wait for ever), too large.
llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>>
readTextFile(llvm::StringRef Path, llvm::vfs::FileSystem &FS);

/// May be asked by several threads at once.
template <class T> class WatchedFiles {
public:
  using Text = llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>>;

  /// What \p Make makes of the text of \p Path, now or earlier.
  std::shared_ptr<const T> get(llvm::StringRef Path, llvm::vfs::FileSystem &FS,
                               llvm::function_ref<T(const Text &)> Make) {
    // Asked before the file is read: if it changes meanwhile, it is read again.
    llvm::ErrorOr<llvm::vfs::Status> Status = FS.status(Path);
    std::lock_guard<std::mutex> Held(Lock);
    Entry &E = Known[Path];
    if (E.Made && Status && isSame(E, *Status))
      return E.Made;
    E.Made = std::make_shared<const T>(Make(readTextFile(Path, FS)));
    if (Status) {
      E.Changed = Status->getLastModificationTime();
      E.Size = Status->getSize();
      E.Identity = Status->getUniqueID();
    }
    return E.Made;
  }

private:
  struct Entry {
    std::shared_ptr<const T> Made;
    llvm::sys::TimePoint<> Changed;
    uint64_t Size = 0;
    llvm::sys::fs::UniqueID Identity;
  };
  static bool isSame(const Entry &E, const llvm::vfs::Status &Status) {
    return E.Changed == Status.getLastModificationTime() &&
           E.Size == Status.getSize() && E.Identity == Status.getUniqueID();
  }

  std::mutex Lock;
  llvm::StringMap<Entry> Known;
};

} // namespace stowaway::project

#endif // STOWAWAY_PROJECT_WATCHEDFILES_H
