//===- unistd.h - What does fork look like? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As small as the audit's cases need; declares only.

#pragma once

extern "C" {
typedef int pid_t;
pid_t fork(void);
[[noreturn]] void _exit(int);
}
