//===- assigned_to_each_other.cpp - Do callables that lead to one another end? ===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

// The ways from one of six callables to another are many; each is looked at
// once. What they hold in the end is judged all the same.

#include <functional>
#include <memory>
#include <stowaway/stowaway.h>
#include <thread>

using Weak = std::weak_ptr<int>;
using stowaway::Process;

// Nothing but each other.
static std::function<void()> f0, f1, f2, f3, f4, f5;
void mix(int i) {
  switch (i) {
  case 0:
    f0 = f1, f0 = f2, f0 = f3, f0 = f4, f0 = f5;
  case 1:
    f1 = f0, f1 = f2, f1 = f3, f1 = f4, f1 = f5;
  case 2:
    f2 = f0, f2 = f1, f2 = f3, f2 = f4, f2 = f5;
  case 3:
    f3 = f0, f3 = f1, f3 = f2, f3 = f4, f3 = f5;
  case 4:
    f4 = f0, f4 = f1, f4 = f2, f4 = f3, f4 = f5;
  case 5:
    f5 = f0, f5 = f1, f5 = f2, f5 = f3, f5 = f4;
  }
}
void launch_ok() { std::thread(f0).join(); }

// Function pointers, locals, members.
using Function = void (*)();
void locals_ok(Function a, Function b, Function c) {
  for (;;) {
    a = b, b = c, c = a, a = c, b = a, c = b;
    std::thread(a).join();
  }
}
struct Keeper {
  std::function<void()> f, g, h;
  void mix_ok() { f = g, g = h, h = f, f = h, g = f, h = g; }
  void run_ok() { std::thread(f).join(); }
};

// One of them holds a handle.
static std::function<void()> g0, g1, g2, g3;
void mix_again(Weak weak) {
  g0 = g1, g0 = g2, g0 = g3;
  g1 = g0, g1 = g2, g1 = g3;
  g2 = g0, g2 = g1, g2 = g3;
  g3 = g0, g3 = g1, g3 = g2;
  g3 = [weak] { weak.lock(); };
}
void launch_bad() {
  Process process(g0);
  process.start();
  // POSSIBLE: 'process.start()' may carry 'weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `Process ^process(g0);` the lambda is bound here
  // NOTE: `g3 = [^weak] { weak.lock(); };` the lambda captures 'weak' of type 'Weak' here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `g3 = [^weak] { weak.lock(); };` instead, send the object itself, or an id by which the worker finds its own
}
