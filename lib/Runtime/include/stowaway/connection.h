//===- connection.h - How do two processes send each other values? -------------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef STOWAWAY_CONNECTION_H
#define STOWAWAY_CONNECTION_H

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <stowaway/detail/target.h>
#include <stowaway/error.h>
#include <stowaway/event.h>
#include <stowaway/transfer.h>

namespace stowaway {

namespace detail {

/// What arrived in one message.
struct RawMessage {
  std::uint32_t kind = 0;
  MessageBytes bytes;
  OwnedDescriptors descriptors;
};

/// One end of a SOCK_SEQPACKET pair: message boundaries and descriptors are the kernel's business,
/// and no lock of ours is held by a peer that is killed.
class Channel {
public:
  Channel() noexcept = default;
  explicit Channel(int fd) noexcept : fd_(fd) {} // owned from now on
  Channel(Channel &&other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Channel &operator=(Channel &&other) noexcept {
    const int fd = std::exchange(other.fd_, -1);
    close();
    fd_ = fd;
    return *this;
  }
  ~Channel() { close(); }

  int fd() const noexcept { return fd_; }
  void close() noexcept;
  /// False when the deadline passed. Throws ClosedError, TransferError (too many descriptors),
  /// std::system_error: ETOOMANYREFS when too many descriptors are in flight until the deadline, or
  /// for ten seconds; EFBIG, EMFILE, ENOMEM, ... when no memfd can be made.
  bool send(std::uint32_t kind, const std::string &bytes, const std::vector<int> &descriptors,
            const Deadline &deadline) const;
  /// `many_of_bytes`: what is there already came without descriptors, and need not be looked at.
  enum class Readers { one, many, many_of_bytes };
  /// nullopt when the deadline passed. Throws ClosedError at the end, TransferError for a message
  /// that is no message of this library, std::system_error (EMFILE, ENOMEM) when there is no room
  /// for it; then it can be received again, if what() says so.
  std::optional<RawMessage> receive(const Deadline &deadline, Readers readers = Readers::one) const;
  bool readable(const Deadline &deadline) const;
  /// Takes the next message, if there is one, and its descriptors out of the world.
  void drop() const noexcept;

private:
  int fd_ = -1;
};

} // namespace detail

template <>
struct Transfer<detail::Channel> {
  static void put(OutputArchive &archive, const detail::Channel &channel) {
    archive.write_descriptor(channel.fd());
  }
  static void get(InputArchive &archive, detail::Channel &channel) {
    channel = detail::Channel(archive.read_descriptor());
  }
};

namespace detail {

template <class T>
T decode_message(RawMessage message, const char *what) {
  InputArchive archive(message.bytes.data(), message.bytes.size(), std::move(message.descriptors));
  const ArchiveBase::Step step(archive, {PathStep::Kind::text, what});
  auto slot = ValueSlot<T>::decode(archive);
  if (archive.remaining() != 0)
    archive.fail("the message holds a value of another type");
  return std::move(slot.value);
}

} // namespace detail

/// One end of a pipe: sends and receives values of any transferable type, also events, queues and
/// other connections. Both sides must agree on the sequence of types; a message of another type is
/// mostly noticed, not always. Move-only; travels to workers (give it by std::move, so that this
/// process does not keep the worker's end open and the end of a worker is seen as the end of the
/// pipe). One thread at a time may send, and one receive. The destructor closes this end.
///
/// A SOCK_SEQPACKET socket (unix(7)); descriptors go along by SCM_RIGHTS, 250 in a message; large
/// messages are memfds. Neither SIGPIPE nor SIGXFSZ is raised. Signals interrupt nothing. What the
/// system refuses is a std::system_error: a message for whose descriptors this process has no room
/// (EMFILE) or no addresses (ENOMEM) stays where it is and can be received again; more descriptors
/// in flight, sent and not yet received by all processes of the user, than RLIMIT_NOFILE
/// (ETOOMANYREFS) are waited for, ten seconds at most; content above RLIMIT_FSIZE is EFBIG.
class Connection {
public:
  /// Closed: every use throws LifecycleError.
  Connection() noexcept = default;

  /// Waits while the other side is slow. Throws TransferError before anything is sent, ClosedError
  /// when the other end is gone, LifecycleError on the receiving end of a one-way pipe.
  template <class T>
  void send(const T &value) {
    OutputArchive archive;
    encode_into(archive, value);
    transmit(archive.bytes(), archive.descriptors(), {});
  }
  /// As send(), but false when the value was not taken in time.
  template <class T, class D>
  bool send_for(const T &value, const D &duration) {
    OutputArchive archive;
    encode_into(archive, value);
    return transmit(archive.bytes(), archive.descriptors(), detail::deadline_in(duration));
  }
  /// The next value. Throws ClosedError when the other end is gone and all was received,
  /// TransferError when the message holds another type, LifecycleError on the sending end of a
  /// one-way pipe.
  template <class T>
  T receive() {
    return detail::decode_message<T>(std::move(*next({})), "the message");
  }
  /// As receive(), but nullopt when nothing came in time; a negative duration only looks.
  template <class T, class D>
  std::optional<T> receive_for(const D &duration) {
    auto message = next(detail::deadline_in(duration));
    if (!message)
      return std::nullopt;
    return detail::decode_message<T>(std::move(*message), "the message");
  }

  /// Bytes as they are, with their boundaries; an empty message is one too. Errors as of send().
  void send_bytes(std::string_view bytes) { transmit(std::string(bytes), {}, {}); }
  /// One message of send_bytes(), whole. Errors as of receive().
  std::string receive_bytes() { return std::move(next({})->bytes).str(); }

  /// Is there something to receive, or has the other end gone? Waits for the duration at most.
  template <class D>
  bool poll(const D &duration) const {
    check(true, "poll()");
    return channel_.readable(detail::deadline_in(duration));
  }
  /// Only looks.
  bool poll() const { return poll(std::chrono::nanoseconds(0)); }

  /// Closes this end: the other one receives what was sent, then ClosedError. Again: nothing.
  void close() noexcept { channel_.close(); }
  /// Neither closed, default-constructed nor moved from.
  bool is_open() const noexcept { return channel_.fd() >= 0; }
  /// Readable when there is something to receive; owned by the Connection.
  int native_handle() const {
    check(true, "native_handle()");
    return channel_.fd();
  }

private:
  friend struct Transfer<Connection>;
  friend std::pair<Connection, Connection> pipe(bool duplex);

  template <class T>
  static void encode_into(OutputArchive &archive, const T &value) {
    const detail::ArchiveBase::Step step(archive,
                                         {detail::PathStep::Kind::type, detail::type_name<T>()});
    detail::put(archive, value);
  }
  static void encode_into(OutputArchive &archive, const char *text) {
    detail::put(archive, std::string(text));
  }
  bool transmit(const std::string &bytes, const std::vector<int> &descriptors,
                detail::Deadline deadline);
  std::optional<detail::RawMessage> next(detail::Deadline deadline);
  void check(bool receives, const char *use) const;

  detail::Channel channel_;
  bool sends_ = true, receives_ = true;
};

/// The two ends of a pipe; with duplex false the first only receives and the second only sends.
/// Throws std::system_error when no descriptor is left.
std::pair<Connection, Connection> pipe(bool duplex = true);

template <>
struct Transfer<Connection> {
  static void put(OutputArchive &archive, const Connection &connection);
  static void get(InputArchive &archive, Connection &connection);
};

} // namespace stowaway

#endif // STOWAWAY_CONNECTION_H
