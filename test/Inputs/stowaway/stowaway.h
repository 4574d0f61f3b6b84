//===- stowaway/stowaway.h - What does the runtime look like to the audit? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As small as the audit's cases need; declares only.

#pragma once

#include <memory>
#include <utility>
#include <vector>
namespace stowaway {
enum class StartMethod { spawn, forkserver, fork };
void set_start_method(StartMethod);

class Process {
public:
  Process();
  template <class Target, class... Args> explicit Process(Target, Args...) {}
  Process(Process &&) noexcept;
  ~Process();
  Process &operator=(Process &&) noexcept;
  void start();
  void join();
  bool is_alive() const;
  void terminate();
  void stop();
  void close();

private:
  void *State;
};

class Event {
public:
  Event();
  Event(const Event &);
  ~Event();
  void set();
  void clear();
  bool is_set() const;
  void wait();

private:
  void *State;
};

template <class T> class Local {
public:
  Local();
  T &operator*();
  T *operator->();

private:
  T Value;
};

class ProcessGroup {
public:
  ProcessGroup();
  Process &add(Process);
  template <class Target, class... Args> Process &emplace(Target, Args...) {
    return Members.back();
  }
  void start();
  void stop();

private:
  std::vector<Process> Members;
};
} // namespace stowaway
