//===- forms.cpp - Which forms of transfer functions are read? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

// Each class holds a weak_ptr. Where the transfer function hands it to the
// archive, it cannot cross; where it is left out, there is nothing to find.

#include <cereal/cereal.hpp>
#include <memory>
#include <stowaway/stowaway.h>

using stowaway::Process;

struct MemberSerialize {
  std::weak_ptr<int> link;
  int number = 0;
  void run() {}
  template <class Archive> void serialize(Archive &ar) { ar(link, number); }
};
void member_serialize_bad(MemberSerialize &object) {
  Process(&MemberSerialize::run, &object).start();
  // DEFINITE: `Process(&MemberSerialize::run, &object).^start();` 'Process(&MemberSerialize::run, &object).start()' carries 'MemberSerialize::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&MemberSerialize::run, &object).start();` target 'MemberSerialize::run' is bound to '&object' here, so the 'MemberSerialize' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link, number); }` 'MemberSerialize' sends member 'link' of type 'std::weak_ptr<int>' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #1 make 'MemberSerialize::run' a static member function that takes what it uses as arguments, so that no 'MemberSerialize' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link, number); }` leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  //   - template <class Archive> void serialize(Archive &ar) { ar(link, number); }
  //   + template <class Archive> void serialize(Archive &ar) { ar(number); }
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link, number); }` instead, send the object itself, or an id by which the worker finds its own
}

struct MemberLeavesOut {
  std::weak_ptr<int> link;
  int number = 0;
  void run() {}
  template <class Archive> void serialize(Archive &ar) { ar(number); }
};
void member_leaves_out_ok(MemberLeavesOut &object) {
  Process(&MemberLeavesOut::run, &object).start();
}

struct WithVersion {
  std::weak_ptr<int> link;
  void run() {}
  template <class Archive> void serialize(Archive &ar, unsigned version) {
    ar(link);
  }
};
void with_version_bad(WithVersion &object) {
  Process(&WithVersion::run, &object).start();
  // DEFINITE: `Process(&WithVersion::run, &object).^start();` 'Process(&WithVersion::run, &object).start()' carries 'WithVersion::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&WithVersion::run, &object).start();` target 'WithVersion::run' is bound to '&object' here, so the 'WithVersion' is sent
  // NOTE: `ar(^link);` 'WithVersion' sends member 'link' of type 'std::weak_ptr<int>' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #3 make 'WithVersion::run' a static member function that takes what it uses as arguments, so that no 'WithVersion' is sent
  // NOTE: `ar(^link);` leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  // NOTE: `ar(^link);` instead, send the object itself, or an id by which the worker finds its own
}

struct WithVersionLeavesOut {
  std::weak_ptr<int> link;
  int number = 0;
  void run() {}
  template <class Archive> void serialize(Archive &ar, const unsigned) {
    ar(number);
  }
};
void with_version_ok(WithVersionLeavesOut &object) {
  Process(&WithVersionLeavesOut::run, &object).start();
}

struct SaveLoad {
  std::weak_ptr<int> link;
  int number = 0;
  void run() {}
  template <class Archive> void save(Archive &ar) const { ar(link, number); }
  template <class Archive> void load(Archive &ar) { ar(link, number); }
};
void save_load_bad(SaveLoad &object) {
  Process(&SaveLoad::run, &object).start();
  // DEFINITE: `Process(&SaveLoad::run, &object).^start();` 'Process(&SaveLoad::run, &object).start()' carries 'SaveLoad::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&SaveLoad::run, &object).start();` target 'SaveLoad::run' is bound to '&object' here, so the 'SaveLoad' is sent
  // NOTE: `template <class Archive> void save(Archive &ar) const { ar(^link, number); }` 'SaveLoad' sends member 'link' of type 'std::weak_ptr<int>' here, in 'save'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #5 make 'SaveLoad::run' a static member function that takes what it uses as arguments, so that no 'SaveLoad' is sent
  // NOTE: `template <class Archive> void save(Archive &ar) const { ar(^link, number); }` leave 'link' out of 'save', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  //   - template <class Archive> void save(Archive &ar) const { ar(link, number); }
  //   + template <class Archive> void save(Archive &ar) const { ar(number); }
  // NOTE: `template <class Archive> void save(Archive &ar) const { ar(^link, number); }` instead, send the object itself, or an id by which the worker finds its own
}

struct SaveLoadLeavesOut {
  std::weak_ptr<int> link;
  int number = 0;
  void run() {}
  template <class Archive> void save(Archive &ar) const { ar(number); }
  template <class Archive> void load(Archive &ar) { ar(number); }
};
void save_load_ok(SaveLoadLeavesOut &object) {
  Process(&SaveLoadLeavesOut::run, &object).start();
}

// The worker makes its own when it arrives: 'load' sends nothing.
struct LoadMakesOwn {
  std::shared_ptr<int> value;
  std::weak_ptr<int> link;
  void run() {}
  template <class Archive> void save(Archive &ar) const { ar(value); }
  template <class Archive> void load(Archive &ar) {
    ar(value);
    link = value;
  }
};
void load_makes_own_ok(LoadMakesOwn &object) {
  Process(&LoadMakesOwn::run, &object).start();
}

struct FreeFunction {
  std::weak_ptr<int> link;
  void run() {}
};
template <class Archive> void serialize(Archive &ar, FreeFunction &object) {
  ar(object.link);
}
void free_function_bad(FreeFunction &object) {
  Process(&FreeFunction::run, &object).start();
  // DEFINITE: `Process(&FreeFunction::run, &object).^start();` 'Process(&FreeFunction::run, &object).start()' carries 'FreeFunction::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&FreeFunction::run, &object).start();` target 'FreeFunction::run' is bound to '&object' here, so the 'FreeFunction' is sent
  // NOTE: `ar(object.^link);` #1 'FreeFunction' sends member 'link' of type 'std::weak_ptr<int>' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #8 make 'FreeFunction::run' a static member function that takes what it uses as arguments, so that no 'FreeFunction' is sent
  // NOTE: `ar(object.^link);` #1 leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  // NOTE: `ar(object.^link);` #1 instead, send the object itself, or an id by which the worker finds its own
}

struct FreeLeavesOut {
  std::weak_ptr<int> link;
  int number = 0;
  void run() {}
};
template <class Archive>
void serialize(Archive &ar, FreeLeavesOut &object, unsigned version) {
  ar & object.number;
}
void free_function_ok(FreeLeavesOut &object) {
  Process(&FreeLeavesOut::run, &object).start();
}

struct FreeSaveLoad {
  std::weak_ptr<int> link;
  void run() {}
};
template <class Archive> void save(Archive &ar, const FreeSaveLoad &object) {
  ar(object.link);
}
template <class Archive> void load(Archive &ar, FreeSaveLoad &object) {
  ar(object.link);
}
void free_save_load_bad(FreeSaveLoad &object) {
  Process(&FreeSaveLoad::run, &object).start();
  // DEFINITE: `Process(&FreeSaveLoad::run, &object).^start();` 'Process(&FreeSaveLoad::run, &object).start()' carries 'FreeSaveLoad::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&FreeSaveLoad::run, &object).start();` target 'FreeSaveLoad::run' is bound to '&object' here, so the 'FreeSaveLoad' is sent
  // NOTE: `ar(object.^link);` #2 'FreeSaveLoad' sends member 'link' of type 'std::weak_ptr<int>' here, in 'save'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #10 make 'FreeSaveLoad::run' a static member function that takes what it uses as arguments, so that no 'FreeSaveLoad' is sent
  // NOTE: `ar(object.^link);` #2 leave 'link' out of 'save', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  // NOTE: `ar(object.^link);` #2 instead, send the object itself, or an id by which the worker finds its own
}

namespace mine {
struct InNamespace {
  std::weak_ptr<int> link;
  int number = 0;
  void run() {}
};
template <class Archive> void serialize(Archive &ar, InNamespace &object) {
  ar(object.number);
}
} // namespace mine
void free_in_namespace_ok(mine::InNamespace &object) {
  Process(&mine::InNamespace::run, &object).start();
}

class HiddenFriend {
public:
  void run() {}
  template <class Archive>
  friend void serialize(Archive &ar, HiddenFriend &object) {
    ar(object.link);
  }

private:
  std::weak_ptr<int> link;
};
void hidden_friend_bad(HiddenFriend &object) {
  Process(&HiddenFriend::run, &object).start();
  // DEFINITE: `Process(&HiddenFriend::run, &object).^start();` 'Process(&HiddenFriend::run, &object).start()' carries 'HiddenFriend::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&HiddenFriend::run, &object).start();` target 'HiddenFriend::run' is bound to '&object' here, so the 'HiddenFriend' is sent
  // NOTE: `ar(object.^link);` #4 'HiddenFriend' sends member 'link' of type 'std::weak_ptr<int>' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #12 make 'HiddenFriend::run' a static member function that takes what it uses as arguments, so that no 'HiddenFriend' is sent
  // NOTE: `ar(object.^link);` #4 leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  // NOTE: `ar(object.^link);` #4 instead, send the object itself, or an id by which the worker finds its own
}

class HiddenFriendLeavesOut {
public:
  void run() {}
  template <class Archive>
  friend void serialize(Archive &ar, HiddenFriendLeavesOut &object) {
    ar(object.number);
  }

private:
  std::weak_ptr<int> link;
  int number = 0;
};
void hidden_friend_ok(HiddenFriendLeavesOut &object) {
  Process(&HiddenFriendLeavesOut::run, &object).start();
}

// Private, as the libraries allow by a friend declaration.
class Private {
public:
  void run() {}

private:
  friend class cereal::access;
  template <class Archive> void serialize(Archive &ar) { ar(link); }
  std::weak_ptr<int> link;
};
void private_bad(Private &object) { Process(&Private::run, &object).start(); }
// DEFINITE: `void private_bad(Private &object) { Process(&Private::run, &object).^start(); }` 'Process(&Private::run, &object).start()' carries 'Private::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void private_bad(Private &object) { ^Process(&Private::run, &object).start(); }` target 'Private::run' is bound to '&object' here, so the 'Private' is sent
// NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` 'Private' sends member 'link' of type 'std::weak_ptr<int>' here, in 'serialize'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `void ^run() {}` #14 make 'Private::run' a static member function that takes what it uses as arguments, so that no 'Private' is sent
// NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
// NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` instead, send the object itself, or an id by which the worker finds its own

// Not a template: for one archive only.
struct MyArchive {
  template <class... Ts> void operator()(Ts &...) {}
};
struct OneArchive {
  std::weak_ptr<int> link;
  void run() {}
  void serialize(MyArchive &ar) { ar(link); }
};
void one_archive_bad(OneArchive &object) {
  Process(&OneArchive::run, &object).start();
  // DEFINITE: `Process(&OneArchive::run, &object).^start();` 'Process(&OneArchive::run, &object).start()' carries 'OneArchive::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&OneArchive::run, &object).start();` target 'OneArchive::run' is bound to '&object' here, so the 'OneArchive' is sent
  // NOTE: `void serialize(MyArchive &ar) { ar(^link); }` 'OneArchive' sends member 'link' of type 'std::weak_ptr<int>' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #15 make 'OneArchive::run' a static member function that takes what it uses as arguments, so that no 'OneArchive' is sent
  // NOTE: `void serialize(MyArchive &ar) { ar(^link); }` leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  // NOTE: `void serialize(MyArchive &ar) { ar(^link); }` instead, send the object itself, or an id by which the worker finds its own
}

struct Abbreviated {
  std::weak_ptr<int> link;
  void run() {}
  void serialize(auto &ar) { ar(link); }
};
void abbreviated_bad(Abbreviated &object) {
  Process(&Abbreviated::run, &object).start();
  // DEFINITE: `Process(&Abbreviated::run, &object).^start();` 'Process(&Abbreviated::run, &object).start()' carries 'Abbreviated::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&Abbreviated::run, &object).start();` target 'Abbreviated::run' is bound to '&object' here, so the 'Abbreviated' is sent
  // NOTE: `void serialize(auto &ar) { ar(^link); }` 'Abbreviated' sends member 'link' of type 'std::weak_ptr<int>' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #16 make 'Abbreviated::run' a static member function that takes what it uses as arguments, so that no 'Abbreviated' is sent
  // NOTE: `void serialize(auto &ar) { ar(^link); }` leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  // NOTE: `void serialize(auto &ar) { ar(^link); }` instead, send the object itself, or an id by which the worker finds its own
}

struct Minimal {
  std::weak_ptr<int> link;
  int number = 0;
  void run() {}
  template <class Archive> int save_minimal(const Archive &) const {
    return number;
  }
  template <class Archive> void load_minimal(const Archive &, const int &n) {
    number = n;
  }
};
void minimal_ok(Minimal &object) { Process(&Minimal::run, &object).start(); }

struct MinimalSendsLink {
  std::weak_ptr<int> link;
  void run() {}
  template <class Archive>
  std::weak_ptr<int> save_minimal(const Archive &) const {
    return link;
  }
};
void minimal_bad(MinimalSendsLink &object) {
  Process(&MinimalSendsLink::run, &object).start();
  // DEFINITE: `Process(&MinimalSendsLink::run, &object).^start();` 'Process(&MinimalSendsLink::run, &object).start()' carries 'MinimalSendsLink::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&MinimalSendsLink::run, &object).start();` target 'MinimalSendsLink::run' is bound to '&object' here, so the 'MinimalSendsLink' is sent
  // NOTE: `return ^link;` 'MinimalSendsLink' sends member 'link' of type 'std::weak_ptr<int>' here, in 'save_minimal'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #18 make 'MinimalSendsLink::run' a static member function that takes what it uses as arguments, so that no 'MinimalSendsLink' is sent
  // NOTE: `return ^link;` leave 'link' out of 'save_minimal', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  // NOTE: `return ^link;` instead, send the object itself, or an id by which the worker finds its own
}

// A method of the name that is no transfer function: it has no archive.
struct NotATransfer {
  std::weak_ptr<int> link;
  void run() {}
  void serialize() {}
  template <class Archive> void serialize(Archive &ar) { ar(); }
};
void not_a_transfer_ok(NotATransfer &object) {
  Process(&NotATransfer::run, &object).start();
}
