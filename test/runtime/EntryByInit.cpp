//===- EntryByInit.cpp - Does stowaway::init serve programs linked without the option? ----------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stowaway/stowaway.h>

static int target(int x) { return x; }

int main(int argc, char **argv) {
  stowaway::init(argc, argv);
  stowaway::Task task(target, 5);
  task.start();
  return task.result() == 5 && argc == 1 ? 0 : 1;
}
