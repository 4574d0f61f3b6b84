//===- Message.cpp - How does one message with descriptors cross a socket? ----------------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Message.h"

#include <cerrno>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>

#include "System.h"

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
Fd to_memfd(const char *data, std::size_t size) {
  Fd fd(::memfd_create("stowaway-message", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  std::size_t done = 0;
  while (fd && done < size) {
    const auto written = ::write(fd.get(), data + done, size - done);
    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      return Fd();
    done += static_cast<std::size_t>(written);
  }
  if (fd &&
      ::fcntl(fd.get(), F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0)
    return Fd();
  return fd;
}

/// Maps content that to_memfd() wrote; false when it is something else.
bool from_memfd(int fd, MessageBytes &bytes, std::uint64_t size) {
  constexpr int needed = F_SEAL_SHRINK | F_SEAL_WRITE;
  struct stat info;
  const int seals = ::fcntl(fd, F_GET_SEALS);
  if (seals < 0 || (seals & needed) != needed || ::fstat(fd, &info) != 0 ||
      static_cast<std::uint64_t>(info.st_size) != size)
    return false;
  void *mapping = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
  if (mapping == MAP_FAILED)
    return false;
  bytes = MessageBytes(mapping, size);
  return true;
}

} // namespace

int send_message(int socket, std::uint32_t kind, std::int32_t value, const char *data,
                 std::size_t size, const std::vector<int> &descriptors, int flags) {
  Head head{head_magic, kind, value, static_cast<std::uint32_t>(descriptors.size()), size};
  std::vector<int> all;
  all.reserve(descriptors.size() + 1);
  Fd content;
  if (size > max_inline) {
    content = to_memfd(data, size);
    if (!content)
      return errno;
    all.push_back(content.get());
  }
  for (const int descriptor : descriptors)
    all.push_back(descriptor);
  if (all.size() > max_per_message)
    return EMSGSIZE;

  iovec parts[2] = {{&head, sizeof head}, {const_cast<char *>(data), content ? 0 : size}};
  msghdr header{};
  header.msg_iov = parts;
  header.msg_iovlen = 2;
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * max_per_message)];
  if (!all.empty()) {
    header.msg_control = control;
    header.msg_controllen = CMSG_SPACE(sizeof(int) * all.size());
    std::memset(control, 0, header.msg_controllen);
    auto *rights = CMSG_FIRSTHDR(&header);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof(int) * all.size());
    std::memcpy(CMSG_DATA(rights), all.data(), sizeof(int) * all.size());
  }
  while (::sendmsg(socket, &header, MSG_NOSIGNAL | flags) < 0)
    if (errno != EINTR)
      return errno;
  return 0;
}

Received receive_message(int socket, Message &message, int flags) {
  Head head;
  char buffer[max_inline];
  iovec parts[2] = {{&head, sizeof head}, {buffer, sizeof buffer}};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * max_per_message)];
  msghdr header{};
  header.msg_iov = parts;
  header.msg_iovlen = 2;
  header.msg_control = control;
  header.msg_controllen = sizeof control;
  ssize_t size;
  while ((size = ::recvmsg(socket, &header, MSG_CMSG_CLOEXEC | flags)) < 0) {
    if (errno == EAGAIN || errno == EWOULDBLOCK)
      return Received::nothing;
    // Told once, before the messages that are there, when the other end left some of ours unread.
    if (errno != EINTR && errno != ECONNRESET)
      return Received::closed;
  }
  std::vector<int> all;
  for (auto *rights = CMSG_FIRSTHDR(&header); rights; rights = CMSG_NXTHDR(&header, rights)) {
    if (rights->cmsg_level != SOL_SOCKET || rights->cmsg_type != SCM_RIGHTS)
      continue;
    const auto count = (rights->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    all.resize(all.size() + count);
    std::memcpy(all.data() + all.size() - count, CMSG_DATA(rights), count * sizeof(int));
  }
  std::vector<Fd> owned;
  for (const int fd : all)
    owned.push_back(above_standard(Fd(fd)));
  if (size == 0)
    return Received::closed;

  const auto inline_size = static_cast<std::size_t>(size) - sizeof head;
  if (static_cast<std::size_t>(size) < sizeof head || head.magic != head_magic ||
      (header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)))
    return Received::damaged;
  std::size_t first = 0;
  if (head.size > max_inline) {
    if (owned.empty() || !from_memfd(owned[0].get(), message.bytes, head.size))
      return Received::damaged;
    first = 1;
  } else if (head.size == inline_size) {
    message.bytes = MessageBytes(std::string(buffer, inline_size));
  } else {
    return Received::damaged;
  }
  if (owned.size() - first != head.descriptor_count)
    return Received::damaged;
  message.kind = head.kind;
  message.value = head.value;
  message.descriptors = {};
  for (std::size_t i = first; i < owned.size(); ++i)
    message.descriptors.add(owned[i].release());
  return Received::message;
}

} // namespace stowaway::detail
