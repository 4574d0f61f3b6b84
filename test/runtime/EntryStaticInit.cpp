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
      process.start(); // in a worker this would run again
    } catch (const stowaway::LifecycleError &error) {
      refused = error.what();
    }
  }
};
static Eager eager;

int main() {
  std::printf("%s\n", eager.refused.value_or("not refused").c_str());
  if (!eager.refused)
    return 1;
  eager.process.start(); // now it may; that its worker's initialiser is refused is no error
  eager.process.join();
  const auto error = eager.process.error();
  std::printf("%s; %s\n", eager.process.exit_status().to_string().c_str(),
              error ? error->what() : "no error");
  return eager.process.exit_status().success() && !error ? 0 : 2;
}
