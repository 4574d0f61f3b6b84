//===- workers.cpp - Are correct programs with workers left alone? --------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

// Programs that start, wait for and replace workers rightly, in the many ways
// in which one may keep them.

#include <array>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <stowaway/stowaway.h>
#include <string>
#include <utility>
#include <vector>

using stowaway::Process;

void work(int);

// Kept in containers and arrays.
void reverse_walk_ok() {
  std::deque<Process> all;
  for (int i = 0; i < 4; ++i)
    all.emplace_back(work, i);
  for (auto it = all.rbegin(); it != all.rend(); ++it)
    it->start();
  for (auto it = all.begin(); it != all.end(); ++it)
    it->join();
}
void two_of_an_array_ok() {
  std::array<Process, 2> pair{Process(work, 1), Process(work, 2)};
  pair[0].start();
  pair[1].start();
  for (unsigned i = 0; i < pair.size(); ++i)
    pair[i].join();
}
void plain_array_ok() {
  Process pair[2] = {Process(work, 1), Process(work, 2)};
  for (Process &process : pair)
    process.start();
  for (int i = 0; i < 2; ++i)
    pair[i].join();
}
struct Slot {
  Process process;
};
class Pool {
public:
  void add(int id) {
    auto &slot = slots_[id];
    slot.process = Process(work, id);
    slot.process.start();
  }
  void reap() {
    for (auto &[id, slot] : slots_)
      if (!slot.process.is_alive())
        slot.process.join();
  }

private:
  std::map<int, Slot> slots_;
};
class Supervisor {
public:
  void spawn(const std::string &name) {
    auto [it, fresh] = workers_.try_emplace(name, work, 1);
    if (fresh)
      it->second.start();
  }
  void respawn(const std::string &name) {
    auto &process = workers_.at(name);
    if (!process.is_alive()) {
      process.join();
      process = Process(work, 1);
      process.start();
    }
  }
  ~Supervisor() {
    for (auto it = workers_.begin(); it != workers_.end(); ++it)
      it->second.join();
  }

private:
  std::map<std::string, Process> workers_;
};
class Replaceable {
public:
  void restart() {
    if (process_)
      process_->join();
    process_.emplace(work, 1);
    process_->start();
  }

private:
  std::optional<Process> process_;
};

// Swapped, moved and filled in.
void swapped_ok() {
  Process a(work, 1), b(work, 2);
  a.start();
  std::swap(a, b);
  a.start();
  a.join();
  b.join();
}
void exchanged_ok() {
  Process a(work, 1);
  a.start();
  Process old = std::exchange(a, Process(work, 2));
  a.start();
  old.join();
  a.join();
}
void moved_out_ok(std::vector<Process> &running) {
  for (int i = 0; i < 2; ++i) {
    Process process(work, i);
    process.start();
    running.push_back(std::move(process));
  }
}
Process make_started();
void made_elsewhere_ok() {
  Process process = make_started();
  process.join();
}
void fill_in(Process &);
void filled_in_ok() {
  Process process;
  fill_in(process);
  process.join();
}
void filled_in_by_pointer_ok() {
  Process process(work, 1);
  Process *const all[] = {&process};
  for (Process *each : all)
    each->start();
  process.join();
}

// Handed to other code, which may have done anything.
void ensure_started(Process &process, bool running) {
  if (!running)
    process.start();
}
void by_helper_ok(bool running) {
  Process process(work, 1);
  ensure_started(process, running);
  process.join();
}
void by_lambda_ok() {
  Process process(work, 1);
  auto start = [&] { process.start(); };
  start();
  process.join();
}
struct Guard {
  Process &process;
  ~Guard() { process.join(); }
};
void by_guard_ok() {
  Process process(work, 1);
  Guard guard{process};
  process.start();
}
void start_rest(std::vector<Process> &all, unsigned from) {
  if (from == all.size())
    return;
  all[from].start();
  start_rest(all, from + 1);
}
void by_recursion_ok() {
  std::vector<Process> all;
  all.emplace_back(work, 1);
  all.emplace_back(work, 2);
  start_rest(all, 0);
  all.front().join();
  all.back().join();
}
