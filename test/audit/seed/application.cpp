//===- application.cpp - What does the seed application carry? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s
// RUN: %check_audit %s --start-method=spawn
// RUN: %check_audit %s --start-method=forkserver
// RUN: %check_audit %s --prefix=FORK --start-method=fork

// Every process is bound to a method of the object that owns the processes.
// Under fork nothing is serialised: no expectation has the prefix FORK.

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
      // DEFINITE: 'process.start()' carries 'Application::processes_[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `^processes_.emplace_back(&Application::worker, this);` target 'Application::worker' is bound to 'this' here, so the 'Application' is sent
      // NOTE: `archive(^processes_, event_);` 'Application' sends member 'processes_' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `^process.start();` an element of 'Application::processes_' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^worker() { event_.wait(); }` make 'Application::worker' a static member function that takes what it uses as arguments, so that no 'Application' is sent
      // NOTE: `archive(^processes_, event_);` leave 'processes_' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
      //   - archive(processes_, event_);
      //   + archive(event_);
  }

  void stop_ok() {
    event_.set();
    for (auto &process : processes_)
      process.join();
  }

  void worker() { event_.wait(); }

  template <class Archive> void serialize(Archive &archive) {
    archive(processes_, event_);
  }

private:
  std::vector<stowaway::Process> processes_;
  stowaway::Event event_;
};

int main() {
  Application application;
  application.start_bad();
  application.stop_ok();
}
