//===- threads.cpp - Is everyday use of threads left alone? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// RUN: %check_audit %s

// Nothing in this file is wrong for the audit: memory is shared.

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

void work();
void work_on(int);

// A queue of work behind a mutex.
class Pool {
public:
  explicit Pool(int n) {
    for (int i = 0; i < n; ++i)
      threads_.emplace_back([this] { run(); });
  }
  ~Pool() {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      stop_ = true;
    }
    wake_.notify_all();
    for (auto &thread : threads_)
      thread.join();
  }
  void post_ok(std::function<void()> job) {
    std::unique_lock<std::mutex> lock(mutex_);
    jobs_.push_back(std::move(job));
    lock.unlock();
    wake_.notify_all();
  }

private:
  void run() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (!stop_) {
      wake_.wait(lock);
      auto job = std::move(jobs_.front());
      lock.unlock();
      job();
      lock.lock();
    }
  }
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> jobs_;
  std::vector<std::thread> threads_;
  bool stop_ = false;
};
// What is posted may carry anything: it is called by a thread.
void post_ok(Pool &pool, std::weak_ptr<int> weak, int *pointer) {
  pool.post_ok([weak, pointer] { weak.lock(); });
}

// Divided among threads, each with its part of one vector.
void parts_ok(std::vector<double> &numbers) {
  std::vector<std::thread> threads;
  const size_t part = numbers.size() / 4;
  for (size_t i = 0; i < 4; ++i)
    threads.emplace_back([&numbers, i, part] {
      for (size_t j = i * part; j < (i + 1) * part; ++j)
        numbers[j] += 1;
    });
  for (auto &thread : threads)
    thread.join();
}
// A counter that all of them use.
void counter_ok() {
  std::atomic<int> counter{0};
  std::thread first([&] { counter.store(1); });
  std::thread second([&] { counter.store(2); });
  first.join();
  second.join();
}
// A promise that is kept on the other side.
void promise_ok() {
  std::promise<int> promise;
  auto future = promise.get_future();
  std::thread thread([promise = std::move(promise)]() mutable { work(); });
  future.get();
  thread.join();
}
// A promise that lives here.
void promise_by_reference_ok() {
  std::promise<int> promise;
  std::thread thread([&promise] { work(); });
  thread.join();
}
void async_ok() {
  int offset = 3;
  auto first = std::async([&] { return offset + 1; });
  auto second = std::async(std::launch::async, [=] { return offset + 2; });
  first.get();
  second.get();
}
// The result is moved back.
void result_ok() {
  auto future = std::async([] { return std::make_unique<std::string>("text"); });
  future.get();
}
void weak_result_ok(std::shared_ptr<int> shared) {
  auto future = std::async([shared] { return std::weak_ptr<int>(shared); });
  future.get();
}
// Stopped by a token.
void token_ok() {
  std::stop_source source;
  std::jthread thread([token = source.get_token()] {
    while (!token.stop_requested())
      work();
  });
  source.request_stop();
}
// Kept alive by a shared pointer to itself.
class Session : public std::enable_shared_from_this<Session> {
public:
  void start_ok() {
    std::thread([self = shared_from_this()] { self->run(); }).detach();
  }
  void start_weak_ok() {
    std::thread([weak = weak_from_this()] {
      if (auto self = weak.lock())
        self->run();
    }).detach();
  }

private:
  void run();
  std::mutex mutex_;
};
// Locked here, while the other side only reads what is not protected.
void locked_here_ok(std::mutex &mutex, std::vector<int> &numbers) {
  std::lock_guard<std::mutex> lock(mutex);
  std::thread thread([copy = numbers] { copy.size(); });
  thread.join();
}
// The lock is given away before the thread is started.
void unlocked_first_ok(std::mutex &mutex) {
  std::unique_lock<std::mutex> lock(mutex);
  lock.unlock();
  std::thread thread(work);
  thread.join();
}
// Called, not launched.
template <class F> void time(F f) { f(); }
void called_ok(std::mutex &mutex) {
  std::unique_lock<std::mutex> lock(mutex);
  time([lock = std::move(lock)] { work(); });
}
void sorted_ok(std::vector<int> &numbers) {
  auto less = [&](int a, int b) { return numbers[a] < numbers[b]; };
  less(1, 2);
}
