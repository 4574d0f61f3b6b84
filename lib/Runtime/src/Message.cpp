//===- Message.cpp - How does one message with descriptors cross a socket? ----------------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Message.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>

namespace stowaway::detail {

namespace {

struct Head {
  std::uint32_t magic;
  std::uint32_t kind;
  std::int32_t value;
  std::uint32_t descriptor_count; // of the content, without the memfd
  std::uint64_t size;             // of the content
};
constexpr std::uint32_t head_magic = 0x6d777473;
// SCM_MAX_FD of the kernel is 253.
constexpr std::size_t max_per_message = 253;
constexpr std::size_t max_inline = max_inline_message;

/// Content in a sealed memfd; an invalid Fd with errno set on failure.
Fd to_memfd(const char *data, std::size_t size) noexcept {
  Fd fd(::memfd_create("stowaway-message", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!fd)
    return fd;
  if (const int error = write_whole(fd.get(), data, size)) {
    errno = error;
    return Fd();
  }
  if (::fcntl(fd.get(), F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0)
    return Fd();
  return fd;
}

/// Addresses for content, so that there is room for it before its message is taken.
class Place {
public:
  Place() = default;
  Place(const Place &) = delete;
  Place &operator=(const Place &) = delete;
  ~Place() {
    const ErrnoKeeper keeper;
    if (at_)
      ::munmap(at_, size_);
  }
  bool reserve(std::size_t size) noexcept {
    void *at = ::mmap(nullptr, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (at == MAP_FAILED)
      return false;
    at_ = at;
    size_ = size;
    return true;
  }
  /// Maps the file, at the addresses that were reserved for so much; MAP_FAILED on failure.
  void *map(int fd, std::size_t size) noexcept {
    const bool fits = at_ && size_ == size;
    void *mapping = ::mmap(fits ? at_ : nullptr, size, PROT_READ,
                           MAP_PRIVATE | MAP_POPULATE | (fits ? MAP_FIXED : 0), fd, 0);
    if (fits && mapping != MAP_FAILED)
      at_ = nullptr;
    return mapping;
  }

private:
  void *at_ = nullptr;
  std::size_t size_ = 0;
};

/// Maps content that to_memfd() wrote.
Received from_memfd(int fd, MessageBytes &bytes, std::uint64_t size, Place &place) {
  constexpr int needed = F_SEAL_SHRINK | F_SEAL_WRITE;
  struct stat info;
  const int seals = ::fcntl(fd, F_GET_SEALS);
  if (seals < 0 || (seals & needed) != needed || ::fstat(fd, &info) != 0 ||
      static_cast<std::uint64_t>(info.st_size) != size)
    return Received::damaged;
  void *mapping = place.map(fd, size);
  if (mapping == MAP_FAILED)
    return Received::lost;
  bytes = MessageBytes(mapping, size);
  return Received::message;
}

/// The descriptors of one message, closed unless they are given on.
struct Installed {
  int all[max_per_message];
  std::size_t count = 0;

  Installed() = default;
  Installed(const Installed &) = delete;
  Installed &operator=(const Installed &) = delete;
  ~Installed() {
    for (std::size_t i = 0; i < count; ++i)
      Fd(all[i]).reset();
  }
};

/// recvmsg(2) that no signal interrupts. A peer that is closed before it has read all gives
/// ECONNRESET once, although what it sent before is still there to be received.
ssize_t receive(int socket, msghdr &header, int flags) noexcept {
  bool was_reset = false;
  for (;;) {
    const auto size = ::recvmsg(socket, &header, flags);
    if (size >= 0 || !(errno == EINTR || (errno == ECONNRESET && !was_reset)))
      return size;
    was_reset = was_reset || errno == ECONNRESET;
  }
}

Received refusal() noexcept {
  switch (errno) {
  case EAGAIN:
    return Received::nothing;
  case ECONNRESET:
  case ENOTCONN:
    return Received::closed;
  default:
    return Received::failed;
  }
}

Received take(int socket, Message &message, int flags, Place &place) {
  Head head{};
  char buffer[max_inline];
  iovec parts[2] = {{&head, sizeof head}, {buffer, sizeof buffer}};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * max_per_message)];
  msghdr header{};
  header.msg_iov = parts;
  header.msg_iovlen = 2;
  header.msg_control = control;
  header.msg_controllen = sizeof control;
  const auto size = receive(socket, header, MSG_CMSG_CLOEXEC | flags);
  if (size < 0)
    return refusal();
  Installed installed;
  for (auto *rights = CMSG_FIRSTHDR(&header); rights; rights = CMSG_NXTHDR(&header, rights)) {
    if (rights->cmsg_level != SOL_SOCKET || rights->cmsg_type != SCM_RIGHTS)
      continue;
    const auto count = (rights->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t i = 0; i < count && installed.count < max_per_message; ++i) {
      int fd;
      std::memcpy(&fd, CMSG_DATA(rights) + i * sizeof fd, sizeof fd);
      installed.all[installed.count++] = above_standard(Fd(fd)).release();
    }
  }
  if (size == 0)
    return Received::closed;

  const auto inline_size = static_cast<std::size_t>(size) - sizeof head;
  if (static_cast<std::size_t>(size) < sizeof head || head.magic != head_magic ||
      (header.msg_flags & MSG_TRUNC))
    return Received::damaged;
  const std::size_t first = head.size > max_inline ? 1 : 0;
  message.announced = head.descriptor_count + first;
  if (header.msg_flags & MSG_CTRUNC) {
    errno = EMFILE;
    return Received::lost;
  }
  if (installed.count != message.announced)
    return Received::damaged;
  if (first == 1) {
    const auto result = from_memfd(installed.all[0], message.bytes, head.size, place);
    if (result != Received::message)
      return result;
  } else if (head.size == inline_size) {
    message.bytes = MessageBytes(std::string(buffer, inline_size));
  } else {
    return Received::damaged;
  }
  message.kind = head.kind;
  message.value = head.value;
  message.descriptors =
      OwnedDescriptors(std::vector<int>(installed.all + first, installed.all + installed.count));
  installed.count = first; // only the memfd is closed
  return Received::message;
}

/// The head of the next message, which stays. Without a buffer for descriptors none is installed,
/// unix(7).
ssize_t look(int socket, Head &head, int flags) noexcept {
  iovec part{&head, sizeof head};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  return receive(socket, header, MSG_PEEK | flags);
}

/// Can so many descriptors be opened? Found out by opening them, because nothing tells the count.
bool has_room_for(std::size_t count, int any_descriptor) noexcept {
  Installed probes;
  while (probes.count < std::min(count, max_per_message)) {
    const int probe = ::fcntl(any_descriptor, F_DUPFD_CLOEXEC, 0);
    if (probe < 0) {
      errno = EMFILE;
      return false;
    }
    probes.all[probes.count++] = probe;
  }
  return true;
}

} // namespace

Outgoing::Outgoing(std::uint32_t kind, std::int32_t value, const char *data, std::size_t size,
                   const std::vector<int> &descriptors)
    : kind_(kind), value_(value), data_(data), size_(size) {
  all_.reserve(descriptors.size() + 1);
  if (size > max_inline) {
    content_ = to_memfd(data, size);
    if (!content_)
      error_ = errno;
    all_.push_back(content_.get());
  }
  all_.insert(all_.end(), descriptors.begin(), descriptors.end());
  if (error_ == 0 && all_.size() > max_per_message)
    error_ = EMSGSIZE;
}

int Outgoing::send(int socket, int flags) noexcept {
  if (error_ != 0)
    return error_;
  Head head{head_magic, kind_, value_, static_cast<std::uint32_t>(all_.size() - (content_ ? 1 : 0)),
            size_};
  iovec parts[2] = {{&head, sizeof head}, {const_cast<char *>(data_), content_ ? 0 : size_}};
  msghdr header{};
  header.msg_iov = parts;
  header.msg_iovlen = 2;
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * max_per_message)];
  if (!all_.empty()) {
    header.msg_control = control;
    header.msg_controllen = CMSG_SPACE(sizeof(int) * all_.size());
    std::memset(control, 0, header.msg_controllen);
    auto *rights = CMSG_FIRSTHDR(&header);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof(int) * all_.size());
    std::memcpy(CMSG_DATA(rights), all_.data(), sizeof(int) * all_.size());
  }
  while (::sendmsg(socket, &header, MSG_NOSIGNAL | flags) < 0)
    if (errno != EINTR)
      return errno;
  return 0;
}

int send_message(int socket, std::uint32_t kind, std::int32_t value, const char *data,
                 std::size_t size, const std::vector<int> &descriptors, int flags) {
  return Outgoing(kind, value, data, size, descriptors).send(socket, flags);
}

int send_message_patiently(int socket, std::uint32_t kind, std::int32_t value, const char *data,
                           std::size_t size, const std::vector<int> &descriptors) {
  Outgoing message(kind, value, data, size, descriptors);
  int error = message.send(socket, 0);
  if (error != ETOOMANYREFS)
    return error; // a worker need not load what tells the time in order to end
  const auto end = std::chrono::steady_clock::now() + patience_in_flight;
  while (error == ETOOMANYREFS && std::chrono::steady_clock::now() < end) {
    pause_briefly();
    error = message.send(socket, 0);
  }
  return error;
}

Received receive_message(int socket, Message &message, int flags, NoRoom no_room) {
  if (no_room == NoRoom::lose) {
    Place place;
    const auto result = take(socket, message, flags, place);
    return result == Received::failed ? Received::closed : result;
  }
  for (;;) {
    Head head{};
    const auto size = look(socket, head, flags);
    if (size < 0)
      return refusal();
    Place place;
    if (size == sizeof head && head.magic == head_magic) {
      message.announced = head.descriptor_count + (head.size > max_inline ? 1u : 0u);
      if (!has_room_for(message.announced, socket) ||
          (head.size > max_inline && !place.reserve(head.size)))
        return Received::kept;
    }
    // It may have gone to another reader.
    const auto result = take(socket, message, flags | MSG_DONTWAIT, place);
    if (result != Received::nothing || (flags & MSG_DONTWAIT))
      return result;
  }
}

std::optional<std::uint32_t> next_kind(int socket) noexcept {
  const ErrnoKeeper keeper;
  Head head{};
  if (look(socket, head, MSG_DONTWAIT) <= 0) // 0: it was closed
    return std::nullopt;
  return head.kind;
}

bool has_plenty_of_room() noexcept {
  const ErrnoKeeper keeper;
  rlimit limit;
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur < 4 * max_per_message)
    return false;
  // The highest numbers are rarely in use; so many of them that are free are enough.
  constexpr std::size_t needed = max_per_message + 3;
  const auto end = static_cast<int>(std::min<rlim_t>(limit.rlim_cur, INT_MAX));
  pollfd highest[needed];
  for (std::size_t i = 0; i < needed; ++i)
    highest[i] = {end - 1 - static_cast<int>(i), 0, 0};
  if (::poll(highest, needed, 0) != static_cast<int>(needed))
    return false;
  return std::all_of(std::begin(highest), std::end(highest),
                     [](const pollfd &it) { return it.revents == POLLNVAL; });
}

} // namespace stowaway::detail
