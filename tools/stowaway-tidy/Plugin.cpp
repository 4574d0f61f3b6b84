//===- Plugin.cpp - What does `clang-tidy -load` load? ----------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The module of lib/Tidy and nothing of LLVM: clang-tidy has that already, and
// a second copy of it in one process ends the process.
//
//===----------------------------------------------------------------------===//

namespace clang::tidy {

// The module registers itself when it is linked in; this links it in.
extern volatile int StowawayModuleAnchorSource;
[[maybe_unused]] static int StowawayModuleAnchor = StowawayModuleAnchorSource;

} // namespace clang::tidy
