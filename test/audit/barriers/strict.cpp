//===- strict.cpp - What is reported only if one asks for more? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s
// RUN: %check_audit %s --strict --prefix=STRICT

// Unknown types and opaque callables are not guessed at, unless '--strict'
// asks for it; then they are possible.

#include <functional>
#include <memory>
#include <stowaway/stowaway.h>
#include <vector>

using stowaway::Process;

template <class T> void use(const T &);

struct Incomplete;
void incomplete_ok(Incomplete &x) {
  Process(use<Incomplete>, std::ref(x)).start();
  // STRICT-POSSIBLE: `Process(use<Incomplete>, std::ref(x)).^start();` 'Process(use<Incomplete>, std::ref(x)).start()' may carry 'x' of type 'Incomplete' to another process; it cannot cross because it is not known to: nothing is known of its type [stowaway-carried-handle]
  // STRICT-NOTE: `^Process(use<Incomplete>, std::ref(x)).start();` target 'use' is bound here
  // STRICT-NOTE: `Process(use<Incomplete>, ^std::ref(x)).start();` argument 'x' of type 'Incomplete' is passed here
  // STRICT-NOTE: `struct ^Incomplete;` 'Incomplete' is declared here; it is not known to: nothing is known of its type
  // STRICT-NOTE: `Process(use<Incomplete>, ^std::ref(x)).start();` instead, describe it in a model ('--models') or by an annotation
}
std::function<void()> made_elsewhere();
void opaque_callable_ok() { Process(made_elsewhere()).start(); }
// STRICT-POSSIBLE: `void opaque_callable_ok() { Process(made_elsewhere()).^start(); }` 'Process(made_elsewhere()).start()' may carry 'std::function<void ()>' of type 'std::function<void ()>' to another process; it cannot cross because it is not known to: what it holds was not seen [stowaway-carried-handle]
// STRICT-NOTE: `void opaque_callable_ok() { ^Process(made_elsewhere()).start(); }` target 'made_elsewhere()' is bound here
// STRICT-NOTE: `void opaque_callable_ok() { Process(^made_elsewhere()).start(); }` argument 'made_elsewhere()' of type 'std::function<void ()>' is passed here
// STRICT-NOTE: <functional> `template <class R, class... Args> class ^function<R(Args...)> {` 'std::function<void ()>' is declared here; it is not known to: what it holds was not seen
// STRICT-NOTE: `void opaque_callable_ok() { Process(^made_elsewhere()).start(); }` instead, describe it in a model ('--models') or by an annotation
void function_argument_ok(std::function<void()> f) {
  Process(use<std::function<void()>>, f).start();
  // STRICT-POSSIBLE: `Process(use<std::function<void()>>, f).^start();` 'Process(use<std::function<void()>>, f).start()' may carry 'f' of type 'std::function<void ()>' to another process; it cannot cross because it is not known to: what it holds is not told by its type [stowaway-carried-handle]
  // STRICT-NOTE: `^Process(use<std::function<void()>>, f).start();` target 'use' is bound here
  // STRICT-NOTE: `Process(use<std::function<void()>>, ^f).start();` argument 'f' of type 'std::function<void ()>' is passed here
  // STRICT-NOTE: <functional> `template <class R, class... Args> class ^function<R(Args...)> {` 'std::function<void ()>' is declared here; it is not known to: what it holds is not told by its type
  // STRICT-NOTE: `Process(use<std::function<void()>>, ^f).start();` instead, describe it in a model ('--models') or by an annotation
}
// Known to cross, also when one is strict.
void plain_ok(std::vector<int> x) {
  Process(use<std::vector<int>>, x).start();
}
void event_ok(stowaway::Event x) { Process(use<stowaway::Event>, x).start(); }
// Known to be a handle.
void weak_bad(std::weak_ptr<int> x) {
  Process(use<std::weak_ptr<int>>, x).start();
  // STRICT-DEFINITE: `Process(use<std::weak_ptr<int>>, x).^start();` 'Process(use<std::weak_ptr<int>>, x).start()' carries 'x' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // STRICT-NOTE: `^Process(use<std::weak_ptr<int>>, x).start();` target 'use' is bound here
  // STRICT-NOTE: `Process(use<std::weak_ptr<int>>, ^x).start();` argument 'x' of type 'std::weak_ptr<int>' is passed here
  // STRICT-NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // STRICT-NOTE: `Process(use<std::weak_ptr<int>>, ^x).start();` instead, send the object itself, or an id by which the worker finds its own
  // DEFINITE: `Process(use<std::weak_ptr<int>>, x).^start();` 'Process(use<std::weak_ptr<int>>, x).start()' carries 'x' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(use<std::weak_ptr<int>>, x).start();` target 'use' is bound here
  // NOTE: `Process(use<std::weak_ptr<int>>, ^x).start();` argument 'x' of type 'std::weak_ptr<int>' is passed here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process(use<std::weak_ptr<int>>, ^x).start();` instead, send the object itself, or an id by which the worker finds its own
}
