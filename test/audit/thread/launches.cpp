//===- launches.cpp - Which forms of starting a thread are seen? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

// 'Context' belongs to the thread that made it. Each case hands it over in
// another way; the negative one beside it hands over its number.

#include <functional>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <pthread.h>
#include <stowaway/annotations.h>
#include <thread>
#include <utility>
#include <vector>

struct STOWAWAY_HANDLE(thread, "a context is bound to the thread that made it")
    Context {
  int number;
};

void use(Context);
void use_number(int);

void thread_bad(Context context) {
  std::thread t(use, context);
  // DEFINITE: `std::thread ^t(use, context);` 'std::thread' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
  // NOTE: `std::thread t(use, ^context);` argument 'context' of type 'Context' is passed here
  // NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
  t.join();
}
void thread_ok(Context context) {
  std::thread t(use_number, context.number);
  t.join();
}

void braces_bad(Context context) {
  std::thread t{use, context};
  // DEFINITE: `std::thread ^t{use, context};` 'std::thread' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
  // NOTE: `std::thread t{use, ^context};` argument 'context' of type 'Context' is passed here
  // NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
  t.join();
}
void temporary_bad(Context context) { std::thread(use, context).detach(); }
// DEFINITE: `void temporary_bad(Context context) { ^std::thread(use, context).detach(); }` 'std::thread' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
// NOTE: `void temporary_bad(Context context) { std::thread(use, ^context).detach(); }` argument 'context' of type 'Context' is passed here
// NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
void temporary_ok(Context context) {
  std::thread(use_number, context.number).detach();
}
void assigned_bad(Context context) {
  std::thread t;
  t = std::thread(use, context);
  // DEFINITE: `t = ^std::thread(use, context);` 'std::thread' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
  // NOTE: `t = std::thread(use, ^context);` argument 'context' of type 'Context' is passed here
  // NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
  t.join();
}
void auto_bad(Context context) {
  auto t = std::thread(use, context);
  // DEFINITE: `auto t = ^std::thread(use, context);` 'std::thread' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
  // NOTE: `auto t = std::thread(use, ^context);` argument 'context' of type 'Context' is passed here
  // NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
  t.join();
}
void jthread_bad(Context context) { std::jthread t(use, context); }
// DEFINITE: `void jthread_bad(Context context) { std::jthread ^t(use, context); }` 'std::jthread' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
// NOTE: `void jthread_bad(Context context) { std::jthread t(use, ^context); }` argument 'context' of type 'Context' is passed here
// NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
void jthread_ok(Context context) { std::jthread t(use_number, context.number); }
void jthread_with_stop_token_bad(Context context) {
  std::jthread t([context](std::stop_token stop) {});
  // DEFINITE: `std::jthread ^t([context](std::stop_token stop) {});` 'std::jthread' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
  // NOTE: `std::jthread t([^context](std::stop_token stop) {});` the lambda captures 'context' of type 'Context' here
  // NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
}
void jthread_with_stop_token_ok() {
  std::jthread t([](std::stop_token stop) {});
}
void newed_bad(Context context) { new std::thread(use, context); }
// DEFINITE: `void newed_bad(Context context) { new ^std::thread(use, context); }` 'std::thread' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
// NOTE: `void newed_bad(Context context) { new std::thread(use, ^context); }` argument 'context' of type 'Context' is passed here
// NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
void unique_bad(Context context) {
  auto t = std::make_unique<std::thread>(use, context);
  // DEFINITE: `auto t = ^std::make_unique<std::thread>(use, context);` 'std::make_unique<std::thread>' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
  // NOTE: `auto t = std::make_unique<std::thread>(use, ^context);` argument 'context' of type 'Context' is passed here
  // NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
  t->join();
}
void unique_ok(Context context) {
  auto t = std::make_unique<std::thread>(use_number, context.number);
  t->join();
}
void shared_bad(Context context) {
  auto t = std::make_shared<std::thread>(use, context);
  // DEFINITE: `auto t = ^std::make_shared<std::thread>(use, context);` 'std::make_shared<std::thread>' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
  // NOTE: `auto t = std::make_shared<std::thread>(use, ^context);` argument 'context' of type 'Context' is passed here
  // NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
}
void emplaced_bad(Context context) {
  std::vector<std::thread> threads;
  threads.emplace_back(use, context);
  // DEFINITE: 'threads.emplace_back(...)' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
  // NOTE: `threads.emplace_back(use, ^context);` argument 'context' of type 'Context' is passed here
  // NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
}
void emplaced_ok(Context context) {
  std::vector<std::thread> threads;
  threads.emplace_back(use_number, context.number);
}
void pushed_bad(Context context) {
  std::vector<std::thread> threads;
  threads.push_back(std::thread(use, context));
  // DEFINITE: `threads.push_back(^std::thread(use, context));` 'std::thread' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
  // NOTE: `threads.push_back(std::thread(use, ^context));` argument 'context' of type 'Context' is passed here
  // NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
}
void in_loop_bad(Context context) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([context, i] {});
    // DEFINITE: 'threads.emplace_back(...)' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
    // NOTE: `threads.emplace_back([^context, i] {});` the lambda captures 'context' of type 'Context' here
    // NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
}
void in_map_bad(Context context) {
  std::map<int, std::thread> threads;
  threads.try_emplace(1, use, context);
  // DEFINITE: 'threads.try_emplace(...)' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
  // NOTE: `threads.try_emplace(1, use, ^context);` argument 'context' of type 'Context' is passed here
  // NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
}
void in_optional_bad(Context context) {
  std::optional<std::thread> t;
  t.emplace(use, context);
  // DEFINITE: 't.emplace(...)' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
  // NOTE: `t.emplace(use, ^context);` argument 'context' of type 'Context' is passed here
  // NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
}
void returned_number_ok(Context context) {
  std::optional<std::thread> t;
  t.emplace(use_number, context.number);
}
std::thread returned_bad(Context context) { return std::thread(use, context); }
// DEFINITE: `std::thread returned_bad(Context context) { return ^std::thread(use, context); }` 'std::thread' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
// NOTE: `std::thread returned_bad(Context context) { return std::thread(use, ^context); }` argument 'context' of type 'Context' is passed here
// NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
std::thread returned_ok(Context context) {
  return std::thread(use_number, context.number);
}
void as_argument(std::thread);
void as_argument_bad(Context context) {
  as_argument(std::thread(use, context));
  // DEFINITE: `as_argument(^std::thread(use, context));` 'std::thread' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
  // NOTE: `as_argument(std::thread(use, ^context));` argument 'context' of type 'Context' is passed here
  // NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
}

void async_bad(Context context) { auto f = std::async(use, context); }
// DEFINITE: `void async_bad(Context context) { auto f = ^std::async(use, context); }` 'std::async' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
// NOTE: `void async_bad(Context context) { auto f = std::async(use, ^context); }` argument 'context' of type 'Context' is passed here
// NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
void async_ok(Context context) {
  auto f = std::async(use_number, context.number);
}
void async_with_policy_bad(Context context) {
  auto f = std::async(std::launch::async, use, context);
  // DEFINITE: `auto f = ^std::async(std::launch::async, use, context);` 'std::async' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
  // NOTE: `auto f = std::async(std::launch::async, use, ^context);` argument 'context' of type 'Context' is passed here
  // NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
}
void async_with_policy_ok(Context context) {
  auto f = std::async(std::launch::async, use_number, context.number);
}
// Deferred: it runs in the thread that asks for the result.
void async_deferred_ok(Context context) {
  auto f = std::async(std::launch::deferred, use, context);
}
void async_lambda_bad(Context context) {
  auto f = std::async([context] { return 1; });
  // DEFINITE: `auto f = ^std::async([context] { return 1; });` 'std::async' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
  // NOTE: `auto f = std::async([^context] { return 1; });` the lambda captures 'context' of type 'Context' here
  // NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
}
// What comes back crosses as well.
void async_result_bad() {
  auto f = std::async([] { return Context{1}; });
  // POSSIBLE: `auto f = ^std::async([] { return Context{1}; });` 'std::async' may carry 'result' of type 'Context' back from another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
  // NOTE: `auto f = std::async(^[] { return Context{1}; });` the lambda returns 'Context' here
  // NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
}
void async_result_ok() {
  auto f = std::async([] { return Context{1}.number; });
}

class Member {
public:
  Member() : thread_([context = context_] {}) {}
  // DEFINITE: `Member() : ^thread_([context = context_] {}) {}` 'std::thread' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
  // NOTE: `Member() : thread_([^context = context_] {}) {}` the lambda captures 'context' of type 'Context' here
  // NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
  void start_bad() { thread_ = std::thread(use, context_); }
  // DEFINITE: `void start_bad() { thread_ = ^std::thread(use, context_); }` 'std::thread' carries 'context_' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
  // NOTE: `void start_bad() { thread_ = std::thread(use, ^context_); }` argument 'context_' of type 'Context' is passed here
  // NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
  void start_ok() { thread_ = std::thread(use_number, context_.number); }
  // By address nothing is handed over: the context stays where it is.
  void start_this_ok() { thread_ = std::thread([this] { run(); }); }

private:
  void run() {}
  Context context_;
  std::thread thread_;
};

class InMemberInitialiser_bad {
public:
  explicit InMemberInitialiser_bad(Context context) : thread_(use, context) {}
  // DEFINITE: `explicit InMemberInitialiser_bad(Context context) : ^thread_(use, context) {}` 'std::thread' carries 'context' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
  // NOTE: `explicit InMemberInitialiser_bad(Context context) : thread_(use, ^context) {}` argument 'context' of type 'Context' is passed here
  // NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it

private:
  std::thread thread_;
};
void member_initialiser(Context context) {
  InMemberInitialiser_bad object(context);
}

class InClassInitialiser {
  Context context_;
  std::thread thread_{use, context_};
  // DEFINITE: `std::thread thread_^{use, context_};` 'std::thread' carries 'context_' of type 'Context' to another thread; it cannot cross because a context is bound to the thread that made it [stowaway-carried-handle]
  // NOTE: `std::thread thread_{use, ^context_};` argument 'context_' of type 'Context' is passed here
  // NOTE: `^Context {` 'Context' is declared here; a context is bound to the thread that made it
};
void in_class_initialiser() { InClassInitialiser object; }

void *run(void *);
// What a void pointer leads to is shared memory.
void pthread_ok(Context *context) {
  pthread_t id;
  pthread_create(&id, nullptr, run, context);
  pthread_join(id, nullptr);
}
void pthread_number_ok() {
  pthread_t id;
  pthread_create(&id, nullptr, run, nullptr);
}

// No thread is started.
void not_started_ok(Context context) {
  std::thread t;
  std::thread other = std::move(t);
  use(context);
}
void called_ok(Context context) {
  auto run = [context] { use(context); };
  run();
}
void unevaluated_ok(Context context) {
  using T = decltype(std::thread(use, context));
  (void)sizeof(std::thread(use, context));
}

// By reference and by pointer it stays where it is.
void by_reference_ok(Context &context) {
  std::thread t([&context] { context.number = 1; });
  t.join();
}
void by_std_ref_ok(Context &context) {
  std::thread t([](Context &c) {}, std::ref(context));
  t.join();
}
void by_pointer_ok(Context *context) {
  std::thread t([context] { context->number = 1; });
  t.join();
}
// Made there.
void made_there_ok() {
  std::thread t([] { Context context{1}; });
  t.join();
}
