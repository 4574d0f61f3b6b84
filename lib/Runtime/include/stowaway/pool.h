//===- pool.h - How is a list of work spread over workers? ---------------------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef STOWAWAY_POOL_H
#define STOWAWAY_POOL_H

#include <condition_variable>
#include <functional>
#include <future>
#include <iterator>
#include <mutex>
#include <vector>

#include <stowaway/connection.h>
#include <stowaway/process.h>
#include <stowaway/worker.h>

namespace stowaway {

namespace detail {

/// One call on its way to a worker and back. `done` gets the result, or a null message and the
/// exception; it is called once, in the pool's thread.
struct Job {
  std::string bytes;
  std::vector<int> descriptors;
  std::unique_ptr<BoundTarget> target;           // keeps what the descriptors belong to, and so do
  std::vector<std::shared_ptr<const void>> kept; // what transfer functions made
  std::function<void(RawMessage *, std::exception_ptr)> done;
};
Job make_job(std::unique_ptr<BoundTarget> target);

class PoolCore;

template <class R>
R decode_result(RawMessage &message) {
  if constexpr (!std::is_void_v<R>)
    return decode_message<R>(std::move(message), "the result");
}

/// The part of a map that one worker does at a time.
template <class F, class T>
auto call_each(F function, std::vector<T> items) {
  using R = std::remove_cvref_t<std::invoke_result_t<F &, T &&>>;
  if constexpr (std::is_void_v<R>) {
    for (auto &&item : items)
      std::invoke(function, std::forward<decltype(item)>(item));
    return std::vector<char>(items.size());
  } else {
    std::vector<R> results;
    results.reserve(items.size());
    for (auto &&item : items)
      results.push_back(std::invoke(function, static_cast<T &&>(item)));
    return results;
  }
}

} // namespace detail

/// How a pool is made.
struct PoolOptions {
  /// 0: as many as CPUs.
  unsigned workers = 0;
  /// A worker is replaced after so many calls; 0: never.
  std::size_t max_calls_per_worker = 0;
  /// For terminate(), and for workers that do not end when they are to be replaced.
  StopPolicy stop_policy = {};
};

/// How a map spreads its items.
struct MapOptions {
  /// How many items a worker gets at once; 0: so that each gets about four portions.
  std::size_t chunk = 0;
  /// Called in the calling thread whenever a portion is done.
  std::function<void(std::size_t done, std::size_t total)> progress = {};
};

/// Workers that wait for calls. A worker that crashes is replaced; the call that it was doing fails
/// with WorkerLostError, all others go on. What a call throws arrives as RemoteError.
///
/// submit, map, for_each_completed, close, size and replaced_count may be called from several
/// threads; join, terminate and destruction may not. Not async-signal-safe. Not movable. With
/// StartMethod::fork, replacements are spawned, because the pool has a thread by then.
class Pool {
public:
  /// Starts all workers by the start method in use. Throws StartError, and std::system_error when
  /// no descriptor is left; then none runs.
  explicit Pool(PoolOptions options = {});
  explicit Pool(unsigned workers) : Pool(PoolOptions{.workers = workers}) {}
  Pool(const Pool &) = delete;
  Pool &operator=(const Pool &) = delete;
  /// As terminate().
  ~Pool();

  /// Calls the target with the arguments in a worker; a std::future of its result, whose get()
  /// throws RemoteError for what the target threw, WorkerLostError, or TransferError when the
  /// result cannot be decoded. Throws TransferError at once, LifecycleError when the pool was
  /// closed. The future may outlive the pool.
  template <class Target, class... Args>
  auto submit(Target &&target, Args &&...args) {
    using R = typename detail::ResultOf<Target, Args...>::type;
    auto promise = std::make_shared<std::promise<R>>();
    auto future = promise->get_future();
    auto job = detail::make_job(
        detail::bind_target<R>(std::forward<Target>(target), std::forward<Args>(args)...));
    job.done = [promise](detail::RawMessage *message, std::exception_ptr error) {
      if (error) {
        promise->set_exception(std::move(error));
        return;
      }
      try {
        if constexpr (std::is_void_v<R>)
          promise->set_value();
        else
          promise->set_value(detail::decode_result<R>(*message));
      } catch (...) {
        promise->set_exception(std::current_exception());
      }
    };
    enqueue(std::move(job));
    return future;
  }

  /// function(item) for all items; the results in the order of the items. All items are worked on,
  /// then the exception of the first portion that failed is thrown, if any did.
  template <class F, class Items>
  auto map(F function, const Items &items, const MapOptions &options = {}) {
    using T = std::remove_cvref_t<decltype(*std::begin(items))>;
    using R = std::remove_cvref_t<std::invoke_result_t<F &, T &&>>;
    using Portion = decltype(detail::call_each(function, std::vector<T>()));
    std::vector<std::optional<Portion>> portions;
    std::vector<std::exception_ptr> errors;
    run_portions<T, Portion>(
        function, items, options,
        [&](std::size_t count) { portions.resize(count), errors.resize(count); },
        [&](std::size_t portion, std::size_t, Portion *results, std::exception_ptr error) {
          if (results)
            portions[portion] = std::move(*results);
          errors[portion] = error;
        });
    for (const auto &error : errors)
      if (error)
        std::rethrow_exception(error);
    if constexpr (!std::is_void_v<R>) {
      std::vector<R> results;
      for (auto &portion : portions)
        results.insert(results.end(), std::make_move_iterator(portion->begin()),
                       std::make_move_iterator(portion->end()));
      return results;
    }
  }

  /// As map(), but each result is given to on_result(index, result) in the calling thread as soon
  /// as it is there. The first exception is thrown when all is done.
  template <class F, class Items, class OnResult>
  void for_each_completed(F function, const Items &items, OnResult on_result,
                          const MapOptions &options = {}) {
    using T = std::remove_cvref_t<decltype(*std::begin(items))>;
    using Portion = decltype(detail::call_each(function, std::vector<T>()));
    std::exception_ptr first_error;
    run_portions<T, Portion>(
        function, items, options, [](std::size_t) {},
        [&](std::size_t, std::size_t first, Portion *results, std::exception_ptr error) {
          if (error && !first_error)
            first_error = error;
          if (results)
            for (auto &&result : *results)
              on_result(first++, std::forward<decltype(result)>(result));
        });
    if (first_error)
      std::rethrow_exception(first_error);
  }

  /// No more submissions.
  void close();
  /// close(), then waits until all calls are done and all workers have ended. Throws LifecycleError
  /// in a copy of this process that was forked.
  void join();
  /// Stops the workers by the stop policy; calls that are not done fail with WorkerLostError.
  void terminate() noexcept;

  /// How many workers it was made with.
  unsigned size() const noexcept;
  /// How many workers were replaced because they crashed.
  std::size_t replaced_count() const noexcept;

private:
  void enqueue(detail::Job job);

  template <class T, class Portion, class F, class Items, class Prepare, class Finish>
  void run_portions(F function, const Items &items, const MapOptions &options, Prepare prepare,
                    Finish finish) {
    const auto total = static_cast<std::size_t>(std::distance(std::begin(items), std::end(items)));
    const std::size_t chunk =
        options.chunk ? options.chunk : std::max<std::size_t>(1, total / (4 * size()));
    prepare((total + chunk - 1) / chunk);

    struct Done {
      std::size_t portion, first, count;
      std::optional<Portion> results;
      std::exception_ptr error;
    };
    struct Shared {
      std::mutex mutex;
      std::condition_variable changed;
      std::vector<Done> done;
    };
    const auto shared = std::make_shared<Shared>();
    std::size_t submitted = 0, first = 0;
    std::exception_ptr submit_error;
    auto it = std::begin(items);
    while (first < total) {
      const std::size_t count = std::min(chunk, total - first);
      std::vector<T> portion;
      for (std::size_t i = 0; i < count; ++i, ++it)
        portion.push_back(*it);
      try {
        auto job = detail::make_job(
            detail::bind_target<Portion>(&detail::call_each<F, T>, function, std::move(portion)));
        job.done = [shared, submitted, first, count](detail::RawMessage *message,
                                                     std::exception_ptr error) {
          Done done{submitted, first, count, std::nullopt, std::move(error)};
          try {
            if (message)
              done.results = detail::decode_result<Portion>(*message);
          } catch (...) {
            done.error = std::current_exception();
          }
          const std::lock_guard lock(shared->mutex);
          shared->done.push_back(std::move(done));
          shared->changed.notify_one();
        };
        enqueue(std::move(job));
      } catch (...) {
        submit_error = std::current_exception();
        break;
      }
      ++submitted;
      first += count;
    }
    std::size_t finished = 0, items_done = 0;
    while (finished < submitted) {
      std::vector<Done> batch;
      {
        std::unique_lock lock(shared->mutex);
        shared->changed.wait(lock, [&] { return !shared->done.empty(); });
        batch.swap(shared->done);
      }
      for (auto &done : batch) {
        ++finished;
        items_done += done.count;
        finish(done.portion, done.first, done.results ? &*done.results : nullptr, done.error);
        if (options.progress)
          options.progress(items_done, total);
      }
    }
    if (submit_error)
      std::rethrow_exception(submit_error);
  }

  std::unique_ptr<detail::PoolCore> core_;
};

} // namespace stowaway

#endif // STOWAWAY_POOL_H
