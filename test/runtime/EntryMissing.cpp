//===- EntryMissing.cpp - Is a program without worker entry told so, instead of run twice? ------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where the runtime is in the program, the start is refused. Where it is in a shared library, the
// program may have an entry all the same, so that only the worker sees that there is none.
//
//===--------------------------------------------------------------------------------------------===//

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
    std::printf("%s\n", error.what());
#if defined(STOWAWAY_TEST_RUNTIME_IN_LIBRARY)
    return 42; // here the worker arrives, in main() for a second time
#else
    stowaway::set_start_method(stowaway::StartMethod::fork); // which needs no entry
    process.start();
    process.join();
    return process.exit_status().success() && std::strstr(error.what(), "stowaway::init") ? 0 : 1;
#endif
  }
  process.join();
  const auto error = process.error();
  std::printf("%s\n", error ? error->what() : "no error");
#if defined(STOWAWAY_TEST_RUNTIME_IN_LIBRARY)
  return process.exit_status().code() == 42 && error && error->stage() == "start" &&
                 std::strstr(error->what(), "stowaway::init")
             ? 0
             : 1;
#else
  return 2;
#endif
}
