//===- regress/neuraxle_weak_reference.cpp - May a worker be bound to an object with a weak reference? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After Neuraxle issue 510, in C++: the target is bound to an object that
// reaches back to its owner by a weak reference.
//
// RUN: %check_audit %s

#include <memory>
#include <stowaway/stowaway.h>

struct Pipeline {
  int steps;
  template <class Archive> void serialize(Archive &ar) { ar(steps); }
};

struct Step {
  std::weak_ptr<Pipeline> owner;
  int batch = 1;
  void work();
  template <class Archive> void serialize(Archive &ar) { ar(owner, batch); }
  void fit_bad() {
    stowaway::Process process(&Step::work, this);
    process.start();
    // DEFINITE: 'process.start()' carries 'Step::owner' of type 'std::weak_ptr<Pipeline>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
    // NOTE: `stowaway::Process ^process(&Step::work, this);` target 'Step::work' is bound to 'this' here, so the 'Step' is sent
    // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^owner, batch); }` 'Step' sends member 'owner' of type 'std::weak_ptr<Pipeline>' here, in 'serialize'
    // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
    // NOTE: `void ^work();` #1 make 'Step::work' a static member function that takes what it uses as arguments, so that no 'Step' is sent
    // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^owner, batch); }` leave 'owner' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<Pipeline>>'
    //   - template <class Archive> void serialize(Archive &ar) { ar(owner, batch); }
    //   + template <class Archive> void serialize(Archive &ar) { ar(batch); }
    // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^owner, batch); }` instead, send the object itself, or an id by which the worker finds its own
    process.join();
  }
};

struct FreeStep {
  std::weak_ptr<Pipeline> owner;
  int batch = 1;
  void work();
  template <class Archive> void serialize(Archive &ar) { ar(batch); }
  void fit_ok() {
    stowaway::Process process(&FreeStep::work, this);
    process.start();
    process.join();
  }
};
