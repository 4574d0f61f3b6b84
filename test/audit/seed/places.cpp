//===- places.cpp - Does it matter where the processes live? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include <functional>
#include <stowaway/stowaway.h>
#include <vector>

using stowaway::Process;

void work();
void use(Process &);
void use_all(std::vector<Process> &);

// Globals.
Process global_first(work);
Process global_second(use, std::ref(global_first));

void start_globals_bad() {
  global_first.start();
  global_second.start();
  // DEFINITE: 'global_second.start()' carries 'global_first', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `Process ^global_second(use, std::ref(global_first));` target 'use' is bound here
  // NOTE: `Process global_second(use, ^std::ref(global_first));` argument 'global_first' of type 'stowaway::Process' is passed here
  // NOTE: `^global_first.start();` #1 'global_first' is started here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `Process global_second(use, ^std::ref(global_first));` instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

// A namespace, and a static member.
namespace app {
Process first(work);
}
struct Registry {
  static Process second;
  static void start_bad() {
    app::first.start();
    second.start();
    // DEFINITE: 'second.start()' carries 'app::first', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `Process Registry::^second(use, std::ref(app::first));` target 'use' is bound here
    // NOTE: `Process Registry::second(use, ^std::ref(app::first));` argument 'app::first' of type 'stowaway::Process' is passed here
    // NOTE: `^app::first.start();` 'app::first' is started here
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `Process Registry::second(use, ^std::ref(app::first));` instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
  }
};
Process Registry::second(use, std::ref(app::first));

// Statics of a function.
void start_statics_bad() {
  static Process first(work);
  static Process second(use, std::ref(first));
  first.start();
  second.start();
  // DEFINITE: 'second.start()' carries 'first', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `static Process ^second(use, std::ref(first));` target 'use' is bound here
  // NOTE: `static Process second(use, ^std::ref(first));` argument 'first' of type 'stowaway::Process' is passed here
  // NOTE: `^first.start();` 'first' is started here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `static Process second(use, ^std::ref(first));` instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

// Local variables.
void start_locals_bad() {
  std::vector<Process> all;
  for (int i = 0; i < 4; ++i)
    all.emplace_back(use_all, std::ref(all));
  for (auto &process : all)
    process.start();
    // DEFINITE: 'process.start()' carries 'all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `^all.emplace_back(use_all, std::ref(all));` target 'use_all' is bound here
    // NOTE: `all.emplace_back(use_all, ^std::ref(all));` argument 'all' of type 'std::vector<stowaway::Process>' is passed here; its elements are 'stowaway::Process'
    // NOTE: `^process.start();` an element of 'all' is started here, by an earlier iteration
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `all.emplace_back(use_all, ^std::ref(all));` instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

// Locals of a block: each time new ones.
void start_in_block_ok() {
  for (int i = 0; i < 4; ++i) {
    Process first(work);
    Process second(use, std::ref(first));
    second.start();
  }
}

// A local hides the global of the same name.
void start_hidden_ok() {
  Process global_first(work);
  global_first.start();
  Process second(work);
  second.start();
}

// The global is started in one function; this one carries it and may run
// before or after.
Process shared_one(work);
void start_shared() { shared_one.start(); }
void start_carrier_bad() {
  Process carrier(use, std::ref(shared_one));
  carrier.start();
  // POSSIBLE: 'carrier.start()' carries 'shared_one', a 'stowaway::Process' that may be started, to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `Process ^carrier(use, std::ref(shared_one));` target 'use' is bound here
  // NOTE: `Process carrier(use, ^std::ref(shared_one));` argument 'shared_one' of type 'stowaway::Process' is passed here
  // NOTE: `void start_shared() { ^shared_one.start(); }` 'shared_one' may be started here, by an earlier call of 'start_shared'
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `Process carrier(use, ^std::ref(shared_one));` instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

// Both happen in the order that main gives.
Process ordered(work);
void start_ordered() { ordered.start(); }
void start_ordered_carrier_ok() {
  Process carrier(use, std::ref(ordered));
  carrier.start();
}

// A temporary that is gone before the next one is made.
void start_temporaries_ok() {
  Process(work).start();
  Process(work).start();
}

// Behind a pointer to a local.
void start_behind_pointer_bad() {
  Process first(work);
  Process *handle = &first;
  Process second(use, std::ref(*handle));
  handle->start();
  second.start();
  // DEFINITE: 'second.start()' carries '*handle', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `Process ^second(use, std::ref(*handle));` target 'use' is bound here
  // NOTE: `Process second(use, ^std::ref(*handle));` argument '*handle' of type 'stowaway::Process' is passed here
  // NOTE: `^handle->start();` '*handle' is started here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `Process second(use, ^std::ref(*handle));` instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

// A new object.
void start_newed_bad() {
  auto *first = new Process(work);
  first->start();
  Process second(use, std::ref(*first));
  second.start();
  // DEFINITE: 'second.start()' carries '*first', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `Process ^second(use, std::ref(*first));` target 'use' is bound here
  // NOTE: `Process second(use, ^std::ref(*first));` argument '*first' of type 'stowaway::Process' is passed here
  // NOTE: `^first->start();` '*first' is started here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `Process second(use, ^std::ref(*first));` instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

int main() {
  start_ordered_carrier_ok();
  start_ordered();
}
