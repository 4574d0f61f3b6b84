//===- moves.cpp - What becomes of a process that is moved? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include <functional>
#include <stowaway/stowaway.h>
#include <utility>
#include <vector>

using stowaway::Process;

void work();
void use(Process &);
void use_all(std::vector<Process> &);

// Moved into the vector that the second one carries.
void moved_into_vector_bad() {
  std::vector<Process> all;
  Process first(work);
  first.start();
  all.push_back(std::move(first));
  Process second(use_all, std::ref(all));
  second.start();
  // DEFINITE: 'second.start()' carries 'all[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `Process ^second(use_all, std::ref(all));` #1 target 'use_all' is bound here
  // NOTE: `Process second(use_all, ^std::ref(all));` #1 argument 'all' of type 'std::vector<stowaway::Process>' is passed here; its elements are 'stowaway::Process'
  // NOTE: `^first.start();` #1 an element of 'all' is started here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `Process second(use_all, ^std::ref(all));` #1 instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

// Moved away from the object that is carried.
void moved_away_ok() {
  Process first(work);
  Process second(use, std::ref(first));
  first.start();
  Process elsewhere = std::move(first);
  second.start();
}

void moved_assigned_bad() {
  Process first(work), other;
  first.start();
  other = std::move(first);
  Process second(use, std::ref(other));
  second.start();
  // DEFINITE: 'second.start()' carries 'other', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `Process ^second(use, std::ref(other));` #1 target 'use' is bound here
  // NOTE: `Process second(use, ^std::ref(other));` #1 argument 'other' of type 'stowaway::Process' is passed here
  // NOTE: `^first.start();` #3 'other' is started here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `Process second(use, ^std::ref(other));` #1 instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

// Moved while unstarted, started at the new place.
void moved_then_started_bad() {
  Process first(work);
  Process other = std::move(first);
  Process second(use, std::ref(other));
  other.start();
  second.start();
  // DEFINITE: 'second.start()' carries 'other', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `Process ^second(use, std::ref(other));` #2 target 'use' is bound here
  // NOTE: `Process second(use, ^std::ref(other));` #2 argument 'other' of type 'stowaway::Process' is passed here
  // NOTE: `^other.start();` #1 'other' is started here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `Process second(use, ^std::ref(other));` #2 instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

// The moved-from one is empty.
void moved_then_started_ok() {
  Process first(work);
  Process other = std::move(first);
  Process second(use, std::ref(first));
  other.start();
  second.start();
}

void swapped_bad() {
  Process first(work), other;
  first.start();
  Process tmp = std::move(first);
  first = std::move(other);
  other = std::move(tmp);
  Process second(use, std::ref(other));
  second.start();
  // DEFINITE: 'second.start()' carries 'other', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `Process ^second(use, std::ref(other));` #3 target 'use' is bound here
  // NOTE: `Process second(use, ^std::ref(other));` #3 argument 'other' of type 'stowaway::Process' is passed here
  // NOTE: `^first.start();` #4 'other' is started here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `Process second(use, ^std::ref(other));` #3 instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

void swapped_ok() {
  Process first(work), other;
  first.start();
  Process tmp = std::move(first);
  first = std::move(other);
  other = std::move(tmp);
  Process second(use, std::ref(first));
  second.start();
}

// Given away to a function that takes it.
void sink(Process process);
void given_away_ok() {
  Process first(work);
  Process second(use, std::ref(first));
  first.start();
  sink(std::move(first));
  second.start();
}

// A whole vector is moved.
void vector_moved_bad() {
  std::vector<Process> all;
  all.emplace_back(work);
  all.emplace_back(work);
  for (auto &process : all)
    process.start();
  std::vector<Process> kept = std::move(all);
  Process second(use_all, std::ref(kept));
  second.start();
  // DEFINITE: 'second.start()' carries 'kept[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `Process ^second(use_all, std::ref(kept));` target 'use_all' is bound here
  // NOTE: `Process second(use_all, ^std::ref(kept));` argument 'kept' of type 'std::vector<stowaway::Process>' is passed here; its elements are 'stowaway::Process'
  // NOTE: `^process.start();` #1 an element of 'kept' is started here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `Process second(use_all, ^std::ref(kept));` instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

void vector_moved_ok() {
  std::vector<Process> all;
  all.emplace_back(work);
  all.emplace_back(work);
  for (auto &process : all)
    process.start();
  std::vector<Process> kept = std::move(all);
  Process second(use_all, std::ref(all));
  second.start();
}

struct Holder {
  Process process;
};

void moved_with_holder_bad() {
  Holder one{Process(work)};
  one.process.start();
  Holder other = std::move(one);
  Process second(use, std::ref(other.process));
  second.start();
  // DEFINITE: 'second.start()' carries 'other.process', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
  // NOTE: `Process ^second(use, std::ref(other.process));` target 'use' is bound here
  // NOTE: `Process second(use, ^std::ref(other.process));` argument 'other.process' of type 'stowaway::Process' is passed here
  // NOTE: `^one.process.start();` #1 'other.process' is started here
  // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
  // NOTE: `Process second(use, ^std::ref(other.process));` instead, leave it out of what is sent, or hold it in a 'stowaway::Local'
}

void moved_from_holder_ok() {
  Holder one{Process(work)};
  one.process.start();
  Holder other = std::move(one);
  Process second(use, std::ref(one.process));
  second.start();
}

// Exchanged for an empty one.
void exchanged_ok() {
  Process first(work);
  Process second(use, std::ref(first));
  first.start();
  Process old = std::exchange(first, Process());
  second.start();
}

// The object with the bound process is moved: the process is bound to the old
// object, whose 'this' is captured. That is no question of what is carried.
struct Movable {
  Process process{&Movable::work, this};
  void work() {}
  template <class A> void serialize(A &ar) { ar(process); }
};
void moved_object_ok() {
  Movable one;
  Movable other = std::move(one);
  other.process.start();
}
