//===- Message.h - How does one message with descriptors cross a socket? -------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A message is one SOCK_SEQPACKET datagram: a fixed head, a few bytes, descriptors by SCM_RIGHTS.
// Larger content is a sealed memfd among the descriptors, so that sending never waits for a reader
// and never depends on the size of socket buffers.
//
//===--------------------------------------------------------------------------------------------===//

#ifndef STOWAWAY_SRC_MESSAGE_H
#define STOWAWAY_SRC_MESSAGE_H

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <stowaway/detail/archive.h>

#include "System.h"

namespace stowaway::detail {

/// Content up to this size is in the message itself.
inline constexpr std::size_t max_inline_message = 16384;

struct Message {
  std::uint32_t kind = 0;
  std::int32_t value = 0;
  MessageBytes bytes;
  OwnedDescriptors descriptors;
  /// How many descriptors it came with, its memfd too; known when it was kept or lost as well.
  std::size_t announced = 0;
};

/// A message that may be tried several times: large content is copied to its memfd once. Borrows
/// content and descriptors.
class Outgoing {
public:
  Outgoing(std::uint32_t kind, std::int32_t value, const char *data, std::size_t size,
           const std::vector<int> &descriptors);

  /// 0, or the errno of sendmsg(2) or of making the memfd; EPIPE when the other end is gone (never
  /// SIGPIPE); ETOOMANYREFS when this user has more descriptors in flight than RLIMIT_NOFILE.
  int send(int socket, int flags) noexcept;

private:
  std::uint32_t kind_;
  std::int32_t value_;
  const char *data_;
  std::size_t size_;
  Fd content_;
  std::vector<int> all_; // the memfd first
  int error_ = 0;
};

/// One try.
int send_message(int socket, std::uint32_t kind, std::int32_t value, const char *data,
                 std::size_t size, const std::vector<int> &descriptors, int flags = 0);

/// How long a send without a deadline tries again while too many descriptors of this user are in
/// flight. Whoever sent them: nothing can be waited for, and a thread that sends to itself would
/// try for ever.
inline constexpr std::chrono::seconds patience_in_flight{10};
/// Tries for so long.
int send_message_patiently(int socket, std::uint32_t kind, std::int32_t value, const char *data,
                           std::size_t size, const std::vector<int> &descriptors);

/// With errno set for the last three.
enum class Received {
  message,
  nothing, // only with MSG_DONTWAIT
  closed,
  damaged,
  kept,   // there is no room for it; it waits in the socket
  lost,   // there was no room for it
  failed, // the system refused
};

/// What becomes of a message whose descriptors or content find no room in this process: the kernel
/// closes what it cannot install. To keep it costs a look at it first; another reader that comes in
/// between, or another thread that takes the room, may lose it all the same.
enum class NoRoom { lose, keep };

/// Receives one message. With NoRoom::lose, `failed` is `closed`.
Received receive_message(int socket, Message &message, int flags = 0,
                         NoRoom no_room = NoRoom::lose);

/// The kind of the next message, which stays; nothing when there is none now.
std::optional<std::uint32_t> next_kind(int socket) noexcept;

/// Is there room for the descriptors of any message? False also when that cannot be told quickly.
bool has_plenty_of_room() noexcept;

} // namespace stowaway::detail

#endif // STOWAWAY_SRC_MESSAGE_H
