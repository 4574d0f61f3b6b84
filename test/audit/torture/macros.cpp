//===- macros.cpp - Are launches and handles in macros found, and placed well? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include <memory>
#include <stowaway/stowaway.h>
#include <thread>

using stowaway::Process;
using Weak = std::weak_ptr<int>;

void use(int);

#define LAUNCH(target) Process(target).start()
#define START(process) process.start()
#define CAPTURE(variable) [variable] { (void)variable; }
#define LAMBDA(body) [=] { body; }
#define DEFINE_WORKER(name, type)                                             \
  struct name {                                                               \
    type member;                                                              \
    void run() {}                                                             \
    template <class Archive> void serialize(Archive &ar) { ar(member); }      \
  };
#define EMPTY

// The launch is in the macro; the place is where the macro is used.
void launch_macro_bad(Weak weak) {
  LAUNCH([weak] { weak.lock(); });
  // DEFINITE: 'LAUNCH([weak] { weak.lock(); })' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^LAUNCH([weak] { weak.lock(); });` the lambda is bound here
  // NOTE: `LAUNCH([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `LAUNCH([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
void launch_macro_ok(int number) {
  LAUNCH([number] { use(number); });
}
void start_macro_bad(Weak weak) {
  Process process([weak] { weak.lock(); });
  START(process);
  // DEFINITE: 'START(process)' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `Process ^process([weak] { weak.lock(); });` the lambda is bound here
  // NOTE: `Process process([^weak] { weak.lock(); });` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process process([^weak] { weak.lock(); });` instead, send the object itself, or an id by which the worker finds its own
}
// The capture is in the macro.
void capture_macro_bad(Weak weak) { Process(CAPTURE(weak)).start(); }
// DEFINITE: `void capture_macro_bad(Weak weak) { Process(CAPTURE(weak)).^start(); }` 'Process(CAPTURE(weak)).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void capture_macro_bad(Weak weak) { ^Process(CAPTURE(weak)).start(); }` the lambda is bound here
// NOTE: `void capture_macro_bad(Weak weak) { Process(CAPTURE(^weak)).start(); }` the lambda captures 'weak' of type 'Weak' here
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `void capture_macro_bad(Weak weak) { Process(CAPTURE(^weak)).start(); }` instead, send the object itself, or an id by which the worker finds its own
void capture_macro_ok(int number) { Process(CAPTURE(number)).start(); }
void body_macro_bad(Weak weak) { Process(LAMBDA(weak.lock())).start(); }
// DEFINITE: `void body_macro_bad(Weak weak) { Process(LAMBDA(weak.lock())).^start(); }` 'Process(LAMBDA(weak.lock())).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void body_macro_bad(Weak weak) { ^Process(LAMBDA(weak.lock())).start(); }` the lambda is bound here
// NOTE: `void body_macro_bad(Weak weak) { Process(LAMBDA(^weak.lock())).start(); }` the lambda implicitly captures 'weak', which is used here
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `void body_macro_bad(Weak weak) { Process(LAMBDA(^weak.lock())).start(); }` instead, send the object itself, or an id by which the worker finds its own
void body_macro_ok(int number) { Process(LAMBDA(use(number))).start(); }
// Both.
void both_macros_bad(Weak weak) { LAUNCH(CAPTURE(weak)); }
// DEFINITE: `void both_macros_bad(Weak weak) { ^LAUNCH(CAPTURE(weak)); }` 'LAUNCH(CAPTURE(weak))' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void both_macros_bad(Weak weak) { ^LAUNCH(CAPTURE(weak)); }` the lambda is bound here
// NOTE: `void both_macros_bad(Weak weak) { LAUNCH(CAPTURE(^weak)); }` the lambda captures 'weak' of type 'Weak' here
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `void both_macros_bad(Weak weak) { LAUNCH(CAPTURE(^weak)); }` instead, send the object itself, or an id by which the worker finds its own
void both_macros_ok(int number) { LAUNCH(CAPTURE(number)); }
// The class is made by the macro.
DEFINE_WORKER(Bad, Weak)
DEFINE_WORKER(Good, int)
void class_macro_bad(Bad &worker) { Process(&Bad::run, &worker).start(); }
// DEFINITE: `void class_macro_bad(Bad &worker) { Process(&Bad::run, &worker).^start(); }` 'Process(&Bad::run, &worker).start()' carries 'Bad::member' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void class_macro_bad(Bad &worker) { ^Process(&Bad::run, &worker).start(); }` target 'Bad::run' is bound to '&worker' here, so the 'Bad' is sent
// NOTE: `^DEFINE_WORKER(Bad, Weak)` 'Bad' sends member 'member' of type 'Weak' here, in 'serialize'
// NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^member); } \` expanded from macro 'DEFINE_WORKER'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `^DEFINE_WORKER(Bad, Weak)` make 'Bad::run' a static member function that takes what it uses as arguments, so that no 'Bad' is sent
// NOTE: `^DEFINE_WORKER(Bad, Weak)` leave 'member' out of 'serialize', or declare it as 'stowaway::Local<Weak>'
// NOTE: `^DEFINE_WORKER(Bad, Weak)` instead, send the object itself, or an id by which the worker finds its own
void class_macro_ok(Good &worker) { Process(&Good::run, &worker).start(); }
// A macro that is empty, and one that is used twice on a line.
void twice_bad(Weak weak) {
  LAUNCH(CAPTURE(weak)); LAUNCH(CAPTURE(weak)); EMPTY
  // DEFINITE: 'LAUNCH(CAPTURE(weak))' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^LAUNCH(CAPTURE(weak)); LAUNCH(CAPTURE(weak)); EMPTY` the lambda is bound here
  // NOTE: `LAUNCH(CAPTURE(^weak)); LAUNCH(CAPTURE(weak)); EMPTY` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `LAUNCH(CAPTURE(^weak)); LAUNCH(CAPTURE(weak)); EMPTY` instead, send the object itself, or an id by which the worker finds its own
  // DEFINITE: `LAUNCH(CAPTURE(weak)); ^LAUNCH(CAPTURE(weak)); EMPTY` 'LAUNCH(CAPTURE(weak))' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `LAUNCH(CAPTURE(weak)); ^LAUNCH(CAPTURE(weak)); EMPTY` the lambda is bound here
  // NOTE: `LAUNCH(CAPTURE(weak)); LAUNCH(CAPTURE(^weak)); EMPTY` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `LAUNCH(CAPTURE(weak)); LAUNCH(CAPTURE(^weak)); EMPTY` instead, send the object itself, or an id by which the worker finds its own
}
