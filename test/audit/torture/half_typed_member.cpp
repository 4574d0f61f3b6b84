//===- half_typed_member.cpp - What if a member is half typed? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s --broken

#include <memory>
#include <stowaway/stowaway.h>

using stowaway::Process;

void before_bad(std::weak_ptr<int> weak) {
  Process process([weak] { weak.lock(); });
  process.start();
  // DEFINITE: 'process.start()' carries 'weak' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `Process ^process([weak] { weak.lock(); });` the lambda is bound here
  // NOTE: `Process process([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'std::weak_ptr<int>' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process process([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
  process.
}
void half_typed(Process *process) {
  process->st
}
void after_bad(std::weak_ptr<int> weak) {
  Process([weak] { weak.lock(); }).start();
  // DEFINITE: `Process([weak] { weak.lock(); }).^start();` 'Process([weak] { weak.lock(); }).start()' carries 'weak' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([weak] { weak.lock(); }).start();` the lambda is bound here
  // NOTE: `Process([^weak] { weak.lock(); }).start();` the lambda captures 'weak' of type 'std::weak_ptr<int>' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([^weak] { weak.lock(); }).start();` instead, send the object itself, or an id by which the worker finds its own
}
