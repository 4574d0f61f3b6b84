//===- text.cpp - What does a person read? --------------------------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The whole text of a finding: heads, source lines, carets, order of notes.

// RUN: not %stowaway --quiet %s -- -std=c++20 -I %inputs 2>&1 \
// RUN:   | %FileCheck --match-full-lines --strict-whitespace %s

#include <functional>
#include <stowaway/stowaway.h>

void first();
void second(stowaway::Process &);

void start_both_bad() {
  stowaway::Process a(first);
  stowaway::Process b(second, std::ref(a));
  a.start();
  b.start();
}

