//===- types.cpp - Which types are asked what they send? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stowaway/stowaway.h>
#include <string>
#include <vector>

using stowaway::Local;
using stowaway::Process;

// What says what it sends...
struct Linked {
  std::weak_ptr<int> link;
  template <class Archive> void serialize(Archive &ar) { ar(link); }
};
// ... and leaves out what cannot travel.
struct Careful {
  std::weak_ptr<int> link;
  std::mutex mutex;
  int number = 0;
  template <class Archive> void serialize(Archive &ar) { ar(number); }
};

void take_linked(Linked);
void take_careful(Careful &);

void argument_bad(Linked object) { Process(take_linked, object).start(); }
// DEFINITE: `void argument_bad(Linked object) { Process(take_linked, object).^start(); }` 'Process(take_linked, object).start()' carries 'object.link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void argument_bad(Linked object) { ^Process(take_linked, object).start(); }` target 'take_linked' is bound here
// NOTE: `void argument_bad(Linked object) { Process(take_linked, ^object).start(); }` argument 'object' of type 'Linked' is passed here
// NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` #1 'Linked' sends member 'link' of type 'std::weak_ptr<int>' here, in 'serialize'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` #1 leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
// NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` #1 instead, send the object itself, or an id by which the worker finds its own
void argument_ok(Careful &object) {
  Process(take_careful, std::ref(object)).start();
}

template <class T> struct Runs {
  T value;
  void run() {}
  template <class Archive> void serialize(Archive &ar) { ar(value); }
};
void nested_bad(Runs<Linked> &object) {
  Process(&Runs<Linked>::run, &object).start();
  // DEFINITE: `Process(&Runs<Linked>::run, &object).^start();` 'Process(&Runs<Linked>::run, &object).start()' carries 'Runs<Linked>::value.link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&Runs<Linked>::run, &object).start();` target 'Runs::run' is bound to '&object' here, so the 'Runs<Linked>' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^value); }` 'Runs' sends member 'value' of type 'Linked' here, in 'serialize'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` #1 'Linked' sends member 'link' of type 'std::weak_ptr<int>' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #1 make 'Runs::run' a static member function that takes what it uses as arguments, so that no 'Runs<Linked>' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` #1 leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` #1 instead, send the object itself, or an id by which the worker finds its own
}
void nested_ok(Runs<Careful> &object) {
  Process(&Runs<Careful>::run, &object).start();
}
void vector_bad(Runs<std::vector<Linked>> &object) {
  Process(&Runs<std::vector<Linked>>::run, &object).start();
  // DEFINITE: `Process(&Runs<std::vector<Linked>>::run, &object).^start();` 'Process(&Runs<std::vecto..., &object).start()' carries 'Runs<std::vector<Linked>>::value[...].link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&Runs<std::vector<Linked>>::run, &object).start();` target 'Runs::run' is bound to '&object' here, so the 'Runs<std::vector<Linked>>' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^value); }` 'Runs' sends member 'value' of type 'std::vector<Linked, std::allocator<Linked>>' here, in 'serialize'; its elements are 'Linked'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` #1 'Linked' sends member 'link' of type 'std::weak_ptr<int>' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #1 make 'Runs::run' a static member function that takes what it uses as arguments, so that no 'Runs<std::vector<Linked>>' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` #1 leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` #1 instead, send the object itself, or an id by which the worker finds its own
}
void vector_ok(Runs<std::vector<Careful>> &object) {
  Process(&Runs<std::vector<Careful>>::run, &object).start();
}
void map_bad(Runs<std::map<int, Linked>> &object) {
  Process(&Runs<std::map<int, Linked>>::run, &object).start();
  // DEFINITE: `Process(&Runs<std::map<int, Linked>>::run, &object).^start();` 'Process(&Runs<std::map<i..., &object).start()' carries 'Runs<std::map<int, Linked>>::value[...].link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&Runs<std::map<int, Linked>>::run, &object).start();` target 'Runs::run' is bound to '&object' here, so the 'Runs<std::map<int, Linked>>' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^value); }` 'Runs' sends member 'value' of type 'std::map<int, Linked>' here, in 'serialize'; its elements are 'Linked'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` #1 'Linked' sends member 'link' of type 'std::weak_ptr<int>' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #1 make 'Runs::run' a static member function that takes what it uses as arguments, so that no 'Runs<std::map<int, Linked>>' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` #1 leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` #1 instead, send the object itself, or an id by which the worker finds its own
}
void map_ok(Runs<std::map<std::string, Careful>> &object) {
  Process(&Runs<std::map<std::string, Careful>>::run, &object).start();
}
void pointer_bad(Runs<std::unique_ptr<Linked>> &object) {
  Process(&Runs<std::unique_ptr<Linked>>::run, &object).start();
  // DEFINITE: `Process(&Runs<std::unique_ptr<Linked>>::run, &object).^start();` 'Process(&Runs<std::uniqu..., &object).start()' carries 'Runs<std::unique_ptr<Linked>>::value.link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&Runs<std::unique_ptr<Linked>>::run, &object).start();` target 'Runs::run' is bound to '&object' here, so the 'Runs<std::unique_ptr<Linked>>' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^value); }` 'Runs' sends member 'value' of type 'std::unique_ptr<Linked>' here, in 'serialize'; it owns or shares a 'Linked'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` #1 'Linked' sends member 'link' of type 'std::weak_ptr<int>' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #1 make 'Runs::run' a static member function that takes what it uses as arguments, so that no 'Runs<std::unique_ptr<Linked>>' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` #1 leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` #1 instead, send the object itself, or an id by which the worker finds its own
}
void pointer_ok(Runs<std::unique_ptr<Careful>> &object) {
  Process(&Runs<std::unique_ptr<Careful>>::run, &object).start();
}
void optional_bad(Runs<std::optional<Linked>> &object) {
  Process(&Runs<std::optional<Linked>>::run, &object).start();
  // POSSIBLE: `Process(&Runs<std::optional<Linked>>::run, &object).^start();` 'Process(&Runs<std::optio..., &object).start()' may carry 'Runs<std::optional<Linked>>::value.link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&Runs<std::optional<Linked>>::run, &object).start();` target 'Runs::run' is bound to '&object' here, so the 'Runs<std::optional<Linked>>' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^value); }` 'Runs' sends member 'value' of type 'std::optional<Linked>' here, in 'serialize'; it may hold a 'Linked'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` #1 'Linked' sends member 'link' of type 'std::weak_ptr<int>' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #1 make 'Runs::run' a static member function that takes what it uses as arguments, so that no 'Runs<std::optional<Linked>>' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` #1 leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` #1 instead, send the object itself, or an id by which the worker finds its own
}
// 'Local' sends nothing of what it holds.
void local_ok(Runs<Local<Linked>> &object) {
  Process(&Runs<Local<Linked>>::run, &object).start();
}
void vector_of_local_ok(Runs<std::vector<Local<Linked>>> &object) {
  Process(&Runs<std::vector<Local<Linked>>>::run, &object).start();
}
void local_vector_ok(Runs<Local<std::vector<Linked>>> &object) {
  Process(&Runs<Local<std::vector<Linked>>>::run, &object).start();
}
// Numbers and texts are at home everywhere.
void number_ok(Runs<int> &object) { Process(&Runs<int>::run, &object).start(); }
void text_ok(Runs<std::string> &object) {
  Process(&Runs<std::string>::run, &object).start();
}

// An aggregate is sent member by member.
struct Plain {
  int number = 0;
  std::string text;
  void run() {}
};
void aggregate_ok(Plain &object) { Process(&Plain::run, &object).start(); }

struct PlainWithLink {
  int number = 0;
  std::weak_ptr<int> link;
  void run() {}
};
void aggregate_bad(PlainWithLink &object) {
  Process(&PlainWithLink::run, &object).start();
  // DEFINITE: `Process(&PlainWithLink::run, &object).^start();` 'Process(&PlainWithLink::run, &object).start()' carries 'PlainWithLink::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&PlainWithLink::run, &object).start();` target 'PlainWithLink::run' is bound to '&object' here, so the 'PlainWithLink' is sent
  // NOTE: `std::weak_ptr<int> ^link;` #3 member 'link' of 'PlainWithLink' has type 'std::weak_ptr<int>'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #3 make 'PlainWithLink::run' a static member function that takes what it uses as arguments, so that no 'PlainWithLink' is sent
  // NOTE: `std::weak_ptr<int> ^link;` #3 instead, send the object itself, or an id by which the worker finds its own
}

struct PlainNested {
  Plain plain;
  PlainWithLink linked;
  void run() {}
};
void aggregate_nested_bad(PlainNested &object) {
  Process(&PlainNested::run, &object).start();
  // DEFINITE: `Process(&PlainNested::run, &object).^start();` 'Process(&PlainNested::run, &object).start()' carries 'PlainNested::linked.link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&PlainNested::run, &object).start();` target 'PlainNested::run' is bound to '&object' here, so the 'PlainNested' is sent
  // NOTE: `PlainWithLink ^linked;` member 'linked' of 'PlainNested' has type 'PlainWithLink'
  // NOTE: `std::weak_ptr<int> ^link;` #3 member 'link' of 'PlainWithLink' has type 'std::weak_ptr<int>'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #4 make 'PlainNested::run' a static member function that takes what it uses as arguments, so that no 'PlainNested' is sent
  // NOTE: `std::weak_ptr<int> ^link;` #3 instead, send the object itself, or an id by which the worker finds its own
}

struct PlainWithCareful {
  Careful careful;
  void run() {}
};
void aggregate_careful_ok(PlainWithCareful &object) {
  Process(&PlainWithCareful::run, &object).start();
}

// Static members, references to nothing, constants of the class: not sent.
struct Statics {
  static std::mutex mutex;
  static inline std::weak_ptr<int> link;
  int number = 0;
  void run() {}
};
void statics_ok(Statics &object) { Process(&Statics::run, &object).start(); }

// No aggregate, and no transfer function that this file shows: something that
// was not seen knows how to send it, or it does not compile.
class Unseen {
public:
  Unseen();
  void run() {}

private:
  std::weak_ptr<int> link;
};
void unseen_bad(Unseen &object) { Process(&Unseen::run, &object).start(); }
// POSSIBLE: `void unseen_bad(Unseen &object) { Process(&Unseen::run, &object).^start(); }` 'Process(&Unseen::run, &object).start()' may carry 'Unseen::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void unseen_bad(Unseen &object) { ^Process(&Unseen::run, &object).start(); }` target 'Unseen::run' is bound to '&object' here, so the 'Unseen' is sent
// NOTE: `std::weak_ptr<int> ^link;` #4 member 'link' of 'Unseen' has type 'std::weak_ptr<int>'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `void ^run() {}` #7 make 'Unseen::run' a static member function that takes what it uses as arguments, so that no 'Unseen' is sent
// NOTE: `std::weak_ptr<int> ^link;` #4 instead, send the object itself, or an id by which the worker finds its own

class UnseenNumber {
public:
  UnseenNumber();
  void run() {}

private:
  int number;
};
void unseen_ok(UnseenNumber &object) {
  Process(&UnseenNumber::run, &object).start();
}

// Only declared.
struct Declared {
  std::weak_ptr<int> link;
  void run() {}
  template <class Archive> void serialize(Archive &ar);
};
// What it sends was not seen, so nothing is certain. It is not guessed at.
void declared_ok(Declared &object) { Process(&Declared::run, &object).start(); }

// Incomplete here.
class Incomplete;
void take_incomplete(Incomplete &);
void incomplete_ok(Incomplete &object) {
  Process(take_incomplete, std::ref(object)).start();
}

// A class in a class, in a function.
struct Outer {
  struct Inner {
    std::weak_ptr<int> link;
    template <class Archive> void serialize(Archive &ar) { ar(link); }
  };
  Inner inner;
  void run() {}
  template <class Archive> void serialize(Archive &ar) { ar(inner); }
};
void nested_class_bad(Outer &object) { Process(&Outer::run, &object).start(); }
// DEFINITE: `void nested_class_bad(Outer &object) { Process(&Outer::run, &object).^start(); }` 'Process(&Outer::run, &object).start()' carries 'Outer::inner.link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void nested_class_bad(Outer &object) { ^Process(&Outer::run, &object).start(); }` target 'Outer::run' is bound to '&object' here, so the 'Outer' is sent
// NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^inner); }` 'Outer' sends member 'inner' of type 'Outer::Inner' here, in 'serialize'
// NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` #2 'Outer::Inner' sends member 'link' of type 'std::weak_ptr<int>' here, in 'serialize'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `void ^run() {}` #10 make 'Outer::run' a static member function that takes what it uses as arguments, so that no 'Outer' is sent
// NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` #2 leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
// NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` #2 instead, send the object itself, or an id by which the worker finds its own

void local_class_bad() {
  struct Here {
    std::weak_ptr<int> link;
    void run() {}
  } here;
  Process(&Here::run, &here).start();
  // DEFINITE: `Process(&Here::run, &here).^start();` 'Process(&Here::run, &here).start()' carries 'Here::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&Here::run, &here).start();` target 'Here::run' is bound to '&here' here, so the 'Here' is sent
  // NOTE: `std::weak_ptr<int> ^link;` #7 member 'link' of 'Here' has type 'std::weak_ptr<int>'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #11 make 'Here::run' a static member function that takes what it uses as arguments, so that no 'Here' is sent
  // NOTE: `std::weak_ptr<int> ^link;` #7 instead, send the object itself, or an id by which the worker finds its own
}

// Two handles: both are reported, each once.
struct Two {
  std::weak_ptr<int> first;
  std::mutex second;
  void run() {}
  template <class Archive> void serialize(Archive &ar) { ar(first, second); }
};
void two_bad(Two &object) { Process(&Two::run, &object).start(); }
// DEFINITE: `void two_bad(Two &object) { Process(&Two::run, &object).^start(); }` 'Process(&Two::run, &object).start()' carries 'Two::first' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void two_bad(Two &object) { ^Process(&Two::run, &object).start(); }` target 'Two::run' is bound to '&object' here, so the 'Two' is sent
// NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^first, second); }` 'Two' sends member 'first' of type 'std::weak_ptr<int>' here, in 'serialize'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `void ^run() {}` #12 make 'Two::run' a static member function that takes what it uses as arguments, so that no 'Two' is sent
// NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^first, second); }` leave 'first' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
//   - template <class Archive> void serialize(Archive &ar) { ar(first, second); }
//   + template <class Archive> void serialize(Archive &ar) { ar(second); }
// NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^first, second); }` instead, send the object itself, or an id by which the worker finds its own
// DEFINITE: `void two_bad(Two &object) { Process(&Two::run, &object).^start(); }` 'Process(&Two::run, &object).start()' carries 'Two::second' of type 'std::mutex' to another process; it cannot cross because a mutex excludes only threads of this process [stowaway-carried-handle]
// NOTE: `void two_bad(Two &object) { ^Process(&Two::run, &object).start(); }` target 'Two::run' is bound to '&object' here, so the 'Two' is sent
// NOTE: `template <class Archive> void serialize(Archive &ar) { ar(first, ^second); }` 'Two' sends member 'second' of type 'std::mutex' here, in 'serialize'
// NOTE: <mutex> `class ^mutex {` 'std::mutex' is declared here; a mutex excludes only threads of this process
// NOTE: `void ^run() {}` #12 make 'Two::run' a static member function that takes what it uses as arguments, so that no 'Two' is sent
// NOTE: `template <class Archive> void serialize(Archive &ar) { ar(first, ^second); }` leave 'second' out of 'serialize', or declare it as 'stowaway::Local<std::mutex>'
//   - template <class Archive> void serialize(Archive &ar) { ar(first, second); }
//   + template <class Archive> void serialize(Archive &ar) { ar(first); }
// NOTE: `template <class Archive> void serialize(Archive &ar) { ar(first, ^second); }` instead, leave it out, so that the worker has its own, and send what it protects

// Specialised: the specialisation has a transfer function of its own.
template <class T> struct Special {
  std::weak_ptr<T> link;
  template <class Archive> void serialize(Archive &ar) { ar(link); }
};
template <> struct Special<int> {
  std::weak_ptr<int> link;
  int number = 0;
  template <class Archive> void serialize(Archive &ar) { ar(number); }
};
void specialised_bad(Runs<Special<char>> &object) {
  Process(&Runs<Special<char>>::run, &object).start();
  // DEFINITE: `Process(&Runs<Special<char>>::run, &object).^start();` 'Process(&Runs<Special<ch..., &object).start()' carries 'Runs<Special<char>>::value.link' of type 'std::weak_ptr<char>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&Runs<Special<char>>::run, &object).start();` target 'Runs::run' is bound to '&object' here, so the 'Runs<Special<char>>' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^value); }` 'Runs' sends member 'value' of type 'Special<char>' here, in 'serialize'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` #3 'Special' sends member 'link' of type 'std::weak_ptr<char>' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #1 make 'Runs::run' a static member function that takes what it uses as arguments, so that no 'Runs<Special<char>>' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` #3 leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<char>>'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` #3 instead, send the object itself, or an id by which the worker finds its own
}
void specialised_ok(Runs<Special<int>> &object) {
  Process(&Runs<Special<int>>::run, &object).start();
}
