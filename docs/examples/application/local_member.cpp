//===- local_member.cpp - How is the application repaired at the declaration of the member? -----===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// processes_ is stowaway::Local: it never travels, whatever the transfer function says, and is empty
// on the other side.
//
//===--------------------------------------------------------------------------------------------===//

#include <cstdio>
#include <vector>

#include <stowaway/stowaway.h>

class Application {
public:
  Application() {
    for (int i = 0; i < 4; ++i)
      processes_->emplace_back(&Application::worker, this);
  }

  void start() {
    for (auto &process : *processes_)
      process.start();
  }

  void stop() {
    event_.set();
    for (auto &process : *processes_)
      process.join();
  }

  void worker() { event_.wait(); }

  template <class Archive>
  void serialize(Archive &archive) {
    archive(processes_, event_);
  }

  const std::vector<stowaway::Process> &processes() const { return *processes_; }

private:
  stowaway::Local<std::vector<stowaway::Process>> processes_;
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
