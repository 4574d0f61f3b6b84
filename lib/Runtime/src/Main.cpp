//===- Main.cpp - How does a worker start without code in main()? -------------------------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The CMake target brings the link option --wrap=main: the C runtime then calls __wrap_main, which
// is here, and __real_main is the program's main(). Static objects are constructed by then.
//
//===--------------------------------------------------------------------------------------------===//

#include "Worker.h"

extern "C" int __real_main(int, char **, char **);

extern "C" int __wrap_main(int argc, char **argv, char **environment) {
  stowaway::detail::enter_if_worker();
  return __real_main(argc, argv, environment);
}
