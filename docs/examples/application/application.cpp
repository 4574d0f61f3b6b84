//===- application.cpp - What happens when an object with processes sends itself? ---------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The C++ counterpart of a well-known Python question: every process is bound to a method of the
// object that owns the processes. The first start works. The second would have to send the handle
// of the first, which means nothing in another process: TransferError says so, names the path, and
// nothing is created. The worker that runs already is not hurt by it.
//
//===--------------------------------------------------------------------------------------------===//

#include <cstdio>
#include <vector>

#include <stowaway/stowaway.h>

class Application {
public:
  Application() {
    for (int i = 0; i < 4; ++i)
      processes_.emplace_back(&Application::worker, this);
  }

  void start() {
    for (auto &process : processes_)
      process.start();
  }

  void stop() {
    event_.set();
    for (auto &process : processes_)
      if (process.pid() != 0)
        process.join();
  }

  void worker() { event_.wait(); }

  template <class Archive>
  void serialize(Archive &archive) {
    archive(processes_, event_);
  }

  const std::vector<stowaway::Process> &processes() const { return processes_; }

private:
  std::vector<stowaway::Process> processes_;
  stowaway::Event event_;
};

int main() {
  Application application;
  bool refused = false;
  try {
    application.start();
  } catch (const stowaway::TransferError &error) {
    std::printf("TransferError: %s\n", error.what());
    refused = error.path() == "Application::processes_[0]";
  }
  const auto &processes = application.processes();
  const bool first_runs = processes[0].is_alive();
  const bool second_exists = processes[1].pid() != 0;
  application.stop();
  std::printf("the first worker %s\n", processes[0].exit_status().to_string().c_str());
  const bool ended_cleanly = processes[0].exit_status().success();
  return refused && first_runs && !second_exists && ended_cleanly ? 0 : 1;
}
