//===- launches_in_header.h - What does a header of the project launch? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#pragma once

#include <memory>
#include <stowaway/stowaway.h>

inline void launch_in_header_bad(std::weak_ptr<int> weak) {
  stowaway::Process([weak] { weak.lock(); }).start();
}
inline void launch_in_header_ok(int number) {
  stowaway::Process([number] { (void)number; }).start();
}

template <class F> void launch_from_header(F f) {
  stowaway::Process(f).start();
}

struct FromHeader {
  std::weak_ptr<int> weak;
  void run() {}
  template <class Archive> void serialize(Archive &ar) { ar(weak); }
};
