//===- regress/keepmenu_thread_in_worker.cpp - May a worker be bound to an object that runs a thread? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After keepmenu issue 181, in C++: the object that the worker is bound to
// holds a thread and a lock of the parent.
//
// RUN: %check_audit %s

#include <mutex>
#include <stowaway/stowaway.h>
#include <thread>

struct Menu {
  std::thread expiry;
  int timeout = 60;
  void work();
  template <class Archive> void serialize(Archive &ar) { ar(expiry, timeout); }
  void open_bad() {
    stowaway::Process server(&Menu::work, this);
    server.start();
    // DEFINITE: 'server.start()' carries 'Menu::expiry' of type 'std::thread' to another process; it cannot cross because a thread runs in this process and only there can it be joined [stowaway-carried-handle]
    // NOTE: `stowaway::Process ^server(&Menu::work, this);` target 'Menu::work' is bound to 'this' here, so the 'Menu' is sent
    // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^expiry, timeout); }` 'Menu' sends member 'expiry' of type 'std::thread' here, in 'serialize'
    // NOTE: <thread> `class ^thread {` 'std::thread' is declared here; a thread runs in this process and only there can it be joined
    // NOTE: `void ^work();` make 'Menu::work' a static member function that takes what it uses as arguments, so that no 'Menu' is sent
    // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^expiry, timeout); }` leave 'expiry' out of 'serialize', or declare it as 'stowaway::Local<std::thread>'
    //   - template <class Archive> void serialize(Archive &ar) { ar(expiry, timeout); }
    //   + template <class Archive> void serialize(Archive &ar) { ar(timeout); }
    // NOTE: `template <class Archive> void serialize(Archive &ar) { ar(^expiry, timeout); }` instead, start the thread in the worker
    server.join();
  }
};

struct PlainMenu {
  std::thread expiry;
  int timeout = 60;
  static void work(int timeout);
  void open_ok() {
    stowaway::Process server(&PlainMenu::work, timeout);
    server.start();
    server.join();
  }
};
