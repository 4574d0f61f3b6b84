//===- Lock.cpp - How do processes exclude each other? ------------------------------------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stowaway/lock.h>

#include <pthread.h>
#include <system_error>

#include "SharedPage.h"

namespace stowaway {

namespace {

struct MutexPage {
  pthread_mutex_t mutex;
  std::atomic<bool> owner_died;
};
MutexPage &mutex_of(detail::SharedPage &page) { return *static_cast<MutexPage *>(page.data()); }

struct SemaphorePage {
  std::atomic<std::uint32_t> count;
};
std::atomic<std::uint32_t> &count_of(detail::SharedPage &page) {
  return static_cast<SemaphorePage *>(page.data())->count;
}

} // namespace

Mutex::Mutex() : page_(detail::SharedPage::make("stowaway-mutex", sizeof(MutexPage))) {
  pthread_mutexattr_t attributes;
  ::pthread_mutexattr_init(&attributes);
  ::pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
  ::pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
  ::pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ERRORCHECK);
  const int error = ::pthread_mutex_init(&mutex_of(*page_).mutex, &attributes);
  ::pthread_mutexattr_destroy(&attributes);
  if (error != 0)
    throw std::system_error(error, std::system_category(), "pthread_mutex_init");
}
Mutex::Mutex(detail::Blank) noexcept {}
Mutex::Mutex(const Mutex &) noexcept = default;
Mutex &Mutex::operator=(const Mutex &) noexcept = default;
// The pthread mutex is never destroyed: others may hold it, and it owns nothing but the page.
Mutex::~Mutex() = default;

void Mutex::lock() { lock_until({}); }

bool Mutex::try_lock() {
  const int error = ::pthread_mutex_trylock(&mutex_of(*page_).mutex);
  return is_locked(error == EDEADLK ? EBUSY : error);
}

bool Mutex::lock_until(detail::Deadline deadline) {
  auto &page = mutex_of(*page_);
  int error;
  if (!deadline) {
    error = ::pthread_mutex_lock(&page.mutex);
  } else if (*deadline <= std::chrono::steady_clock::now()) {
    error = ::pthread_mutex_trylock(&page.mutex);
  } else {
    const auto since = std::chrono::nanoseconds(deadline->time_since_epoch()).count();
    const timespec until{static_cast<time_t>(since / 1'000'000'000),
                         static_cast<long>(since % 1'000'000'000)};
    error = ::pthread_mutex_clocklock(&page.mutex, CLOCK_MONOTONIC, &until);
  }
  return is_locked(error);
}

bool Mutex::is_locked(int error) {
  auto &page = mutex_of(*page_);
  switch (error) {
  case 0:
    return true;
  case EOWNERDEAD:
    page.owner_died = true;
    ::pthread_mutex_consistent(&page.mutex);
    return true;
  case EBUSY:
  case ETIMEDOUT:
    return false;
  case EDEADLK:
    throw LifecycleError("lock() of a Mutex that this thread holds already");
  default:
    throw std::system_error(error, std::system_category(), "pthread_mutex_lock");
  }
}

void Mutex::unlock() {
  if (const int error = ::pthread_mutex_unlock(&mutex_of(*page_).mutex))
    throw LifecycleError(error == EPERM ? "unlock() of a Mutex that this thread does not hold"
                                        : "unlock() of a Mutex failed");
}

bool Mutex::owner_died() const noexcept { return mutex_of(*page_).owner_died; }
void Mutex::repaired() noexcept { mutex_of(*page_).owner_died = false; }

void Transfer<Mutex>::put(OutputArchive &archive, const Mutex &mutex) {
  detail::put_page(archive, mutex.page_);
}
void Transfer<Mutex>::get(InputArchive &archive, Mutex &mutex) {
  mutex.page_ = detail::get_page(archive, sizeof(MutexPage));
}

Semaphore::Semaphore(std::uint32_t count)
    : page_(detail::SharedPage::make("stowaway-semaphore", sizeof(SemaphorePage))) {
  count_of(*page_) = count;
}
Semaphore::Semaphore(detail::Blank) noexcept {}
Semaphore::Semaphore(const Semaphore &) noexcept = default;
Semaphore &Semaphore::operator=(const Semaphore &) noexcept = default;
Semaphore::~Semaphore() = default;

bool Semaphore::try_acquire() { return acquire_until(std::chrono::steady_clock::time_point{}); }

bool Semaphore::acquire_until(detail::Deadline deadline) {
  auto &count = count_of(*page_);
  auto seen = count.load();
  for (;;) {
    while (seen > 0)
      if (count.compare_exchange_weak(seen, seen - 1))
        return true;
    const bool in_time = detail::futex_wait(&count, 0, deadline);
    seen = count.load();
    if (!in_time && seen == 0)
      return false;
  }
}

void Semaphore::release(std::uint32_t count) noexcept {
  // Wakes all, who look for themselves: one that is killed between being woken and taking would
  // leave the others asleep before a free count.
  detail::futex_add(&count_of(*page_), count);
}

std::uint32_t Semaphore::value() const noexcept { return count_of(*page_).load(); }

void Transfer<Semaphore>::put(OutputArchive &archive, const Semaphore &semaphore) {
  detail::put_page(archive, semaphore.page_);
}
void Transfer<Semaphore>::get(InputArchive &archive, Semaphore &semaphore) {
  semaphore.page_ = detail::get_page(archive, sizeof(SemaphorePage));
}

} // namespace stowaway
