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
#include <string>
#include <vector>

#include <stowaway/detail/archive.h>

namespace stowaway::detail {

/// Content up to this size is in the message itself.
inline constexpr std::size_t max_inline_message = 16384;

struct Message {
  std::uint32_t kind = 0;
  std::int32_t value = 0;
  MessageBytes bytes;
  OwnedDescriptors descriptors;
};

/// 0, or the errno of sendmsg(2); EPIPE when the other end is gone (never SIGPIPE).
int send_message(int socket, std::uint32_t kind, std::int32_t value, const char *data,
                 std::size_t size, const std::vector<int> &descriptors, int flags = 0);

enum class Received { message, nothing, closed, damaged };

/// Receives one message; `nothing` only with MSG_DONTWAIT.
Received receive_message(int socket, Message &message, int flags = 0);

} // namespace stowaway::detail

#endif // STOWAWAY_SRC_MESSAGE_H
