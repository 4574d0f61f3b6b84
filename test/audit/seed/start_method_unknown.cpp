//===- start_method_unknown.cpp - What if the start method is known only when the program runs? -===//
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
  void start_bad() {
    for (auto &process : processes_)
      process.start();
      // POSSIBLE: 'process.start()' carries 'Application::processes_[...]', a started 'stowaway::Process', to another process if it is started by 'spawn'; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `^processes_.emplace_back(&Application::worker, this);` target 'Application::worker' is bound to 'this' here, so the 'Application' is sent
      // NOTE: `archive(^processes_);` 'Application' sends member 'processes_' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^process.start();` an element of 'Application::processes_' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^worker() {}` make 'Application::worker' a static member function that takes what it uses as arguments, so that no 'Application' is sent
      // NOTE: `archive(^processes_);` leave 'processes_' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
  }
  void worker() {}
  template <class Archive> void serialize(Archive &archive) {
    archive(processes_);
  }

private:
  std::vector<stowaway::Process> processes_;
};

stowaway::StartMethod from_environment();

int main() {
  stowaway::set_start_method(from_environment());
  Application application;
  application.start_bad();
}
