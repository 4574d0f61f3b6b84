//===- comments.cpp - Is a silenced finding silent? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

// Only that the engine and the comments fit together; the forms of comments
// are tested with the command.

#include <memory>
#include <stowaway/stowaway.h>

using stowaway::Process;
using Weak = std::weak_ptr<int>;

void not_silenced_bad(Weak weak) {
  Process([weak] { weak.lock(); }).start();
  // DEFINITE: `Process([weak] { weak.lock(); }).^start();` #1 'Process([weak] { weak.lock(); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([weak] { weak.lock(); }).start();` #1 the lambda is bound here
  // NOTE: `Process([^weak] { weak.lock(); }).start();` #1 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([^weak] { weak.lock(); }).start();` #1 instead, send the object itself, or an id by which the worker finds its own
}
void silenced_ok(Weak weak) {
  Process([weak] { weak.lock(); }).start(); // NOLINT
}
void silenced_by_name_ok(Weak weak) {
  Process([weak] { weak.lock(); }).start(); // NOLINT(stowaway-carried-handle)
}
void silenced_next_line_ok(Weak weak) {
  // NOLINTNEXTLINE(stowaway-*)
  Process([weak] { weak.lock(); }).start();
}
// NOLINTBEGIN(stowaway-carried-handle)
void silenced_block_ok(Weak weak) {
  Process([weak] { weak.lock(); }).start();
}
// NOLINTEND(stowaway-carried-handle)
void other_check_bad(Weak weak) {
  Process([weak] { weak.lock(); }).start(); // NOLINT(stowaway-dropped-state)
  // DEFINITE: `Process([weak] { weak.lock(); }).^start(); // NOLINT(stowaway-dropped-state)` 'Process([weak] { weak.lock(); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([weak] { weak.lock(); }).start(); // NOLINT(stowaway-dropped-state)` the lambda is bound here
  // NOTE: `Process([^weak] { weak.lock(); }).start(); // NOLINT(stowaway-dropped-state)` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([^weak] { weak.lock(); }).start(); // NOLINT(stowaway-dropped-state)` instead, send the object itself, or an id by which the worker finds its own
}
void allowed_ok(Weak weak) {
  // stowaway: allow(stowaway-carried-handle) the worker never locks it
  Process([weak] { weak.lock(); }).start();
}
