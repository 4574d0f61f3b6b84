//===- consumer.cpp - Does an installed runtime start a worker? -----------===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include <stowaway/stowaway.h>

#include <cstdio>

static void work(stowaway::Event Ready, int Code) {
  Ready.set();
  std::printf("worker got %d\n", Code);
}

int main() {
  stowaway::Event Ready;
  stowaway::Process Process(&work, Ready, 7);
  Process.start();
  Ready.wait();
  Process.join();
  return Process.exit_status().success() && Ready.is_set() ? 0 : 1;
}
