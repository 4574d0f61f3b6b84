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

//     CHECK:{{.*}}text.cpp:20:3: warning: 'b.start()' carries 'a', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
//CHECK-NEXT:   20 |   b.start();
//CHECK-NEXT:      |   ^~~~~~~~~
//CHECK-NEXT:{{.*}}text.cpp:18:21: note: target 'second' is bound here
//CHECK-NEXT:   18 |   stowaway::Process b(second, std::ref(a));
//CHECK-NEXT:      |                     ^~~~~~~~~~~~~~~~~~~~~~
//CHECK-NEXT:{{.*}}text.cpp:18:31: note: argument 'a' of type 'stowaway::Process' is passed here
//CHECK-NEXT:   18 |   stowaway::Process b(second, std::ref(a));
//CHECK-NEXT:      |                               ^~~~~~~~~~~
//CHECK-NEXT:{{.*}}text.cpp:19:3: note: 'a' is started here
//CHECK-NEXT:   19 |   a.start();
//CHECK-NEXT:      |   ^~~~~~~~~
//CHECK-NEXT:{{.*}}stowaway/stowaway.h:[[#]]:7: note: 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
//CHECK-NEXT:{{ *[0-9]+}} | class Process {
//CHECK-NEXT:      |       ^
//CHECK-NEXT:{{.*}}text.cpp:18:31: note: instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
//CHECK-NEXT:   18 |   stowaway::Process b(second, std::ref(a));
//CHECK-NEXT:      |                               ^
