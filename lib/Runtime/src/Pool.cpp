//===- Pool.cpp - How is a list of work spread over workers? ------------------------------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stowaway/pool.h>

#include <algorithm>
#include <deque>
#include <future>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <thread>

#include "Child.h"
#include "Message.h"
#include "System.h"
#include "Worker.h"

namespace stowaway {

namespace detail {

namespace {

enum : std::uint32_t { call = 1, value = 2, exception = 3, quit = 4 };

/// A time that has passed: nothing here waits for a worker.
constexpr std::chrono::steady_clock::time_point at_once{};
using Clock = std::chrono::steady_clock;

/// One call: its value, or the exception and where it was thrown.
void serve_call(const Channel &channel, std::optional<RawMessage> message,
                std::exception_ptr refusal) {
  OutputArchive answer;
  const char *stage = "decode";
  try {
    if (refusal)
      std::rethrow_exception(refusal);
    InputArchive archive(message->bytes.data(), message->bytes.size(),
                         std::move(message->descriptors));
    auto target = get_target(archive);
    stage = "run";
    target->run(&answer);
    stage = "encode";
    channel.send(value, answer.bytes(), answer.descriptors(), {});
  } catch (...) {
    if (answer.has_result())
      stage = "encode"; // it had returned
    OutputArchive report(false);
    put(report, std::string(stage));
    put(report, causes_of_current_exception());
    channel.send(exception, report.bytes(), {}, {});
  }
}

/// The target of every worker: does what arrives until the pool closes its end.
void serve_calls(Channel channel) {
  for (;;) {
    std::optional<RawMessage> message;
    std::exception_ptr refusal;
    try {
      message = channel.receive({});
      if (message->kind == quit)
        return;
    } catch (const ClosedError &) {
      return; // the pool has no more for this worker
    } catch (...) {
      // No room in this process. The next message that arrives is another call.
      refusal = std::current_exception();
      channel.drop();
    }
    try {
      serve_call(channel, std::move(message), std::move(refusal));
    } catch (const ClosedError &) {
      return; // nobody wants the answer any more
    }
  }
}

/// Blocks the signals that another thread may take, so that handlers of the program run in its own
/// threads; a thread that starts meanwhile keeps that. Those that a thread brings on itself stay.
class CalmSignals {
public:
  CalmSignals() noexcept {
    sigset_t all;
    sigfillset(&all);
    for (const int own : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGABRT})
      sigdelset(&all, own);
    ::pthread_sigmask(SIG_SETMASK, &all, &old_);
  }
  CalmSignals(const CalmSignals &) = delete;
  CalmSignals &operator=(const CalmSignals &) = delete;
  ~CalmSignals() { ::pthread_sigmask(SIG_SETMASK, &old_, nullptr); }

private:
  sigset_t old_;
};

} // namespace

Job make_job(std::unique_ptr<BoundTarget> target) {
  Job job;
  OutputArchive archive;
  put_target(archive, *target);
  job.bytes = std::move(archive.bytes());
  job.descriptors = archive.descriptors();
  job.kept = std::move(archive.kept());
  job.target = std::move(target);
  return job;
}

/// What both sides use is under the mutex; the workers are the pool's thread's alone. No user code
/// runs under the mutex. The thread survives whatever the system refuses: a call fails, a worker is
/// missing for a while.
class PoolCore {
public:
  explicit PoolCore(PoolOptions options) : options_(std::move(options)) {
    if (options_.workers == 0)
      options_.workers = cpu_count();
    wake_ = Fd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!wake_)
      throw std::system_error(errno, std::system_category(), "eventfd");
    // No poll(2), which refuses more descriptors than RLIMIT_NOFILE, however it is lowered later.
    epoll_ = Fd(::epoll_create1(EPOLL_CLOEXEC));
    if (!epoll_)
      throw std::system_error(errno, std::system_category(), "epoll_create1");
    watch(wake_.get(), wake_mark);
    workers_.resize(options_.workers);
    try {
      for (std::size_t i = 0; i < workers_.size(); ++i)
        start_worker(i);
      const CalmSignals calm;
      thread_ = std::thread([this] { run(); });
    } catch (...) {
      end(true);
      throw;
    }
  }

  ~PoolCore() { terminate(); }

  void enqueue(Job job) {
    if (!is_ours())
      throw LifecycleError("submit() to a Pool in another process than the one that made it");
    bool first;
    {
      const std::lock_guard lock(mutex_);
      if (closed_)
        throw LifecycleError("submit() to a Pool that was closed");
      first = jobs_.empty();
      jobs_.push_back(std::move(job));
    }
    if (first) // else the thread was woken for those before, or no worker is idle
      wake();
  }

  void close() {
    if (!is_ours())
      return;
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    wake();
  }

  void join() {
    if (!is_ours())
      throw LifecycleError("join() of a Pool in another process than the one that made it");
    if (is_pool_thread())
      throw LifecycleError("join() of a Pool while it decodes a result");
    close();
    join_thread();
  }

  void terminate() noexcept {
    if (!is_ours()) {
      // A copy that user code forked: threads and workers are the other process's.
      struct Others {
        std::thread thread;
        std::vector<std::future<void>> leaving;
      };
      static auto &others = *new std::vector<Others>; // never destroyed
      others.push_back({std::move(thread_), std::move(leaving_)});
      return;
    }
    {
      const std::lock_guard lock(mutex_);
      closed_ = terminated_ = true;
    }
    wake();
    if (!is_pool_thread())
      join_thread();
  }

  unsigned size() const noexcept { return options_.workers; }
  std::size_t replaced() const noexcept { return replaced_; }

private:
  struct Worker {
    Process process;
    Channel channel; // not open: it could not be started
    std::optional<Job> job;
    std::size_t calls = 0;
    // When and how often the system refused: to start it, or to take its answer.
    Clock::time_point look_again = Clock::time_point::max();
    unsigned refusals = 0;

    /// Lets it end by itself. A message, because after StartMethod::fork other workers hold a copy
    /// of this end and would keep the worker from seeing it close.
    void dismiss() noexcept {
      try {
        if (channel.fd() >= 0)
          channel.send(quit, {}, {}, at_once);
      } catch (const std::exception &) {
        // It has ended.
      }
      channel.close();
    }
  };
  static constexpr std::uint64_t wake_mark = UINT64_MAX;
  // A worker that cannot be started is tried again after 0.1, 0.3, 0.7, 1.5 and 2.5 seconds. When
  // there is no other, the calls that wait fail then, and it begins anew.
  static constexpr std::chrono::milliseconds first_pause{100}, longest_pause{1000};
  static constexpr unsigned starts_before_giving_up = 6;
  // An answer for which this process has no room: for a second.
  static constexpr std::chrono::milliseconds answer_pause{20};
  static constexpr unsigned looks_before_giving_up = 50;
  // Ending takes a worker less, unless it has something to do then.
  static constexpr std::chrono::milliseconds usual_end{100};
  // A call that did not reach its worker goes to another one.
  static constexpr unsigned most_attempts = 3;

  void watch(int fd, std::uint64_t mark) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = mark;
    if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) != 0)
      throw std::system_error(errno, std::system_category(), "epoll_ctl");
  }
  // Never left to close(2): copies of the descriptor in forked processes would keep it watched.
  void unwatch(int fd) noexcept { ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr); }

  void start_worker(std::size_t index) {
    auto [mine, theirs] = make_socketpair(SOCK_SEQPACKET);
    Worker worker;
    worker.channel = Channel(mine.release());
    worker.process = Process(serve_calls, Channel(theirs.release()));
    worker.process.set_name("pool worker");
    auto method = start_method();
    if (method == StartMethod::fork && thread_.joinable())
      method = StartMethod::spawn;
    worker.process.start_by(method);
    watch(worker.channel.fd(), index);
    try {
      watch(worker.process.native_handle(), index);
    } catch (...) {
      unwatch(worker.channel.fd());
      throw;
    }
    workers_[index] = std::move(worker);
  }

  bool is_ours() const noexcept { return owner_ == ::getpid(); }
  bool is_pool_thread() const noexcept { return run_by_ == std::this_thread::get_id(); }

  /// Several threads may wait for the end.
  void join_thread() {
    const std::lock_guard lock(join_mutex_);
    if (thread_.joinable())
      thread_.join();
  }

  void wake() noexcept {
    const ErrnoKeeper keeper;
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(wake_.get(), &one, sizeof one);
  }

  static std::string how_it_ended(const Process &process) {
    const auto status = process.child_->status();
    std::string text = "the worker " + (status ? status->to_string() : "could not be stopped");
    try {
      if (const auto error = process.child_->error())
        text += " (" + error->type() + ": " + error->message() + ")";
    } catch (const std::system_error &) {
      // There is no room here for what it said.
    }
    return text;
  }

  /// Whatever leaves user code or finds no memory here, the thread goes on.
  static void finish(Job &job, RawMessage *message, std::exception_ptr error) noexcept {
    try {
      job.done(message, std::move(error));
    } catch (...) {
    }
  }
  static void fail(Job &job, const std::string &reason) noexcept {
    std::exception_ptr error;
    try {
      error = std::make_exception_ptr(WorkerLostError(reason));
    } catch (...) {
      error = std::current_exception();
    }
    finish(job, nullptr, std::move(error));
  }

  /// The pool's thread.
  void run() noexcept {
    run_by_ = std::this_thread::get_id();
    bool finished = false, terminated = false;
    while (!finished && !terminated)
      try {
        dispatch(finished, terminated);
        if (!finished && !terminated)
          wait_and_collect();
      } catch (...) {
        pause_briefly(); // no memory
      }
    try {
      end(terminated);
    } catch (...) {
    }
    give_up("the pool was terminated");
  }

  /// Fails all that is left.
  void give_up(const char *reason) noexcept {
    for (auto &worker : workers_)
      if (worker.job)
        fail(*worker.job, reason);
    workers_.clear(); // stops those that are left
    fail_waiting(reason);
  }
  void fail_waiting(const std::string &reason) noexcept {
    std::deque<Job> rest;
    {
      const std::lock_guard lock(mutex_);
      rest.swap(jobs_);
    }
    for (auto *jobs : {&held_, &rest})
      for (auto &job : *jobs)
        fail(job, reason);
    held_.clear();
  }

  /// Gives waiting jobs to idle workers.
  void dispatch(bool &finished, bool &terminated) {
    if (!held_.empty() && offer_again_ <= Clock::now())
      offer_held_again();
    bool busy = false, any = false, hopeless = true;
    for (std::size_t i = 0; i < workers_.size(); ++i) {
      auto &worker = workers_[i];
      while (!worker.job && worker.channel.fd() >= 0 && take_job(worker))
        hand_over(i);
      busy = busy || worker.job;
      any = any || worker.channel.fd() >= 0;
      hopeless = hopeless && worker.refusals >= starts_before_giving_up;
    }
    if (!any && hopeless) {
      fail_waiting("no worker of the pool is left: " + last_error_);
      for (auto &worker : workers_)
        worker.refusals = 0; // calls to come are given time again
    }
    const std::lock_guard lock(mutex_);
    terminated = terminated_;
    finished = closed_ && jobs_.empty() && held_.empty() && !busy;
  }

  bool take_job(Worker &worker) {
    for (;;) {
      Job job;
      {
        const std::lock_guard lock(mutex_);
        if (terminated_ || jobs_.empty())
          return false;
        job = std::move(jobs_.front());
        jobs_.pop_front();
      }
      if (job.cancelled && *job.cancelled)
        continue; // destroyed here, outside of the lock
      worker.job = std::move(job);
      return true;
    }
  }

  /// The socket of an idle worker is empty, and what is in a message itself is less than any socket
  /// buffer, so that a worker that is stopped or hangs takes it all the same.
  void hand_over(std::size_t index) {
    auto &worker = workers_[index];
    auto &job = *worker.job;
    std::exception_ptr error;
    try {
      if (worker.channel.send(call, job.bytes, job.descriptors, at_once)) {
        std::string().swap(job.bytes);
        job.target.reset();
        job.kept.clear();
        return;
      }
      error = std::make_exception_ptr(
          std::system_error(EAGAIN, std::system_category(), "sending a call to a worker"));
    } catch (const ClosedError &) {
      // It had ended before it got the call.
      if (++job.attempts < most_attempts) {
        const std::lock_guard lock(mutex_);
        jobs_.push_front(std::move(job));
        worker.job.reset();
      }
      replace(index, true);
      return;
    } catch (const std::system_error &refusal) {
      if (refusal.code().value() == ETOOMANYREFS && hold(job)) {
        worker.job.reset();
        return;
      }
      error = std::current_exception();
    } catch (...) {
      error = std::current_exception();
    }
    Job failed = std::move(job);
    worker.job.reset();
    finish(failed, nullptr, std::move(error));
  }

  /// Keeps a call that the system refuses to carry just now, while others go on. False when that
  /// went on for too long.
  bool hold(Job &job) noexcept {
    const auto now = Clock::now();
    if (!job.give_up_at)
      job.give_up_at = now + patience_in_flight;
    if (now >= *job.give_up_at)
      return false;
    try {
      held_.push_back(std::move(job));
    } catch (const std::bad_alloc &) {
      return false;
    }
    offer_again_ = now + answer_pause;
    return true;
  }

  /// Puts those that were held where they came from.
  void offer_held_again() {
    const std::lock_guard lock(mutex_);
    for (; !held_.empty(); held_.pop_back())
      jobs_.push_front(std::move(held_.back()));
  }

  /// Milliseconds, for epoll_wait.
  int patience() const noexcept {
    auto next = held_.empty() ? Clock::time_point::max() : offer_again_;
    for (const auto &worker : workers_)
      next = std::min(next, worker.look_again);
    if (next == Clock::time_point::max())
      return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(next - Clock::now()).count();
    return static_cast<int>(std::max<decltype(left)>(left, 0));
  }

  void wait_and_collect() {
    epoll_event ready[64];
    const int timeout = patience();
    const int count = ::epoll_wait(epoll_.get(), ready, std::size(ready), timeout);
    for (int i = 0; i < count; ++i)
      if (ready[i].data.u64 == wake_mark) {
        std::uint64_t number;
        [[maybe_unused]] const auto got = ::read(wake_.get(), &number, sizeof number);
      } else {
        attend(ready[i].data.u64);
      }
    if (timeout < 0)
      return;
    for (std::size_t i = 0; i < workers_.size(); ++i)
      if (workers_[i].look_again <= Clock::now())
        attend(i);
  }

  void attend(std::size_t index) {
    auto &worker = workers_[index];
    if (worker.look_again != Clock::time_point::max() && worker.look_again > Clock::now())
      return;
    if (worker.channel.fd() < 0)
      restart(index);
    else if (!collect(worker))
      replace(index, true);
    else if (!worker.job && options_.max_calls_per_worker &&
             worker.calls >= options_.max_calls_per_worker)
      replace(index, false);
  }

  /// Takes the answer of a worker; false when it has gone.
  bool collect(Worker &worker) {
    std::optional<RawMessage> message;
    std::exception_ptr refusal;
    try {
      message = worker.channel.receive(at_once);
    } catch (const Error &) {
      return false; // its end, or nothing that we sent
    } catch (...) {
      refusal = std::current_exception();
      if (next_kind(worker.channel.fd()) && ++worker.refusals < looks_before_giving_up) {
        // The answer was kept: later, perhaps.
        if (worker.look_again == Clock::time_point::max())
          unwatch(worker.channel.fd());
        worker.look_again = Clock::now() + answer_pause;
        return true;
      }
      worker.channel.drop();
    }
    worker.refusals = 0;
    if (worker.look_again != Clock::time_point::max()) {
      worker.look_again = Clock::time_point::max();
      watch(worker.channel.fd(), static_cast<std::size_t>(&worker - workers_.data()));
    }
    if (!message && !refusal)
      return worker.process.is_alive();
    if (!worker.job)
      return true;
    Job job = std::move(*worker.job);
    worker.job.reset();
    ++worker.calls;
    if (message && message->kind == value) {
      finish(job, &*message, nullptr);
      return true;
    }
    try {
      if (refusal)
        std::rethrow_exception(refusal);
      InputArchive archive(message->bytes.data(), message->bytes.size());
      std::string stage;
      std::vector<RemoteError::Cause> chain;
      get(archive, stage);
      get(archive, chain);
      throw RemoteError(std::move(stage), std::move(chain));
    } catch (...) {
      finish(job, nullptr, std::current_exception());
    }
    return true;
  }

  /// A crashed one may only have closed its end; then it is stopped, as one that is dismissed and
  /// does not end.
  void replace(std::size_t index, bool crashed) {
    Worker old = std::exchange(workers_[index], Worker());
    unwatch(old.channel.fd());
    unwatch(old.process.native_handle());
    replaced_ += crashed;
    if (crashed)
      old.channel.close();
    else
      old.dismiss();
    const auto grace = crashed ? usual_end : options_.stop_policy.event_grace;
    if (old.process.join_for(std::min(grace, usual_end)))
      part_with(old, usual_end, options_.stop_policy);
    else
      part_aside(std::move(old), grace);
    restart(index);
  }

  static void part_with(Worker &old, std::chrono::milliseconds grace, const StopPolicy &policy) {
    if (!old.process.join_for(grace))
      old.process.stop(policy);
    if (old.job)
      fail(*old.job, how_it_ended(old.process) + " while it was doing the call");
  }

  /// Others are not held up by one that takes its time to end.
  void part_aside(Worker old, std::chrono::milliseconds grace) {
    std::erase_if(leaving_, [](const auto &it) {
      return it.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    });
    // As many as there are workers, or slow ends would add up without bound.
    if (leaving_.size() >= workers_.size()) {
      leaving_.front().wait();
      leaving_.erase(leaving_.begin());
    }
    const auto shared = std::make_shared<Worker>(std::move(old));
    try {
      leaving_.reserve(leaving_.size() + 1);
      leaving_.push_back(
          std::async(std::launch::async, [shared, grace, policy = options_.stop_policy] {
            part_with(*shared, grace, policy);
          }));
    } catch (const std::system_error &) { // no thread left
      part_with(*shared, grace, options_.stop_policy);
    }
  }

  /// The system may refuse just now, for want of descriptors, memory or processes.
  void restart(std::size_t index) {
    auto &worker = workers_[index];
    try {
      start_worker(index);
      return;
    } catch (const std::exception &error) {
      last_error_ = error.what();
    }
    const auto pause = std::min(longest_pause, first_pause * (1 << std::min(worker.refusals, 4u)));
    worker.look_again = Clock::now() + pause;
    ++worker.refusals;
  }

  /// All in parallel: idle workers end by themselves, busy ones are stopped when the pool is
  /// terminated, and whoever is late is stopped too.
  void end(bool terminated) {
    const auto patience = deadline_in(options_.stop_policy.event_grace);
    std::vector<Child *> busy, all;
    for (auto &worker : workers_) {
      worker.dismiss();
      if (!worker.process.child_)
        continue;
      all.push_back(worker.process.child_.get());
      if (terminated && worker.job)
        busy.push_back(all.back());
    }
    stop_all(busy, options_.stop_policy);
    for (auto *child : all)
      child->wait_until(patience);
    stop_all(all, options_.stop_policy);
    leaving_.clear(); // waits for them
  }

  PoolOptions options_;
  const pid_t owner_ = ::getpid();
  Fd wake_, epoll_;
  std::vector<Worker> workers_;
  std::vector<std::future<void>> leaving_; // replaced, and stopped by threads of their own
  std::atomic<std::size_t> replaced_{0};
  std::string last_error_;
  std::deque<Job> held_; // calls with descriptors, of which too many are in flight just now
  Clock::time_point offer_again_{};
  std::mutex mutex_, join_mutex_;
  std::deque<Job> jobs_;
  bool closed_ = false, terminated_ = false;
  std::atomic<std::thread::id> run_by_{};
  std::thread thread_;
};

} // namespace detail

Pool::Pool(PoolOptions options) : core_(std::make_unique<detail::PoolCore>(std::move(options))) {}
Pool::~Pool() = default;
void Pool::close() { core_->close(); }
void Pool::join() { core_->join(); }
void Pool::terminate() noexcept { core_->terminate(); }
unsigned Pool::size() const noexcept { return core_->size(); }
std::size_t Pool::replaced_count() const noexcept { return core_->replaced(); }
void Pool::enqueue(detail::Job job) { core_->enqueue(std::move(job)); }

} // namespace stowaway
