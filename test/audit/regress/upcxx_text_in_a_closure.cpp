//===- regress/upcxx_text_in_a_closure.cpp - May a closure that is sent as bytes hold text? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After the remark in UPC++'s own 'bind' that closures are copied as bytes even
// if they are not trivially copyable: a captured string arrives as an address.
//
// RUN: %check_audit %s

#include <string>
#include <upcxx/upcxx.hpp>

void greet_bad(std::string name) {
  upcxx::rpc_ff(1, [name] { (void)name.size(); });
  // DEFINITE: 'upcxx::rpc_ff' carries 'name' of type 'std::string' to another process; it cannot cross because it is copied as bytes, and those hold the address of its content in this process [stowaway-carried-address]
  // NOTE: `upcxx::rpc_ff(1, [^name] { (void)name.size(); });` the lambda captures 'name' of type 'std::string' here
  // NOTE: `upcxx::rpc_ff(1, [^name] { (void)name.size(); });` instead, pass it as an argument, which is serialised
}
void greet_ok(std::string name) {
  upcxx::rpc_ff(1, [](const std::string &theirs) { (void)theirs.size(); },
                name);
}
