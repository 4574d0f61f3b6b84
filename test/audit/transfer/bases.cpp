//===- bases.cpp - What do base classes send? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include <cereal/types/base_class.hpp>
#include <memory>
#include <stowaway/stowaway.h>

using stowaway::Process;

struct HasLink {
  std::weak_ptr<int> link;
  template <class Archive> void serialize(Archive &ar) { ar(link); }
};
struct HasNumber {
  int number = 0;
  std::weak_ptr<int> unsent;
  template <class Archive> void serialize(Archive &ar) { ar(number); }
};

struct BaseClass : HasLink {
  void run() {}
  template <class Archive> void serialize(Archive &ar) {
    ar(cereal::base_class<HasLink>(this));
  }
};
void base_class_bad(BaseClass &object) {
  Process(&BaseClass::run, &object).start();
  // DEFINITE: `Process(&BaseClass::run, &object).^start();` 'Process(&BaseClass::run, &object).start()' carries 'BaseClass::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&BaseClass::run, &object).start();` target 'BaseClass::run' is bound to '&object' here, so the 'BaseClass' is sent
  // NOTE: `ar(^cereal::base_class<HasLink>(this));` base class 'HasLink' of 'BaseClass' is sent here
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` 'HasLink' sends member 'link' of type 'std::weak_ptr<int>' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #1 make 'BaseClass::run' a static member function that takes what it uses as arguments, so that no 'BaseClass' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` instead, send the object itself, or an id by which the worker finds its own
}

struct VirtualBaseClass : virtual HasLink {
  void run() {}
  template <class Archive> void serialize(Archive &ar) {
    ar(cereal::virtual_base_class<HasLink>(this));
  }
};
void virtual_base_class_bad(VirtualBaseClass &object) {
  Process(&VirtualBaseClass::run, &object).start();
  // DEFINITE: `Process(&VirtualBaseClass::run, &object).^start();` 'Process(&VirtualBaseClass::run, &object).start()' carries 'VirtualBaseClass::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&VirtualBaseClass::run, &object).start();` target 'VirtualBaseClass::run' is bound to '&object' here, so the 'VirtualBaseClass' is sent
  // NOTE: `ar(^cereal::virtual_base_class<HasLink>(this));` base class 'HasLink' of 'VirtualBaseClass' is sent here
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` 'HasLink' sends member 'link' of type 'std::weak_ptr<int>' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #2 make 'VirtualBaseClass::run' a static member function that takes what it uses as arguments, so that no 'VirtualBaseClass' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` instead, send the object itself, or an id by which the worker finds its own
}

// The base sends only its number.
struct BaseWithNumber : HasNumber {
  void run() {}
  template <class Archive> void serialize(Archive &ar) {
    ar(cereal::base_class<HasNumber>(this));
  }
};
void base_with_number_ok(BaseWithNumber &object) {
  Process(&BaseWithNumber::run, &object).start();
}

// The base is left out.
struct WithoutBase : HasLink {
  int number = 0;
  void run() {}
  template <class Archive> void serialize(Archive &ar) { ar(number); }
};
void without_base_ok(WithoutBase &object) {
  Process(&WithoutBase::run, &object).start();
}

struct CallsBase : HasLink {
  int number = 0;
  void run() {}
  template <class Archive> void serialize(Archive &ar) {
    HasLink::serialize(ar);
    ar(number);
  }
};
void calls_base_bad(CallsBase &object) {
  Process(&CallsBase::run, &object).start();
  // DEFINITE: `Process(&CallsBase::run, &object).^start();` 'Process(&CallsBase::run, &object).start()' carries 'CallsBase::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&CallsBase::run, &object).start();` target 'CallsBase::run' is bound to '&object' here, so the 'CallsBase' is sent
  // NOTE: `HasLink::^serialize(ar);` base class 'HasLink' of 'CallsBase' is sent here
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` 'HasLink' sends member 'link' of type 'std::weak_ptr<int>' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #5 make 'CallsBase::run' a static member function that takes what it uses as arguments, so that no 'CallsBase' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` instead, send the object itself, or an id by which the worker finds its own
}

struct CastsToBase : HasLink {
  void run() {}
  template <class Archive> void serialize(Archive &ar) {
    ar(static_cast<HasLink &>(*this));
  }
};
void casts_to_base_bad(CastsToBase &object) {
  Process(&CastsToBase::run, &object).start();
  // DEFINITE: `Process(&CastsToBase::run, &object).^start();` 'Process(&CastsToBase::run, &object).start()' carries 'CastsToBase::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&CastsToBase::run, &object).start();` target 'CastsToBase::run' is bound to '&object' here, so the 'CastsToBase' is sent
  // NOTE: `ar(^static_cast<HasLink &>(*this));` base class 'HasLink' of 'CastsToBase' is sent here
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` 'HasLink' sends member 'link' of type 'std::weak_ptr<int>' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #6 make 'CastsToBase::run' a static member function that takes what it uses as arguments, so that no 'CastsToBase' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` instead, send the object itself, or an id by which the worker finds its own
}

struct Inherits : HasLink {
  int number = 0;
  void run() {}
};
void inherits_bad(Inherits &object) {
  Process(&Inherits::run, &object).start();
  // DEFINITE: `Process(&Inherits::run, &object).^start();` 'Process(&Inherits::run, &object).start()' carries 'Inherits::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&Inherits::run, &object).start();` target 'Inherits::run' is bound to '&object' here, so the 'Inherits' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` 'Inherits' sends member 'link' of type 'std::weak_ptr<int>' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #7 make 'Inherits::run' a static member function that takes what it uses as arguments, so that no 'Inherits' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` instead, send the object itself, or an id by which the worker finds its own
}

// What is inherited does not send the member of the derived class.
struct InheritsNumber : HasNumber {
  std::weak_ptr<int> own;
  void run() {}
};
void inherits_number_ok(InheritsNumber &object) {
  Process(&InheritsNumber::run, &object).start();
}

struct TwoBases : HasNumber, HasLink {
  void run() {}
  template <class Archive> void serialize(Archive &ar) {
    ar(cereal::base_class<HasNumber>(this), cereal::base_class<HasLink>(this));
  }
};
void two_bases_bad(TwoBases &object) {
  Process(&TwoBases::run, &object).start();
  // DEFINITE: `Process(&TwoBases::run, &object).^start();` 'Process(&TwoBases::run, &object).start()' carries 'TwoBases::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&TwoBases::run, &object).start();` target 'TwoBases::run' is bound to '&object' here, so the 'TwoBases' is sent
  // NOTE: `ar(cereal::base_class<HasNumber>(this), ^cereal::base_class<HasLink>(this));` base class 'HasLink' of 'TwoBases' is sent here
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` 'HasLink' sends member 'link' of type 'std::weak_ptr<int>' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #9 make 'TwoBases::run' a static member function that takes what it uses as arguments, so that no 'TwoBases' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` instead, send the object itself, or an id by which the worker finds its own
}

struct OneOfTwo : HasNumber, HasLink {
  void run() {}
  template <class Archive> void serialize(Archive &ar) {
    ar(cereal::base_class<HasNumber>(this));
  }
};
void one_of_two_ok(OneOfTwo &object) {
  Process(&OneOfTwo::run, &object).start();
}

struct Grandchild : BaseClass {
  void run() {}
  template <class Archive> void serialize(Archive &ar) {
    ar(cereal::base_class<BaseClass>(this));
  }
};
void grandchild_bad(Grandchild &object) {
  Process(&Grandchild::run, &object).start();
  // DEFINITE: `Process(&Grandchild::run, &object).^start();` 'Process(&Grandchild::run, &object).start()' carries 'Grandchild::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&Grandchild::run, &object).start();` target 'Grandchild::run' is bound to '&object' here, so the 'Grandchild' is sent
  // NOTE: `ar(^cereal::base_class<BaseClass>(this));` base class 'BaseClass' of 'Grandchild' is sent here
  // NOTE: `ar(^cereal::base_class<HasLink>(this));` base class 'HasLink' of 'BaseClass' is sent here
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` 'HasLink' sends member 'link' of type 'std::weak_ptr<int>' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #11 make 'Grandchild::run' a static member function that takes what it uses as arguments, so that no 'Grandchild' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` instead, send the object itself, or an id by which the worker finds its own
}

template <class T> struct Template : T {
  void run() {}
  template <class Archive> void serialize(Archive &ar) {
    ar(cereal::base_class<T>(this));
  }
};
void template_base_bad(Template<HasLink> &object) {
  Process(&Template<HasLink>::run, &object).start();
  // DEFINITE: `Process(&Template<HasLink>::run, &object).^start();` 'Process(&Template<HasLink>::run, &object).start()' carries 'Template<HasLink>::link' of type 'std::weak_ptr<int>' to another process; it cannot cross because a weak reference points to a reference count in the memory of this process [stowaway-carried-handle]
  // NOTE: `^Process(&Template<HasLink>::run, &object).start();` target 'Template::run' is bound to '&object' here, so the 'Template<HasLink>' is sent
  // NOTE: `ar(^cereal::base_class<T>(this));` base class 'HasLink' of 'Template' is sent here
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` 'HasLink' sends member 'link' of type 'std::weak_ptr<int>' here, in 'serialize'
  // NOTE: <memory> `template <class T> class ^weak_ptr {` 'std::weak_ptr' is declared here; a weak reference points to a reference count in the memory of this process
  // NOTE: `void ^run() {}` #12 make 'Template::run' a static member function that takes what it uses as arguments, so that no 'Template<HasLink>' is sent
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` leave 'link' out of 'serialize', or declare it as 'stowaway::Local<std::weak_ptr<int>>'
  // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^link); }` instead, send the object itself, or an id by which the worker finds its own
}
void template_base_ok(Template<HasNumber> &object) {
  Process(&Template<HasNumber>::run, &object).start();
}
