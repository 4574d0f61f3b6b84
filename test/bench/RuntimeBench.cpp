//===- RuntimeBench.cpp - What does the runtime cost, against anchors in the same run? ----------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Absolute times depend on the machine and on what else it does; the ratios are what counts. All
// anchors are measured here, alternating with what is compared to them. The 10th percentile is the
// cost without disturbance, the median is what is seen.
//
//   runtime_bench [--quick] [--no-python] [--big]     --big makes the large parent 2 GiB
//
//===--------------------------------------------------------------------------------------------===//

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <functional>
#include <linux/futex.h>
#include <optional>
#include <poll.h>
#include <spawn.h>
#include <string>
#include <sys/mman.h>
#include <sys/syscall.h>
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

using Functions = std::vector<std::function<void()>>;
using Samples = std::vector<std::vector<double>>;

/// Measures all functions in turns, so that a disturbance hits each alike.
void measure(const Functions &functions, int count, Samples &samples) {
  samples.resize(functions.size());
  for (const auto &function : functions)
    function();
  for (int i = 0; i < count; ++i)
    for (std::size_t k = 0; k < functions.size(); ++k)
      samples[k].push_back(microseconds(functions[k]));
}
Times times_of(std::vector<double> samples) {
  std::sort(samples.begin(), samples.end());
  return {samples[samples.size() / 10], samples[samples.size() / 2]};
}
std::vector<Times> measure(const Functions &functions, int count) {
  Samples samples;
  measure(functions, count, samples);
  std::vector<Times> result;
  for (auto &all : samples)
    result.push_back(times_of(std::move(all)));
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

[[noreturn]] void exit_when_set(std::atomic<int> *word) {
  while (*word == 0)
    ::syscall(SYS_futex, word, FUTEX_WAIT, 0, nullptr, nullptr, 0);
  ::_exit(0);
}

enum class Memory { copied, shared };
/// Microseconds from a wake-up to the end of all of these bare processes, which wait in futex(2)
/// and then call _exit(2): the least that the end of so many processes takes here. Where they share
/// this process's memory, nothing is taken apart: what is left is their wake-up and their end.
double bare_stop_time(int processes, Memory memory) {
  auto *word = static_cast<std::atomic<int> *>(::mmap(nullptr, sizeof(std::atomic<int>),
                                                      PROT_READ | PROT_WRITE,
                                                      MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  std::vector<int> pidfds;
  for (int i = 0; i < processes; ++i) {
    alignas(16) static char stacks[8][16 * 1024];
    const pid_t pid =
        memory == Memory::copied
            ? ::fork()
            : ::clone(
                  [](void *word) -> int { exit_when_set(static_cast<std::atomic<int> *>(word)); },
                  std::end(stacks[i]), CLONE_VM | SIGCHLD, word);
    if (pid == 0)
      exit_when_set(word);
    pidfds.push_back(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  }
  ::usleep(2'000 + 500 * static_cast<unsigned>(processes));
  const double time = microseconds([&] {
    *word = 1;
    ::syscall(SYS_futex, word, FUTEX_WAKE, processes, nullptr, nullptr, 0);
    for (const int pidfd : pidfds) {
      pollfd entry{pidfd, POLLIN, 0};
      ::poll(&entry, 1, -1);
      siginfo_t info;
      ::waitid(P_PIDFD, static_cast<id_t>(pidfd), &info, WEXITED);
    }
  });
  for (const int pidfd : pidfds)
    ::close(pidfd);
  ::munmap(word, sizeof *word);
  return time;
}

/// Python's multiprocessing, which does the same on demand.
class Python {
public:
  Python() {
    int to[2], from[2];
    if (::pipe2(to, O_CLOEXEC) != 0 || ::pipe2(from, O_CLOEXEC) != 0)
      return;
    pid_ = ::fork();
    if (pid_ == 0) {
      ::dup2(to[0], 0);
      ::dup2(from[1], 1);
      ::execlp("python3", "python3", PYTHON_BENCH, static_cast<char *>(nullptr));
      ::_exit(127);
    }
    ::close(to[0]);
    ::close(from[1]);
    questions_ = ::fdopen(to[1], "w");
    answers_ = ::fdopen(from[0], "r");
  }
  Python(const Python &) = delete;
  Python &operator=(const Python &) = delete;
  ~Python() {
    std::fclose(questions_);
    std::fclose(answers_);
    ::waitpid(pid_, nullptr, 0);
  }

  /// Microseconds as Python measures them; 0 when there is no Python.
  double ask(const std::string &question) {
    std::fprintf(questions_, "%s\n", question.c_str());
    std::fflush(questions_);
    double time = 0;
    return std::fscanf(answers_, "%lf", &time) == 1 ? time : 0;
  }

private:
  pid_t pid_ = -1;
  FILE *questions_ = nullptr, *answers_ = nullptr;
};

/// Each library measures its methods in turns; the libraries take turns of ten rounds, so that a
/// disturbance hits both but neither finds the caches as the other leaves them.
void compare_to_python(Python &peer) {
  const char *names[] = {"spawn", "forkserver", "fork"};
  constexpr double goals[] = {40, 30, 5};
  const auto theirs = [&](const char *name) { return [&peer, name] { peer.ask(name); }; };
  Samples ours, python, interpreter;
  for (int turn = 0; turn < std::max(1, rounds / 50); ++turn) {
    measure({[] { start_and_join(StartMethod::spawn); },
             [] { start_and_join(StartMethod::forkserver); },
             [] { start_and_join(StartMethod::fork); }, [] { spawn_and_wait(DO_NOTHING); },
             fork_and_wait},
            10, ours);
    measure({theirs("spawn"), theirs("forkserver"), theirs("fork")}, 10, python);
    measure({theirs("interpreter")}, 10, interpreter);
  }
  std::printf("\nstart and join, in turns with Python's\n");
  print("Python 3: interpreter alone", times_of(interpreter[0]));
  for (std::size_t i = 0; i < std::size(names); ++i) {
    const Times our_times = times_of(ours[i]), their_times = times_of(python[i]);
    print(names[i], our_times);
    print((std::string("Python 3: ") + names[i]).c_str(), their_times);
    ratio((std::string("Python ") + names[i] + " / " + names[i]).c_str(),
          their_times.p10 / our_times.p10, goals[i], false);
  }
  const double least[] = {times_of(ours[3]).p10, times_of(ours[4]).p10};
  std::printf("  %-44s %10.2f\n", "Python spawn / posix_spawn, do-nothing",
              times_of(python[0]).p10 / least[0]);
  std::printf("  %-44s %10.2f\n", "Python forkserver / fork + _exit",
              times_of(python[1]).p10 / least[1]);
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

int usage(bool asked_for) {
  std::fputs("runtime_bench: what the runtime costs, beside anchors of the same run\n\n"
             "Usage: runtime_bench [--quick] [--no-python] [--big]\n\n"
             "  --quick      a tenth of the rounds: seconds, and less sure\n"
             "  --no-python  nothing is compared to Python's multiprocessing\n"
             "  --big        the large parent has 2 GiB instead of 200 MiB\n",
             asked_for ? stdout : stderr);
  return asked_for ? 0 : 2;
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
    else
      return usage(std::strcmp(argv[i], "--help") == 0);
  }
  std::optional<Python> peer;
  if (python) {
    peer.emplace();
    if (peer->ask("is_set") == 0) {
      std::printf("no python3: nothing is compared to it\n");
      peer.reset();
    }
  }

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
  if (peer)
    compare_to_python(*peer);

  const std::size_t mib = big ? 2048 : 200;
  std::printf("\nthe same in a parent of %zu MiB, in turns with a small one\n", mib);
  const Functions starts = {[] { start_and_join(StartMethod::spawn); },
                            [] { start_and_join(StartMethod::forkserver); },
                            [] { spawn_and_wait(DO_NOTHING); }};
  Samples small, large, forks;
  for (int turn = 0; turn < 5; ++turn) {
    measure(starts, rounds / 5, small);
    void *memory =
        ::mmap(nullptr, mib << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
      break;
    ::madvise(memory, mib << 20, MADV_NOHUGEPAGE);
    std::memset(memory, 1, mib << 20);
    measure(starts, rounds / 5, large);
    measure({fork_and_wait}, 2, forks); // apart: it leaves cold caches to whoever comes next
    ::munmap(memory, mib << 20);
  }
  if (!large.empty()) {
    const char *names[] = {"spawn", "forkserver", "anchor: posix_spawn + wait, do-nothing program"};
    for (std::size_t i = 0; i < starts.size(); ++i)
      print(names[i], times_of(large[i]));
    print("anchor: fork + _exit + wait", times_of(forks[0]));
    ratio("forkserver, large / small", times_of(large[1]).p10 / times_of(small[1]).p10, 1.3);
    const double spawn_growth = times_of(large[0]).p10 / times_of(small[0]).p10;
    const double anchor_growth = times_of(large[2]).p10 / times_of(small[2]).p10;
    std::printf("  %-44s %10.2f   (posix_spawn: %.2f)\n", "spawn, large / small", spawn_growth,
                anchor_growth);
    ratio("spawn / posix_spawn, large", times_of(large[0]).p10 / times_of(large[2]).p10, 1.2);
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
  std::vector<double> one, eight, bare_one, bare_eight, shared_one, shared_eight;
  for (int i = 0; i < std::max(10, rounds / 5); ++i) {
    one.push_back(stop_time(1));
    eight.push_back(stop_time(8));
    bare_one.push_back(bare_stop_time(1, Memory::copied));
    bare_eight.push_back(bare_stop_time(8, Memory::copied));
    shared_one.push_back(bare_stop_time(1, Memory::shared));
    shared_eight.push_back(bare_stop_time(8, Memory::shared));
  }
  print("1 worker", times_of(one));
  print("8 workers", times_of(eight));
  print("anchor: 1 bare process", times_of(bare_one));
  print("anchor: 8 bare processes", times_of(bare_eight));
  ratio("8 / 1", times_of(eight).p10 / times_of(one).p10, 3);
  std::printf("  %-44s %10.2f\n", "8 / 1 of bare processes",
              times_of(bare_eight).p10 / times_of(bare_one).p10);
  std::printf("  %-44s %10.2f\n", "8 / 1 of those that share their memory",
              times_of(shared_eight).p10 / times_of(shared_one).p10);
  ratio("8 workers / 8 bare processes", times_of(eight).p10 / times_of(bare_eight).p10, 1.2);

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
  const Times look = times_of(times);
  print("is_set", look, "ns");
  ratio("is_set in ns", look.p10, 2);
  if (peer) {
    std::vector<double> theirs;
    for (int i = 0; i < 10; ++i)
      theirs.push_back(peer->ask("is_set") * 1000);
    print("Python 3: is_set", times_of(theirs), "ns");
  }

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
    const double python_time =
        peer ? peer->ask("queue " + std::to_string(size) + " " + std::to_string(messages / 4)) : 0;
    std::printf("  %-44s %14.0f %8.1f  %.2f x pipe's time", (std::to_string(size) + " B").c_str(),
                1e6 / ours, static_cast<double>(size) / ours, ours / raw);
    if (python_time > 0)
      std::printf(", %.1f x as fast as Python", python_time / ours);
    std::printf("\n");
  }
  return 0;
}
