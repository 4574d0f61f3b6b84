//===- half_typed_template.cpp - What if a template is half typed? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s --broken

#include <memory>
#include <stowaway/stowaway.h>

template <class T> void launch_bad(T value) {
  stowaway::Process([value] { (void)value; }).start();
  // DEFINITE: `stowaway::Process([value] { (void)value; }).^start();` 'stowaway::Process([value...)value; }).start()' carries 'value' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^stowaway::Process([value] { (void)value; }).start();` the lambda is bound here
  // NOTE: `stowaway::Process([^value] { (void)value; }).start();` the lambda captures 'value' of type 'std::weak_ptr<int>' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `stowaway::Process([^value] { (void)value; }).start();` instead, send the object itself, or an id by which the worker finds its own
}
void instantiated(std::weak_ptr<int> weak) { launch_bad(weak); }

template <class F, class
