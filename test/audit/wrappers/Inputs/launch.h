//===- launch.h - A header that hands work on in three ways ----------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#pragma once

#include <thread>
#include <utility>

template <class F> std::thread launch(const char *, F f) {
  auto body = [f = std::move(f)](int) mutable { f(); };
  return std::thread{std::move(body), 1};
}

template <class F> void launch_twice_wrapped(F f) {
  launch("inner", [f = std::move(f)]() mutable { f(); }).join();
}

// Its own mistake, whoever includes it.
inline void launch_own(std::mutex &mutex) {
  std::unique_lock<std::mutex> lock(mutex);
  std::thread([lock = std::move(lock)] {}).join();
}
