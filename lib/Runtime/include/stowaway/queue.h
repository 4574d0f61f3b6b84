//===- queue.h - How do many processes share work? -----------------------------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The items are messages in a socket that all users share: the kernel hands each to one reader,
// whole. No lock guards the queue, so that a user may be killed at any point without harm; Python's
// Queue stops for ever when a process dies inside get().
//
//===--------------------------------------------------------------------------------------------===//

#ifndef STOWAWAY_QUEUE_H
#define STOWAWAY_QUEUE_H

#include <stowaway/connection.h>

namespace stowaway {

namespace detail {
class SharedPage;

class QueueCore {
public:
  explicit QueueCore(std::size_t max_items);
  QueueCore(Channel in, Channel out, std::shared_ptr<SharedPage> page);
  ~QueueCore();

  bool put(const std::string &bytes, const std::vector<int> &descriptors, const Deadline &deadline);
  std::optional<RawMessage> get(const Deadline &deadline);
  std::size_t size() const noexcept;
  bool empty() const noexcept;
  void task_done();
  bool join(const Deadline &deadline);
  void close() noexcept;
  int descriptor() const noexcept { return out_.fd(); }

  static void put(OutputArchive &archive, const std::shared_ptr<QueueCore> &core);
  static std::shared_ptr<QueueCore> get(InputArchive &archive);

private:
  struct Counters;
  Counters &counters() const noexcept;
  std::optional<std::uint32_t> reserve(const Deadline &deadline);
  void advance_taken(std::uint32_t to) noexcept;
  bool is_closed() const noexcept;

  Channel in_, out_;
  std::shared_ptr<SharedPage> page_;
};
} // namespace detail

/// A queue of values of one type between any number of processes and threads. Copyable: all copies
/// are the same queue, also those that travelled; a moved-from Queue is still the same queue. All
/// members are thread-safe; none is async-signal-safe.
///
/// It holds as much as a socket buffer does (about 400 KiB of small items; items above 16 KiB count
/// little) or `max_items`, whichever is less; put() waits when it is full. An item that a killed
/// process had taken, or was about to put, is lost with it; nothing else is: its room is free again
/// when what was put before it has been taken. A lost item is never done: where users may be
/// killed, wait by join_for().
template <class T>
class Queue {
public:
  /// Only the buffer is the limit. Throws std::system_error. Takes three descriptors and a page; so
  /// does a member of a struct that is received, for a moment, because members are made by their
  /// default constructors first.
  Queue() : Queue(0) {}
  /// The same with a limit on the number of items; 0: none.
  explicit Queue(std::size_t max_items) : core_(std::make_shared<detail::QueueCore>(max_items)) {}
  Queue(const Queue &) noexcept = default;
  Queue &operator=(const Queue &) noexcept = default;
  ~Queue() = default;

  /// Waits while the queue is full. Throws TransferError (nothing was put), ClosedError, also when
  /// it is closed meanwhile; std::system_error as Connection::send().
  void put(const T &value) { put_until(value, {}); }
  /// False when the queue stayed full for so long; a duration of zero tries once.
  template <class D>
  bool put_for(const T &value, const D &duration) {
    return put_until(value, detail::deadline_in(duration));
  }

  /// The next item, waited for. Throws ClosedError when the queue was closed and is empty;
  /// std::system_error when this process has no room for the item, which then stays in the queue.
  T get() { return detail::decode_message<T>(std::move(*core_->get({})), "the item"); }
  /// As get(), but nullopt when none came in time; a negative duration only looks.
  template <class D>
  std::optional<T> get_for(const D &duration) {
    auto message = core_->get(detail::deadline_in(duration));
    if (!message)
      return std::nullopt;
    return detail::decode_message<T>(std::move(*message), "the item");
  }

  /// How many items were put and not yet taken. A hint: others go on meanwhile.
  std::size_t size() const noexcept { return core_->size(); }
  /// Is there nothing to get right now?
  bool empty() const noexcept { return core_->empty(); }

  /// The item that was taken last has been worked on; join() waits until that was said as often as
  /// put(). Throws LifecycleError when said too often.
  void task_done() { core_->task_done(); }
  /// Waits for that; at once when nothing was ever put.
  void join() { core_->join({}); }
  /// False when that was not said in time.
  template <class D>
  bool join_for(const D &duration) {
    return core_->join(detail::deadline_in(duration));
  }

  /// For all users of the queue: no put() any more, those that wait end with ClosedError; get()
  /// until it is empty, then ClosedError.
  void close() noexcept { core_->close(); }

  /// For wait_any() and poll(): readable when there is an item, or the queue is closed. Owned by
  /// the queue.
  int native_handle() const noexcept { return core_->descriptor(); }

private:
  friend struct Transfer<Queue>;
  explicit Queue(detail::Blank) noexcept {}
  bool put_until(const T &value, detail::Deadline deadline) {
    OutputArchive archive;
    {
      const detail::ArchiveBase::Step step(archive,
                                           {detail::PathStep::Kind::type, detail::type_name<T>()});
      detail::put(archive, value);
    }
    return core_->put(archive.bytes(), archive.descriptors(), deadline);
  }
  std::shared_ptr<detail::QueueCore> core_;
};

template <class T>
struct Transfer<Queue<T>> {
  static void put(OutputArchive &archive, const Queue<T> &queue) {
    detail::QueueCore::put(archive, queue.core_);
  }
  static void get(InputArchive &archive, Queue<T> &queue) {
    queue.core_ = detail::QueueCore::get(archive);
  }
  static Queue<T> blank() noexcept { return Queue<T>(detail::Blank()); }
};

} // namespace stowaway

#endif // STOWAWAY_QUEUE_H
