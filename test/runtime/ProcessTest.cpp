//===- ProcessTest.cpp - Does a worker live, work and end as it should? -------------------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Cases follow the behaviour checklist derived from CPython's _test_multiprocessing.py, in own
// words.
//
//===--------------------------------------------------------------------------------------------===//

#include <csignal>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <thread>

#include <sys/prctl.h>
#include <sys/syscall.h>

#include "Fixture.h"

namespace {

STOWAWAY_EVERY_METHOD(ProcessTest);
STOWAWAY_SENDING_METHODS(SendingProcessTest);

void nothing() {}
void wait_for(Event event) { event.wait(); }
void sleep_long() {
  for (;;)
    ::pause();
}
int give(int code) { return code; }

// --- Targets and arguments ---------------------------------------------------------------------

struct Data {
  int number;
  std::map<std::string, std::vector<double>> table;
};

struct Functor {
  int offset = 0;
  int operator()(int value) const { return value + offset; }
};

struct Counter {
  int value = 0;
  std::string text;
  int add(int amount) { return value + amount + static_cast<int>(text.size()); }
  int peek() const { return value; }
  static int twice(int amount) { return 2 * amount; }
  virtual int kind() { return 1; }
  virtual ~Counter() = default;
  template <class A>
  void serialize(A &archive) {
    archive(value, text);
  }
};
struct BigCounter : Counter {
  int kind() override { return 2; }
};

bool take(int a, std::string b, const Data &data, std::unique_ptr<int> pointer) {
  return a == 1 && b == "two" && data.number == 3 && data.table.at("four").at(1) == 5 &&
         *pointer == 6;
}

TEST_P(ProcessTest, ArgumentsArriveEqual) {
  Task task(take, 1, "two", Data{3, {{"four", {0, 5}}}}, std::make_unique<int>(6));
  task.start();
  EXPECT_TRUE(task.result());
}

TEST_P(ProcessTest, TargetsOfEveryKind) {
  int captured = 10;
  Counter counter;
  counter.value = 5;
  counter.text = "abc";
  const auto result = [](auto task) {
    task.start();
    return task.result();
  };
  EXPECT_EQ(result(Task(give, 3)), 3);
  EXPECT_EQ(result(Task(&Counter::twice, 4)), 8);
  EXPECT_EQ(result(Task(Functor{2}, 5)), 7);
  EXPECT_EQ(result(Task([](int a, int b) { return a * b; }, 3, 4)), 12);
  EXPECT_EQ(result(Task([captured](int a) { return a + captured; }, 1)), 11);
  EXPECT_EQ(result(Task(&Counter::add, &counter, 1)), 9);
  EXPECT_EQ(result(Task(&Counter::add, counter, 1)), 9);
  EXPECT_EQ(result(Task(&Counter::add, std::ref(counter), 1)), 9);
  EXPECT_EQ(result(Task(&Counter::add, std::make_unique<Counter>(counter), 1)), 9);
  EXPECT_EQ(result(Task(&Counter::peek, static_cast<const Counter *>(&counter))), 5);
  EXPECT_EQ(result(Task(&Counter::value, &counter)), 5);
  BigCounter big;
  EXPECT_EQ(result(Task(&Counter::kind, &big)), 2); // the derived object travels, virtually called
  EXPECT_EQ(result(Task(+[](const char *text) { return std::string(text) + "!"; }, "x")), "x!");
}

TEST_P(ProcessTest, ObjectIsTakenAsItIsAtTheStart) {
  Counter counter;
  Task task(&Counter::add, &counter, 0);
  counter.value = 77; // bound before, sent now
  task.start();
  counter.value = 1;
  EXPECT_EQ(task.result(), 77);
}

TEST_P(SendingProcessTest, ObjectsAreNeverSliced) {
  BigCounter big;
  Counter &base = big;
  Process process(&Counter::kind, &base);
  EXPECT_THROW(process.start(), TransferError);
}

TEST_P(SendingProcessTest, CapturedAddressesAreRefused) {
  int local = 1;
  int *pointer = &local;
  Process by_pointer([pointer] { ++*pointer; });
  EXPECT_THROW(by_pointer.start(), TransferError);
  Process by_reference([&local] { ++local; });
  try {
    by_reference.start();
    FAIL();
  } catch (const TransferError &error) {
    EXPECT_NE(error.reason().find("captured an address"), std::string::npos) << error.what();
  }
}

TEST_P(ProcessTest, TargetAndArgumentsAreLetGo) {
  auto shared = std::make_shared<int>(1);
  Process process([](std::shared_ptr<int>) {}, shared);
  EXPECT_EQ(shared.use_count(), 2);
  process.start();
  EXPECT_EQ(shared.use_count(), 1);
  process.join();
}

// --- Life cycle --------------------------------------------------------------------------------

TEST_P(ProcessTest, LifeCycle) {
  Event event;
  Process process(wait_for, event);
  process.set_name("worker 1");
  EXPECT_FALSE(process.is_alive());
  EXPECT_EQ(process.pid(), 0);
  EXPECT_THROW(process.exit_status(), LifecycleError);
  process.start();
  EXPECT_TRUE(process.is_alive());
  EXPECT_GT(process.pid(), 0);
  EXPECT_THROW(process.exit_status(), LifecycleError);
  EXPECT_FALSE(process.join_for(0ms));
  EXPECT_FALSE(process.join_for(-1s));
  EXPECT_FALSE(process.join_for(20ms));
  event.set();
  EXPECT_TRUE(process.join_for(std::chrono::hours::max())); // not taken for a time that is over
  EXPECT_FALSE(process.is_alive());
  EXPECT_TRUE(process.exit_status().success());
  process.join(); // again
  EXPECT_TRUE(process.join_for(0ms));
  EXPECT_FALSE(process.terminate());
  process.close();
  process.close();
  EXPECT_THROW(process.join(), LifecycleError);
  EXPECT_THROW(process.is_alive(), LifecycleError);
  EXPECT_THROW(process.pid(), LifecycleError);
  EXPECT_THROW(process.start(), LifecycleError);
}

TEST_P(ProcessTest, WorkerKnowsItself) {
  Task task(+[] {
    return std::tuple(is_worker(), worker_name(), parent_pid(), parent_alive(), ::getpid(),
                      static_cast<pid_t>(::syscall(SYS_gettid)), ::gettid(), start_method());
  });
  task.set_name("n");
  EXPECT_FALSE(is_worker());
  EXPECT_TRUE(parent_alive());
  task.start();
  const auto pid = task.pid();
  const auto [worker, name, parent, alive, own, tid, cached_tid, method] = task.result();
  EXPECT_TRUE(worker);
  EXPECT_EQ(name, "n");
  EXPECT_EQ(parent, ::getpid());
  EXPECT_TRUE(alive);
  EXPECT_EQ(own, pid);
  EXPECT_EQ(tid, pid);
  EXPECT_EQ(cached_tid, pid);
  EXPECT_EQ(method, GetParam());
}

TEST_P(ProcessTest, ExitCodes) {
  for (const int code : {0, 1, 42, 255}) {
    Process process(give, code);
    process.start();
    process.join();
    EXPECT_EQ(process.exit_status(), ExitStatus::exited(code));
  }
  Process exits(+[] { std::exit(7); });
  exits.start();
  exits.join();
  EXPECT_EQ(exits.exit_status(), ExitStatus::exited(7));
  Process no(+[] { return false; });
  no.start();
  no.join();
  EXPECT_EQ(no.exit_status(), ExitStatus::exited(0));
}

TEST_P(ProcessTest, SignalsAreNamed) {
  struct Case {
    bool (Process::*send)() const;
    int signal;
  };
  for (const auto &[send, signal] :
       {Case{&Process::terminate, SIGTERM}, Case{&Process::kill, SIGKILL}}) {
    Process process(sleep_long);
    process.start();
    EXPECT_TRUE((process.*send)());
    process.join();
    EXPECT_EQ(process.exit_status(), ExitStatus::signaled(signal));
    EXPECT_FALSE((process.*send)());
    process.join();
  }
  Process interrupted(sleep_long);
  interrupted.start();
  interrupted.send_signal(SIGINT);
  interrupted.join();
  EXPECT_EQ(interrupted.exit_status().to_string(), "killed by SIGINT");
}

TEST_P(ProcessTest, SentinelIsReadableAtTheEnd) {
  Event event;
  Process process(wait_for, event);
  EXPECT_THROW(process.native_handle(), LifecycleError);
  process.start();
  EXPECT_TRUE(wait_any_for({process.native_handle()}, 20ms).empty());
  event.set();
  EXPECT_EQ(wait_any({process.native_handle()}), std::vector<std::size_t>{0});
  process.join();
}

TEST_P(ProcessTest, EndIsSeenAlthoughAGrandchildLives) {
  Event end, ended;
  Process process(
      +[](Event end, Event ended) {
        if (::fork() == 0) { // inherits every descriptor of the worker
          end.wait();
          ended.set();
          ::_exit(0);
        }
      },
      end, ended);
  process.start();
  process.join();
  EXPECT_TRUE(process.exit_status().success());
  EXPECT_FALSE(ended.is_set());
  end.set(); // only now
  EXPECT_TRUE(ended.wait_for(patience)) << "it lived until here";
}

TEST_P(ProcessTest, SeveralThreadsJoin) {
  if (GetParam() == StartMethod::fork)
    allow_fork_with_threads(true);
  Event event;
  Process process(wait_for, event);
  process.start();
  std::vector<std::thread> threads;
  std::atomic<int> joined = 0;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      process.join();
      joined += process.exit_status().success();
    });
  ::usleep(10'000);
  EXPECT_EQ(joined, 0);
  event.set();
  for (auto &thread : threads)
    thread.join();
  EXPECT_EQ(joined, 8);
  allow_fork_with_threads(false);
}

TEST_P(ProcessTest, ManyAtOnce) {
  std::vector<Process> sleepers, killed;
  for (int i = repetitions(20, 100); i > 0; --i) {
    sleepers.emplace_back(+[] { ::usleep(10'000); });
    sleepers.back().start();
  }
  for (int i = repetitions(20, 100); i > 0; --i) {
    killed.emplace_back(sleep_long);
    killed.back().start();
    killed.back().terminate(); // right after the start
  }
  for (auto &process : sleepers) {
    process.join();
    EXPECT_TRUE(process.exit_status().success());
  }
  for (auto &process : killed) {
    process.join();
    EXPECT_EQ(process.exit_status(), ExitStatus::signaled(SIGTERM));
  }
}

int tree(int depth) {
  if (depth == 0)
    return 1;
  Task left(tree, depth - 1), right(tree, depth - 1);
  left.start();
  right.start();
  return left.result() + right.result();
}
TEST_P(ProcessTest, WorkersHaveWorkers) {
  Task task(tree, 3);
  task.start();
  EXPECT_EQ(task.result(), 8);
}

TEST_P(ProcessTest, DestructorStopsTheWorker) {
  pid_t pid;
  {
    Process process(sleep_long);
    process.start();
    pid = process.pid();
  }
  EXPECT_EQ(::kill(pid, 0), -1);
  {
    Process stubborn(+[] {
      ::signal(SIGTERM, SIG_IGN);
      sleep_long();
    });
    stubborn.set_stop_policy({.term_grace = 50ms});
    stubborn.start();
    ::usleep(20'000);
  }
}

TEST_P(ProcessTest, DetachedWorkerIsReapedLater) {
  Event event;
  pid_t pid;
  {
    Process process(wait_for, event);
    process.start();
    pid = process.pid();
    process.detach();
    EXPECT_THROW(process.join(), LifecycleError);
  }
  event.set();
  // No handler of SIGCHLD reaps it; a later start does.
  EXPECT_TRUE(eventually([&] {
    Process next(nothing);
    next.start();
    next.join();
    return ::kill(pid, 0) == -1;
  }));
}

TEST_P(ProcessTest, MoveKeepsTheWorker) {
  Event event;
  Process a(wait_for, event);
  a.start();
  const auto pid = a.pid();
  Process b(std::move(a));
  EXPECT_EQ(b.pid(), pid);
  EXPECT_FALSE(a.is_alive());
  EXPECT_THROW(a.join(), LifecycleError);
  EXPECT_THROW(a.start(), LifecycleError);
  Process c;
  c = std::move(b);
  EXPECT_TRUE(c.is_alive());
  event.set();
  c.join();
}

// --- Results and errors --------------------------------------------------------------------------

struct Special : std::runtime_error {
  using std::runtime_error::runtime_error;
};
int throw_special(const char *text) { throw Special(text); }

TEST_P(ProcessTest, ExceptionsComeBack) {
  Task task(+[]() -> int {
    try {
      throw Special("inner");
    } catch (...) {
      std::throw_with_nested(std::out_of_range("outer"));
    }
  });
  task.start();
  try {
    task.result();
    FAIL();
  } catch (const RemoteError &error) {
    EXPECT_EQ(error.type(), "std::out_of_range");
    EXPECT_EQ(error.message(), "outer");
    EXPECT_EQ(error.stage(), "run");
    ASSERT_EQ(error.chain().size(), 2u);
    EXPECT_EQ(error.chain()[1].type, "(anonymous namespace)::Special");
    EXPECT_EQ(error.chain()[1].message, "inner");
  }
  EXPECT_EQ(task.exit_status(), ExitStatus::exited(1));

  Process process(+[] { throw 42; });
  process.start();
  EXPECT_THROW(process.join_or_throw(), RemoteError);
  EXPECT_EQ(process.error()->type(), "int");
}

TEST_P(ProcessTest, CrashIsNoResult) {
  Task<int> task(+[]() -> int { std::abort(); });
  task.start();
  try {
    task.result();
    FAIL();
  } catch (const WorkerLostError &error) {
    EXPECT_NE(std::string(error.what()).find("SIGABRT"), std::string::npos) << error.what();
  }
  Task<int> exits(+[]() -> int { std::exit(3); });
  exits.start();
  EXPECT_THROW(exits.result(), WorkerLostError);
}

TEST_P(ProcessTest, ExitIsNoResult) {
  Task<int> task(+[]() -> int { std::exit(0); });
  task.start();
  EXPECT_THROW(task.result(), WorkerLostError);
  EXPECT_TRUE(task.exit_status().success());
}

TEST_P(ProcessTest, ExceptionsMayHaveNoText) {
  struct Silent : std::exception {
    const char *what() const noexcept override { return nullptr; }
  };
  Process silent(+[] { throw Silent(); });
  Process null(+[] { throw static_cast<const char *>(nullptr); });
  for (auto *process : {&silent, &null}) {
    process->start();
    process->join();
    EXPECT_EQ(process->exit_status(), ExitStatus::exited(1)) << process->exit_status().to_string();
    ASSERT_TRUE(process->error());
    EXPECT_EQ(process->error()->message(), "");
  }
}

TEST_P(ProcessTest, ResultsOfEveryShape) {
  Task big(+[] { return std::string(5'000'000, 'x'); });
  big.start();
  EXPECT_EQ(big.result().size(), 5'000'000u);
  EXPECT_THROW(big.result(), LifecycleError);
  Task event(+[] {
    Event made;
    made.set();
    return made;
  });
  event.start();
  EXPECT_TRUE(event.result().is_set());
  Task none(nothing);
  none.start();
  none.result();
}

TEST_P(ProcessTest, TerminateIsTold) {
  Task<int> leaves_noexcept(+[]() noexcept -> int { return throw_special("out of noexcept"); });
  leaves_noexcept.start();
  try {
    leaves_noexcept.result();
    FAIL();
  } catch (const RemoteError &error) {
    EXPECT_EQ(error.stage(), "terminate");
    EXPECT_EQ(error.message(), "out of noexcept");
    EXPECT_NE(std::string(error.what()).find("ended by std::terminate"), std::string::npos);
  }
  EXPECT_EQ(leaves_noexcept.exit_status(), ExitStatus::signaled(SIGABRT));
  Process in_thread(+[] { std::thread([] { throw Special("in a thread"); }).join(); });
  in_thread.start();
  in_thread.join();
  ASSERT_TRUE(in_thread.error());
  EXPECT_EQ(in_thread.error()->message(), "in a thread");
}

TEST_P(ProcessTest, ActiveChildrenAreListed) {
  EXPECT_TRUE(active_children().empty());
  Event event;
  Process a(wait_for, event), b(wait_for, event);
  a.start();
  b.start();
  EXPECT_EQ(active_children(), (std::vector<pid_t>{a.pid(), b.pid()}));
  const pid_t detached = b.pid();
  b.detach();
  a.kill();
  a.join();
  EXPECT_EQ(active_children(), std::vector<pid_t>{detached});
  event.set();
  EXPECT_TRUE(eventually([] { return active_children().empty(); }));
}

struct BadToSend {
  int a = 0;
  template <class A>
  void serialize(A &archive) {
    archive(a);
    if (a == 1)
      throw std::runtime_error("not today");
  }
};
struct BadToReceive {
  int a = 0;
  template <class A>
  void save(A &archive) const {
    archive(a);
  }
  template <class A>
  void load(A &archive) {
    archive(a);
    throw std::runtime_error("cannot load");
  }
};
TEST_P(SendingProcessTest, EveryStageHasItsError) {
  Process send([](BadToSend) {}, BadToSend{1});
  EXPECT_THROW(send.start(), std::runtime_error);
  EXPECT_EQ(send.pid(), 0);
  Task receive([](BadToReceive) { return 1; }, BadToReceive());
  receive.start();
  try {
    receive.result();
    FAIL();
  } catch (const RemoteError &error) {
    EXPECT_EQ(error.stage(), "decode");
    EXPECT_EQ(error.message(), "cannot load");
  }
  Task encode(+[] { return BadToSend{1}; });
  encode.start();
  try {
    encode.result();
    FAIL();
  } catch (const RemoteError &error) {
    EXPECT_EQ(error.stage(), "encode");
    EXPECT_EQ(error.message(), "not today");
  }
  Task decode(+[] { return BadToReceive(); });
  decode.start();
  EXPECT_THROW(decode.result(), std::runtime_error);
}

// --- Stopping ------------------------------------------------------------------------------------

TEST_P(ProcessTest, StopEscalates) {
  using Step = StopOutcome::Step;
  Event event;
  Process polite(wait_for, event);
  polite.start();
  auto outcome = polite.stop(patient({.event = event}));
  EXPECT_EQ(outcome.step, Step::event);
  EXPECT_TRUE(outcome.status.success());
  EXPECT_EQ(polite.stop().step, Step::already_ended);

  Process deaf(sleep_long);
  deaf.start();
  outcome = deaf.stop(patient({.event = Event(), .event_grace = 20ms}));
  EXPECT_EQ(outcome.step, Step::terminate);
  EXPECT_EQ(outcome.status, ExitStatus::signaled(SIGTERM));

  Event ready;
  Process stubborn(
      +[](Event ready) {
        ::signal(SIGTERM, SIG_IGN);
        ready.set();
        sleep_long();
      },
      ready);
  stubborn.start();
  ready.wait();
  outcome = stubborn.stop(patient({.term_grace = 20ms}));
  EXPECT_EQ(outcome.step, Step::kill);
  EXPECT_EQ(outcome.status, ExitStatus::signaled(SIGKILL));
}

TEST_P(ProcessTest, StoppedWorkerIsWokenToEnd) {
  Process process(sleep_long);
  process.start();
  process.send_signal(SIGSTOP);
  EXPECT_FALSE(process.join_for(20ms));
  const auto outcome = process.stop(patient());
  EXPECT_EQ(outcome.step, StopOutcome::Step::terminate);
}

TEST_P(ProcessTest, GrandchildrenAreStoppedToo) {
  Queue<int> queue;
  Process process(
      +[](Queue<int> queue) {
        ::signal(SIGTERM, SIG_IGN);
        if (::fork() == 0)
          queue.put(::getpid());
        sleep_long();
      },
      queue);
  process.start();
  const pid_t grandchild = queue.get();
  EXPECT_EQ(process.stop(patient({.term_grace = 20ms})).step, StopOutcome::Step::kill);
  // It is a child of init, or of whoever reaps here; it is dead or a zombie of that.
  EXPECT_TRUE(eventually([&] {
    std::FILE *file = std::fopen(("/proc/" + std::to_string(grandchild) + "/stat").c_str(), "r");
    if (!file)
      return true;
    char state = 0;
    const bool read = std::fscanf(file, "%*d (%*[^)]) %c", &state) == 1;
    std::fclose(file);
    return read && state == 'Z';
  }));
}

// --- Misuse ------------------------------------------------------------------------------------

TEST_P(ProcessTest, MisuseIsNamed) {
  Process empty;
  EXPECT_THROW(empty.start(), LifecycleError);
  EXPECT_THROW(empty.join(), LifecycleError);
  Event event;
  Process process(wait_for, event);
  EXPECT_THROW(process.join(), LifecycleError);
  EXPECT_THROW(process.terminate(), LifecycleError);
  EXPECT_THROW(process.stop(), LifecycleError);
  process.start();
  EXPECT_THROW(process.start(), LifecycleError);
  EXPECT_THROW(process.close(), LifecycleError);
  const pid_t copy = ::fork();
  if (copy == 0) {
    int wrong = 0;
    try {
      process.join();
      wrong = 1;
    } catch (const LifecycleError &) {
    }
    if (process.is_alive())
      wrong = 2;
    {
      Process taken = std::move(process);
    } // its destructor must not touch the worker
    ::_exit(wrong);
  }
  int status = 0;
  ::waitpid(copy, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_TRUE(process.is_alive());
  event.set();
  process.join();
  EXPECT_TRUE(process.exit_status().success());
}

TEST_P(SendingProcessTest, StartedProcessesStayAtHome) {
  Event event;
  Process a(wait_for, event);
  Process b([](Process &process) { return process.pid() == 0 ? 0 : 1; }, std::ref(a));
  b.start();
  b.join();
  EXPECT_TRUE(b.exit_status().success()) << "an unstarted process travels";
  Task started(
      +[](Process &process) {
        process.start();
        process.join();
        return process.exit_status().success();
      },
      std::ref(a));
  event.set();
  started.start();
  EXPECT_TRUE(started.result()) << "with its target, so that it can be started there";
  event.clear();
  a.start();
  Process c([](Process &) {}, std::ref(a));
  try {
    c.start();
    FAIL();
  } catch (const TransferError &error) {
    EXPECT_STREQ(error.what(), "argument 1: a started Process holds handles of this process");
  }
  event.set();
  a.join();
  EXPECT_THROW(c.start(), TransferError);
  a.close();
  c.start();
  c.join();
  EXPECT_TRUE(c.exit_status().success()) << "closed, it travels again";
}

} // namespace
