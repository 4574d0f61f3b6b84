//===- may_cross.cpp - What may a thread be given? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

// Threads share their memory: addresses, references and handles of the process
// mean the same on the other side. How long they live is another question.

#include <condition_variable>
#include <cstdio>
#include <fstream>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

struct Node {
  std::mutex mutex;
  std::weak_ptr<Node> parent;
  std::vector<std::shared_ptr<Node>> children;
};

void use(int *);
void use_reference(int &);
void use_text(std::string_view);
void use_mutex(std::mutex &);
void use_node(std::shared_ptr<Node>);
void use_weak(std::weak_ptr<Node>);
void use_file(FILE *);
void use_span(std::span<int>);

void pointer_ok(int *p) { std::thread(use, p).join(); }
void address_ok() {
  int number = 0;
  std::thread(use, &number).join();
}
void reference_ok() {
  int number = 0;
  std::thread t(use_reference, std::ref(number));
  t.join();
}
void by_reference_ok() {
  int number = 0;
  std::thread t([&number] { ++number; });
  t.join();
}
void default_reference_ok() {
  std::mutex mutex;
  int number = 0;
  std::jthread t([&] {
    std::lock_guard<std::mutex> lock(mutex);
    ++number;
  });
}
void view_ok(std::string_view text) { std::thread(use_text, text).join(); }
void span_ok(std::span<int> numbers) { std::thread(use_span, numbers).join(); }
void mutex_by_reference_ok(std::mutex &mutex) {
  std::thread(use_mutex, std::ref(mutex)).join();
}
void shared_pointer_ok(std::shared_ptr<Node> node) {
  std::thread(use_node, node).join();
}
// A weak reference is made for other threads.
void weak_pointer_ok(std::weak_ptr<Node> node) {
  std::thread([node] { node.lock(); }).join();
}
void weak_argument_ok(std::weak_ptr<Node> node) {
  std::thread(use_weak, node).join();
}
void file_ok(FILE *file) { std::thread(use_file, file).join(); }
void stream_ok() {
  std::ofstream out("log");
  std::thread([&out] {}).join();
}
void stream_moved_ok() {
  std::ofstream out("log");
  std::thread([out = std::move(out)] {}).join();
}
void promise_ok() {
  std::promise<int> promise;
  std::future<int> future = promise.get_future();
  std::thread([promise = std::move(promise)] {}).join();
}
void future_ok(std::future<int> future) {
  std::thread([future = std::move(future)] {}).join();
}
void condition_ok(std::condition_variable &condition) {
  std::thread([&condition] { condition.notify_all(); }).join();
}
void iterator_ok(std::vector<int> &numbers) {
  auto first = numbers.begin();
  std::thread([first] {}).join();
}
// A thread may be handed to a thread.
void thread_ok(std::thread other) {
  std::thread([other = std::move(other)]() mutable { other.join(); }).join();
}
void function_ok(std::function<void()> work) { std::thread(work).join(); }

struct Worker {
  std::mutex mutex;
  std::thread thread;
  std::vector<std::thread> threads;
  std::weak_ptr<Node> node;
  void run() {}
  void start_this_ok() { thread = std::thread([this] { run(); }); }
  void start_member_ok() { thread = std::thread(&Worker::run, this); }
  void start_vector_ok() {
    for (int i = 0; i < 4; ++i)
      threads.emplace_back(&Worker::run, this);
  }
  void start_vector_lambda_ok() {
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([this, i] { run(); });
  }
  void start_pushed_ok() { threads.push_back(std::thread(&Worker::run, this)); }
};
void object_by_reference_ok(Worker &worker) {
  std::thread(&Worker::run, std::ref(worker)).join();
}
void object_by_pointer_ok(Worker &worker) {
  std::thread(&Worker::run, &worker).join();
}
void object_by_shared_pointer_ok(std::shared_ptr<Worker> worker) {
  std::thread(&Worker::run, worker).join();
}
