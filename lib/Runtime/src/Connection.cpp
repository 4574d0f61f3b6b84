//===- Connection.cpp - How do two processes send each other values? ----------------------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stowaway/connection.h>

#include <poll.h>
#include <sys/socket.h>

#include "Message.h"
#include "System.h"

namespace stowaway {

namespace detail {

void Channel::close() noexcept { Fd(std::exchange(fd_, -1)).reset(); }

bool Channel::send(std::uint32_t kind, const std::string &bytes,
                   const std::vector<int> &descriptors, const Deadline &deadline) const {
  for (;;) {
    const int error = send_message(fd_, kind, 0, bytes.data(), bytes.size(), descriptors,
                                   deadline ? MSG_DONTWAIT : 0);
    switch (error) {
    case 0:
      return true;
    case EAGAIN:
      if (!wait_for_events(fd_, POLLOUT, deadline))
        return false;
      continue;
    case EPIPE:
    case ECONNRESET:
    case ENOTCONN:
      throw ClosedError("the other end of the channel is closed");
    case EMSGSIZE:
    case ETOOMANYREFS:
      throw TransferError("", "more descriptors than one message can carry (250)");
    default:
      throw std::system_error(error, std::system_category(), "sending a message");
    }
  }
}

std::optional<RawMessage> Channel::receive(const Deadline &deadline) const {
  for (;;) {
    Message message;
    switch (receive_message(fd_, message, deadline ? MSG_DONTWAIT : 0)) {
    case Received::message: {
      RawMessage raw;
      raw.kind = message.kind;
      raw.bytes = std::move(message.bytes);
      raw.descriptors = std::move(message.descriptors);
      return raw;
    }
    case Received::nothing:
      if (!wait_for_events(fd_, POLLIN, deadline))
        return std::nullopt;
      continue;
    case Received::closed:
      throw ClosedError("the other end of the channel is closed");
    case Received::damaged:
      throw TransferError("", "a message arrived that this library did not send");
    }
  }
}

bool Channel::readable(const Deadline &deadline) const {
  return wait_for_events(fd_, POLLIN, deadline) != 0;
}

} // namespace detail

void Connection::check(bool receives, const char *use) const {
  if (channel_.fd() < 0)
    throw LifecycleError(std::string(use) + " of a Connection that is closed, was moved from, or "
                                            "never connected");
  if (receives ? !receives_ : !sends_)
    throw LifecycleError(std::string(use) + " on the " + (receives ? "sending" : "receiving") +
                         " end of a one-way pipe");
}

bool Connection::transmit(const std::string &bytes, const std::vector<int> &descriptors,
                          detail::Deadline deadline) {
  check(false, "send()");
  return channel_.send(1, bytes, descriptors, deadline);
}

std::optional<detail::RawMessage> Connection::next(detail::Deadline deadline) {
  check(true, "receive()");
  return channel_.receive(deadline);
}

std::pair<Connection, Connection> pipe(bool duplex) {
  auto [first, second] = detail::make_socketpair(SOCK_SEQPACKET);
  std::pair<Connection, Connection> ends;
  ends.first.channel_ = detail::Channel(first.release());
  ends.second.channel_ = detail::Channel(second.release());
  ends.first.sends_ = ends.second.receives_ = duplex;
  return ends;
}

void Transfer<Connection>::put(OutputArchive &archive, const Connection &connection) {
  const bool open = connection.is_open();
  archive.write_scalar(open);
  if (!open)
    return;
  archive.write_scalar(connection.sends_);
  archive.write_scalar(connection.receives_);
  archive.write_descriptor(connection.channel_.fd());
}

void Transfer<Connection>::get(InputArchive &archive, Connection &connection) {
  connection = Connection();
  if (!archive.read_scalar<bool>())
    return;
  connection.sends_ = archive.read_scalar<bool>();
  connection.receives_ = archive.read_scalar<bool>();
  connection.channel_ = detail::Channel(archive.read_descriptor());
}

} // namespace stowaway
