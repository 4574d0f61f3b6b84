//===- task.h - How does a worker give back a result? --------------------------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef STOWAWAY_TASK_H
#define STOWAWAY_TASK_H

#include <stowaway/process.h>

namespace stowaway {

namespace detail {
/// What a worker said last: the bytes of its result. Waits for its end. Throws RemoteError,
/// WorkerLostError, or LifecycleError when it was taken before.
struct RawResult {
  MessageBytes bytes;
  OwnedDescriptors descriptors;
};
RawResult take_result(Child &child);
} // namespace detail

/// A Process whose target gives back a value of type R, which travels as arguments do.
///
///     stowaway::Task task(count_words, path);      // Task<int>
///     task.start();
///     int words = task.result();
template <class R>
class Task : public Process {
public:
  /// Empty, as Process().
  Task() noexcept = default;
  /// As Process's, but what the target returns must travel too. It is converted to R, or dropped
  /// for Task<void>.
  template <class Target, class... Args>
    requires(!std::is_base_of_v<Process, std::remove_cvref_t<Target>>)
  explicit Task(Target &&target, Args &&...args)
      : Process(detail::bind_target<R>(std::forward<Target>(target), std::forward<Args>(args)...)) {
  }

  /// Waits for the worker and gives its result, once. Throws RemoteError when the target threw or
  /// its result could not travel, WorkerLostError when the worker ended otherwise (killed, or by
  /// exit()), TransferError when the result could not be decoded here, LifecycleError when not
  /// started or asked a second time, std::system_error when this process has no room for its
  /// descriptors or memory, which does not count: it may be asked again.
  R result() {
    auto raw = detail::take_result(this->started("result()"));
    if constexpr (!std::is_void_v<R>) {
      InputArchive archive(raw.bytes.data(), raw.bytes.size(), std::move(raw.descriptors));
      const detail::ArchiveBase::Step step(archive, {detail::PathStep::Kind::text, "the result"});
      auto slot = detail::ValueSlot<R>::decode(archive);
      if (archive.remaining() != 0)
        archive.fail("the worker gave back a value of another type");
      return std::move(slot.value);
    }
  }
};

template <class Target, class... Args>
  requires(!std::is_base_of_v<Process, std::remove_cvref_t<Target>>)
Task(Target &&, Args &&...) -> Task<typename detail::ResultOf<Target, Args...>::type>;

/// As Process.
template <class R>
struct Transfer<Task<R>> {
  static void put(OutputArchive &archive, const Task<R> &task) {
    Transfer<Process>::put(archive, task);
  }
  static void get(InputArchive &archive, Task<R> &task) { Transfer<Process>::get(archive, task); }
};

} // namespace stowaway

#endif // STOWAWAY_TASK_H
