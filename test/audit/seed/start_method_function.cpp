//===- start_method_function.cpp - What if another function chooses fork? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

#include <stowaway/stowaway.h>
#include <vector>

class Application {
public:
  Application() {
    for (int i = 0; i < 4; ++i)
      processes_.emplace_back(&Application::worker, this);
  }
  void start_ok() {
    for (auto &process : processes_)
      process.start();
  }
  void worker() {}
  template <class Archive> void serialize(Archive &archive) {
    archive(processes_);
  }

private:
  std::vector<stowaway::Process> processes_;
};

static void configure() {
  stowaway::set_start_method(stowaway::StartMethod::fork);
}

int main() {
  configure();
  Application application;
  application.start_ok();
}
