//===- ResourceDir.h - Where are clang's own headers? -----------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// <stddef.h>, <immintrin.h> and others belong to the compiler and must be of
// the same release as the clang that is linked here. Without them hardly any
// file compiles.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_DRIVER_RESOURCEDIR_H
#define STOWAWAY_DRIVER_RESOURCEDIR_H

#include <optional>
#include <string>

namespace stowaway::driver {

/// The first that exists of: the directory known when this was built, the one
/// beside the clang library that is loaded, one beside this program, and what
/// `clang -print-resource-dir` of the same release says.
std::optional<std::string> findResourceDir();

} // namespace stowaway::driver

#endif // STOWAWAY_DRIVER_RESOURCEDIR_H
