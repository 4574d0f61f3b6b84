//===- DoNothing.cpp - What does the least program with the same libraries cost? ----------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <string>

int main(int argc, char **argv) {
  // Uses libstdc++, so that it is linked and started like a worker.
  const std::string text(static_cast<std::size_t>(argc) + 40, argv[0][0]);
  return text.empty();
}
