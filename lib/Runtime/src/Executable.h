//===- Executable.h - Which file is this program, to be run once more? ---------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef STOWAWAY_SRC_EXECUTABLE_H
#define STOWAWAY_SRC_EXECUTABLE_H

#include <string>

#include "System.h"

namespace stowaway::detail {

struct Executable {
  Fd fd;            // O_PATH, for execveat(2)
  std::string path; // for messages
};

/// This program's own file, also when it was renamed, replaced or deleted since. Verified by
/// build-id against the memory of this process, because /proc/self/exe is the loader, the emulator
/// or the valgrind tool for programs that run under one. Throws StartError.
Executable open_own_executable();

} // namespace stowaway::detail

#endif // STOWAWAY_SRC_EXECUTABLE_H
