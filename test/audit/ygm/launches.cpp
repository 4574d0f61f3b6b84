//===- ygm/launches.cpp - Which calls send work to another rank? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// RUN: %check_audit %s

#include <string>
#include <vector>
#include <ygm/comm.hpp>
#include <ygm/container/map.hpp>
#include <ygm/container/disjoint_set.hpp>

using ygm::container::map;

void async_bad(ygm::comm &world, int *p) {
  world.async(0, [p] { ++*p; });
  // DEFINITE: 'world.async(...)' carries 'p' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `world.async(0, [^p] { ++*p; });` the lambda captures 'p' of type 'int *' here
  // NOTE: `world.async(0, [^p] { ++*p; });` instead, send the value, or an index or name that the other side can look up
}
void async_bcast_bad(ygm::comm &world, int *p) {
  world.async_bcast([p] { ++*p; });
  // DEFINITE: 'world.async_bcast(...)' carries 'p' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `world.async_bcast([^p] { ++*p; });` the lambda captures 'p' of type 'int *' here
  // NOTE: `world.async_bcast([^p] { ++*p; });` instead, send the value, or an index or name that the other side can look up
}
void async_mcast_bad(ygm::comm &world, int *p) {
  world.async_mcast({0, 1}, [p] { ++*p; });
  // DEFINITE: 'world.async_mcast(...)' carries 'p' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `world.async_mcast({0, 1}, [^p] { ++*p; });` the lambda captures 'p' of type 'int *' here
  // NOTE: `world.async_mcast({0, 1}, [^p] { ++*p; });` instead, send the value, or an index or name that the other side can look up
}
void argument_bad(ygm::comm &world, int *p) {
  world.async(0, [](int *theirs) { ++*theirs; }, p);
  // DEFINITE: 'world.async(...)' carries 'p' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `world.async(0, [](int *theirs) { ++*theirs; }, ^p);` argument 'p' of type 'int *' is passed here
  // NOTE: `world.async(0, [](int *theirs) { ++*theirs; }, ^p);` instead, send the value, or an index or name that the other side can look up
}
void argument_of_many_bad(ygm::comm &world, std::vector<int *> all) {
  world.async(0, [](const std::vector<int *> &theirs) {}, all);
  // DEFINITE: 'world.async(...)' carries 'all[...]' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `world.async(0, [](const std::vector<int *> &theirs) {}, ^all);` argument 'all' of type 'std::vector<int *>' is passed here; its elements are 'int *'
  // NOTE: `world.async(0, [](const std::vector<int *> &theirs) {}, ^all);` instead, send the value, or an index or name that the other side can look up
}
void named_lambda_bad(ygm::comm &world, int *p) {
  auto work = [p] { ++*p; };
  world.async(0, work);
  // DEFINITE: 'world.async(...)' carries 'p' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `auto work = [^p] { ++*p; };` the lambda captures 'p' of type 'int *' here
  // NOTE: `auto work = [^p] { ++*p; };` instead, send the value, or an index or name that the other side can look up
}
void functor_bad(ygm::comm &world, int *p) {
  struct adder {
    int *sum;
    void operator()() { ++*sum; }
  };
  world.async(0, adder{p});
  // DEFINITE: 'world.async(...)' carries 'adder::sum' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `world.async(0, adder^{p});` argument '{p}' of type 'adder' is passed here
  // NOTE: `int *^sum;` member 'sum' of 'adder' has type 'int *'
  // NOTE: `int *^sum;` instead, send the value, or an index or name that the other side can look up
}
void visit_bad(map<int, int> &m, int *p) {
  m.async_visit(1, [p](int, int &) { ++*p; });
  // DEFINITE: 'm.async_visit(...)' carries 'p' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `m.async_visit(1, [^p](int, int &) { ++*p; });` the lambda captures 'p' of type 'int *' here
  // NOTE: `m.async_visit(1, [^p](int, int &) { ++*p; });` instead, send the value, or an index or name that the other side can look up
}
void visit_if_contains_bad(map<int, int> &m, int *p) {
  m.async_visit_if_contains(1, [p](int, int &) { ++*p; });
  // DEFINITE: 'm.async_visit_if_contains(...)' carries 'p' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `m.async_visit_if_contains(1, [^p](int, int &) { ++*p; });` the lambda captures 'p' of type 'int *' here
  // NOTE: `m.async_visit_if_contains(1, [^p](int, int &) { ++*p; });` instead, send the value, or an index or name that the other side can look up
}
void reduce_bad(map<int, int> &m, int *p) {
  m.async_reduce(1, 2, [p](int a, int b) { return a + b + *p; });
  // DEFINITE: 'm.async_reduce(...)' carries 'p' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `m.async_reduce(1, 2, [^p](int a, int b) { return a + b + *p; });` the lambda captures 'p' of type 'int *' here
  // NOTE: `m.async_reduce(1, 2, [^p](int a, int b) { return a + b + *p; });` instead, send the value, or an index or name that the other side can look up
}

void communicator_bad(ygm::comm &world) {
  world.async(0, [&world] { (void)world.rank(); });
  // DEFINITE: 'world.async(...)' carries 'world' of type 'ygm::comm &' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `world.async(0, [&^world] { (void)world.rank(); });` the lambda captures 'world' by reference here
  // NOTE: `world.async(0, [&^world] { (void)world.rank(); });` instead, send the value, or an index or name that the other side can look up
}
void container_bad(ygm::comm &world, map<int, int> &m) {
  world.async(0, [&m] { m.async_insert(1, 2); });
  // DEFINITE: 'world.async(...)' carries 'm' of type 'ygm::container::map<int, int> &' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `world.async(0, [&^m] { m.async_insert(1, 2); });` the lambda captures 'm' by reference here
  // NOTE: `world.async(0, [&^m] { m.async_insert(1, 2); });` instead, send the value, or an index or name that the other side can look up
}

// --- right ------------------------------------------------------------------
void values_ok(ygm::comm &world, int n) {
  world.async(0, [n] { (void)n; });
  world.async(0, [](int theirs) { (void)theirs; }, n);
}
void text_as_argument_ok(ygm::comm &world, std::string name) {
  world.async(0, [](const std::string &theirs) {}, name);
}
void literal_ok(map<std::string, int> &m) { m.async_insert("a", 1); }
void literal_visit_ok(map<std::string, int> &m) {
  m.async_visit("a", [](const std::string &, int &value) { ++value; });
}
void pointer_of_all_ranks_ok(ygm::comm &world, map<int, int> &m) {
  world.async(
      0, [](ygm::ygm_ptr<map<int, int>> there) { there->async_insert(1, 2); },
      m.get_ygm_ptr());
}
void static_counter_ok(ygm::comm &world) {
  static int counter;
  world.async(0, [] { ++counter; });
}
void local_loops_ok(map<int, int> &m, int *sum) {
  m.for_all([sum](int, int &value) { *sum += value; });
  m.local_visit(1, [sum](int, int &value) { *sum += value; });
}
void communicator_as_parameter_ok(ygm::comm &world) {
  world.async(0, [](ygm::comm *theirs) { (void)theirs->rank(); });
}

// --- text in a closure: its bytes hold an address ---------------------------
void text_in_a_closure_bad(ygm::comm &world, std::string name) {
  world.async(0, [name] { (void)name.size(); });
  // DEFINITE: 'world.async(...)' carries 'name' of type 'std::string' to another process; it cannot cross because it is copied as bytes, and those hold the address of its content in this process [stowaway-carried-address]
  // NOTE: `world.async(0, [^name] { (void)name.size(); });` the lambda captures 'name' of type 'std::string' here
  // NOTE: `world.async(0, [^name] { (void)name.size(); });` instead, pass it as an argument, which is serialised
}
