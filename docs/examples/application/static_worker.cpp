//===- static_worker.cpp - How is the application repaired by giving the worker what it needs? --===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The worker is a static member and takes the event as an argument: what travels is the event, not
// the object that owns the processes.
//
//===--------------------------------------------------------------------------------------------===//

#include <cstdio>
#include <vector>

#include <stowaway/stowaway.h>

class Application {
public:
  Application() {
    for (int i = 0; i < 4; ++i)
      processes_.emplace_back(&Application::worker, event_);
  }

  void start() {
    for (auto &process : processes_)
      process.start();
  }

  void stop() {
    event_.set();
    for (auto &process : processes_)
      process.join();
  }

  static void worker(stowaway::Event event) { event.wait(); }

  const std::vector<stowaway::Process> &processes() const { return processes_; }

private:
  std::vector<stowaway::Process> processes_;
  stowaway::Event event_;
};

int main() {
  Application application;
  application.start();
  application.stop();
  bool ended_cleanly = true;
  for (const auto &process : application.processes()) {
    std::printf("a worker %s\n", process.exit_status().to_string().c_str());
    ended_cleanly = ended_cleanly && process.exit_status().success();
  }
  return ended_cleanly ? 0 : 1;
}
