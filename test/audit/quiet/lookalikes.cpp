//===- lookalikes.cpp - Is code left alone that only looks like a launch? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

// Names of libraries, elsewhere. Nothing here crosses anything.

#include <functional>
#include <memory>
#include <mutex>
#include <stowaway/stowaway.h>
#include <string>
#include <thread>
#include <vector>

using Weak = std::weak_ptr<int>;

// Classes of one's own with the names of the library.
namespace game {
class Process {
public:
  template <class F> explicit Process(F) {}
  void start();
  void join();
};
class thread {
public:
  template <class F> explicit thread(F) {}
};
void async(std::function<void()>);
struct Event {
  Weak sender;
};
void set_start_method(int);
} // namespace game
void own_process_ok(Weak weak) {
  game::Process process([weak] { weak.lock(); });
  process.start();
  process.start();
}
void own_thread_ok(std::unique_lock<std::mutex> lock) {
  game::thread thread([lock = std::move(lock)] {});
}
void own_async_ok(Weak weak) {
  game::async([weak] { weak.lock(); });
}
void own_event_ok(game::Event event) {
  game::Process([event] {}).start();
}
void own_start_method_ok() { game::set_start_method(1); }

// Methods that are called 'start', 'join' and 'close'.
struct Timer {
  void start();
  void join();
  void close();
};
void timer_ok(Timer &timer) {
  timer.join();
  timer.start();
  timer.start();
  timer.close();
}
// Functions that are called 'serialize', and are none.
struct Text {
  std::string serialize() const;
  static void serialize(int, int, int, int);
};
void text_ok(Text text) {
  stowaway::Process([size = text.serialize().size()] {}).start();
}
// A container of one's own with 'emplace_back'.
struct Log {
  template <class... Args> void emplace_back(Args &&...) {}
  template <class F> void push_back(F) {}
};
void log_ok(Log &log, Weak weak) {
  log.emplace_back([weak] { weak.lock(); });
  log.push_back([weak] { weak.lock(); });
}
// A process as such, moved about and never started.
void moved_about_ok(stowaway::Process process) {
  stowaway::Process other = std::move(process);
  std::vector<stowaway::Process> all;
  all.push_back(std::move(other));
  all.clear();
}
void given_back_ok(stowaway::Process &process) {
  stowaway::Process &same = process;
  same.is_alive();
}
// A pointer to the method, never called.
void pointer_to_start_ok() {
  auto start = &stowaway::Process::start;
  (void)start;
}
// A type alias, a declaration, a default argument: no launch.
using Target = decltype(stowaway::Process([] {}));
stowaway::Process declared(std::thread thread);
void default_ok(Weak weak = Weak(), stowaway::Process = stowaway::Process());
// In an unevaluated operand.
void unevaluated_ok(Weak weak) {
  (void)sizeof(stowaway::Process([weak] {}));
  using T = decltype(stowaway::Process([weak] {}).start());
}
// In a string, in a comment: Process([weak] {}).start();
const char *text = "Process([weak] {}).start();";
// Behind a macro that is not used.
#define UNUSED_LAUNCH(weak) stowaway::Process([weak] {}).start()
// Not compiled.
#if 0
void disabled(Weak weak) { stowaway::Process([weak] {}).start(); }
#endif
// Discarded.
void discarded_ok(Weak weak) {
  if constexpr (false)
    stowaway::Process([weak] {}).start();
}
// After a return, nothing happens.
void unreachable_ok(Weak weak) {
  return;
  stowaway::Process([weak] {}).start();
}
