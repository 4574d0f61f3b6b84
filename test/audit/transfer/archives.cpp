//===- archives.cpp - Which ways of handing a member to the archive are seen? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include <cereal/cereal.hpp>
#include <memory>
#include <stowaway/stowaway.h>

using stowaway::Process;

struct Ampersand {
  std::weak_ptr<int> link;
  int number = 0;
  void run() {}
  template <class Archive> void serialize(Archive &ar) { ar & number & link; }
};
void ampersand_bad(Ampersand &object) {
  Process(&Ampersand::run, &object).start();
  // DEFINITE: `Process(&Ampersand::run, &object).^start();` 'Process(&Ampersand::run, &object).start()' carries 'Ampersand::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&Ampersand::run, &object).start();` target 'Ampersand::run' is bound to '&object' here, so the 'Ampersand' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar & number & ^link; }` 'Ampersand' sends member 'link' of type 'std::weak_ptr<int>' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #1 make 'Ampersand::run' a static member function that takes what it uses as arguments, so that no 'Ampersand' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar & number & ^link; }` leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar & number & ^link; }` instead, send the object itself, or an id by which the worker finds its own
}

struct ShiftOut {
  std::weak_ptr<int> link;
  int number = 0;
  void run() {}
  template <class Archive> void save(Archive &ar) const {
    ar << number << link;
  }
  template <class Archive> void load(Archive &ar) { ar >> number >> link; }
};
void shift_out_bad(ShiftOut &object) {
  Process(&ShiftOut::run, &object).start();
  // DEFINITE: `Process(&ShiftOut::run, &object).^start();` 'Process(&ShiftOut::run, &object).start()' carries 'ShiftOut::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&ShiftOut::run, &object).start();` target 'ShiftOut::run' is bound to '&object' here, so the 'ShiftOut' is sent
  // NOTE: `ar << number << ^link;` 'ShiftOut' sends member 'link' of type 'std::weak_ptr<int>' here, in 'save'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #2 make 'ShiftOut::run' a static member function that takes what it uses as arguments, so that no 'ShiftOut' is sent
  // NOTE: `ar << number << ^link;` leave 'link' out of 'save', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  // NOTE: `ar << number << ^link;` instead, send the object itself, or an id by which the worker finds its own
}

struct ShiftLeavesOut {
  std::weak_ptr<int> link;
  int number = 0, other = 0;
  void run() {}
  template <class Archive> void save(Archive &ar) const {
    ar << number << other;
  }
};
void shift_ok(ShiftLeavesOut &object) {
  Process(&ShiftLeavesOut::run, &object).start();
}

struct Nvp {
  std::weak_ptr<int> link;
  int number = 0;
  void run() {}
  template <class Archive> void serialize(Archive &ar) {
    ar(CEREAL_NVP(number), CEREAL_NVP(link));
  }
};
void nvp_bad(Nvp &object) { Process(&Nvp::run, &object).start(); }
// DEFINITE: `void nvp_bad(Nvp &object) { Process(&Nvp::run, &object).^start(); }` 'Process(&Nvp::run, &object).start()' carries 'Nvp::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void nvp_bad(Nvp &object) { ^Process(&Nvp::run, &object).start(); }` target 'Nvp::run' is bound to '&object' here, so the 'Nvp' is sent
// NOTE: `ar(CEREAL_NVP(number), CEREAL_NVP(^link));` 'Nvp' sends member 'link' of type 'std::weak_ptr<int>' here, in 'serialize'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `void ^run() {}` #4 make 'Nvp::run' a static member function that takes what it uses as arguments, so that no 'Nvp' is sent
// NOTE: `ar(CEREAL_NVP(number), CEREAL_NVP(^link));` leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
// NOTE: `ar(CEREAL_NVP(number), CEREAL_NVP(^link));` instead, send the object itself, or an id by which the worker finds its own

struct NvpLeavesOut {
  std::weak_ptr<int> link;
  int number = 0;
  void run() {}
  template <class Archive> void serialize(Archive &ar) {
    ar(CEREAL_NVP(number));
  }
};
void nvp_ok(NvpLeavesOut &object) {
  Process(&NvpLeavesOut::run, &object).start();
}

struct MakeNvp {
  std::weak_ptr<int> link;
  void run() {}
  template <class Archive> void serialize(Archive &ar) {
    ar(cereal::make_nvp("link", link));
  }
};
void make_nvp_bad(MakeNvp &object) { Process(&MakeNvp::run, &object).start(); }
// DEFINITE: `void make_nvp_bad(MakeNvp &object) { Process(&MakeNvp::run, &object).^start(); }` 'Process(&MakeNvp::run, &object).start()' carries 'MakeNvp::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void make_nvp_bad(MakeNvp &object) { ^Process(&MakeNvp::run, &object).start(); }` target 'MakeNvp::run' is bound to '&object' here, so the 'MakeNvp' is sent
// NOTE: `ar(cereal::make_nvp("link", ^link));` 'MakeNvp' sends member 'link' of type 'std::weak_ptr<int>' here, in 'serialize'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `void ^run() {}` #6 make 'MakeNvp::run' a static member function that takes what it uses as arguments, so that no 'MakeNvp' is sent
// NOTE: `ar(cereal::make_nvp("link", ^link));` leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
//   - ar(cereal::make_nvp("link", link));
//   + ar(cereal::make_nvp("link"));
// NOTE: `ar(cereal::make_nvp("link", ^link));` instead, send the object itself, or an id by which the worker finds its own

struct ThisArrow {
  std::weak_ptr<int> link;
  void run() {}
  template <class Archive> void serialize(Archive &ar) { ar(this->link); }
};
void this_arrow_bad(ThisArrow &object) {
  Process(&ThisArrow::run, &object).start();
  // DEFINITE: `Process(&ThisArrow::run, &object).^start();` 'Process(&ThisArrow::run, &object).start()' carries 'ThisArrow::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&ThisArrow::run, &object).start();` target 'ThisArrow::run' is bound to '&object' here, so the 'ThisArrow' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(this->^link); }` 'ThisArrow' sends member 'link' of type 'std::weak_ptr<int>' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #7 make 'ThisArrow::run' a static member function that takes what it uses as arguments, so that no 'ThisArrow' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(this->^link); }` leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(this->^link); }` instead, send the object itself, or an id by which the worker finds its own
}

struct InHelper {
  std::weak_ptr<int> link;
  int number = 0;
  void run() {}
  template <class Archive> void rest(Archive &ar) { ar(link); }
  template <class Archive> void serialize(Archive &ar) {
    ar(number);
    rest(ar);
  }
};
void in_helper_bad(InHelper &object) {
  Process(&InHelper::run, &object).start();
  // DEFINITE: `Process(&InHelper::run, &object).^start();` 'Process(&InHelper::run, &object).start()' carries 'InHelper::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&InHelper::run, &object).start();` target 'InHelper::run' is bound to '&object' here, so the 'InHelper' is sent
  // NOTE: `template <class Archive> void rest(Archive &ar) { ar(^link); }` #1 'InHelper' sends member 'link' of type 'std::weak_ptr<int>' here, in 'rest'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #8 make 'InHelper::run' a static member function that takes what it uses as arguments, so that no 'InHelper' is sent
  // NOTE: `template <class Archive> void rest(Archive &ar) { ar(^link); }` #1 leave 'link' out of 'rest', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  // NOTE: `template <class Archive> void rest(Archive &ar) { ar(^link); }` #1 instead, send the object itself, or an id by which the worker finds its own
}

// The helper is not called.
struct HelperUnused {
  std::weak_ptr<int> link;
  int number = 0;
  void run() {}
  template <class Archive> void rest(Archive &ar) { ar(link); }
  template <class Archive> void serialize(Archive &ar) { ar(number); }
};
void helper_unused_ok(HelperUnused &object) {
  Process(&HelperUnused::run, &object).start();
}

struct SeveralStatements {
  std::weak_ptr<int> link;
  int number = 0;
  void run() {}
  template <class Archive> void serialize(Archive &ar) {
    ar(number);
    ar(link);
  }
};
void several_statements_bad(SeveralStatements &object) {
  Process(&SeveralStatements::run, &object).start();
  // DEFINITE: `Process(&SeveralStatements::run, &object).^start();` 'Process(&SeveralStatements::run, &object).start()' carries 'SeveralStatements::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&SeveralStatements::run, &object).start();` target 'SeveralStatements::run' is bound to '&object' here, so the 'SeveralStatements' is sent
  // NOTE: `ar(^link);` #1 'SeveralStatements' sends member 'link' of type 'std::weak_ptr<int>' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #10 make 'SeveralStatements::run' a static member function that takes what it uses as arguments, so that no 'SeveralStatements' is sent
  // NOTE: `ar(^link);` #1 leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  // NOTE: `ar(^link);` #1 instead, send the object itself, or an id by which the worker finds its own
}

// Sent only sometimes.
struct Conditional {
  std::weak_ptr<int> link;
  bool with_link = false;
  void run() {}
  template <class Archive> void serialize(Archive &ar) {
    ar(with_link);
    if (with_link)
      ar(link);
  }
};
void conditional_bad(Conditional &object) {
  Process(&Conditional::run, &object).start();
  // POSSIBLE: `Process(&Conditional::run, &object).^start();` 'Process(&Conditional::run, &object).start()' may carry 'Conditional::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&Conditional::run, &object).start();` target 'Conditional::run' is bound to '&object' here, so the 'Conditional' is sent
  // NOTE: `ar(^link);` #2 'Conditional' sends member 'link' of type 'std::weak_ptr<int>' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #11 make 'Conditional::run' a static member function that takes what it uses as arguments, so that no 'Conditional' is sent
  // NOTE: `ar(^link);` #2 leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  // NOTE: `ar(^link);` #2 instead, send the object itself, or an id by which the worker finds its own
}

// An early return before it is sent.
struct EarlyReturn {
  std::weak_ptr<int> link;
  bool with_link = false;
  void run() {}
  template <class Archive> void serialize(Archive &ar) {
    ar(with_link);
    if (!with_link)
      return;
    ar(link);
  }
};
void early_return_bad(EarlyReturn &object) {
  Process(&EarlyReturn::run, &object).start();
  // POSSIBLE: `Process(&EarlyReturn::run, &object).^start();` 'Process(&EarlyReturn::run, &object).start()' may carry 'EarlyReturn::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&EarlyReturn::run, &object).start();` target 'EarlyReturn::run' is bound to '&object' here, so the 'EarlyReturn' is sent
  // NOTE: `ar(^link);` #3 'EarlyReturn' sends member 'link' of type 'std::weak_ptr<int>' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #12 make 'EarlyReturn::run' a static member function that takes what it uses as arguments, so that no 'EarlyReturn' is sent
  // NOTE: `ar(^link);` #3 leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  // NOTE: `ar(^link);` #3 instead, send the object itself, or an id by which the worker finds its own
}

// Used in the body, but not sent: what crosses is a number.
struct OnlyAsked {
  std::weak_ptr<int> link;
  void run() {}
  template <class Archive> void serialize(Archive &ar) {
    bool expired = link.expired();
    ar(expired);
  }
};
void only_asked_ok(OnlyAsked &object) {
  Process(&OnlyAsked::run, &object).start();
}

// What is sent is what the call returns, not the member.
struct SendsResult {
  std::weak_ptr<int> link;
  std::shared_ptr<int> value;
  void run() {}
  template <class Archive> void save(Archive &ar) const { ar(link.expired()); }
  template <class Archive> void load(Archive &) {}
};
void sends_result_ok(SendsResult &object) {
  Process(&SendsResult::run, &object).start();
}

// A range-based loop over a member sends its elements.
struct Elements {
  std::vector<std::weak_ptr<int>> links;
  void run() {}
  template <class Archive> void serialize(Archive &ar) {
    for (auto &link : links)
      ar(link);
  }
};
void elements_bad(Elements &object) { Process(&Elements::run, &object).start(); }
// DEFINITE: `void elements_bad(Elements &object) { Process(&Elements::run, &object).^start(); }` 'Process(&Elements::run, &object).start()' carries 'Elements::links[...]' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
// NOTE: `void elements_bad(Elements &object) { ^Process(&Elements::run, &object).start(); }` target 'Elements::run' is bound to '&object' here, so the 'Elements' is sent
// NOTE: `for (auto &link : ^links)` 'Elements' sends member 'links' of type 'std::vector<std::weak_ptr<int>>' here, in 'serialize'; its elements are 'std::weak_ptr<int>'
// NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
// NOTE: `void ^run() {}` #15 make 'Elements::run' a static member function that takes what it uses as arguments, so that no 'Elements' is sent
// NOTE: `for (auto &link : ^links)` leave 'links' out of 'serialize', or declare it as 'stowaway::Local<std::vector<std::weak_ptr<int>>>'
// NOTE: `for (auto &link : ^links)` instead, send the object itself, or an id by which the worker finds its own

struct PartOfMember {
  struct Pair {
    std::weak_ptr<int> link;
    int number = 0;
  } pair;
  void run() {}
  template <class Archive> void serialize(Archive &ar) { ar(pair.number); }
};
// Only a part of the member is sent, which is no handle.
void part_of_member_ok(PartOfMember &object) {
  Process(&PartOfMember::run, &object).start();
}

struct PartIsHandle {
  struct Pair {
    std::weak_ptr<int> link;
    int number = 0;
  } pair;
  void run() {}
  template <class Archive> void serialize(Archive &ar) { ar(pair.link); }
};
void part_is_handle_bad(PartIsHandle &object) {
  Process(&PartIsHandle::run, &object).start();
  // DEFINITE: `Process(&PartIsHandle::run, &object).^start();` 'Process(&PartIsHandle::run, &object).start()' carries 'PartIsHandle::pair.link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&PartIsHandle::run, &object).start();` target 'PartIsHandle::run' is bound to '&object' here, so the 'PartIsHandle' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^pair.link); }` 'PartIsHandle' sends member 'pair' of type 'PartIsHandle::Pair' here, in 'serialize'
  // NOTE: `std::weak_ptr<int> ^link;` #16 member 'link' of 'PartIsHandle::Pair' has type 'std::weak_ptr<int>'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #17 make 'PartIsHandle::run' a static member function that takes what it uses as arguments, so that no 'PartIsHandle' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^pair.link); }` leave 'pair' out of 'serialize', or declare it as 'stowaway::Local<PartIsHandle::Pair>'
  // NOTE: `std::weak_ptr<int> ^link;` #16 instead, send the object itself, or an id by which the worker finds its own
}

// Another object takes part in the expression, not the archive.
struct Logger {
  template <class... Ts> void operator()(Ts &...) {}
};
struct Logged {
  std::weak_ptr<int> link;
  int number = 0;
  void run() {}
  template <class Archive> void serialize(Archive &ar) {
    Logger log;
    log(link);
    ar(number);
  }
};
void logged_ok(Logged &object) { Process(&Logged::run, &object).start(); }

// Constructed from the member; what is sent is a copy of what is behind it.
struct SendsLocked {
  std::weak_ptr<int> link;
  void run() {}
  template <class Archive> void save(Archive &ar) const {
    std::shared_ptr<int> strong = link.lock();
    ar(strong);
  }
  template <class Archive> void load(Archive &ar) {
    std::shared_ptr<int> strong;
    ar(strong);
    link = strong;
  }
};
void sends_locked_ok(SendsLocked &object) {
  Process(&SendsLocked::run, &object).start();
}
