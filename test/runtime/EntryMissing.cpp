//===- EntryMissing.cpp - Is a program without worker entry told so, instead of run twice? ------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <cstdio>
#include <cstring>

#include <stowaway/stowaway.h>

static void target() {}

int main(int argc, char **) {
  if (argc > 1)
    return 0; // a main() that ends by itself
  stowaway::Process process(target);
  try {
    process.start();
  } catch (const stowaway::LifecycleError &error) {
    return 42; // here the worker arrives, in main() for a second time
  }
  process.join();
  const auto error = process.error();
  std::printf("%s\n", error ? error->what() : "no error");
  return process.exit_status().code() == 42 && error && error->stage() == "start" &&
                 std::strstr(error->what(), "stowaway::init")
             ? 0
             : 1;
}
