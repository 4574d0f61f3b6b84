//===- EntryStaticInit.cpp - Is a start by a static initialiser an error and no fork bomb? ------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <cstdio>
#include <cstring>
#include <optional>

#include <stowaway/stowaway.h>

static void target() {}

struct Eager {
  stowaway::Process process{target};
  std::optional<std::string> refused;
  Eager() {
    try {
      process.start(); // in the parent fine; in the worker this runs again
    } catch (const stowaway::LifecycleError &error) {
      std::_Exit(17);
    }
  }
};
static Eager eager;

int main() {
  eager.process.join();
  const auto error = eager.process.error();
  std::printf("%s; %s\n", eager.process.exit_status().to_string().c_str(),
              error ? error->what() : "no error");
  return eager.process.exit_status().code() == 17 && error && error->stage() == "start" ? 0 : 1;
}
