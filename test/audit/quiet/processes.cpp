//===- processes.cpp - Is everyday use of worker processes left alone? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

// Nothing in this file is wrong.

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stowaway/stowaway.h>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

using stowaway::Event;
using stowaway::Local;
using stowaway::Process;
using stowaway::ProcessGroup;

void work();
void work_on(int);
void work_on_text(std::string);
void wait_for(Event);
int count();

// A fixed number of workers, joined in the end.
void pool_ok() {
  std::vector<Process> workers;
  for (int i = 0; i < 8; ++i)
    workers.emplace_back(work_on, i);
  for (auto &worker : workers)
    worker.start();
  for (auto &worker : workers)
    worker.join();
}
// As many as there are jobs; each gets its own.
void jobs_ok(const std::vector<std::string> &jobs) {
  std::vector<Process> workers;
  for (const auto &job : jobs) {
    workers.emplace_back(work_on_text, job);
    workers.back().start();
  }
  for (auto &worker : workers)
    worker.join();
}
// The lambda copies what it needs.
void copies_ok(const std::map<std::string, int> &settings) {
  for (const auto &[name, value] : settings)
    Process([name = name, value = value] {
      work_on_text(name);
      work_on(value);
    }).start();
}
// One event for all of them.
void event_ok() {
  Event stop;
  std::array<Process, 3> workers;
  for (auto &worker : workers) {
    worker = Process(wait_for, stop);
    worker.start();
  }
  stop.set();
  for (auto &worker : workers)
    worker.join();
}
void group_ok() {
  Event stop;
  ProcessGroup group;
  for (int i = 0; i < 3; ++i)
    group.add(wait_for, stop);
  group.start();
  stop.set();
  group.join();
}
// A worker that starts a worker of its own: nothing was started before.
void grandchild_ok() {
  Process([] {
    Process inner(work);
    inner.start();
    inner.join();
  }).start();
}
// Restarted as long as it fails, each time anew.
void restarts_ok() {
  for (int attempt = 0; attempt < 5; ++attempt) {
    Process worker(work_on, attempt);
    worker.start();
    worker.join();
  }
}
// At most one at a time, in an optional.
void replaced_ok(int n) {
  std::optional<Process> current;
  while (n--) {
    current.emplace(work_on, n);
    current->start();
    current->join();
  }
}
// Kept by name; their targets carry only numbers.
void named_ok() {
  std::map<std::string, Process> workers;
  workers["reader"] = Process(work_on, 1);
  workers["writer"] = Process(work_on, 2);
  for (auto &[name, worker] : workers)
    worker.start();
}
// Shared state of the parent stays with the parent.
void parent_state_ok() {
  std::weak_ptr<int> cache;
  std::string_view name = "parent";
  int *counter = nullptr;
  Process worker(work_on, int(name.size()));
  worker.start();
  if (auto value = cache.lock())
    counter = value.get();
  (void)counter;
  worker.join();
}
// Computed before it is sent.
void computed_ok(std::weak_ptr<std::vector<int>> numbers) {
  int size = 0;
  if (auto locked = numbers.lock())
    size = int(locked->size());
  Process(work_on, size).start();
}
void ternary_ok(bool flag, int *pointer) {
  Process(work_on, flag ? *pointer : count()).start();
}
// Tuples, pairs, variants of values.
void values_ok(std::tuple<int, std::string> both,
               std::variant<int, std::string> either,
               std::pair<std::string, std::vector<double>> pair) {
  Process([both, either, pair] { work(); }).start();
}

// A server that starts its workers with what they need.
struct Settings {
  std::string host;
  int port = 0;
  std::vector<std::string> routes;
};
class Server {
public:
  explicit Server(Settings settings) : settings_(std::move(settings)) {}
  void start_ok() {
    for (int i = 0; i < 4; ++i) {
      workers_.emplace_back(&Server::serve, settings_, stop_);
      workers_.back().start();
    }
  }
  void stop_ok() {
    stop_.set();
    for (auto &worker : workers_)
      worker.join();
    workers_.clear();
  }
  static void serve(const Settings &settings, Event stop);

private:
  Settings settings_;
  Event stop_;
  std::vector<Process> workers_;
};

// A task object that is sent, with a cache that is not.
class Task {
public:
  explicit Task(int id) : id_(id) {}
  void run() { work_on(id_); }
  template <class Archive> void serialize(Archive &archive) {
    archive(id_, cache_);
  }

private:
  int id_;
  Local<std::map<int, std::string>> cache_;
};
void task_ok() {
  Task task(1);
  Process worker(&Task::run, &task);
  worker.start();
  worker.join();
}
void tasks_ok() {
  std::vector<Task> tasks;
  tasks.emplace_back(1);
  tasks.emplace_back(2);
  std::vector<Process> workers;
  for (auto &task : tasks)
    workers.emplace_back(&Task::run, &task);
  for (auto &worker : workers)
    worker.start();
}
// The tree owns its children; the link back is not sent.
class Node {
public:
  void run() { work_on(value_); }
  template <class Archive> void save(Archive &archive) const {
    archive(value_, children_);
  }
  template <class Archive> void load(Archive &archive) {
    archive(value_, children_);
    for (auto &child : children_)
      child->parent_ = this;
  }

private:
  int value_ = 0;
  Node *parent_ = nullptr;
  std::vector<std::unique_ptr<Node>> children_;
};
void tree_ok(Node &root) {
  Process worker(&Node::run, &root);
  worker.start();
}
