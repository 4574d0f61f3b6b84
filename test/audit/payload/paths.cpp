//===- paths.cpp - By which paths is a handle found? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include <array>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stowaway/stowaway.h>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

using stowaway::Process;
using Weak = std::weak_ptr<int>;

template <class T> void use(T);

// Members and bases.
struct Inner {
  int number = 0;
  Weak weak;
};
struct Outer {
  std::string name;
  Inner inner;
};
struct Derived : Inner {
  int other = 0;
};
struct TwoBases : Outer, Derived {};
struct Deep {
  struct A {
    struct B {
      struct C {
        Outer outer;
      } c;
    } b;
  } a;
};
struct Plain {
  int number = 0;
  std::string name;
  std::vector<int> numbers;
};
struct DerivedPlain : Plain {
  double value = 0;
};

void member_bad(Inner x) { Process(use<Inner>, x).start(); }
// DEFINITE: `void member_bad(Inner x) { Process(use<Inner>, x).^start(); }` 'Process(use<Inner>, x).start()' carries 'x.weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void member_bad(Inner x) { ^Process(use<Inner>, x).start(); }` target 'use' is bound here
// NOTE: `void member_bad(Inner x) { Process(use<Inner>, ^x).start(); }` argument 'x' of type 'Inner' is passed here
// NOTE: `Weak ^weak;` member 'weak' of 'Inner' has type 'Weak'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `Weak ^weak;` instead, send the object itself, or an id by which the worker finds its own
void nested_member_bad(Outer x) { Process(use<Outer>, x).start(); }
// DEFINITE: `void nested_member_bad(Outer x) { Process(use<Outer>, x).^start(); }` 'Process(use<Outer>, x).start()' carries 'x.inner.weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void nested_member_bad(Outer x) { ^Process(use<Outer>, x).start(); }` target 'use' is bound here
// NOTE: `void nested_member_bad(Outer x) { Process(use<Outer>, ^x).start(); }` argument 'x' of type 'Outer' is passed here
// NOTE: `Inner ^inner;` member 'inner' of 'Outer' has type 'Inner'
// NOTE: `Weak ^weak;` member 'weak' of 'Inner' has type 'Weak'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `Weak ^weak;` instead, send the object itself, or an id by which the worker finds its own
void base_bad(Derived x) { Process(use<Derived>, x).start(); }
// DEFINITE: `void base_bad(Derived x) { Process(use<Derived>, x).^start(); }` 'Process(use<Derived>, x).start()' carries 'x.weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void base_bad(Derived x) { ^Process(use<Derived>, x).start(); }` target 'use' is bound here
// NOTE: `void base_bad(Derived x) { Process(use<Derived>, ^x).start(); }` argument 'x' of type 'Derived' is passed here
// NOTE: `struct Derived : ^Inner {` base class 'Inner' of 'Derived' goes with it
// NOTE: `Weak ^weak;` member 'weak' of 'Inner' has type 'Weak'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `Weak ^weak;` instead, send the object itself, or an id by which the worker finds its own
// Two root causes, one finding each.
void two_bases_bad(TwoBases x) { Process(use<TwoBases>, x).start(); }
// DEFINITE: `void two_bases_bad(TwoBases x) { Process(use<TwoBases>, x).^start(); }` 'Process(use<TwoBases>, x).start()' carries 'x.inner.weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void two_bases_bad(TwoBases x) { ^Process(use<TwoBases>, x).start(); }` target 'use' is bound here
// NOTE: `void two_bases_bad(TwoBases x) { Process(use<TwoBases>, ^x).start(); }` argument 'x' of type 'TwoBases' is passed here
// NOTE: `struct TwoBases : ^Outer, Derived {};` base class 'Outer' of 'TwoBases' goes with it
// NOTE: `Inner ^inner;` member 'inner' of 'Outer' has type 'Inner'
// NOTE: `Weak ^weak;` member 'weak' of 'Inner' has type 'Weak'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `Weak ^weak;` instead, send the object itself, or an id by which the worker finds its own
// DEFINITE: `void two_bases_bad(TwoBases x) { Process(use<TwoBases>, x).^start(); }` 'Process(use<TwoBases>, x).start()' carries 'x.weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void two_bases_bad(TwoBases x) { ^Process(use<TwoBases>, x).start(); }` target 'use' is bound here
// NOTE: `void two_bases_bad(TwoBases x) { Process(use<TwoBases>, ^x).start(); }` argument 'x' of type 'TwoBases' is passed here
// NOTE: `struct TwoBases : Outer, ^Derived {};` base class 'Derived' of 'TwoBases' goes with it
// NOTE: `struct Derived : ^Inner {` base class 'Inner' of 'Derived' goes with it
// NOTE: `Weak ^weak;` member 'weak' of 'Inner' has type 'Weak'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `Weak ^weak;` instead, send the object itself, or an id by which the worker finds its own
void deep_bad(Deep x) { Process(use<Deep>, x).start(); }
// DEFINITE: `void deep_bad(Deep x) { Process(use<Deep>, x).^start(); }` 'Process(use<Deep>, x).start()' carries 'x.a.b.c.outer.inner.weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void deep_bad(Deep x) { ^Process(use<Deep>, x).start(); }` target 'use' is bound here
// NOTE: `void deep_bad(Deep x) { Process(use<Deep>, ^x).start(); }` argument 'x' of type 'Deep' is passed here
// NOTE: `} ^a;` 4 more steps are left out here; 'stowaway --full-paths' shows them
// NOTE: `Inner ^inner;` member 'inner' of 'Outer' has type 'Inner'
// NOTE: `Weak ^weak;` member 'weak' of 'Inner' has type 'Weak'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `Weak ^weak;` instead, send the object itself, or an id by which the worker finds its own
void member_ok(Plain x) { Process(use<Plain>, x).start(); }
void base_ok(DerivedPlain x) { Process(use<DerivedPlain>, x).start(); }
// A part that is no handle.
void part_ok(Outer x) { Process(use<std::string>, x.name).start(); }
void part_bad(Outer x) { Process(use<Inner>, x.inner).start(); }
// DEFINITE: `void part_bad(Outer x) { Process(use<Inner>, x.inner).^start(); }` 'Process(use<Inner>, x.inner).start()' carries 'x.inner.weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void part_bad(Outer x) { ^Process(use<Inner>, x.inner).start(); }` target 'use' is bound here
// NOTE: `void part_bad(Outer x) { Process(use<Inner>, x.^inner).start(); }` argument 'x.inner' of type 'Inner' is passed here
// NOTE: `Weak ^weak;` member 'weak' of 'Inner' has type 'Weak'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `Weak ^weak;` instead, send the object itself, or an id by which the worker finds its own

// Elements.
void vector_bad(std::vector<Weak> x) {
  Process(use<std::vector<Weak>>, x).start();
  // DEFINITE: `Process(use<std::vector<Weak>>, x).^start();` 'Process(use<std::vector<Weak>>, x).start()' carries 'x[...]' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(use<std::vector<Weak>>, x).start();` target 'use' is bound here
  // NOTE: `Process(use<std::vector<Weak>>, ^x).start();` argument 'x' of type 'std::vector<Weak>' is passed here; its elements are 'std::weak_ptr<int>'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process(use<std::vector<Weak>>, ^x).start();` instead, send the object itself, or an id by which the worker finds its own
}
void vector_of_vectors_bad(std::vector<std::vector<Inner>> x) {
  Process(use<std::vector<std::vector<Inner>>>, x).start();
  // DEFINITE: `Process(use<std::vector<std::vector<Inner>>>, x).^start();` 'Process(use<std::vector<...ner>>>, x).start()' carries 'x[...][...].weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(use<std::vector<std::vector<Inner>>>, x).start();` target 'use' is bound here
  // NOTE: `Process(use<std::vector<std::vector<Inner>>>, ^x).start();` argument 'x' of type 'std::vector<std::vector<Inner>>' is passed here; its elements are 'std::vector<Inner, std::allocator<Inner>>'; its elements are 'Inner'
  // NOTE: `Weak ^weak;` member 'weak' of 'Inner' has type 'Weak'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Weak ^weak;` instead, send the object itself, or an id by which the worker finds its own
}
void vector_ok(std::vector<Plain> x) {
  Process(use<std::vector<Plain>>, x).start();
}
void array_bad(std::array<Weak, 2> x) {
  Process(use<std::array<Weak, 2>>, x).start();
  // DEFINITE: `Process(use<std::array<Weak, 2>>, x).^start();` 'Process(use<std::array<Weak, 2>>, x).start()' carries 'x[...]' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(use<std::array<Weak, 2>>, x).start();` target 'use' is bound here
  // NOTE: `Process(use<std::array<Weak, 2>>, ^x).start();` argument 'x' of type 'std::array<Weak, 2>' is passed here; its elements are 'std::weak_ptr<int>'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process(use<std::array<Weak, 2>>, ^x).start();` instead, send the object itself, or an id by which the worker finds its own
}
void array_ok(std::array<int, 2> x) {
  Process(use<std::array<int, 2>>, x).start();
}
void deque_bad(std::deque<Inner> x) {
  Process(use<std::deque<Inner>>, x).start();
  // DEFINITE: `Process(use<std::deque<Inner>>, x).^start();` 'Process(use<std::deque<Inner>>, x).start()' carries 'x[...].weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(use<std::deque<Inner>>, x).start();` target 'use' is bound here
  // NOTE: `Process(use<std::deque<Inner>>, ^x).start();` argument 'x' of type 'std::deque<Inner>' is passed here; its elements are 'Inner'
  // NOTE: `Weak ^weak;` member 'weak' of 'Inner' has type 'Weak'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Weak ^weak;` instead, send the object itself, or an id by which the worker finds its own
}
void list_bad(std::list<Inner> x) { Process(use<std::list<Inner>>, x).start(); }
// DEFINITE: `void list_bad(std::list<Inner> x) { Process(use<std::list<Inner>>, x).^start(); }` 'Process(use<std::list<Inner>>, x).start()' carries 'x[...].weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void list_bad(std::list<Inner> x) { ^Process(use<std::list<Inner>>, x).start(); }` target 'use' is bound here
// NOTE: `void list_bad(std::list<Inner> x) { Process(use<std::list<Inner>>, ^x).start(); }` argument 'x' of type 'std::list<Inner>' is passed here; its elements are 'Inner'
// NOTE: `Weak ^weak;` member 'weak' of 'Inner' has type 'Weak'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `Weak ^weak;` instead, send the object itself, or an id by which the worker finds its own
void map_value_bad(std::map<int, Weak> x) {
  Process(use<std::map<int, Weak>>, x).start();
  // DEFINITE: `Process(use<std::map<int, Weak>>, x).^start();` 'Process(use<std::map<int, Weak>>, x).start()' carries 'x[...]' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(use<std::map<int, Weak>>, x).start();` target 'use' is bound here
  // NOTE: `Process(use<std::map<int, Weak>>, ^x).start();` argument 'x' of type 'std::map<int, Weak>' is passed here; its elements are 'std::weak_ptr<int>'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process(use<std::map<int, Weak>>, ^x).start();` instead, send the object itself, or an id by which the worker finds its own
}
void map_key_bad(std::map<const char *, int> x) {
  Process(use<std::map<const char *, int>>, x).start();
  // DEFINITE: `Process(use<std::map<const char *, int>>, x).^start();` 'Process(use<std::map<con... int>>, x).start()' carries 'x[...]' of type 'const char *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `^Process(use<std::map<const char *, int>>, x).start();` target 'use' is bound here
  // NOTE: `Process(use<std::map<const char *, int>>, ^x).start();` argument 'x' of type 'std::map<const char *, int>' is passed here; its elements are 'const char *'
  // NOTE: `Process(use<std::map<const char *, int>>, ^x).start();` instead, send the value, or an index or name that the other side can look up
}
void map_ok(std::map<std::string, std::vector<Plain>> x) {
  Process(use<std::map<std::string, std::vector<Plain>>>, x).start();
}
void pair_bad(std::pair<int, Weak> x) {
  Process(use<std::pair<int, Weak>>, x).start();
  // DEFINITE: `Process(use<std::pair<int, Weak>>, x).^start();` 'Process(use<std::pair<int, Weak>>, x).start()' carries 'x' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(use<std::pair<int, Weak>>, x).start();` target 'use' is bound here
  // NOTE: `Process(use<std::pair<int, Weak>>, ^x).start();` argument 'x' of type 'std::pair<int, Weak>' is passed here; it holds a 'std::weak_ptr<int>'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process(use<std::pair<int, Weak>>, ^x).start();` instead, send the object itself, or an id by which the worker finds its own
}
void pair_ok(std::pair<int, std::string> x) {
  Process(use<std::pair<int, std::string>>, x).start();
}
void tuple_bad(std::tuple<int, std::string, Weak> x) {
  Process(use<std::tuple<int, std::string, Weak>>, x).start();
  // DEFINITE: `Process(use<std::tuple<int, std::string, Weak>>, x).^start();` 'Process(use<std::tuple<i...Weak>>, x).start()' carries 'x' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(use<std::tuple<int, std::string, Weak>>, x).start();` target 'use' is bound here
  // NOTE: `Process(use<std::tuple<int, std::string, Weak>>, ^x).start();` argument 'x' of type 'std::tuple<int, std::string, Weak>' is passed here; it holds a 'std::weak_ptr<int>'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process(use<std::tuple<int, std::string, Weak>>, ^x).start();` instead, send the object itself, or an id by which the worker finds its own
}
void tuple_ok(std::tuple<int, std::string> x) {
  Process(use<std::tuple<int, std::string>>, x).start();
}

// What may be there.
void optional_bad(std::optional<Weak> x) {
  Process(use<std::optional<Weak>>, x).start();
  // POSSIBLE: `Process(use<std::optional<Weak>>, x).^start();` 'Process(use<std::optional<Weak>>, x).start()' may carry 'x' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(use<std::optional<Weak>>, x).start();` target 'use' is bound here
  // NOTE: `Process(use<std::optional<Weak>>, ^x).start();` argument 'x' of type 'std::optional<Weak>' is passed here; it may hold a 'std::weak_ptr<int>'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process(use<std::optional<Weak>>, ^x).start();` instead, send the object itself, or an id by which the worker finds its own
}
void optional_ok(std::optional<int> x) {
  Process(use<std::optional<int>>, x).start();
}
void variant_bad(std::variant<int, Weak> x) {
  Process(use<std::variant<int, Weak>>, x).start();
  // POSSIBLE: `Process(use<std::variant<int, Weak>>, x).^start();` 'Process(use<std::variant<int, Weak>>, x).start()' may carry 'x' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(use<std::variant<int, Weak>>, x).start();` target 'use' is bound here
  // NOTE: `Process(use<std::variant<int, Weak>>, ^x).start();` argument 'x' of type 'std::variant<int, Weak>' is passed here; it may hold a 'std::weak_ptr<int>'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process(use<std::variant<int, Weak>>, ^x).start();` instead, send the object itself, or an id by which the worker finds its own
}
void variant_ok(std::variant<int, std::string> x) {
  Process(use<std::variant<int, std::string>>, x).start();
}

// What is owned or shared is sent along.
void unique_bad(std::unique_ptr<Inner> x) {
  Process(use<std::unique_ptr<Inner>>, std::move(x)).start();
  // DEFINITE: `Process(use<std::unique_ptr<Inner>>, std::move(x)).^start();` 'Process(use<std::unique_...::move(x)).start()' carries 'x.weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(use<std::unique_ptr<Inner>>, std::move(x)).start();` target 'use' is bound here
  // NOTE: `Process(use<std::unique_ptr<Inner>>, ^std::move(x)).start();` argument 'x' of type 'std::unique_ptr<Inner>' is passed here; it owns or shares a 'Inner'
  // NOTE: `Weak ^weak;` member 'weak' of 'Inner' has type 'Weak'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Weak ^weak;` instead, send the object itself, or an id by which the worker finds its own
}
void unique_ok(std::unique_ptr<Plain> x) {
  Process(use<std::unique_ptr<Plain>>, std::move(x)).start();
}
void shared_bad(std::shared_ptr<Outer> x) {
  Process(use<std::shared_ptr<Outer>>, x).start();
  // DEFINITE: `Process(use<std::shared_ptr<Outer>>, x).^start();` 'Process(use<std::shared_ptr<Outer>>, x).start()' carries 'x.inner.weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(use<std::shared_ptr<Outer>>, x).start();` target 'use' is bound here
  // NOTE: `Process(use<std::shared_ptr<Outer>>, ^x).start();` argument 'x' of type 'std::shared_ptr<Outer>' is passed here; it owns or shares a 'Outer'
  // NOTE: `Inner ^inner;` member 'inner' of 'Outer' has type 'Inner'
  // NOTE: `Weak ^weak;` member 'weak' of 'Inner' has type 'Weak'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Weak ^weak;` instead, send the object itself, or an id by which the worker finds its own
}
void shared_ok(std::shared_ptr<Plain> x) {
  Process(use<std::shared_ptr<Plain>>, x).start();
}
void vector_of_unique_bad(std::vector<std::unique_ptr<Inner>> x) {
  Process(use<std::vector<std::unique_ptr<Inner>>>, std::move(x)).start();
  // DEFINITE: `Process(use<std::vector<std::unique_ptr<Inner>>>, std::move(x)).^start();` 'Process(use<std::vector<...::move(x)).start()' carries 'x[...].weak' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(use<std::vector<std::unique_ptr<Inner>>>, std::move(x)).start();` target 'use' is bound here
  // NOTE: `Process(use<std::vector<std::unique_ptr<Inner>>>, ^std::move(x)).start();` argument 'x' of type 'std::vector<std::unique_ptr<Inner>, std::allocator<std::unique_ptr<Inner>>>' is passed here; its elements are 'std::unique_ptr<Inner>'; it owns or shares a 'Inner'
  // NOTE: `Weak ^weak;` member 'weak' of 'Inner' has type 'Weak'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Weak ^weak;` instead, send the object itself, or an id by which the worker finds its own
}

// Arrays as members.
struct HasArray {
  Weak weak[2];
};
struct HasPointers {
  int *pointers[2];
};
struct HasNumbers {
  int numbers[2][3];
};
void array_member_bad(HasArray x) { Process(use<HasArray>, x).start(); }
// DEFINITE: `void array_member_bad(HasArray x) { Process(use<HasArray>, x).^start(); }` 'Process(use<HasArray>, x).start()' carries 'x.weak[...]' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void array_member_bad(HasArray x) { ^Process(use<HasArray>, x).start(); }` target 'use' is bound here
// NOTE: `void array_member_bad(HasArray x) { Process(use<HasArray>, ^x).start(); }` argument 'x' of type 'HasArray' is passed here
// NOTE: `Weak ^weak[2];` member 'weak' of 'HasArray' has type 'Weak[2]'; its elements are 'Weak'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `Weak ^weak[2];` instead, send the object itself, or an id by which the worker finds its own
void pointer_array_bad(HasPointers x) { Process(use<HasPointers>, x).start(); }
// DEFINITE: `void pointer_array_bad(HasPointers x) { Process(use<HasPointers>, x).^start(); }` 'Process(use<HasPointers>, x).start()' carries 'x.pointers[...]' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
// NOTE: `void pointer_array_bad(HasPointers x) { ^Process(use<HasPointers>, x).start(); }` target 'use' is bound here
// NOTE: `void pointer_array_bad(HasPointers x) { Process(use<HasPointers>, ^x).start(); }` argument 'x' of type 'HasPointers' is passed here
// NOTE: `int *^pointers[2];` member 'pointers' of 'HasPointers' has type 'int *[2]'; its elements are 'int *'
// NOTE: `int *^pointers[2];` instead, send the value, or an index or name that the other side can look up
void number_array_ok(HasNumbers x) { Process(use<HasNumbers>, x).start(); }

// Recursive types.
struct Tree {
  int number = 0;
  std::vector<Tree> children;
};
struct LinkedTree {
  std::vector<LinkedTree> children;
  std::weak_ptr<LinkedTree> parent;
};
struct List {
  int number = 0;
  List *next = nullptr;
};
struct OwnedList {
  int number = 0;
  std::unique_ptr<OwnedList> next;
};
void tree_ok(Tree x) { Process(use<Tree>, x).start(); }
void linked_tree_bad(LinkedTree x) { Process(use<LinkedTree>, x).start(); }
// DEFINITE: `void linked_tree_bad(LinkedTree x) { Process(use<LinkedTree>, x).^start(); }` 'Process(use<LinkedTree>, x).start()' carries 'x.parent' of type 'std::weak_ptr<LinkedTree>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void linked_tree_bad(LinkedTree x) { ^Process(use<LinkedTree>, x).start(); }` target 'use' is bound here
// NOTE: `void linked_tree_bad(LinkedTree x) { Process(use<LinkedTree>, ^x).start(); }` argument 'x' of type 'LinkedTree' is passed here
// NOTE: `std::weak_ptr<LinkedTree> ^parent;` member 'parent' of 'LinkedTree' has type 'std::weak_ptr<LinkedTree>'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `std::weak_ptr<LinkedTree> ^parent;` instead, send the object itself, or an id by which the worker finds its own
void list_bad(List x) { Process(use<List>, x).start(); }
// DEFINITE: `void list_bad(List x) { Process(use<List>, x).^start(); }` 'Process(use<List>, x).start()' carries 'x.next' of type 'List *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
// NOTE: `void list_bad(List x) { ^Process(use<List>, x).start(); }` target 'use' is bound here
// NOTE: `void list_bad(List x) { Process(use<List>, ^x).start(); }` argument 'x' of type 'List' is passed here
// NOTE: `List *^next = nullptr;` member 'next' of 'List' has type 'List *'
// NOTE: `List *^next = nullptr;` instead, send the value, or an index or name that the other side can look up
void owned_list_ok(OwnedList x) {
  Process(use<OwnedList>, std::move(x)).start();
}

// Templates, typedefs, const, references.
template <class T> struct Box {
  T content;
};
typedef Box<Weak> WeakBox;
using Boxes = std::vector<Box<Box<Weak>>>;
void box_bad(Box<Weak> x) { Process(use<Box<Weak>>, x).start(); }
// DEFINITE: `void box_bad(Box<Weak> x) { Process(use<Box<Weak>>, x).^start(); }` 'Process(use<Box<Weak>>, x).start()' carries 'x.content' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void box_bad(Box<Weak> x) { ^Process(use<Box<Weak>>, x).start(); }` target 'use' is bound here
// NOTE: `void box_bad(Box<Weak> x) { Process(use<Box<Weak>>, ^x).start(); }` argument 'x' of type 'Box<Weak>' is passed here
// NOTE: `T ^content;` member 'content' of 'Box' has type 'std::weak_ptr<int>'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `T ^content;` instead, send the object itself, or an id by which the worker finds its own
void typedef_bad(WeakBox x) { Process(use<WeakBox>, x).start(); }
// DEFINITE: `void typedef_bad(WeakBox x) { Process(use<WeakBox>, x).^start(); }` 'Process(use<WeakBox>, x).start()' carries 'x.content' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void typedef_bad(WeakBox x) { ^Process(use<WeakBox>, x).start(); }` target 'use' is bound here
// NOTE: `void typedef_bad(WeakBox x) { Process(use<WeakBox>, ^x).start(); }` argument 'x' of type 'WeakBox' is passed here
// NOTE: `T ^content;` member 'content' of 'Box' has type 'std::weak_ptr<int>'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `T ^content;` instead, send the object itself, or an id by which the worker finds its own
// Known miss: the inner box holds a weak_ptr.
void boxes_bad_FN(Boxes x) { Process(use<Boxes>, x).start(); }
void const_bad(const Box<const Weak> x) {
  Process(use<Box<const Weak>>, x).start();
  // DEFINITE: `Process(use<Box<const Weak>>, x).^start();` 'Process(use<Box<const Weak>>, x).start()' carries 'x.content' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(use<Box<const Weak>>, x).start();` target 'use' is bound here
  // NOTE: `Process(use<Box<const Weak>>, ^x).start();` argument 'x' of type 'Box<const Weak>' is passed here
  // NOTE: `T ^content;` member 'content' of 'Box' has type 'std::weak_ptr<int>'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `T ^content;` instead, send the object itself, or an id by which the worker finds its own
}
void box_ok(Box<Box<int>> x) { Process(use<Box<Box<int>>>, x).start(); }

struct HasReference {
  int &number;
};
struct HasVirtual {
  virtual ~HasVirtual() = default;
  int number = 0;
};
struct HasUnion {
  union {
    int number;
    float value;
  };
};
struct HasPointerInUnion {
  union {
    int number;
    int *pointer;
  };
};
struct HasBitField {
  unsigned a : 3;
  unsigned : 2;
  unsigned b : 3;
};
struct HasFunctionPointer {
  void (*function)();
  int Plain::*member;
};
void reference_member_bad(HasReference x) {
  Process(use<HasReference>, x).start();
  // DEFINITE: `Process(use<HasReference>, x).^start();` 'Process(use<HasReference>, x).start()' carries 'x.number' of type 'int &' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `^Process(use<HasReference>, x).start();` target 'use' is bound here
  // NOTE: `Process(use<HasReference>, ^x).start();` argument 'x' of type 'HasReference' is passed here
  // NOTE: `int &^number;` member 'number' of 'HasReference' has type 'int'
  // NOTE: `int &^number;` instead, send the value, or an index or name that the other side can look up
}
// The table of virtual functions is no member.
void virtual_ok(HasVirtual x) { Process(use<HasVirtual>, x).start(); }
void union_ok(HasUnion x) { Process(use<HasUnion>, x).start(); }
void union_pointer_bad(HasPointerInUnion x) {
  Process(use<HasPointerInUnion>, x).start();
  // POSSIBLE: `Process(use<HasPointerInUnion>, x).^start();` 'Process(use<HasPointerInUnion>, x).start()' may carry 'x.pointer' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `^Process(use<HasPointerInUnion>, x).start();` target 'use' is bound here
  // NOTE: `Process(use<HasPointerInUnion>, ^x).start();` argument 'x' of type 'HasPointerInUnion' is passed here
  // NOTE: `^union {` #2 member '' of 'HasPointerInUnion' has type 'HasPointerInUnion::(anonymous union)'
  // NOTE: `int *^pointer;` member 'pointer' of 'HasPointerInUnion::' has type 'int *'
  // NOTE: `int *^pointer;` instead, send the value, or an index or name that the other side can look up
}
void bit_field_ok(HasBitField x) { Process(use<HasBitField>, x).start(); }
void function_pointer_ok(HasFunctionPointer x) {
  Process(use<HasFunctionPointer>, x).start();
}

// The same handle by two paths: each path is its own finding.
struct Twice {
  Weak first, second;
};
void twice_bad(Twice x) { Process(use<Twice>, x).start(); }
// DEFINITE: `void twice_bad(Twice x) { Process(use<Twice>, x).^start(); }` 'Process(use<Twice>, x).start()' carries 'x.first' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void twice_bad(Twice x) { ^Process(use<Twice>, x).start(); }` target 'use' is bound here
// NOTE: `void twice_bad(Twice x) { Process(use<Twice>, ^x).start(); }` argument 'x' of type 'Twice' is passed here
// NOTE: `Weak ^first, second;` member 'first' of 'Twice' has type 'Weak'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `Weak ^first, second;` instead, send the object itself, or an id by which the worker finds its own
// DEFINITE: `void twice_bad(Twice x) { Process(use<Twice>, x).^start(); }` 'Process(use<Twice>, x).start()' carries 'x.second' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void twice_bad(Twice x) { ^Process(use<Twice>, x).start(); }` target 'use' is bound here
// NOTE: `void twice_bad(Twice x) { Process(use<Twice>, ^x).start(); }` argument 'x' of type 'Twice' is passed here
// NOTE: `Weak first, ^second;` member 'second' of 'Twice' has type 'Weak'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `Weak first, ^second;` instead, send the object itself, or an id by which the worker finds its own
void same_twice_bad(Weak x) {
  Process([](Weak, Weak) {}, x, x).start();
  // DEFINITE: `Process([](Weak, Weak) {}, x, x).^start();` 'Process([](Weak, Weak) {}, x, x).start()' carries 'x' of type 'Weak' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process([](Weak, Weak) {}, x, x).start();` the lambda is bound here
  // NOTE: `Process([](Weak, Weak) {}, ^x, x).start();` argument 'x' of type 'Weak' is passed here
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `Process([](Weak, Weak) {}, ^x, x).start();` instead, send the object itself, or an id by which the worker finds its own
}

// enable_shared_from_this is a weak reference to oneself.
struct Shared : std::enable_shared_from_this<Shared> {
  int number = 0;
};
void shared_from_this_bad(Shared x) { Process(use<Shared>, x).start(); }
// DEFINITE: `void shared_from_this_bad(Shared x) { Process(use<Shared>, x).^start(); }` 'Process(use<Shared>, x).start()' carries 'x' of type 'std::enable_shared_from_this<Shared>' to another process; it cannot cross because it holds a weak reference to its own object in this process [stowaway-carried-handle]
// NOTE: `void shared_from_this_bad(Shared x) { ^Process(use<Shared>, x).start(); }` target 'use' is bound here
// NOTE: `void shared_from_this_bad(Shared x) { Process(use<Shared>, ^x).start(); }` argument 'x' of type 'Shared' is passed here
// NOTE: `struct Shared : ^std::enable_shared_from_this<Shared> {` base class 'std::enable_shared_from_this' of 'Shared' goes with it
// NOTE: <memory> `template <class T> class ^enable_shared_from_this {` 'std::enable_shared_from_this' is declared here; it holds a weak reference to its own object in this process
// NOTE: `struct Shared : ^std::enable_shared_from_this<Shared> {` instead, send the other members and let the worker make its own 'std::shared_ptr'
