//===- members.cpp - Does the worker use what the transfer function leaves out? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include <cereal/types/base_class.hpp>
#include <memory>
#include <mutex>
#include <stowaway/stowaway.h>
#include <string>
#include <vector>

using stowaway::Local;
using stowaway::Process;

void use(size_t);

struct UsesSent {
  std::vector<int> numbers;
  std::string name;
  void run() { use(numbers.size()); }
  template <class Archive> void serialize(Archive &ar) { ar(numbers); }
};
void uses_sent_ok(UsesSent &object) {
  Process(&UsesSent::run, &object).start();
}

struct UsesDropped {
  std::vector<int> numbers;
  std::string name;
  void run() { use(name.size()); }
  template <class Archive> void serialize(Archive &ar) { ar(numbers); }
};
void uses_dropped_bad(UsesDropped &object) {
  Process(&UsesDropped::run, &object).start();
  // DEFINITE: `Process(&UsesDropped::run, &object).^start();` 'UsesDropped::run' uses 'name' after 'Process(&UsesDropped::run, &object).start()' has taken it to another process, but 'serialize' leaves it out, so it is default-constructed on the other side [stowaway-dropped-state]
  // NOTE: `^Process(&UsesDropped::run, &object).start();` target 'UsesDropped::run' is bound to '&object' here, so the 'UsesDropped' is sent
  // NOTE: `void run() { use(^name.size()); }` #1 'name' is used here, on the other side
  // NOTE: `template <class Archive> void ^serialize(Archive &ar) { ar(numbers); }` #2 'serialize' of 'UsesDropped' does not send 'name'
  // NOTE: `std::string ^name;` #2 'name' is declared here as 'std::string'
  // NOTE: `template <class Archive> void ^serialize(Archive &ar) { ar(numbers); }` #2 send 'name' in 'serialize', if it can cross
  // NOTE: `void run() { use(^name.size()); }` #1 make what the worker needs of 'name' in the worker, or pass it as an argument
}

// The processes were left out, and the worker asks how many there are.
class Application {
public:
  Application() {
    for (int i = 0; i < 4; ++i)
      processes_.emplace_back(&Application::worker, this);
  }
  void start_bad() {
    for (auto &process : processes_)
      process.start();
      // DEFINITE: 'Application::worker' uses 'processes_' after 'process.start()' has taken it to another process, but 'serialize' leaves it out, so it is default-constructed on the other side [stowaway-dropped-state]
      // NOTE: `^processes_.emplace_back(&Application::worker, this);` target 'Application::worker' is bound to 'this' here, so the 'Application' is sent
      // NOTE: `void worker() { use(^processes_.size()); }` 'processes_' is used here, on the other side
      // NOTE: `template <class Archive> void ^serialize(Archive &archive) {` #1 'serialize' of 'Application' does not send 'processes_'
      // NOTE: `std::vector<Process> ^processes_;` 'processes_' is declared here as 'std::vector<stowaway::Process>'
      // NOTE: `template <class Archive> void ^serialize(Archive &archive) {` #1 send 'processes_' in 'serialize', if it can cross
      // NOTE: `void worker() { use(^processes_.size()); }` make what the worker needs of 'processes_' in the worker, or pass it as an argument
  }
  void worker() { use(processes_.size()); }
  template <class Archive> void serialize(Archive &archive) {
    archive(event_);
  }

private:
  std::vector<Process> processes_;
  stowaway::Event event_;
};

class LocalApplication {
public:
  LocalApplication() {
    for (int i = 0; i < 4; ++i)
      processes_->emplace_back(&LocalApplication::worker, this);
  }
  void start_bad() {
    for (auto &process : *processes_)
      process.start();
      // DEFINITE: 'LocalApplication::worker' uses 'processes_' after 'process.start()' has taken it to another process, but its type keeps its content at home, so it is default-constructed on the other side [stowaway-dropped-state]
      // NOTE: `^processes_->emplace_back(&LocalApplication::worker, this);` target 'LocalApplication::worker' is bound to 'this' here, so the 'LocalApplication' is sent
      // NOTE: `void worker() { use(^processes_->size()); }` 'processes_' is used here, on the other side
      // NOTE: `Local<std::vector<Process>> ^processes_;` 'processes_' is declared here as 'stowaway::Local<std::vector<stowaway::Process>>'
      // NOTE: `void worker() { use(^processes_->size()); }` make what the worker needs of 'processes_' in the worker, or pass it as an argument
  }
  void worker() { use(processes_->size()); }
  template <class Archive> void serialize(Archive &archive) {
    archive(processes_, event_);
  }

private:
  Local<std::vector<Process>> processes_;
  stowaway::Event event_;
};

// In a method that the worker calls; two calls deep.
struct InMethod {
  int number = 0;
  std::string name;
  void run() { step(); }
  void step() { print(); }
  void print() { use(name.size()); }
  template <class Archive> void serialize(Archive &ar) { ar(number); }
};
void in_method_bad(InMethod &object) {
  Process(&InMethod::run, &object).start();
  // DEFINITE: `Process(&InMethod::run, &object).^start();` 'InMethod::run' uses 'name' after 'Process(&InMethod::run, &object).start()' has taken it to another process, but 'serialize' leaves it out, so it is default-constructed on the other side [stowaway-dropped-state]
  // NOTE: `^Process(&InMethod::run, &object).start();` target 'InMethod::run' is bound to '&object' here, so the 'InMethod' is sent
  // NOTE: `void run() { ^step(); }` 'InMethod::run' calls 'step()' here
  // NOTE: `void step() { ^print(); }` 'InMethod::run' calls 'print()' here
  // NOTE: `void print() { use(^name.size()); }` #1 'name' is used here, on the other side
  // NOTE: `template <class Archive> void ^serialize(Archive &ar) { ar(number); }` #1 'serialize' of 'InMethod' does not send 'name'
  // NOTE: `std::string ^name;` #3 'name' is declared here as 'std::string'
  // NOTE: `template <class Archive> void ^serialize(Archive &ar) { ar(number); }` #1 send 'name' in 'serialize', if it can cross
  // NOTE: `void print() { use(^name.size()); }` #1 make what the worker needs of 'name' in the worker, or pass it as an argument
}
// In a method that the worker does not call.
struct InOtherMethod {
  int number = 0;
  std::string name;
  void run() { use(number); }
  void print() { use(name.size()); }
  template <class Archive> void serialize(Archive &ar) { ar(number); }
};
void in_other_method_ok(InOtherMethod &object) {
  Process(&InOtherMethod::run, &object).start();
}

// The worker fills it before it reads it.
struct FilledFirst {
  int number = 0;
  std::string name;
  std::vector<int> cache;
  void run() {
    name = "worker";
    cache.push_back(number);
    use(name.size() + cache.size());
  }
  template <class Archive> void serialize(Archive &ar) { ar(number); }
};
void filled_first_ok(FilledFirst &object) {
  Process(&FilledFirst::run, &object).start();
}
// It reads it before it fills it.
struct ReadFirst {
  int number = 0;
  std::string name;
  void run() {
    use(name.size());
    name = "worker";
  }
  template <class Archive> void serialize(Archive &ar) { ar(number); }
};
void read_first_bad(ReadFirst &object) {
  Process(&ReadFirst::run, &object).start();
  // DEFINITE: `Process(&ReadFirst::run, &object).^start();` 'ReadFirst::run' uses 'name' after 'Process(&ReadFirst::run, &object).start()' has taken it to another process, but 'serialize' leaves it out, so it is default-constructed on the other side [stowaway-dropped-state]
  // NOTE: `^Process(&ReadFirst::run, &object).start();` target 'ReadFirst::run' is bound to '&object' here, so the 'ReadFirst' is sent
  // NOTE: `use(^name.size());` #1 'name' is used here, on the other side
  // NOTE: `template <class Archive> void ^serialize(Archive &ar) { ar(number); }` #4 'serialize' of 'ReadFirst' does not send 'name'
  // NOTE: `std::string ^name;` #6 'name' is declared here as 'std::string'
  // NOTE: `template <class Archive> void ^serialize(Archive &ar) { ar(number); }` #4 send 'name' in 'serialize', if it can cross
  // NOTE: `use(^name.size());` #1 make what the worker needs of 'name' in the worker, or pass it as an argument
}
// Filled in one branch only.
struct FilledInBranch {
  bool flag = false;
  std::string name;
  void run() {
    if (flag)
      name = "worker";
    use(name.size());
  }
  template <class Archive> void serialize(Archive &ar) { ar(flag); }
};
void filled_in_branch_bad(FilledInBranch &object) {
  Process(&FilledInBranch::run, &object).start();
  // POSSIBLE: `Process(&FilledInBranch::run, &object).^start();` 'FilledInBranch::run' uses 'name' after 'Process(&FilledInBranch::run, &object).start()' has taken it to another process, but 'serialize' leaves it out, so it is default-constructed on the other side [stowaway-dropped-state]
  // NOTE: `^Process(&FilledInBranch::run, &object).start();` target 'FilledInBranch::run' is bound to '&object' here, so the 'FilledInBranch' is sent
  // NOTE: `use(^name.size());` #2 'name' is used here, on the other side
  // NOTE: `template <class Archive> void ^serialize(Archive &ar) { ar(flag); }` 'serialize' of 'FilledInBranch' does not send 'name'
  // NOTE: `std::string ^name;` #7 'name' is declared here as 'std::string'
  // NOTE: `template <class Archive> void ^serialize(Archive &ar) { ar(flag); }` send 'name' in 'serialize', if it can cross
  // NOTE: `use(^name.size());` #2 make what the worker needs of 'name' in the worker, or pass it as an argument
}

// Of these a fresh one is as good.
struct FreshMutex {
  int number = 0;
  std::mutex mutex;
  void run() {
    std::lock_guard<std::mutex> lock(mutex);
    use(number);
  }
  template <class Archive> void serialize(Archive &ar) { ar(number); }
};
void fresh_mutex_ok(FreshMutex &object) {
  Process(&FreshMutex::run, &object).start();
}
struct LocalMutex {
  int number = 0;
  Local<std::mutex> mutex;
  void run() { mutex->lock(); }
  template <class Archive> void serialize(Archive &ar) { ar(number, mutex); }
};
void local_mutex_ok(LocalMutex &object) {
  Process(&LocalMutex::run, &object).start();
}

// Not an evaluated use.
struct Unevaluated {
  int number = 0;
  std::string name;
  void run() { use(sizeof(name)); }
  template <class Archive> void serialize(Archive &ar) { ar(number); }
};
void unevaluated_ok(Unevaluated &object) {
  Process(&Unevaluated::run, &object).start();
}

// 'load' makes what is not sent.
struct MadeByLoad {
  int number = 0;
  std::vector<int> squares;
  void run() { use(squares.size()); }
  template <class Archive> void save(Archive &ar) const { ar(number); }
  template <class Archive> void load(Archive &ar) {
    ar(number);
    squares.push_back(number * number);
  }
};
void made_by_load_ok(MadeByLoad &object) {
  Process(&MadeByLoad::run, &object).start();
}

// A constant member, a static one: the same on both sides.
struct Constants {
  int number = 0;
  static constexpr int limit = 3;
  static std::string name;
  const int size = 4;
  void run() { use(limit + size + name.size()); }
  template <class Archive> void serialize(Archive &ar) { ar(number); }
};
void constants_ok(Constants &object) {
  Process(&Constants::run, &object).start();
}

// In a base.
struct Base {
  int number = 0;
  std::string name;
  template <class Archive> void serialize(Archive &ar) { ar(number); }
};
struct UsesOfBase : Base {
  void run() { use(name.size()); }
};
void uses_of_base_bad(UsesOfBase &object) {
  Process(&UsesOfBase::run, &object).start();
  // DEFINITE: `Process(&UsesOfBase::run, &object).^start();` 'UsesOfBase::run' uses 'name' after 'Process(&UsesOfBase::run, &object).start()' has taken it to another process, but 'serialize' leaves it out, so it is default-constructed on the other side [stowaway-dropped-state]
  // NOTE: `^Process(&UsesOfBase::run, &object).start();` target 'UsesOfBase::run' is bound to '&object' here, so the 'UsesOfBase' is sent
  // NOTE: `void run() { use(^name.size()); }` #2 'name' is used here, on the other side
  // NOTE: `template <class Archive> void ^serialize(Archive &ar) { ar(number); }` #8 'serialize' of 'Base' does not send 'name'
  // NOTE: `std::string ^name;` #9 'name' is declared here as 'std::string'
  // NOTE: `template <class Archive> void ^serialize(Archive &ar) { ar(number); }` #8 send 'name' in 'serialize', if it can cross
  // NOTE: `void run() { use(^name.size()); }` #2 make what the worker needs of 'name' in the worker, or pass it as an argument
}
struct SendsBase : Base {
  void run() { use(number); }
  template <class Archive> void serialize(Archive &ar) {
    ar(cereal::base_class<Base>(this));
  }
};
void sends_base_ok(SendsBase &object) {
  Process(&SendsBase::run, &object).start();
}
struct ForgetsBase : Base {
  int other = 0;
  void run() { use(number); }
  template <class Archive> void serialize(Archive &ar) { ar(other); }
};
void forgets_base_bad(ForgetsBase &object) {
  Process(&ForgetsBase::run, &object).start();
  // POSSIBLE: `Process(&ForgetsBase::run, &object).^start();` 'ForgetsBase::run' uses 'number' after 'Process(&ForgetsBase::run, &object).start()' has taken it to another process, but 'serialize' leaves it out, so it is default-constructed on the other side [stowaway-dropped-state]
  // NOTE: `^Process(&ForgetsBase::run, &object).start();` target 'ForgetsBase::run' is bound to '&object' here, so the 'ForgetsBase' is sent
  // NOTE: `void run() { use(^number); }` #3 'number' is used here, on the other side
  // NOTE: `template <class Archive> void ^serialize(Archive &ar) { ar(other); }` 'serialize' of 'ForgetsBase' does not send 'number'
  // NOTE: `int ^number = 0;` #10 'number' is declared here as 'int'
  // NOTE: `template <class Archive> void ^serialize(Archive &ar) { ar(other); }` send 'number' in 'serialize', if it can cross
  // NOTE: `void run() { use(^number); }` #3 make what the worker needs of 'number' in the worker, or pass it as an argument
}

// In a lambda of the worker, and through 'this'.
struct InLambda {
  int number = 0;
  std::string name;
  void run() {
    auto print = [this] { use(this->name.size()); };
    print();
  }
  template <class Archive> void serialize(Archive &ar) { ar(number); }
};
void in_lambda_bad(InLambda &object) {
  Process(&InLambda::run, &object).start();
  // DEFINITE: `Process(&InLambda::run, &object).^start();` 'InLambda::run' uses 'name' after 'Process(&InLambda::run, &object).start()' has taken it to another process, but 'serialize' leaves it out, so it is default-constructed on the other side [stowaway-dropped-state]
  // NOTE: `^Process(&InLambda::run, &object).start();` target 'InLambda::run' is bound to '&object' here, so the 'InLambda' is sent
  // NOTE: `auto print = [this] { use(this->^name.size()); };` 'name' is used here, on the other side
  // NOTE: `template <class Archive> void ^serialize(Archive &ar) { ar(number); }` #9 'serialize' of 'InLambda' does not send 'name'
  // NOTE: `std::string ^name;` #10 'name' is declared here as 'std::string'
  // NOTE: `template <class Archive> void ^serialize(Archive &ar) { ar(number); }` #9 send 'name' in 'serialize', if it can cross
  // NOTE: `auto print = [this] { use(this->^name.size()); };` make what the worker needs of 'name' in the worker, or pass it as an argument
}

// No transfer function: all members are sent.
struct Aggregate {
  int number = 0;
  std::string name;
  void run() { use(name.size()); }
};
void aggregate_ok(Aggregate &object) {
  Process(&Aggregate::run, &object).start();
}

// A part of a member that is a class of its own.
struct Part {
  int number = 0;
  std::string name;
  template <class Archive> void serialize(Archive &ar) { ar(number); }
};
struct Whole {
  Part part;
  void run() { use(part.name.size()); }
  template <class Archive> void serialize(Archive &ar) { ar(part); }
};
void part_bad(Whole &object) { Process(&Whole::run, &object).start(); }
// DEFINITE: `void part_bad(Whole &object) { Process(&Whole::run, &object).^start(); }` 'Whole::run' uses 'name' after 'Process(&Whole::run, &object).start()' has taken it to another process, but 'serialize' leaves it out, so it is default-constructed on the other side [stowaway-dropped-state]
// NOTE: `void part_bad(Whole &object) { ^Process(&Whole::run, &object).start(); }` target 'Whole::run' is bound to '&object' here, so the 'Whole' is sent
// NOTE: `void run() { use(part.^name.size()); }` 'name' is used here, on the other side
// NOTE: `template <class Archive> void ^serialize(Archive &ar) { ar(number); }` #10 'serialize' of 'Part' does not send 'name'
// NOTE: `std::string ^name;` #12 'name' is declared here as 'std::string'
// NOTE: `template <class Archive> void ^serialize(Archive &ar) { ar(number); }` #10 send 'name' in 'serialize', if it can cross
// NOTE: `void run() { use(part.^name.size()); }` make what the worker needs of 'name' in the worker, or pass it as an argument

