//===- options.cpp - Do the plugin's options do what they say? ------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// REQUIRES: plugin
// RUN: %clang_tidy --quiet --config="{Checks: '-*,stowaway-*'}" %s -- -std=c++20 -I %inputs 2>&1 | %FileCheck %s --check-prefix=FOUND
// RUN: %clang_tidy --quiet --config="{Checks: '-*,stowaway-*', CheckOptions: {stowaway-started-process.StartMethod: fork}}" %s -- -std=c++20 -I %inputs 2>&1 | %FileCheck %s --check-prefix=NOTHING --allow-empty
// One option for all checks:
// RUN: %clang_tidy --quiet --config="{Checks: '-*,stowaway-*', CheckOptions: {StartMethod: fork}}" %s -- -std=c++20 -I %inputs 2>&1 | %FileCheck %s --check-prefix=NOTHING --allow-empty
// Another check's option is not ours:
// RUN: %clang_tidy --quiet --config="{Checks: '-*,stowaway-*', CheckOptions: {stowaway-carried-handle.StartMethod: fork}}" %s -- -std=c++20 -I %inputs 2>&1 | %FileCheck %s --check-prefix=FOUND
// Only the checks that are asked for:
// RUN: %clang_tidy --quiet --config="{Checks: '-*,stowaway-*,-stowaway-started-process'}" %s -- -std=c++20 -I %inputs 2>&1 | %FileCheck %s --check-prefix=NOTHING --allow-empty
// As an error:
// RUN: not %clang_tidy --quiet --config="{Checks: '-*,stowaway-*', WarningsAsErrors: 'stowaway-*'}" %s -- -std=c++20 -I %inputs 2>&1 | %FileCheck %s --check-prefix=ERROR
// FOUND: options.cpp:[[#]]:3: warning: {{.*}} [stowaway-started-process]
// NOTHING-NOT: warning:
// ERROR: options.cpp:[[#]]:3: error: {{.*}} [stowaway-started-process,-warnings-as-errors]

// The five checks and their options are known.
// RUN: %clang_tidy --list-checks --checks='-*,stowaway-*' | %FileCheck %s --check-prefix=LIST
// LIST: stowaway-carried-address
// LIST-NEXT: stowaway-carried-handle
// LIST-NEXT: stowaway-dropped-state
// LIST-NEXT: stowaway-started-process
// LIST-NEXT: stowaway-worker-lifecycle
// RUN: %clang_tidy --verify-config --config="{Checks: '-*,stowaway-*', CheckOptions: {stowaway-started-process.StartMethod: fork, stowaway-dropped-state.Strict: true, stowaway-worker-lifecycle.Models: 'a.yaml'}}" %s -- | %FileCheck %s --check-prefix=VERIFY
// VERIFY: No config errors detected.
// RUN: %clang_tidy --dump-config --config="{Checks: '-*,stowaway-*', CheckOptions: {stowaway-started-process.StartMethod: fork}}" %s -- | %FileCheck %s --check-prefix=DUMP
// DUMP: stowaway-started-process.Models: ''
// DUMP-NEXT: stowaway-started-process.StartMethod: fork
// DUMP-NEXT: stowaway-started-process.Strict: ''

// Mistakes are told.
// RUN: %clang_tidy --quiet --config="{Checks: '-*,stowaway-*', CheckOptions: {StartMethod: forc, Strict: maybe, Models: 'missing.yaml'}}" %s -- -std=c++20 -I %inputs 2>&1 | %FileCheck %s --check-prefix=MISTAKES
// MISTAKES-DAG: warning: 'forc' is no start method; it is one of spawn, forkserver, fork [clang-tidy-config]
// MISTAKES-DAG: warning: 'maybe' is no value of Strict; it is true or false [clang-tidy-config]
// MISTAKES-DAG: warning: missing.yaml: cannot be read: No such file or directory [clang-tidy-config]

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
