//===- Flags.h - With which flags does clang parse this file? ---*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A compile command was written for some compiler, to make an object file. The
// audit parses with clang 22 and makes nothing. So flags that only another
// compiler knows, plugins, outputs and everything about warnings go away, and
// what is left means the same program.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_DRIVER_FLAGS_H
#define STOWAWAY_DRIVER_FLAGS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace stowaway::driver {

/// \p Command is a whole command line, compiler first, for parsing \p File.
/// \p ResourceDir may be empty: clang then guesses.
std::vector<std::string> adjustFlags(llvm::ArrayRef<std::string> Command,
                                     llvm::StringRef File,
                                     llvm::StringRef ResourceDir);

} // namespace stowaway::driver

#endif // STOWAWAY_DRIVER_FLAGS_H
