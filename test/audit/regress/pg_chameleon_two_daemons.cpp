//===- regress/pg_chameleon_two_daemons.cpp - May one object start two workers that are bound to it? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After pg_chameleon issue 189, in C++: the replica keeps its daemons as
// members and binds each to itself; the second start would send the first.
//
// RUN: %check_audit %s

#include <stowaway/stowaway.h>

struct Replica {
  stowaway::Process read, replay;
  int source = 0;
  void read_loop();
  void replay_loop();
  template <class Archive> void serialize(Archive &ar) {
    ar(read, replay, source);
  }
  void run_bad() {
    read = stowaway::Process(&Replica::read_loop, this);
    replay = stowaway::Process(&Replica::replay_loop, this);
    read.start();
    replay.start();
    // DEFINITE: 'replay.start()' carries 'Replica::read', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
    // NOTE: `replay = ^stowaway::Process(&Replica::replay_loop, this);` target 'Replica::replay_loop' is bound to 'this' here, so the 'Replica' is sent
    // NOTE: `ar(^read, replay, source);` 'Replica' sends member 'read' of type 'stowaway::Process' here, in 'serialize'
    // NOTE: `^read.start();` #1 'Replica::read' is started here
    // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
    // NOTE: `void ^replay_loop();` make 'Replica::replay_loop' a static member function that takes what it uses as arguments, so that no 'Replica' is sent
    // NOTE: `ar(^read, replay, source);` leave 'read' out of 'serialize', or declare it as 'stowaway::Local<stowaway::Process>'
    //   - ar(read, replay, source);
    //   + ar(replay, source);
    read.join();
    replay.join();
  }
};

struct FreeReplica {
  stowaway::Process read, replay;
  static void read_loop(int source);
  static void replay_loop(int source);
  void run_ok(int source) {
    read = stowaway::Process(&FreeReplica::read_loop, source);
    replay = stowaway::Process(&FreeReplica::replay_loop, source);
    read.start();
    replay.start();
    read.join();
    replay.join();
  }
};
