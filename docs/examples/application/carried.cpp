//===- carried.cpp - What is the smallest program that sends a started process? -----------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Process b carries process a as an argument. Before a is started this is fine; after, the handle
// of a would have to be sent, and the start of b throws.
//
//===--------------------------------------------------------------------------------------------===//

#include <cstdio>
#include <functional>

#include <stowaway/stowaway.h>

static void first(stowaway::Event event) { event.wait(); }
static void second(stowaway::Process &) {}

int main() {
  stowaway::Event event;
  stowaway::Process a(first, event);
  stowaway::Process b(second, std::ref(a));
  a.start();
  bool refused = false;
  try {
    b.start();
  } catch (const stowaway::TransferError &error) {
    std::printf("TransferError: %s\n", error.what());
    refused = true;
  }
  event.set();
  a.join();

  // Closed again, a may travel.
  a.close();
  stowaway::Process c(second, std::ref(a));
  c.start();
  c.join();
  return refused && c.exit_status().success() ? 0 : 1;
}
