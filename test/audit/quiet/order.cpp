//===- order.cpp - Is every right order of starting and closing left alone? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

// 'b' carries 'a', which is never started when b is.

#include <functional>
#include <memory>
#include <stowaway/stowaway.h>
#include <utility>
#include <vector>

using stowaway::Process;

void work();
void use(Process &);
void use_all(std::vector<Process> &);

void both_unstarted_ok() {
  Process a(work), b(use, std::ref(a));
  b.start();
}
void closed_by_helper_ok() {
  Process a(work), b(use, std::ref(a));
  auto finish = [](Process &p) {
    p.join();
    p.close();
  };
  a.start();
  finish(a);
  b.start();
}
void detached_ok() {
  Process a(work), b(use, std::ref(a));
  a.start();
  a.detach();
  b.start();
}
void closed_in_every_case_ok(int n) {
  Process a(work), b(use, std::ref(a));
  a.start();
  switch (n) {
  case 0:
    a.join();
    break;
  default:
    a.stop();
  }
  a.close();
  b.start();
}
void closed_on_every_way_ok(bool flag) {
  Process a(work), b(use, std::ref(a));
  a.start();
  if (flag) {
    a.close();
  } else {
    a.join();
    a.close();
  }
  b.start();
}
void thrown_unless_closed_ok(bool flag) {
  Process a(work), b(use, std::ref(a));
  a.start();
  if (!flag)
    throw 1;
  a.close();
  b.start();
}
void cleared_ok() {
  std::vector<Process> all;
  all.emplace_back(work);
  all.front().start();
  all.clear();
  Process b(use_all, std::ref(all));
  b.start();
}
void fresh_vector_ok() {
  std::vector<Process> all;
  {
    std::vector<Process> others;
    others.emplace_back(work);
    others.front().start();
  }
  Process b(use_all, std::ref(all));
  b.start();
}
void reset_ok() {
  auto a = std::make_unique<Process>(work);
  a->start();
  a.reset();
  Process b(work);
  b.start();
}
void reassigned_ok() {
  Process a(work);
  a.start();
  a = Process(work);
  Process b(use, std::ref(a));
  b.start();
}
void moved_into_scope_ok() {
  Process a(work);
  a.start();
  {
    Process gone = std::move(a);
  }
  Process b(use, std::ref(a));
  b.start();
}
void other_element_ok() {
  std::vector<Process> all;
  all.emplace_back(work);
  all.emplace_back(work);
  Process b(use, std::ref(all[0]));
  all[1].start();
  b.start();
}
void other_member_ok() {
  struct {
    Process first, second;
  } pair{Process(work), Process(work)};
  Process b(use, std::ref(pair.first));
  pair.second.start();
  b.start();
}
void every_round_closed_ok(int n) {
  Process a(work);
  for (int i = 0; i < n; ++i) {
    Process b(use, std::ref(a));
    b.start();
    b.join();
  }
}
void started_by_the_last_ok() {
  std::vector<Process> all;
  all.emplace_back(work);
  Process b(use_all, std::ref(all));
  b.start();
  for (auto &process : all)
    process.start();
}
void in_a_lambda_not_called_ok() {
  Process a(work), b(use, std::ref(a));
  auto later = [&] { a.start(); };
  b.start();
  later();
}
