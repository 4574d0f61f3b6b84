//===- repair_left_out.cpp - Is the application repaired by not sending the processes? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include <stowaway/stowaway.h>
#include <vector>

// The transfer function sends what the worker uses, and nothing else.
class LeftOut {
public:
  LeftOut() {
    for (int i = 0; i < 4; ++i)
      processes_.emplace_back(&LeftOut::worker, this);
  }
  void start_ok() {
    for (auto &process : processes_)
      process.start();
  }
  void worker() { event_.wait(); }
  template <class Archive> void serialize(Archive &archive) {
    archive(event_);
  }

private:
  std::vector<stowaway::Process> processes_;
  stowaway::Event event_;
};

// 'stowaway::Local' never travels, whatever the transfer function says.
class LocalMember {
public:
  LocalMember() {
    for (int i = 0; i < 4; ++i)
      processes_->emplace_back(&LocalMember::worker, this);
  }
  void start_ok() {
    for (auto &process : *processes_)
      process.start();
  }
  void worker() { event_.wait(); }
  template <class Archive> void serialize(Archive &archive) {
    archive(processes_, event_);
  }

private:
  stowaway::Local<std::vector<stowaway::Process>> processes_;
  stowaway::Event event_;
};

// Each element local: as good.
class LocalElements {
public:
  void start_ok() {
    for (auto &process : processes_)
      process->start();
  }
  void add() {
    processes_.emplace_back();
    *processes_.back() = stowaway::Process(&LocalElements::worker, this);
  }
  void worker() { event_.wait(); }
  template <class Archive> void serialize(Archive &archive) {
    archive(processes_, event_);
  }

private:
  std::vector<stowaway::Local<stowaway::Process>> processes_;
  stowaway::Event event_;
};

// Two vectors, the wrong one left out.
class HalfLeftOut {
public:
  HalfLeftOut() {
    for (int i = 0; i < 4; ++i) {
      readers_.emplace_back(&HalfLeftOut::worker, this);
      writers_.emplace_back(&HalfLeftOut::worker, this);
    }
  }
  void start_bad() {
    for (auto &process : readers_)
      process.start();
      // DEFINITE: 'process.start()' carries 'HalfLeftOut::readers_[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `^readers_.emplace_back(&HalfLeftOut::worker, this);` target 'HalfLeftOut::worker' is bound to 'this' here, so the 'HalfLeftOut' is sent
      // NOTE: `archive(^readers_);` 'HalfLeftOut' sends member 'readers_' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^process.start();` #3 an element of 'HalfLeftOut::readers_' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^worker() {}` make 'HalfLeftOut::worker' a static member function that takes what it uses as arguments, so that no 'HalfLeftOut' is sent
      // NOTE: `archive(^readers_);` leave 'readers_' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
    for (auto &process : writers_)
      process.start();
      // DEFINITE: 'process.start()' carries 'HalfLeftOut::readers_[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `^writers_.emplace_back(&HalfLeftOut::worker, this);` target 'HalfLeftOut::worker' is bound to 'this' here, so the 'HalfLeftOut' is sent
      // NOTE: `archive(^readers_);` 'HalfLeftOut' sends member 'readers_' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^process.start();` #3 an element of 'HalfLeftOut::readers_' is started here
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^worker() {}` make 'HalfLeftOut::worker' a static member function that takes what it uses as arguments, so that no 'HalfLeftOut' is sent
      // NOTE: `archive(^readers_);` leave 'readers_' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
  void worker() {}
  template <class Archive> void serialize(Archive &archive) {
    archive(readers_);
  }

private:
  std::vector<stowaway::Process> readers_;
  std::vector<stowaway::Process> writers_;
};
