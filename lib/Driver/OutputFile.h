//===- OutputFile.h - How is a file written whole or not at all? -*- C++ -*-==//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_DRIVER_OUTPUTFILE_H
#define STOWAWAY_DRIVER_OUTPUTFILE_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

namespace stowaway::driver {

/// Writes to a temporary file beside \p Path and renames it. An interrupt
/// (Ctrl-C) or an error removes the temporary file; \p Path then stays as it
/// was.
llvm::Error writeWhole(llvm::StringRef Path,
                       llvm::function_ref<void(llvm::raw_ostream &)> Write);

} // namespace stowaway::driver

#endif // STOWAWAY_DRIVER_OUTPUTFILE_H
