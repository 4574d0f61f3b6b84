//===- SourceNames.h - What is a member called that has no name at run time? ---------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef STOWAWAY_SRC_SOURCE_NAMES_H
#define STOWAWAY_SRC_SOURCE_NAMES_H

#include <cstddef>
#include <source_location>
#include <string>

namespace stowaway::detail {

/// The text of one argument of the call `archive(first_, second_)` at a place in the source, read
/// from the source file as a traceback does; empty when the file is not at hand or does not fit.
/// Only used to word an error.
std::string name_of_argument(const std::source_location &place, std::size_t index,
                             std::size_t count);

} // namespace stowaway::detail

#endif // STOWAWAY_SRC_SOURCE_NAMES_H
