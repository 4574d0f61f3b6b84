//===- broken.cpp - Is what clang understands of broken code audited? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s --broken -- -ferror-limit=0

// Each mistake stands beside code that is whole.

#include <memory>
#include <stowaway/stowaway.h>
#include <vector>

using stowaway::Process;
using Weak = std::weak_ptr<int>;

void use(int);

// Unknown type, unknown function, unknown member.
void unknown_type_bad(Weak weak, Unknown unknown) {
  Process([weak] { weak.lock(); }).start();
  // DEFINITE: `Process([weak] { weak.lock(); }).^start();` #1 'Process([weak] { weak.lock(); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([weak] { weak.lock(); }).start();` #1 the lambda is bound here
  // NOTE: `Process([^weak] { weak.lock(); }).start();` #1 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([^weak] { weak.lock(); }).start();` #1 instead, send the object itself, or an id by which the worker finds its own
}
void unknown_function_bad(Weak weak) {
  unknown(weak);
  Process([weak] { weak.lock(); }).start();
  // DEFINITE: `Process([weak] { weak.lock(); }).^start();` #2 'Process([weak] { weak.lock(); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([weak] { weak.lock(); }).start();` #2 the lambda is bound here
  // NOTE: `Process([^weak] { weak.lock(); }).start();` #2 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([^weak] { weak.lock(); }).start();` #2 instead, send the object itself, or an id by which the worker finds its own
}
void unknown_member_bad(Weak weak) {
  weak.unknown();
  Process([weak] { weak.lock(); }).start();
  // DEFINITE: `Process([weak] { weak.lock(); }).^start();` #3 'Process([weak] { weak.lock(); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([weak] { weak.lock(); }).start();` #3 the lambda is bound here
  // NOTE: `Process([^weak] { weak.lock(); }).start();` #3 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([^weak] { weak.lock(); }).start();` #3 instead, send the object itself, or an id by which the worker finds its own
}
void unknown_in_target(Weak weak) {
  Process([weak] { unknown(weak); }).start();
  // DEFINITE: `Process([weak] { unknown(weak); }).^start();` 'Process([weak] { unknown(weak); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([weak] { unknown(weak); }).start();` the lambda is bound here
  // NOTE: `Process([^weak] { unknown(weak); }).start();` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([^weak] { unknown(weak); }).start();` instead, send the object itself, or an id by which the worker finds its own
}
void unknown_argument(Weak weak) { Process(use, unknown).start(); }
void unknown_ok(int number) {
  unknown(number);
  Process([number] { use(number); }).start();
}

// A class with a member that is not understood.
struct Broken {
  Unknown unknown;
  Weak weak;
  void run() {}
  template <class Archive> void serialize(Archive &ar) { ar(unknown, weak); }
};
void broken_class(Broken &object) { Process(&Broken::run, &object).start(); }
// DEFINITE: `void broken_class(Broken &object) { Process(&Broken::run, &object).^start(); }` 'Process(&Broken::run, &object).start()' carries 'Broken::weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void broken_class(Broken &object) { ^Process(&Broken::run, &object).start(); }` target 'Broken::run' is bound to '&object' here, so the 'Broken' is sent
// NOTE: `template <class Archive> void serialize(Archive &ar) { ar(unknown, ^weak); }` 'Broken' sends member 'weak' of type 'Weak' here, in 'serialize'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `void ^run() {}` make 'Broken::run' a static member function that takes what it uses as arguments, so that no 'Broken' is sent
// NOTE: `template <class Archive> void serialize(Archive &ar) { ar(unknown, ^weak); }` leave 'weak' out of 'serialize', or declare it as 'stowaway::Local<Weak>'
// NOTE: `template <class Archive> void serialize(Archive &ar) { ar(unknown, ^weak); }` instead, send the object itself, or an id by which the worker finds its own

// Wrong numbers of arguments, wrong types, a call of what cannot be called.
void wrong_arguments_bad(Weak weak) {
  use(1, 2, 3);
  use("text");
  Process([weak] { weak.lock(); }).start(1);
  Process([weak] { weak.lock(); }).start();
  // DEFINITE: `Process([weak] { weak.lock(); }).^start();` #4 'Process([weak] { weak.lock(); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([weak] { weak.lock(); }).start();` #4 the lambda is bound here
  // NOTE: `Process([^weak] { weak.lock(); }).start();` #4 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([^weak] { weak.lock(); }).start();` #4 instead, send the object itself, or an id by which the worker finds its own
}
void not_callable() {
  int number = 0;
  number();
  number.start();
}

// An error in an unused template, and in an instantiation.
template <class T> void broken_template(T t) {
  t.nothing();
  Process(t).start();
}
void broken_instantiation_ok() { broken_template(1); }

// A failed static_assert, a wrong return, a duplicate definition.
static_assert(sizeof(int) == 1, "fails");
int no_return_ok(int number) { return Unknown(number); }
void use(int) {}
void use(int) {}

// A constructor with a broken initialiser.
struct BrokenInit {
  Process process;
  int number;
  BrokenInit(Weak weak)
      : process([weak] { weak.lock(); }), missing(1), number("text") {}
  void start_bad() { process.start(); }
  // DEFINITE: `void start_bad() { ^process.start(); }` 'process.start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `: ^process([weak] { weak.lock(); }), missing(1), number("text") {}` the lambda is bound here
  // NOTE: `: process([^weak] { weak.lock(); }), missing(1), number("text") {}` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `: process([^weak] { weak.lock(); }), missing(1), number("text") {}` instead, send the object itself, or an id by which the worker finds its own
};

// A lambda that captures what does not exist.
void broken_capture() {
  Process([missing] {}).start();
  Process([&missing, this] {}).start();
  Process([x = missing] {}).start();
}

// Broken loops.
void broken_loop_bad(Weak weak) {
  for (auto &x : missing)
    x.start();
  for (int i = 0; i < missing; ++i)
    use(i);
  Process([weak] { weak.lock(); }).start();
  // DEFINITE: `Process([weak] { weak.lock(); }).^start();` #5 'Process([weak] { weak.lock(); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([weak] { weak.lock(); }).start();` #5 the lambda is bound here
  // NOTE: `Process([^weak] { weak.lock(); }).start();` #5 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([^weak] { weak.lock(); }).start();` #5 instead, send the object itself, or an id by which the worker finds its own
}

// Auto that cannot be deduced; decltype of nothing; an unknown template.
void broken_auto() {
  auto x = missing;
  Process(x).start();
  decltype(missing) y;
  std::missing<Process> z;
  z.start();
}

// A class without its end, in a function; then all is well again.
void after_bad(Weak weak) {
  Process([weak] { weak.lock(); }).start();
  // DEFINITE: `Process([weak] { weak.lock(); }).^start();` #6 'Process([weak] { weak.lock(); }).start()' carries 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([weak] { weak.lock(); }).start();` #6 the lambda is bound here
  // NOTE: `Process([^weak] { weak.lock(); }).start();` #6 the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([^weak] { weak.lock(); }).start();` #6 instead, send the object itself, or an id by which the worker finds its own
}
