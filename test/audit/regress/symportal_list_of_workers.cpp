//===- regress/symportal_list_of_workers.cpp - May a list of workers be a member of what they are bound to? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// After SymPortal issue 108, in C++: a list of workers is a member of the
// object that all of them are bound to.
//
// RUN: %check_audit %s

#include <stowaway/stowaway.h>
#include <vector>

struct Screening {
  std::vector<stowaway::Process> workers;
  std::vector<int> samples;
  void screen();
  template <class Archive> void serialize(Archive &ar) {
    ar(workers, samples);
  }
  void run_bad() {
    for (int i = 0; i < 4; ++i) {
      workers.emplace_back(&Screening::screen, this);
      workers.back().start();
      // DEFINITE: `workers.back().^start();` #1 'workers.back().start()' carries 'Screening::workers[...]', a started 'stowaway::Process', to another process; it cannot cross because a started process holds handles of this process - its pid, a pidfd and descriptors [stowaway-started-process]
      // NOTE: `^workers.emplace_back(&Screening::screen, this);` target 'Screening::screen' is bound to 'this' here, so the 'Screening' is sent
      // NOTE: `ar(^workers, samples);` 'Screening' sends member 'workers' of type 'std::vector<stowaway::Process>' here, in 'serialize'; its elements are 'stowaway::Process'
      // NOTE: `workers.back().^start();` #1 an element of 'Screening::workers' is started here, by an earlier iteration
      // NOTE: <stowaway.h> `class ^Process {` 'stowaway::Process' is declared here; a started process holds handles of this process - its pid, a pidfd and descriptors
      // NOTE: `void ^screen();` #1 make 'Screening::screen' a static member function that takes what it uses as arguments, so that no 'Screening' is sent
      // NOTE: `ar(^workers, samples);` leave 'workers' out of 'serialize', or declare it as 'stowaway::Local<std::vector<stowaway::Process>>'
      //   - ar(workers, samples);
      //   + ar(samples);
    }
    for (auto &worker : workers)
      worker.join();
  }
};

struct LocalScreening {
  std::vector<int> samples;
  void screen();
  template <class Archive> void serialize(Archive &ar) { ar(samples); }
  void run_ok() {
    std::vector<stowaway::Process> workers;
    for (int i = 0; i < 4; ++i) {
      workers.emplace_back(&LocalScreening::screen, this);
      workers.back().start();
    }
    for (auto &worker : workers)
      worker.join();
  }
};
