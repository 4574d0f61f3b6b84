//===- ModuleLoaded.cpp - Which targets lie in a library that is loaded later? ------------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stowaway/task.h>

static int loaded_function(int x) { return x + 200; }

extern "C" void make_loaded_task(stowaway::Task<int> *task, int x) {
  *task = stowaway::Task([](int y) { return loaded_function(y); }, x);
}
