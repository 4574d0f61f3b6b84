//===- pool.h - How is a list of work spread over workers? ---------------------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef STOWAWAY_POOL_H
#define STOWAWAY_POOL_H

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <initializer_list>
#include <iterator>
#include <mutex>
#include <optional>
#include <ranges>
#include <span>
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
  std::shared_ptr<const std::atomic<bool>> cancelled = {}; // then it is dropped and not done
  unsigned attempts = 0;
  std::optional<std::chrono::steady_clock::time_point> give_up_at = {}; // once it was refused
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
  // The cast is for std::vector<bool>, whose elements are no bool.
  if constexpr (std::is_void_v<R>) {
    for (auto &&item : items)
      std::invoke(function, static_cast<T &&>(item));
    return std::vector<char>(items.size());
  } else {
    std::vector<R> results;
    results.reserve(items.size());
    for (auto &&item : items)
      results.push_back(std::invoke(function, static_cast<T &&>(item)));
    return results;
  }
}

template <class Items>
using ItemOf = std::iter_value_t<decltype(std::begin(std::declval<Items &>()))>;

/// Items that nobody needs afterwards are moved out of their container. A view owns none.
template <class Items>
inline constexpr bool gives_items_away =
    !std::is_lvalue_reference_v<Items> && !std::is_const_v<Items> &&
    !std::ranges::view<std::remove_cvref_t<Items>> &&
    !std::ranges::borrowed_range<std::remove_cvref_t<Items>>;

template <class T, bool GiveAway, class Iterator>
T item_at(Iterator &it) {
  if constexpr (GiveAway && std::is_lvalue_reference_v<decltype(*it)>)
    return static_cast<T>(std::move(*it));
  else
    return static_cast<T>(*it);
}

template <class Iterator>
constexpr bool can_be_read_twice() {
  if constexpr (requires { typename std::iterator_traits<Iterator>::iterator_category; })
    return std::is_base_of_v<std::forward_iterator_tag,
                             typename std::iterator_traits<Iterator>::iterator_category> ||
           std::forward_iterator<Iterator>;
  else
    return std::forward_iterator<Iterator>;
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
/// What the system refuses costs one call at most: one that cannot be sent (because too many
/// descriptors are in flight: for ten seconds, while others go on), or whose result finds no room
/// here for a second, fails with std::system_error or TransferError; a worker that cannot be
/// replaced is tried again, and only when none could be started for some seconds do the calls that
/// wait fail with WorkerLostError.
///
/// All members but the destructor may be called from several threads, and from the callbacks of map
/// and for_each_completed. The pool has a thread, which blocks the signals of the process: handlers
/// run in the program's own threads. Results are decoded there. Not async-signal-safe. Not movable.
/// With StartMethod::fork, replacements are spawned, because the pool has a thread by then.
class Pool {
public:
  /// Starts all workers by the start method in use. Throws StartError, and std::system_error when
  /// no descriptor or thread is left; then none runs.
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
  ///
  /// Items are what std::begin and std::end take: containers, arrays, views, braced lists. They are
  /// copied; those of a container that is given by std::move are moved. A range that can be read
  /// only once is read whole first. When reading an item or a callback throws, portions that no
  /// worker has begun are dropped, the results of the others are ignored, and the exception passes.
  template <class F, class Items>
  auto map(F function, Items &&items, const MapOptions &options = {}) {
    using T = detail::ItemOf<Items>;
    using R = std::remove_cvref_t<std::invoke_result_t<F &, T &&>>;
    using Portion = decltype(detail::call_each(function, std::vector<T>()));
    std::vector<std::optional<Portion>> portions;
    std::vector<std::exception_ptr> errors;
    run_portions<T, Portion>(
        function, std::forward<Items>(items), options,
        [&](std::size_t count) { portions.resize(count), errors.resize(count); },
        [&](std::size_t portion, std::size_t, std::optional<Portion> &results,
            std::exception_ptr error) {
          portions[portion] = std::move(results);
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
  template <class F, class T>
  auto map(F function, std::initializer_list<T> items, const MapOptions &options = {}) {
    return map(std::move(function), std::span<const T>(items.begin(), items.size()), options);
  }

  /// As map(), but each result is given to on_result(index, result) in the calling thread as soon
  /// as it is there, as an rvalue where it takes one. The first exception of a portion is thrown
  /// when all is done.
  template <class F, class Items, class OnResult>
  void for_each_completed(F function, Items &&items, OnResult on_result,
                          const MapOptions &options = {}) {
    using T = detail::ItemOf<Items>;
    using Portion = decltype(detail::call_each(function, std::vector<T>()));
    using R = typename Portion::value_type;
    std::exception_ptr first_error;
    run_portions<T, Portion>(
        function, std::forward<Items>(items), options, [](std::size_t) {},
        [&](std::size_t, std::size_t first, std::optional<Portion> &results,
            std::exception_ptr error) {
          if (error && !first_error)
            first_error = error;
          if (!results)
            return;
          for (auto &&result : *results)
            if constexpr (std::is_invocable_v<OnResult &, std::size_t, R &&>)
              on_result(first++, static_cast<R &&>(result));
            else
              on_result(first++, result);
        });
    if (first_error)
      std::rethrow_exception(first_error);
  }
  template <class F, class T, class OnResult>
  void for_each_completed(F function, std::initializer_list<T> items, OnResult on_result,
                          const MapOptions &options = {}) {
    for_each_completed(std::move(function), std::span<const T>(items.begin(), items.size()),
                       std::move(on_result), options);
  }

  /// No more submissions.
  void close();
  /// close(), then waits until all calls are done and all workers have ended. Throws LifecycleError
  /// in a copy of this process that was forked, and in a transfer function that decodes a result.
  void join();
  /// Stops the workers by the stop policy; calls that are not done fail with WorkerLostError. Ends
  /// a join() in another thread too. Does nothing in a copy of this process that was forked.
  void terminate() noexcept;

  /// How many workers it was made with.
  unsigned size() const noexcept;
  /// How many workers were replaced because they crashed.
  std::size_t replaced_count() const noexcept;

private:
  void enqueue(detail::Job job);

  template <class T, class Portion, class F, class Items, class Prepare, class Finish>
  void run_portions(const F &function, Items &&items, const MapOptions &options, Prepare prepare,
                    Finish finish) {
    constexpr bool give_away = detail::gives_items_away<Items>;
    auto it = std::begin(items);
    const auto end = std::end(items);
    std::size_t total = 0;
    if constexpr (!detail::can_be_read_twice<decltype(it)>()) {
      std::vector<T> all;
      for (; it != end; ++it)
        all.push_back(detail::item_at<T, give_away>(it));
      return run_portions<T, Portion>(function, std::move(all), options, std::move(prepare),
                                      std::move(finish));
    } else {
      for (auto each = it; each != end; ++each)
        ++total;
    }
    const std::size_t chunk =
        std::min(options.chunk ? options.chunk : std::max<std::size_t>(1, total / (4 * size())),
                 std::max<std::size_t>(1, total));
    const std::size_t portions = (total + chunk - 1) / chunk;
    prepare(portions);

    struct Done {
      std::size_t portion = 0, first = 0, count = 0;
      std::optional<Portion> results = {};
      std::exception_ptr error = {};
    };
    struct Shared {
      std::atomic<bool> cancelled{false};
      std::mutex mutex;
      std::condition_variable changed;
      std::vector<std::shared_ptr<Done>> done; // never grows: the pool's thread needs no memory
    };
    const auto shared = std::make_shared<Shared>();
    std::vector<std::shared_ptr<Done>> batch;
    shared->done.reserve(portions);
    batch.reserve(portions);
    struct Canceller {
      Shared &shared;
      ~Canceller() { shared.cancelled = true; }
    } const canceller{*shared};
    const std::shared_ptr<const std::atomic<bool>> cancelled(shared, &shared->cancelled);
    std::size_t submitted = 0;
    for (std::size_t first = 0; first < total; ++submitted) {
      const std::size_t count = std::min(chunk, total - first);
      std::vector<T> portion;
      portion.reserve(count);
      for (std::size_t i = 0; i < count; ++i, ++it)
        portion.push_back(detail::item_at<T, give_away>(it));
      auto job = detail::make_job(
          detail::bind_target<Portion>(&detail::call_each<F, T>, function, std::move(portion)));
      const auto done = std::make_shared<Done>();
      done->portion = submitted;
      done->first = first;
      done->count = count;
      job.done = [shared, done](detail::RawMessage *message, std::exception_ptr error) {
        done->error = std::move(error);
        if (shared->cancelled)
          return;
        try {
          if (message)
            done->results = detail::decode_result<Portion>(*message);
        } catch (...) {
          done->error = std::current_exception();
        }
        const std::lock_guard lock(shared->mutex);
        shared->done.push_back(done);
        shared->changed.notify_one();
      };
      job.cancelled = cancelled;
      enqueue(std::move(job));
      first += count;
    }
    std::size_t finished = 0, items_done = 0;
    while (finished < submitted) {
      {
        std::unique_lock lock(shared->mutex);
        shared->changed.wait(lock, [&] { return !shared->done.empty(); });
        batch.swap(shared->done);
      }
      for (const auto &done : batch) {
        ++finished;
        items_done += done->count;
        finish(done->portion, done->first, done->results, done->error);
        if (options.progress)
          options.progress(items_done, total);
      }
      batch.clear();
    }
  }

  std::unique_ptr<detail::PoolCore> core_;
};

} // namespace stowaway

#endif // STOWAWAY_POOL_H
