//===- missing_header.cpp - What if a header is missing? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s --broken

#include <memory>
#include <missing_header.h>
#include <stowaway/stowaway.h>

using stowaway::Process;

void after_missing_header_bad(std::weak_ptr<int> weak) {
  Process([weak] { weak.lock(); }).start();
}
void after_missing_header_ok(int number) {
  Process([number] { (void)number; }).start();
}
