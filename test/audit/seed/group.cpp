//===- group.cpp - Is a group of processes seen through? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include <functional>
#include <stowaway/stowaway.h>
#include <vector>

using stowaway::Process;
using stowaway::ProcessGroup;

void work();
void use(Process &);

// The group belongs to the object that its members send; members are private
// parts of the group, so it is the group that cannot cross.
struct Application {
  ProcessGroup group;
  Application() {
    group.add(&Application::worker, this);
    group.add(&Application::worker, this);
  }
  void worker() {}
  template <class A> void serialize(A &ar) { ar(number); }
  int number = 0;
  // The group is not sent.
  void start_ok() { group.start(); }
};

// A member carries a process that is started.
void carried_by_group_bad() {
  Process first(work);
  first.start();
  ProcessGroup group;
  group.add(use, std::ref(first));
  group.start();
  // DEFINITE: 'group.start()' carries 'first', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `^group.add(use, std::ref(first));` #1 target 'use' is bound here
  // NOTE: `group.add(use, ^std::ref(first));` #1 argument 'first' of type 'stowaway::Process' is passed here
  // NOTE: `^first.start();` #1 'first' is started here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `group.add(use, ^std::ref(first));` #1 instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

void carried_by_group_ok() {
  Process first(work);
  ProcessGroup group;
  group.add(use, std::ref(first));
  group.start();
  first.start();
}

void added_to_group_bad() {
  Process first(work);
  first.start();
  ProcessGroup group;
  group.add(Process(use, std::ref(first)));
  group.start();
  // DEFINITE: 'group.start()' carries 'first', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `group.add(^Process(use, std::ref(first)));` target 'use' is bound here
  // NOTE: `group.add(Process(use, ^std::ref(first)));` argument 'first' of type 'stowaway::Process' is passed here
  // NOTE: `^first.start();` #3 'first' is started here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `group.add(Process(use, ^std::ref(first)));` instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

void unrelated_group_ok() {
  ProcessGroup group;
  group.add(work);
  group.add(work);
  group.start();
  group.stop();
}
