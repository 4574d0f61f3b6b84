//===- Queue.cpp - How do many processes share work? --------------------------------------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stowaway/queue.h>

#include <algorithm>
#include <climits>
#include <poll.h>
#include <sys/socket.h>

#include "Message.h"
#include "SharedPage.h"

namespace stowaway::detail {

/// Counts beside the queue. None of them guards it: the socket does. Each item carries its number,
/// so that a user who is killed between taking an item and counting it is made good by the next one
/// who takes: the socket is first in, first out.
struct QueueCore::Counters {
  std::atomic<std::uint32_t> puts;       // numbers given out; wraps around
  std::atomic<std::uint32_t> taken;      // one more than the highest number taken; a futex
  std::atomic<std::uint32_t> unfinished; // put and not yet task_done(); a futex
  std::atomic<std::uint32_t> max_items;  // 0: no limit
  std::atomic<std::uint32_t> carries;    // has any item come with descriptors yet?

  std::uint32_t size() const noexcept {
    const auto count = puts.load() - taken.load();
    return count > UINT32_MAX / 2 ? 0 : count; // a number was given back meanwhile
  }
};

namespace {
constexpr std::size_t page_size = 20;
constexpr char closed_text[] = "the queue was closed";
} // namespace

QueueCore::Counters &QueueCore::counters() const noexcept {
  static_assert(sizeof(Counters) == page_size);
  return *static_cast<Counters *>(page_->data());
}

QueueCore::QueueCore(std::size_t max_items) : page_(SharedPage::make("stowaway-queue", page_size)) {
  auto [writing, reading] = make_socketpair(SOCK_SEQPACKET);
  const int size = 1 << 22; // cut by the kernel to net.core.wmem_max
  ::setsockopt(writing.get(), SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  in_ = Channel(writing.release());
  out_ = Channel(reading.release());
  counters().max_items = static_cast<std::uint32_t>(std::min<std::size_t>(max_items, UINT32_MAX));
}

QueueCore::QueueCore(Channel in, Channel out, std::shared_ptr<SharedPage> page)
    : in_(std::move(in)), out_(std::move(out)), page_(std::move(page)) {}

QueueCore::~QueueCore() = default;

std::optional<std::uint32_t> QueueCore::reserve(const Deadline &deadline) {
  auto &c = counters();
  const auto max_items = c.max_items.load(std::memory_order_relaxed);
  auto number = c.puts.load();
  for (;;) {
    if (max_items == 0 || c.size() < max_items) {
      if (c.puts.compare_exchange_weak(number, number + 1))
        return number;
      continue;
    }
    if (is_closed())
      throw ClosedError(closed_text);
    const auto taken = c.taken.load();
    const auto look_again = std::chrono::steady_clock::now() + std::chrono::milliseconds(100);
    const bool last = deadline && *deadline <= look_again;
    if (!futex_wait(&c.taken, taken, last ? deadline : Deadline(look_again))) {
      // Whatever comes before the first item that is there was counted by nobody, because somebody
      // was killed between taking an item and counting it, or a number and sending. (Or it is about
      // to be sent: then there will be one item too many for a moment.)
      const auto puts = c.puts.load();
      const auto first = next_kind(out_.fd()).value_or(puts);
      if (static_cast<std::int32_t>(first - c.taken.load()) > 0)
        advance_taken(first);
      else if (last)
        return std::nullopt;
    }
    number = c.puts.load();
  }
}

void QueueCore::advance_taken(std::uint32_t to) noexcept {
  auto &c = counters();
  auto taken = c.taken.load();
  while (static_cast<std::int32_t>(to - taken) > 0 && !c.taken.compare_exchange_weak(taken, to)) {
  }
  if (c.max_items.load(std::memory_order_relaxed) != 0)
    futex_wake(&c.taken, INT_MAX);
}

bool QueueCore::put(const std::string &bytes, const std::vector<int> &descriptors,
                    const Deadline &deadline) {
  auto &c = counters();
  const auto number = reserve(deadline);
  if (!number)
    return false;
  c.unfinished.fetch_add(1);
  if ((!descriptors.empty() || bytes.size() > max_inline_message) && c.carries.load() == 0)
    c.carries = 1; // before it is sent
  const auto undo = [&] {
    // When others were given numbers since, the gap closes as they are taken.
    auto mine = *number + 1;
    c.puts.compare_exchange_strong(mine, *number);
    if (c.unfinished.fetch_sub(1) == 1)
      futex_wake(&c.unfinished, INT_MAX);
  };
  try {
    if (in_.send(*number, bytes, descriptors, deadline))
      return true;
  } catch (const ClosedError &) {
    undo();
    throw ClosedError(closed_text);
  } catch (...) {
    undo();
    throw;
  }
  undo();
  return false;
}

std::optional<RawMessage> QueueCore::get(const Deadline &deadline) {
  auto message =
      out_.receive(deadline, counters().carries.load() ? Channel::Readers::many
                                                       : Channel::Readers::many_of_bytes);
  if (message)
    advance_taken(message->kind + 1);
  return message;
}

std::size_t QueueCore::size() const noexcept {
  // A number that was given out to one who was killed before it sent counts until a later one is
  // taken, which may never come.
  if (!next_kind(out_.fd()))
    return 0;
  return std::max(counters().size(), 1u); // or it is just being taken
}
bool QueueCore::empty() const noexcept { return !next_kind(out_.fd()); }

bool QueueCore::is_closed() const noexcept {
  return wait_for_events(out_.fd(), POLLRDHUP, std::chrono::steady_clock::time_point{}) != 0;
}

void QueueCore::task_done() {
  auto &unfinished = counters().unfinished;
  auto count = unfinished.load();
  do {
    if (count == 0)
      throw LifecycleError("task_done() was called more often than put()");
  } while (!unfinished.compare_exchange_weak(count, count - 1));
  if (count == 1)
    futex_wake(&unfinished, INT_MAX);
}

bool QueueCore::join(const Deadline &deadline) {
  auto &unfinished = counters().unfinished;
  while (const auto count = unfinished.load()) {
    // Whoever says that the last item is done may be killed before it wakes us.
    const auto look_again = std::chrono::steady_clock::now() + std::chrono::seconds(1);
    const bool last = deadline && *deadline <= look_again;
    if (!futex_wait(&unfinished, count, last ? deadline : Deadline(look_again)) && last)
      return unfinished.load() == 0;
  }
  return true;
}

void QueueCore::close() noexcept {
  const ErrnoKeeper keeper;
  ::shutdown(in_.fd(), SHUT_WR);
  futex_wake(&counters().taken, INT_MAX); // those who wait for max_items look again
}

void QueueCore::put(OutputArchive &archive, const std::shared_ptr<QueueCore> &core) {
  if (archive.write_tracked(core.get(), &type_tag<QueueCore>)) {
    archive.write_descriptor(core->in_.fd());
    archive.write_descriptor(core->out_.fd());
    put_page(archive, core->page_);
    archive.keep_alive(core);
  }
}

std::shared_ptr<QueueCore> QueueCore::get(InputArchive &archive) {
  if (const auto *known = archive.read_tracked(&type_tag<QueueCore>))
    return std::static_pointer_cast<QueueCore>(known->object);
  // Numbered before its parts, as it was written.
  auto core = std::make_shared<QueueCore>(Channel(), Channel(), nullptr);
  archive.add_tracked(core, &type_tag<QueueCore>);
  core->in_ = Channel(archive.read_descriptor());
  core->out_ = Channel(archive.read_descriptor());
  core->page_ = get_page(archive, page_size);
  return core;
}

} // namespace stowaway::detail
