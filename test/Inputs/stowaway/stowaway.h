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
using pid_t = int;
enum class StartMethod { spawn, forkserver, fork };
void set_start_method(StartMethod);

class Process {
public:
  Process();
  template <class Target, class... Args>
    requires(!__is_same(__remove_cvref(Target), Process))
  explicit Process(Target &&, Args &&...) {}
  Process(Process &&) noexcept;
  ~Process();
  Process &operator=(Process &&) noexcept;
  void start();
  void join();
  void join_or_throw();
  bool is_alive() const;
  pid_t pid() const;
  void terminate();
  void stop();
  void close();
  void detach();

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
  template <class Target, class... Args>
    requires(!__is_same(__remove_cvref(Target), Process))
  Process &add(Target &&, Args &&...) {
    return Members.back();
  }
  void start();
  void join();
  void stop();
  size_t size() const;
  Process &operator[](size_t);
  Process *begin();
  Process *end();

private:
  std::vector<Process> Members;
};
} // namespace stowaway
