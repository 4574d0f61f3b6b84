//===- lock.h - How do processes exclude each other? ---------------------------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef STOWAWAY_LOCK_H
#define STOWAWAY_LOCK_H

#include <stowaway/event.h>

namespace stowaway {

/// A lock between processes and threads. Copyable: all copies are one lock, also those that
/// travelled and those that were moved from. Works with std::lock_guard and std::unique_lock. When
/// its holder is killed, the next one gets it (a robust futex, pthread_mutexattr_setrobust(3)) and
/// sees owner_died(). Not recursive. Not async-signal-safe.
class Mutex {
public:
  /// A new lock, free. Throws std::system_error when no memory or descriptor is left.
  Mutex();
  Mutex(const Mutex &) noexcept;
  Mutex &operator=(const Mutex &) noexcept;
  ~Mutex();

  /// Throws LifecycleError when this thread holds it already.
  void lock();
  /// False when somebody holds it, this thread too.
  bool try_lock();
  /// False when it was not free in time. Throws LifecycleError when this thread holds it.
  template <class D>
  bool try_lock_for(const D &duration) {
    return lock_until(detail::deadline_in(duration));
  }
  /// Throws LifecycleError when this thread does not hold it.
  void unlock();

  /// To be asked by the holder: has one before it died with the lock, so that what it guards may be
  /// half changed? Stays true until the holder calls repaired().
  bool owner_died() const noexcept;
  /// By the holder: what it guards is whole again.
  void repaired() noexcept;

private:
  friend struct Transfer<Mutex>;
  explicit Mutex(detail::Blank) noexcept;
  bool lock_until(detail::Deadline deadline);
  bool is_locked(int error);
  std::shared_ptr<detail::SharedPage> page_;
};

template <>
struct Transfer<Mutex> {
  static void put(OutputArchive &archive, const Mutex &mutex);
  static void get(InputArchive &archive, Mutex &mutex);
  static Mutex blank() noexcept { return Mutex(detail::Blank()); }
};

/// A counter that processes take from and give to. Copyable as Mutex is. What a killed process had
/// taken stays taken. All members are thread-safe; try_acquire(), release() and value() are
/// async-signal-safe. A futex (futex(2)).
class Semaphore {
public:
  /// A new counter. Throws std::system_error when no memory or descriptor is left.
  Semaphore() : Semaphore(0) {}
  explicit Semaphore(std::uint32_t count);
  Semaphore(const Semaphore &) noexcept;
  Semaphore &operator=(const Semaphore &) noexcept;
  ~Semaphore();

  /// Takes one; waits while there is none.
  void acquire() { acquire_until({}); }
  /// False when there is none.
  bool try_acquire();
  /// False when there was none in time.
  template <class D>
  bool try_acquire_for(const D &duration) {
    return acquire_until(detail::deadline_in(duration));
  }
  /// Gives so many, and wakes those who wait: both or neither when it is killed; of more than 2047
  /// it may have given a part.
  void release(std::uint32_t count = 1) noexcept;
  /// How many there are. A hint: others go on meanwhile.
  std::uint32_t value() const noexcept;

private:
  friend struct Transfer<Semaphore>;
  explicit Semaphore(detail::Blank) noexcept;
  bool acquire_until(detail::Deadline deadline);
  std::shared_ptr<detail::SharedPage> page_;
};

template <>
struct Transfer<Semaphore> {
  static void put(OutputArchive &archive, const Semaphore &semaphore);
  static void get(InputArchive &archive, Semaphore &semaphore);
  static Semaphore blank() noexcept { return Semaphore(detail::Blank()); }
};

} // namespace stowaway

#endif // STOWAWAY_LOCK_H
