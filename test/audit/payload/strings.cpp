//===- strings.cpp - When does a C string travel as text? -----------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

// The runtime sends the characters of C strings that are arguments, whatever
// the target takes. What is captured, and what others send, stays an address.

#include <memory>
#include <stowaway/stowaway.h>
#include <string>
#include <vector>
#include <ygm/comm.hpp>

using stowaway::Process;

void take(std::string);
void take_reference(const std::string &);
void take_pointer(const char *);
void take_bytes(const unsigned char *);
void take_numbers(const int *);
struct Object {
  void method(std::string);
  int n = 0;
  template <class A> void serialize(A &ar) { ar(n); }
};

void literals_ok() {
  Process(take, "text").start();
  Process(take_reference, "text").start();
  Process(take_pointer, "text").start();
  Process([](std::string) {}, "text").start();
  Process(&Object::method, Object{}, "text").start();
}
void variables_ok(const char *name, char *buffer) {
  Process(take, name).start();
  Process(take, buffer).start();
  char local[] = "text";
  Process(take, local).start();
}
struct Member {
  Process process{take, "text"};
  void start_ok() { process.start(); }
};
void kept_ok() {
  std::vector<Process> all;
  all.emplace_back(take, "text");
  all.back().start();
}

// Not text.
void numbers_bad(const int *numbers) {
  Process(take_numbers, numbers).start();
  // DEFINITE: `Process(take_numbers, numbers).^start();` 'Process(take_numbers, numbers).start()' carries 'numbers' of type 'const int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `^Process(take_numbers, numbers).start();` target 'take_numbers' is bound here
  // NOTE: `Process(take_numbers, ^numbers).start();` argument 'numbers' of type 'const int *' is passed here
  // NOTE: `Process(take_numbers, ^numbers).start();` instead, send the value, or an index or name that the other side can look up
}
void captured_bad(const char *name) {
  Process([name] { take(name); }).start();
  // DEFINITE: `Process([name] { take(name); }).^start();` 'Process([name] { take(name); }).start()' carries 'name' of type 'const char *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `^Process([name] { take(name); }).start();` the lambda is bound here
  // NOTE: `Process([^name] { take(name); }).start();` the lambda captures 'name' of type 'const char *' here
  // NOTE: `Process([^name] { take(name); }).start();` instead, send the value, or an index or name that the other side can look up
}
void other_boundary_bad(ygm::comm &world, const char *name) {
  world.async(1, [](const char *n) { take(n); }, name);
  // DEFINITE: 'world.async(...)' carries 'name' of type 'const char *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `world.async(1, [](const char *n) { take(n); }, ^name);` argument 'name' of type 'const char *' is passed here
  // NOTE: `world.async(1, [](const char *n) { take(n); }, ^name);` instead, send the value, or an index or name that the other side can look up
}
