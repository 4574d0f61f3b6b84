//===- explain.cpp - Why was this not found? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s --explain-paths

// Every path that ends without a verdict says why: a remark names the barrier.

#include <functional>
#include <memory>
#include <stowaway/stowaway.h>
#include <vector>

using stowaway::Process;
using Weak = std::weak_ptr<int>;

void work();
template <class T> void use(const T &);

// What a holder of callables holds is not told by its type.
std::function<void()> made_elsewhere();
void opaque_callable_ok() { Process(made_elsewhere()).start(); }
// REMARK: `void opaque_callable_ok() { Process(^made_elsewhere()).start(); }` what this target holds was not seen: 'made_elsewhere()' [opaque-callable]
// NOTE: `void opaque_callable_ok() { Process(made_elsewhere()).^start(); }` on the way from this launch
struct HasFunction {
  std::function<void()> function;
  // REMARK: `std::function<void()> ^function;` 'x.function': what 'std::function<void ()>' holds is not told by its type [opaque-callable]
  // NOTE: `void opaque_member_ok(HasFunction x) { Process(use<HasFunction>, x).^start(); }` on the way from this launch
};
void opaque_member_ok(HasFunction x) { Process(use<HasFunction>, x).start(); }

// The callers decide.
void parameter_ok(std::function<void()> function) { Process(function).start(); }
// REMARK: `void parameter_ok(std::function<void()> function) { Process(^function).start(); }` the target is a parameter; it is judged at the callers that this file shows [parameter]
// NOTE: `void parameter_ok(std::function<void()> function) { Process(function).^start(); }` on the way from this launch

// Bound where this file does not show it.
void unseen_binding_ok(Process &process) { process.start(); }
// REMARK: `void unseen_binding_ok(Process &process) { process.^start(); }` what 'process.start()' launches was bound where this file does not show it [unseen-binding]

// A type that is only declared.
struct Incomplete;
void incomplete_ok(Incomplete &x) {
  Process(use<Incomplete>, std::ref(x)).start();
  // REMARK: `Process(use<Incomplete>, ^std::ref(x)).start();` 'x': nothing is known of 'Incomplete' [incomplete-type]
  // NOTE: `Process(use<Incomplete>, std::ref(x)).^start();` on the way from this launch
}

// What is kept at home.
void stays_home_ok(stowaway::Local<Weak> &x) {
  Process(use<stowaway::Local<Weak>>, std::ref(x)).start();
  // REMARK: `Process(use<stowaway::Local<Weak>>, ^std::ref(x)).start();` 'x': 'stowaway::Local<Weak>' does not send its content [stays-home]
  // NOTE: `Process(use<stowaway::Local<Weak>>, std::ref(x)).^start();` on the way from this launch
}

// A transfer function that was only declared.
struct Declared {
  Weak weak;
  void run() {}
  template <class Archive> void serialize(Archive &ar);
};
void declared_ok(Declared &x) { Process(&Declared::run, &x).start(); }
// REMARK: `void declared_ok(Declared &x) { Process(&Declared::run, ^&x).start(); }` 'Declared': the transfer function of 'Declared' was not understood in full [transfer-function]
// NOTE: `void declared_ok(Declared &x) { Process(&Declared::run, &x).^start(); }` on the way from this launch

// Jumps are not followed.
void goto_ok(bool flag) {
  Process process(work);
again:
  process.start();
  if (flag)
    goto again;
    // REMARK: jumps are not followed [goto]
}

// Nothing to explain: the path ends at what crosses.
void plain_ok(std::vector<int> x) {
  Process(use<std::vector<int>>, x).start();
}
// And here at the handle.
void handle_bad(Weak x) { Process(use<Weak>, x).start(); }
// DEFINITE: `void handle_bad(Weak x) { Process(use<Weak>, x).^start(); }` 'Process(use<Weak>, x).start()' carries 'x' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void handle_bad(Weak x) { ^Process(use<Weak>, x).start(); }` target 'use' is bound here
// NOTE: `void handle_bad(Weak x) { Process(use<Weak>, ^x).start(); }` argument 'x' of type 'Weak' is passed here
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `void handle_bad(Weak x) { Process(use<Weak>, ^x).start(); }` instead, send the object itself, or an id by which the worker finds its own
