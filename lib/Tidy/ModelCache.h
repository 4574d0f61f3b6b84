//===- ModelCache.h - Which models do a check's options ask for? *- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Models are read once, however many units and checks ask, on however many
// threads; and again when one of their files has changed, because an editor
// server outlives many edits of them.
//
//===----------------------------------------------------------------------===//

#ifndef STOWAWAY_TIDY_MODELCACHE_H
#define STOWAWAY_TIDY_MODELCACHE_H

#include "Models/ModelReader.h"
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace stowaway::tidy {

/// The models that settings ask for, and what is wrong with them.
struct LoadedModels {
  models::ModelSet Set;
  std::vector<models::ModelError> Errors;
  /// Start methods that some library has.
  std::vector<std::string> StartMethods;
};

/// Safe to use from several threads.
class ModelCache {
public:
  /// The built-in models and those of \p Files, YAML files or directories
  /// separated by semicolons.
  std::shared_ptr<const LoadedModels> get(const std::string &Files);

private:
  struct Entry {
    std::string Stamp; ///< changes when a file does
    std::shared_ptr<const LoadedModels> Models;
  };
  std::mutex Guard;
  std::map<std::string, Entry> Read;
};

} // namespace stowaway::tidy

#endif // STOWAWAY_TIDY_MODELCACHE_H
