//===- CheckSettings.h - What do the options of a check ask for? ----------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_TIDY_CHECKSETTINGS_H
#define STOWAWAY_TIDY_CHECKSETTINGS_H

#include <compare>
#include <optional>
#include <string>

namespace stowaway::tidy {

/// What is not set is left to the project file.
struct CheckSettings {
  std::string StartMethod; ///< empty: what the code sets
  std::optional<bool> Strict;
  std::string Models; ///< YAML files, separated by semicolons
  auto operator<=>(const CheckSettings &) const = default;
};

} // namespace stowaway::tidy

#endif // STOWAWAY_TIDY_CHECKSETTINGS_H
