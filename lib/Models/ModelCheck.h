//===- ModelCheck.h - Has this YAML the shape of a model? -------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Compares a tree with the table of keys and says all that is wrong with it.
// What passes can be converted without further tests of shapes.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_MODELS_MODELCHECK_H
#define STOWAWAY_MODELS_MODELCHECK_H

#include "Models/ModelKeys.h"
#include "Text/YamlTree.h"

namespace stowaway::models {

using text::didYouMean;
using text::ErrorSink;
using text::YamlNode;

/// \returns whether \p Root, the whole file, has the shape of a model.
bool checkModel(const YamlNode &Root, ErrorSink &Errors);

/// A number as Shape::Count and Shape::Index allow it.
std::optional<int> asIndex(const YamlNode &Node);
/// The N of "N..".
std::optional<unsigned> asFrom(const YamlNode &Node);

} // namespace stowaway::models

#endif // STOWAWAY_MODELS_MODELCHECK_H
