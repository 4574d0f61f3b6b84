//===- Pool.cpp - How is a list of work spread over workers? ------------------------------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stowaway/pool.h>

#include <deque>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <thread>

#include "Child.h"
#include "System.h"
#include "Worker.h"

namespace stowaway {

namespace detail {

namespace {

enum : std::uint32_t { call = 1, value = 2, exception = 3, quit = 4 };

/// The target of every worker: does what arrives until the pool closes its end.
void serve_calls(Channel channel) {
  for (;;) {
    OutputArchive answer;
    const char *stage = "decode";
    try {
      auto message = channel.receive({});
      if (message->kind == quit)
        return;
      InputArchive archive(message->bytes.data(), message->bytes.size(),
                           std::move(message->descriptors));
      auto target = get_target(archive);
      stage = "run";
      target->run(&answer);
      stage = "encode";
      channel.send(value, answer.bytes(), answer.descriptors(), {});
    } catch (...) {
      if (answer.has_result()) {
        stage = "encode"; // it had returned
      } else if (std::string_view(stage) == "decode") {
        try {
          throw;
        } catch (const ClosedError &) {
          return; // the pool has no more for this worker
        } catch (...) {
        }
      }
      OutputArchive report(false);
      put(report, std::string(stage));
      put(report, causes_of_current_exception());
      channel.send(exception, report.bytes(), {}, {});
    }
  }
}

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

/// All state is used under the mutex, but for what only the pool's thread touches: the workers.
class PoolCore {
public:
  explicit PoolCore(PoolOptions options) : options_(std::move(options)) {
    if (options_.workers == 0)
      options_.workers = cpu_count();
    wake_ = Fd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!wake_)
      throw std::system_error(errno, std::system_category(), "eventfd");
    for (unsigned i = 0; i < options_.workers; ++i)
      workers_.push_back(start_worker());
    thread_ = std::thread([this] { run(); });
  }

  ~PoolCore() { terminate(); }

  void enqueue(Job job) {
    if (!is_ours())
      throw LifecycleError("submit() to a Pool in another process than the one that made it");
    {
      const std::lock_guard lock(mutex_);
      if (closed_)
        throw LifecycleError("submit() to a Pool that was closed");
      jobs_.push_back(std::move(job));
    }
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
    close();
    if (thread_.joinable())
      thread_.join();
  }

  void terminate() noexcept {
    if (!is_ours()) {
      // A copy that user code forked: thread and workers are the other process's.
      if (thread_.joinable())
        new std::thread(std::move(thread_));
      return;
    }
    {
      const std::lock_guard lock(mutex_);
      closed_ = terminated_ = true;
    }
    wake();
    if (thread_.joinable())
      thread_.join();
  }

  unsigned size() const noexcept { return options_.workers; }
  std::size_t replaced() const noexcept { return replaced_; }

private:
  struct Worker {
    Process process;
    Channel channel;
    std::optional<Job> job;
    std::size_t calls = 0;

    /// Lets it end by itself. A message, because after StartMethod::fork other workers hold a copy
    /// of this end and would keep the worker from seeing it close.
    void dismiss() noexcept {
      try {
        if (channel.fd() >= 0)
          channel.send(quit, {}, {}, std::chrono::steady_clock::time_point{});
      } catch (const std::exception &) {
        // It has ended.
      }
      channel.close();
    }
  };

  Worker start_worker() {
    auto [mine, theirs] = make_socketpair(SOCK_SEQPACKET);
    Worker worker;
    worker.channel = Channel(mine.release());
    worker.process = Process(serve_calls, Channel(theirs.release()));
    worker.process.set_name("pool worker");
    auto method = start_method();
    if (method == StartMethod::fork && thread_.joinable())
      method = StartMethod::spawn;
    worker.process.start_by(method);
    return worker;
  }

  bool is_ours() const noexcept { return owner_ == ::getpid(); }

  void wake() noexcept {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(wake_.get(), &one, sizeof one);
  }

  static std::string how_it_ended(const Process &process) {
    const auto status = process.child_->status();
    std::string text = "the worker " + (status ? status->to_string() : "could not be stopped");
    if (const auto &error = process.child_->error())
      text += " (" + error->type() + ": " + error->message() + ")";
    return text;
  }

  static void fail(Job &job, const std::string &reason) {
    job.done(nullptr, std::make_exception_ptr(WorkerLostError(reason)));
  }

  /// The pool's thread.
  void run() {
    for (;;) {
      bool finished = false, terminated = false;
      dispatch(finished, terminated);
      if (finished || terminated) {
        end(terminated);
        return;
      }
      wait_and_collect();
    }
  }

  /// Gives waiting jobs to idle workers.
  void dispatch(bool &finished, bool &terminated) {
    bool busy = false;
    for (auto &worker : workers_) {
      if (!worker.job && worker.channel.fd() >= 0) {
        std::unique_lock lock(mutex_);
        if (terminated_)
          break;
        if (jobs_.empty())
          continue;
        worker.job = std::move(jobs_.front());
        jobs_.pop_front();
        lock.unlock();
        try {
          worker.channel.send(call, worker.job->bytes, worker.job->descriptors, {});
          worker.job->target.reset();
          worker.job->kept.clear();
        } catch (const TransferError &) {
          worker.job->done(nullptr, std::current_exception());
          worker.job.reset();
        } catch (const std::exception &) {
          // It is gone; wait_and_collect() sees that and says how.
        }
      }
      busy = busy || worker.job;
    }
    std::deque<Job> hopeless;
    {
      const std::lock_guard lock(mutex_);
      terminated = terminated_;
      finished = closed_ && jobs_.empty() && !busy;
      bool any = false;
      for (const auto &worker : workers_)
        any = any || worker.channel.fd() >= 0;
      if (!any)
        hopeless.swap(jobs_);
    }
    for (auto &job : hopeless)
      fail(job, "no worker of the pool is left: " + last_error_);
  }

  void wait_and_collect() {
    std::vector<pollfd> entries{{wake_.get(), POLLIN, 0}};
    for (auto &worker : workers_) {
      const bool alive = worker.channel.fd() >= 0;
      entries.push_back({alive ? worker.channel.fd() : -1, POLLIN, 0});
      entries.push_back({alive ? worker.process.native_handle() : -1, POLLIN, 0});
    }
    if (::ppoll(entries.data(), entries.size(), nullptr, nullptr) < 0)
      return; // EINTR
    if (entries[0].revents) {
      std::uint64_t count;
      [[maybe_unused]] const auto got = ::read(wake_.get(), &count, sizeof count);
    }
    for (std::size_t i = 0; i < workers_.size(); ++i) {
      if (!entries[1 + 2 * i].revents && !entries[2 + 2 * i].revents)
        continue;
      if (!collect(workers_[i]))
        replace(workers_[i], true);
      else if (!workers_[i].job && options_.max_calls_per_worker &&
               workers_[i].calls >= options_.max_calls_per_worker)
        replace(workers_[i], false);
    }
  }

  /// Takes the answer of a worker; false when it has gone.
  bool collect(Worker &worker) {
    try {
      auto message = worker.channel.receive(std::chrono::steady_clock::time_point{});
      if (!message)
        return worker.process.is_alive();
      if (!worker.job)
        return true;
      Job job = std::move(*worker.job);
      worker.job.reset();
      ++worker.calls;
      if (message->kind == value) {
        job.done(&*message, nullptr);
        return true;
      }
      InputArchive archive(message->bytes.data(), message->bytes.size());
      std::string stage;
      std::vector<RemoteError::Cause> chain;
      get(archive, stage);
      get(archive, chain);
      job.done(nullptr, std::make_exception_ptr(RemoteError(std::move(stage), std::move(chain))));
      return true;
    } catch (const std::exception &) {
      return false;
    }
  }

  void replace(Worker &worker, bool crashed) {
    if (crashed) {
      ++replaced_;
      // It may only have closed its end; then it is stopped.
      if (!worker.process.join_for(std::chrono::milliseconds(100)))
        worker.process.stop(options_.stop_policy);
    } else {
      worker.dismiss();
      if (!worker.process.join_for(options_.stop_policy.event_grace))
        worker.process.stop(options_.stop_policy);
    }
    if (worker.job) {
      fail(*worker.job, how_it_ended(worker.process) + " while it was doing the call");
      worker.job.reset();
    }
    worker.channel.close();
    try {
      worker = start_worker();
    } catch (const std::exception &error) {
      last_error_ = error.what();
    }
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
    for (auto &worker : workers_)
      if (worker.job)
        fail(*worker.job, "the pool was terminated");
    workers_.clear();
    std::deque<Job> rest;
    {
      const std::lock_guard lock(mutex_);
      rest.swap(jobs_);
    }
    for (auto &job : rest)
      fail(job, "the pool was terminated");
  }

  PoolOptions options_;
  const pid_t owner_ = ::getpid();
  Fd wake_;
  std::vector<Worker> workers_;
  std::atomic<std::size_t> replaced_{0};
  std::string last_error_;
  std::mutex mutex_;
  std::deque<Job> jobs_;
  bool closed_ = false, terminated_ = false;
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
