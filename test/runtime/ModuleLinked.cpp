//===- ModuleLinked.cpp - Which targets lie in a library that is linked? ------------------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stowaway/task.h>

int linked_function(int x) { return x + 100; }

stowaway::Task<int> make_linked_task(int x) {
  return stowaway::Task([](int y) { return linked_function(y); }, x);
}
