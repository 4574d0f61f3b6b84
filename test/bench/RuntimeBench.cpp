//===- RuntimeBench.cpp - What does the runtime cost, against anchors in the same run? ----------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Absolute times depend on the machine and on what else it does; the ratios are what counts. All
// anchors are measured here, alternating with what is compared to them. The 10th percentile is the
// cost without disturbance, the median is what is seen.
//
//   runtime_bench [--quick] [--no-python] [--big]     --big adds a parent of 2 GiB
//
//===--------------------------------------------------------------------------------------------===//

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <functional>
#include <map>
#include <spawn.h>
#include <string>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <stowaway/stowaway.h>

extern char **environ;
using namespace stowaway;
using Clock = std::chrono::steady_clock;

namespace {

struct Times {
  double p10 = 0, median = 0; // microseconds
};

int rounds = 200;

double microseconds(const std::function<void()> &function) {
  const auto begin = Clock::now();
  function();
  return std::chrono::duration<double, std::micro>(Clock::now() - begin).count();
}

/// Measures all functions in turns, so that a disturbance hits each alike.
std::vector<Times> measure(const std::vector<std::function<void()>> &functions, int count) {
  std::vector<std::vector<double>> samples(functions.size());
  for (const auto &function : functions)
    function();
  for (int i = 0; i < count; ++i)
    for (std::size_t k = 0; k < functions.size(); ++k)
      samples[k].push_back(microseconds(functions[k]));
  std::vector<Times> result;
  for (auto &all : samples) {
    std::sort(all.begin(), all.end());
    result.push_back({all[all.size() / 10], all[all.size() / 2]});
  }
  return result;
}

void print(const char *name, Times times, const char *unit = "us") {
  std::printf("  %-44s %10.1f %10.1f %s\n", name, times.p10, times.median, unit);
}
void ratio(const char *name, double value, double goal, bool at_most = true) {
  const bool met = at_most ? value <= goal : value >= goal;
  std::printf("  %-44s %10.2f   (goal %s %.2f)%s\n", name, value, at_most ? "<=" : ">=", goal,
              met ? "" : "   MISSED");
}

void nothing() {}
void wait_for(Event event) { event.wait(); }

void start_and_join(StartMethod method) {
  set_start_method(method);
  Process process(nothing);
  process.start();
  process.join();
}
void spawn_and_wait(const char *program) {
  char *arguments[] = {const_cast<char *>(program), nullptr};
  pid_t pid;
  if (::posix_spawn(&pid, program, nullptr, nullptr, arguments, environ) == 0)
    ::waitpid(pid, nullptr, 0);
}
void fork_and_wait() {
  const pid_t pid = ::fork();
  if (pid == 0)
    ::_exit(0);
  ::waitpid(pid, nullptr, 0);
}

std::map<std::string, Times> ask_python() {
  std::map<std::string, Times> answers;
  const std::string command =
      std::string("python3 ") + PYTHON_BENCH + (rounds < 100 ? " 5" : " 30");
  FILE *pipe = ::popen(command.c_str(), "r");
  char name[64];
  Times times;
  while (pipe && std::fscanf(pipe, "%63s %lf %lf", name, &times.p10, &times.median) == 3)
    answers[name] = times;
  if (pipe)
    ::pclose(pipe);
  return answers;
}

// --- Queue
// ------------------------------------------------------------------------------------------

void feed_queue(Queue<std::string> queue, std::size_t size, int count) {
  const std::string payload(size, 'x');
  for (int i = 0; i < count; ++i)
    queue.put(payload);
}
/// Microseconds for each message, from the second to the last.
double queue_time(std::size_t size, int count) {
  set_start_method(StartMethod::forkserver);
  Queue<std::string> queue;
  Process process(feed_queue, queue, size, count);
  process.start();
  queue.get();
  const double time = microseconds([&] {
    for (int i = 1; i < count; ++i)
      queue.get();
  });
  process.join();
  return time / (count - 1);
}
/// The same over a raw pipe, without messages: the anchor.
double pipe_time(std::size_t size, int count) {
  int ends[2];
  if (::pipe(ends) != 0)
    return 0;
  const pid_t pid = ::fork();
  std::vector<char> buffer(size, 'x');
  if (pid == 0) {
    for (int i = 0; i < count; ++i)
      for (std::size_t done = 0; done < size;)
        done += static_cast<std::size_t>(::write(ends[1], buffer.data() + done, size - done));
    ::_exit(0);
  }
  const auto take = [&] {
    for (std::size_t done = 0; done < size;)
      done += static_cast<std::size_t>(::read(ends[0], buffer.data() + done, size - done));
  };
  take();
  const double time = microseconds([&] {
    for (int i = 1; i < count; ++i)
      take();
  });
  ::waitpid(pid, nullptr, 0);
  ::close(ends[0]);
  ::close(ends[1]);
  return time / (count - 1);
}

} // namespace

int main(int argc, char **argv) {
  bool python = true, big = false;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--quick") == 0)
      rounds = 20;
    else if (std::strcmp(argv[i], "--no-python") == 0)
      python = false;
    else if (std::strcmp(argv[i], "--big") == 0)
      big = true;
  }
  std::map<std::string, Times> peer;
  if (python)
    peer = ask_python();

  std::printf("start and join                                        p10     median\n");
  const auto start = measure({[] { start_and_join(StartMethod::spawn); },
                              [] { start_and_join(StartMethod::forkserver); },
                              [] { start_and_join(StartMethod::fork); },
                              [] { spawn_and_wait(DO_NOTHING); }, fork_and_wait},
                             rounds);
  print("spawn", start[0]);
  print("forkserver", start[1]);
  print("fork", start[2]);
  print("anchor: posix_spawn + wait, do-nothing program", start[3]);
  print("anchor: fork + _exit + wait", start[4]);
  ratio("spawn / posix_spawn", start[0].p10 / start[3].p10, 1.2);
  ratio("forkserver / fork", start[1].p10 / start[4].p10, 1.5);
  if (!peer.empty()) {
    print("Python 3: interpreter alone", peer["interpreter"]);
    print("Python 3: spawn", peer["spawn"]);
    print("Python 3: forkserver", peer["forkserver"]);
    print("Python 3: fork", peer["fork"]);
    ratio("Python spawn / spawn", peer["spawn"].p10 / start[0].p10, 40, false);
    ratio("Python forkserver / forkserver", peer["forkserver"].p10 / start[1].p10, 30, false);
    ratio("Python fork / fork", peer["fork"].p10 / start[2].p10, 5, false);
  }

  std::printf("\nthe same in a large parent\n");
  const std::size_t mib = big ? 2048 : 200;
  void *memory =
      ::mmap(nullptr, mib << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory != MAP_FAILED) {
    ::madvise(memory, mib << 20, MADV_NOHUGEPAGE);
    std::memset(memory, 1, mib << 20);
    const auto large = measure({[] { start_and_join(StartMethod::spawn); },
                                [] { start_and_join(StartMethod::forkserver); }, fork_and_wait},
                               std::min(rounds, 30));
    std::printf("  %zu MiB touched\n", mib);
    print("spawn", large[0]);
    print("forkserver", large[1]);
    print("anchor: fork + _exit + wait", large[2]);
    // The server is small whatever this process is; what grows is noise, hence both in this run.
    ratio("forkserver, large / small", large[1].p10 / start[1].p10, 1.3);
    ratio("spawn, large / small", large[0].p10 / start[0].p10, 1.3);
    ::munmap(memory, mib << 20);
  }

  std::printf("\nstop of idle workers by their event\n");
  set_start_method(StartMethod::forkserver);
  const auto stop_time = [](int workers) {
    Event event;
    ProcessGroup group(StopPolicy{.event = event});
    for (int i = 0; i < workers; ++i)
      group.add(wait_for, event);
    group.start();
    ::usleep(2'000 + 500 * static_cast<unsigned>(workers));
    return microseconds([&] { group.stop(); });
  };
  std::vector<double> one, eight;
  for (int i = 0; i < std::max(10, rounds / 5); ++i) {
    one.push_back(stop_time(1));
    eight.push_back(stop_time(8));
  }
  std::sort(one.begin(), one.end());
  std::sort(eight.begin(), eight.end());
  print("1 worker", {one[one.size() / 10], one[one.size() / 2]});
  print("8 workers", {eight[eight.size() / 10], eight[eight.size() / 2]});
  ratio("8 / 1", eight[eight.size() / 10] / one[one.size() / 10], 3);

  std::printf("\nevent\n");
  Event event;
  constexpr int looks = 100'000;
  std::vector<double> times;
  for (int k = 0; k < 100; ++k)
    times.push_back(microseconds([&] {
                      // Its own copies: what others may see would be stored in each turn.
                      const Event own = event;
                      int set = 0;
                      for (int i = 0; i < looks; ++i) {
                        set += own.is_set();
                        __asm__ volatile("" : "+r"(set));
                      }
                    }) *
                    1000 / looks);
  std::sort(times.begin(), times.end());
  const Times look{times[times.size() / 10], times[times.size() / 2]};
  print("is_set", look, "ns");
  ratio("is_set in ns", look.p10, 2);
  if (!peer.empty())
    print("Python 3: is_set", {peer["is_set"].p10 * 1000, peer["is_set"].median * 1000}, "ns");

  std::printf("\nwaiting\n");
  {
    // Processor time of this process and its workers while they wait for 300 ms.
    Event never;
    ProcessGroup group(StopPolicy{.event = never});
    for (int i = 0; i < 4; ++i)
      group.add(wait_for, never);
    group.start();
    ::usleep(20'000);
    const auto used = [&] {
      double ticks = static_cast<double>(std::clock()) * 100 / CLOCKS_PER_SEC;
      for (auto &process : group)
        if (FILE *file =
                std::fopen(("/proc/" + std::to_string(process.pid()) + "/stat").c_str(), "r")) {
          long user = 0, system = 0;
          if (std::fscanf(file, "%*d (%*[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %ld %ld",
                          &user, &system) == 2)
            ticks += static_cast<double>(user + system);
          std::fclose(file);
        }
      return ticks * 10;
    };
    const double before = used();
    group.join_for(std::chrono::milliseconds(300));
    ratio("processor time of 5 waiters in 300 ms, ms", used() - before, 0.5);
    group.stop();
  }

  std::printf("\nqueue: one writer, one reader                    messages/s     MB/s  against "
              "pipe, Python\n");
  for (const auto &[size, count] :
       {std::pair<std::size_t, int>{64, 100'000}, {4096, 50'000}, {1 << 20, 400}}) {
    const int messages = rounds < 100 ? std::max(20, count / 10) : count;
    const double ours = queue_time(size, messages);
    const double raw = pipe_time(size, messages);
    const auto python_time = peer["queue" + std::to_string(size)].p10;
    std::printf("  %-44s %14.0f %8.1f  %.2f x pipe's time", (std::to_string(size) + " B").c_str(),
                1e6 / ours, static_cast<double>(size) / ours, ours / raw);
    if (python_time > 0)
      std::printf(", %.1f x as fast as Python", python_time / ours);
    std::printf("\n");
  }
  return 0;
}
