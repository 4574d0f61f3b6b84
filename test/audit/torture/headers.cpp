//===- headers.cpp - Are findings in headers shown, and paths through headers told? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include "Inputs/launches_in_header.h"

// What the header launches by itself is expected at the end of this file.

// The wrapper is in the header, the target here.
void wrapper_in_header_bad(std::weak_ptr<int> weak) {
  launch_from_header([weak] { weak.lock(); });
  // DEFINITE: 'launch_from_header' carries 'weak' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: <launches_in_header.h> `stowaway::Process(f).^start();` 'stowaway::Process(f).start()' launches it here
  // NOTE: <launches_in_header.h> `^stowaway::Process(f).start();` the lambda is bound here
  // NOTE: `launch_from_header([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'std::weak_ptr<int>' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `launch_from_header([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void wrapper_in_header_ok(int number) {
  launch_from_header([number] { (void)number; });
}

// The class is in the header, the launch here.
void class_in_header_bad(FromHeader &object) {
  stowaway::Process(&FromHeader::run, &object).start();
  // DEFINITE: `stowaway::Process(&FromHeader::run, &object).^start();` 'stowaway::Process(&FromH..., &object).start()' carries 'FromHeader::weak' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^stowaway::Process(&FromHeader::run, &object).start();` target 'FromHeader::run' is bound to '&object' here, so the 'FromHeader' is sent
  // NOTE: <launches_in_header.h> `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` 'FromHeader' sends member 'weak' of type 'std::weak_ptr<int>' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: <launches_in_header.h> `void ^run() {}` make 'FromHeader::run' a static member function that takes what it uses as arguments, so that no 'FromHeader' is sent
  // NOTE: <launches_in_header.h> `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` leave 'weak' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  // NOTE: <launches_in_header.h> `template <class Archive> void serialize(Archive &ar) { ar(^weak); }` instead, send the object itself, or an id by which the worker finds its own
}
// DEFINITE: <launches_in_header.h> `stowaway::Process([weak] { weak.lock(); }).^start();` 'stowaway::Process([weak] { weak.lock(); }).start()' carries 'weak' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: <launches_in_header.h> `^stowaway::Process([weak] { weak.lock(); }).start();` the lambda is bound here
// NOTE: <launches_in_header.h> `stowaway::Process([^weak] { weak.lock(); }).start();` the lambda captures 'weak' of type 'std::weak_ptr<int>' here
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: <launches_in_header.h> `stowaway::Process([^weak] { weak.lock(); }).start();` instead, send the object itself, or an id by which the worker finds its own
