//===- upcxx/launches.cpp - Which calls run on another rank? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// RUN: %check_audit %s

#include <memory>
#include <string>
#include <upcxx/upcxx.hpp>
#include <vector>

void rpc_bad(int *p) {
  upcxx::rpc(1, [p] { ++*p; });
  // DEFINITE: 'upcxx::rpc' carries 'p' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `upcxx::rpc(1, [^p] { ++*p; });` the lambda captures 'p' of type 'int *' here
  // NOTE: `upcxx::rpc(1, [^p] { ++*p; });` instead, send the value, or an index or name that the other side can look up
}
void rpc_to_a_team_bad(const upcxx::team &t, int *p) {
  upcxx::rpc(t, 1, [p] { ++*p; });
  // DEFINITE: 'upcxx::rpc' carries 'p' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `upcxx::rpc(t, 1, [^p] { ++*p; });` the lambda captures 'p' of type 'int *' here
  // NOTE: `upcxx::rpc(t, 1, [^p] { ++*p; });` instead, send the value, or an index or name that the other side can look up
}
void rpc_ff_bad(int *p) {
  upcxx::rpc_ff(1, [p] { ++*p; });
  // DEFINITE: 'upcxx::rpc_ff' carries 'p' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `upcxx::rpc_ff(1, [^p] { ++*p; });` #1 the lambda captures 'p' of type 'int *' here
  // NOTE: `upcxx::rpc_ff(1, [^p] { ++*p; });` #1 instead, send the value, or an index or name that the other side can look up
}
void argument_bad(int *p) {
  upcxx::rpc(1, [](int *theirs) { ++*theirs; }, p);
  // DEFINITE: 'upcxx::rpc' carries 'p' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `upcxx::rpc(1, [](int *theirs) { ++*theirs; }, ^p);` argument 'p' of type 'int *' is passed here
  // NOTE: `upcxx::rpc(1, [](int *theirs) { ++*theirs; }, ^p);` instead, send the value, or an index or name that the other side can look up
}
void as_rpc_bad(upcxx::global_ptr<int> there, int *p) {
  upcxx::rput(1, there, upcxx::remote_cx::as_rpc([p] { ++*p; }));
  // DEFINITE: `upcxx::rput(1, there, ^upcxx::remote_cx::as_rpc([p] { ++*p; }));` 'upcxx::remote_cx::as_rpc' carries 'p' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `upcxx::rput(1, there, upcxx::remote_cx::as_rpc([^p] { ++*p; }));` the lambda captures 'p' of type 'int *' here
  // NOTE: `upcxx::rput(1, there, upcxx::remote_cx::as_rpc([^p] { ++*p; }));` instead, send the value, or an index or name that the other side can look up
}
void shared_pointer_bad(std::shared_ptr<int> p) {
  upcxx::rpc_ff(1, [p] { ++*p; });
  // DEFINITE: 'upcxx::rpc_ff' carries 'p' of type 'std::shared_ptr<int>' to another process; it cannot cross because it is copied as bytes, and those hold the address of its content in this process [stowaway-carried-address]
  // NOTE: `upcxx::rpc_ff(1, [^p] { ++*p; });` #2 the lambda captures 'p' of type 'std::shared_ptr<int>' here
  // NOTE: `upcxx::rpc_ff(1, [^p] { ++*p; });` #2 instead, pass it as an argument, which is serialised
}
void list_in_a_closure_bad(std::vector<int> list) {
  upcxx::rpc_ff(1, [list] { (void)list.size(); });
  // DEFINITE: 'upcxx::rpc_ff' carries 'list' of type 'std::vector<int>' to another process; it cannot cross because it is copied as bytes, and those hold the address of its content in this process [stowaway-carried-address]
  // NOTE: `upcxx::rpc_ff(1, [^list] { (void)list.size(); });` the lambda captures 'list' of type 'std::vector<int>' here
  // NOTE: `upcxx::rpc_ff(1, [^list] { (void)list.size(); });` instead, pass it as an argument, which is serialised
}
void promise_bad(upcxx::promise<int> &p) {
  upcxx::rpc_ff(1, [&p] { p.fulfill_result(1); });
  // DEFINITE: 'upcxx::rpc_ff' carries 'p' of type 'upcxx::promise<int> &' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `upcxx::rpc_ff(1, [&^p] { p.fulfill_result(1); });` the lambda captures 'p' by reference here
  // NOTE: `upcxx::rpc_ff(1, [&^p] { p.fulfill_result(1); });` instead, send the value, or an index or name that the other side can look up
}
void dist_object_in_a_closure_bad(upcxx::dist_object<int> &d) {
  upcxx::rpc_ff(1, [&d] { ++*d; });
  // DEFINITE: 'upcxx::rpc_ff' carries 'd' of type 'upcxx::dist_object<int> &' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `upcxx::rpc_ff(1, [&^d] { ++*d; });` the lambda captures 'd' by reference here
  // NOTE: `upcxx::rpc_ff(1, [&^d] { ++*d; });` instead, send the value, or an index or name that the other side can look up
}
int *find();
void result_bad() {
  upcxx::rpc(1, [] { return find(); });
  // POSSIBLE: 'upcxx::rpc' may carry 'result' of type 'int *' back from another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `upcxx::rpc(1, ^[] { return find(); });` the lambda returns 'int *' here
  // NOTE: `upcxx::rpc(1, ^[] { return find(); });` instead, send the value, or an index or name that the other side can look up
}
void function_with_pointer_bad(int *p) {
  void work(int *);
  upcxx::rpc(1, work, p);
  // DEFINITE: 'upcxx::rpc' carries 'p' of type 'int *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `upcxx::rpc(1, work, ^p);` argument 'p' of type 'int *' is passed here
  // NOTE: `upcxx::rpc(1, work, ^p);` instead, send the value, or an index or name that the other side can look up
}

void function_ok(int n) {
  void count(int);
  upcxx::rpc(1, count, n);
}
void values_ok(int n) {
  upcxx::rpc(1, [n] { return n + 1; });
}
void list_as_argument_ok(std::vector<int> list) {
  upcxx::rpc(1, [](const std::vector<int> &theirs) { return 1; }, list);
}
void global_pointer_ok(upcxx::global_ptr<int> p) {
  upcxx::rpc(1, [p] { ++*p.local(); });
}
void dist_object_ok(upcxx::dist_object<int> &d) {
  upcxx::rpc(1, [](upcxx::dist_object<int> &mine) { ++*mine; }, d);
}
void continuation_ok(int *here) {
  upcxx::rpc(1, [] { return 1; }).then([here](int got) { *here = got; });
}
void persona_ok(int *here) {
  upcxx::master_persona().lpc_ff([here] { ++*here; });
}

struct node {
  int key = 0;
  node *next = nullptr;
  UPCXX_SERIALIZED_FIELDS(key)
};
struct chained {
  int key = 0;
  chained *next = nullptr;
  UPCXX_SERIALIZED_FIELDS(key, next)
};
void fields_ok(node n) {
  upcxx::rpc_ff(1, [](const node &theirs) { (void)theirs.key; }, n);
}
void fields_with_pointer_bad(chained c) {
  upcxx::rpc_ff(1, [](const chained &theirs) { (void)theirs.key; }, c);
  // DEFINITE: 'upcxx::rpc_ff' carries 'c.next' of type 'chained *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `upcxx::rpc_ff(1, [](const chained &theirs) { (void)theirs.key; }, ^c);` argument 'c' of type 'chained' is passed here
  // NOTE: `UPCXX_SERIALIZED_FIELDS(key, ^next)` member 'next' of 'chained' has type 'chained *'
  // NOTE: `UPCXX_SERIALIZED_FIELDS(key, ^next)` instead, send the value, or an index or name that the other side can look up
}
// In a closure nobody asks what a type says it sends.
void fields_in_a_closure_bad(node n) {
  upcxx::rpc_ff(1, [n] { (void)n.key; });
  // DEFINITE: 'upcxx::rpc_ff' carries 'n.next' of type 'node *' to another process; it cannot cross because an address means nothing in another address space [stowaway-carried-address]
  // NOTE: `upcxx::rpc_ff(1, [^n] { (void)n.key; });` the lambda captures 'n' of type 'node' here
  // NOTE: `node *^next = nullptr;` member 'next' of 'node' has type 'node *'
  // NOTE: `node *^next = nullptr;` instead, send the value, or an index or name that the other side can look up
}
