//===- Connection.cpp - How do two processes send each other values? ----------------------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stowaway/connection.h>

#include <system_error>

#include <poll.h>
#include <sys/socket.h>

#include "Message.h"
#include "System.h"

namespace stowaway {

namespace detail {

void Channel::close() noexcept { Fd(std::exchange(fd_, -1)).reset(); }

namespace {

[[noreturn]] void throw_system_error(int error, const std::string &what) {
  throw std::system_error(error, std::system_category(), what);
}

[[noreturn]] void throw_no_room(const Message &message, int error, bool kept) {
  std::string text =
      "receiving a message with " + std::to_string(message.announced) + " descriptors: ";
  if (kept)
    text += "there is no room for it in this process; the message was kept, ";
  else
    text += "its room in this process was taken meanwhile, and the message is lost; ";
  text += error == ENOMEM ? "free memory or addresses (RLIMIT_AS)"
                          : "raise RLIMIT_NOFILE or close some";
  throw_system_error(error, text + (kept ? " and receive again" : ""));
}

} // namespace

bool Channel::send(std::uint32_t kind, const std::string &bytes,
                   const std::vector<int> &descriptors, const Deadline &deadline) const {
  Outgoing message(kind, 0, bytes.data(), bytes.size(), descriptors);
  Deadline in_flight = deadline;
  for (;;) {
    const int error = message.send(fd_, deadline ? MSG_DONTWAIT : 0);
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
    case ETOOMANYREFS: {
      // Of all processes of this user, which is why nothing can be waited for.
      const auto now = std::chrono::steady_clock::now();
      if (!in_flight)
        in_flight = now + patience_in_flight;
      if (now < *in_flight) {
        pause_briefly();
        continue;
      }
      throw_system_error(error, "sending a message with " + std::to_string(descriptors.size()) +
                                    " descriptors: too many descriptors of this user were sent "
                                    "and not yet received; receive some or raise RLIMIT_NOFILE");
    }
    case EMSGSIZE:
      if (descriptors.size() >= 250)
        throw TransferError("", "more descriptors than one message can carry (250)");
      [[fallthrough]];
    default:
      throw_system_error(error, "sending a message of " + std::to_string(bytes.size()) +
                                    " bytes with " + std::to_string(descriptors.size()) +
                                    " descriptors");
    }
  }
}

std::optional<RawMessage> Channel::receive(const Deadline &deadline, Readers readers) const {
  // Of many readers the kernel wakes one for each message. It must then take it and not only look,
  // or the others would sleep on when it is killed in between.
  const bool blocks = !deadline && readers == Readers::one;
  bool looks = readers != Readers::many_of_bytes, sleeps = false;
  for (;;) {
    Message message;
    const auto received = receive_message(fd_, message, blocks || sleeps ? 0 : MSG_DONTWAIT,
                                          looks && !sleeps ? NoRoom::keep : NoRoom::lose);
    switch (received) {
    case Received::message: {
      RawMessage raw;
      raw.kind = message.kind;
      raw.bytes = std::move(message.bytes);
      raw.descriptors = std::move(message.descriptors);
      return raw;
    }
    case Received::nothing:
      looks = true; // whatever comes now
      sleeps = !deadline && has_plenty_of_room();
      if (!sleeps && !wait_for_events(fd_, POLLIN, deadline))
        return std::nullopt;
      continue;
    case Received::closed:
      throw ClosedError("the other end of the channel is closed");
    case Received::damaged:
      throw TransferError("", "a message arrived that this library did not send");
    case Received::kept:
    case Received::lost:
      throw_no_room(message, errno, received == Received::kept);
    case Received::failed:
      throw_system_error(errno, "receiving a message");
    }
  }
}

bool Channel::readable(const Deadline &deadline) const {
  return wait_for_events(fd_, POLLIN, deadline) != 0;
}

void Channel::drop() const noexcept {
  const ErrnoKeeper keeper;
  ::recv(fd_, nullptr, 0, MSG_DONTWAIT);
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
