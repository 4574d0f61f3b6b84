//===- ForkClient.cpp - How does this process get workers from its fork server? -----------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// There is a server once it is needed, and a spare worker once the first one was started. A start
// hands the record to the spare and asks for the next one, without waiting for it. Servers and
// spares that were killed are replaced.
//
//===--------------------------------------------------------------------------------------------===//

#include <mutex>
#include <optional>

#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <stowaway/start_method.h>

#include "Child.h"
#include "ForkServer.h"
#include "Message.h"

namespace stowaway::detail {

namespace {

/// Whose a process is, as far as workers inherit it.
struct Credentials {
  uid_t real_user = ::getuid(), user = ::geteuid();
  gid_t real_group = ::getgid(), group = ::getegid();
  friend bool operator==(const Credentials &, const Credentials &) = default;
};

/// A worker that waits for what it is to do.
struct Spare {
  OwnEnd control;
  OwnEnd requests; // its record goes here, since it watches the control socket: see watch_parent()
  Created worker;  // known from its hello on
};

struct Server {
  std::mutex mutex;
  std::unique_ptr<Child> process;
  std::vector<std::unique_ptr<Child>> dropped; // those of a process that this one is a copy of
  OwnEnd socket;
  Spare spare;
  pid_t owner = 0;
  Credentials credentials;
  bool preload_changed = false;
  std::vector<void (*)()> preload;
};
Server &server() {
  static Server &it = *new Server;
  return it;
}

/// As receive_message(). A server that somebody stopped by a signal is told to go on: starts must
/// not wait until somebody else does.
Received receive_from(Server &it, int socket, Message &message) {
  while (!wait_for_events(socket, POLLIN, deadline_in(std::chrono::milliseconds(100))))
    if (it.process)
      it.process->signal(SIGCONT, false);
  return receive_message(socket, message);
}

bool receive_reply(Server &it, Message &answer) {
  do { // spawned where no pidfd could be opened for it, it says hello first
    answer = Message();
    if (receive_from(it, it.socket.get(), answer) != Received::message)
      return false;
  } while (answer.kind == static_cast<std::uint32_t>(FinalWord::Kind::hello));
  // Anything else is the last word of a server that could not start; it is on its stderr too.
  return answer.kind == reply_pid || answer.kind == reply_error;
}

/// A process forked from this one must not talk to this one's server.
void drop_server_after_fork() {
  auto &it = server();
  new (&it.mutex) std::mutex; // it may have been held by a thread that is not there any more
  if (it.process)
    it.dropped.push_back(std::move(it.process));
  it.spare = {};
}

/// The process with this id, which must not have been waited for. Throws StartError and leaves no
/// process when there is no descriptor for it.
Created created_with(pid_t pid, Fd pidfd) {
  if (!pidfd)
    pidfd = above_standard(Fd(pidfd_open(pid)));
  if (!pidfd) {
    const int error = errno;
    ::kill(pid, SIGKILL);
    while (::waitpid(pid, nullptr, __WALL) < 0 && errno == EINTR) {
    }
    throw StartError("pidfd_open", error, "");
  }
  return {pid, std::move(pidfd)};
}

/// Waits for the hello of the spare. False, and there is no spare, when the server died before it
/// made one. Throws StartError when there will be none.
bool meet_spare(Server &it) {
  if (it.spare.worker.pidfd)
    return true;
  Spare spare = std::exchange(it.spare, {});
  Message hello;
  if (receive_from(it, spare.control.get(), hello) == Received::message) {
    if (hello.kind != static_cast<std::uint32_t>(FinalWord::Kind::hello))
      throw StartError("server", hello.value, std::move(hello.bytes).str());
    spare.worker = created_with(hello.value,
                                Fd(hello.descriptors.size() > 0 ? hello.descriptors.take(0) : -1));
  } else {
    // No copy of the other end is left, or there was no room for what came with the hello.
    Message answer;
    if (send_message(it.socket.get(), request_last, 0, nullptr, 0, {}) != 0 ||
        !receive_reply(it, answer))
      return false;
    if (answer.value < 0)
      throw StartError("server", -answer.value, "the fork server made no worker");
    spare.worker = created_with(answer.value, Fd());
  }
  it.spare = std::move(spare);
  return true;
}

/// Leaves no process of it.
void discard_spare(Server &it) noexcept {
  try {
    const bool has_said_hello =
        it.spare.worker.pidfd ||
        (it.spare.control && wait_for_events(it.spare.control.get(), POLLIN | POLLHUP,
                                             deadline_in(std::chrono::seconds(2))));
    if (!has_said_hello || !meet_spare(it))
      return;
  } catch (const std::exception &) {
    return; // there is none
  }
  auto spare = std::exchange(it.spare, {});
  const auto pidfd = spare.worker.pidfd.get();
  spare.requests.reset(); // it ends by that, should this process have lost the right to kill it
  if (pidfd_send_signal(pidfd, SIGKILL) != 0 && errno == ENOSYS)
    ::kill(spare.worker.pid, SIGKILL);
  if (!wait_for_events(pidfd, POLLIN, deadline_in(std::chrono::seconds(2))))
    return;
  siginfo_t info;
  while (::waitid(P_PIDFD, static_cast<id_t>(pidfd), &info, WEXITED | __WALL) != 0 &&
         errno == EINTR) {
  }
}

void stop_server(Server &it) {
  if (it.owner == ::getpid())
    discard_spare(it);
  it.spare = {};
  it.socket.reset(); // it sees the end of the socket
  if (it.process && it.process->is_ours() &&
      !it.process->wait_until(deadline_in(std::chrono::seconds(2)))) {
    it.process->signal(SIGKILL, false);
    it.process->wait_until(deadline_in(std::chrono::seconds(2)));
  }
  it.process.reset();
}

void start_server(Server &it) {
  [[maybe_unused]] static const int once =
      ::pthread_atfork(nullptr, nullptr, drop_server_after_fork);
  install_fork_handlers();
  auto [mine, theirs] = OwnEnd::make_socketpair(SOCK_SEQPACKET);
  StartRequest request;
  request.role = Role::server;
  request.name = "forkserver";
  const auto record = make_record(request);
  it.process = std::make_unique<Child>(spawn(theirs, mine, record, Symbols::bound_at_start),
                                       OwnEnd(), false);
  it.socket = std::move(mine);
  it.owner = ::getpid();
  it.credentials = {};
  it.preload_changed = false;
  theirs.reset();
  if (it.preload.empty())
    return;
  OutputArchive archive(false);
  put(archive, it.preload);
  Message answer;
  if (send_message(it.socket.get(), request_preload, 0, archive.bytes().data(),
                   archive.bytes().size(), {}) != 0 ||
      !receive_reply(it, answer)) {
    stop_server(it);
    throw StartError("server", EPIPE, "the fork server ended in a preload function");
  }
  if (answer.kind == reply_error) {
    stop_server(it);
    throw StartError("server", answer.value, std::move(answer.bytes).str());
  }
}

/// Has the server make a spare, without waiting for it. 0 or the errno of sendmsg(2).
int request_a_spare(Server &it) {
  auto [control, theirs] = OwnEnd::make_socketpair(SOCK_SEQPACKET);
  auto [requests, its_requests] = OwnEnd::make_socketpair(SOCK_SEQPACKET);
  const int error = send_message_patiently(it.socket.get(), request_spare, 0, nullptr, 0,
                                           {theirs.get(), its_requests.get()});
  if (error == 0)
    it.spare = {std::move(control), std::move(requests), {}};
  return error;
}

bool is_gone(int error) { return error == EPIPE || error == ECONNRESET || error == ENOTCONN; }

/// Afterwards there is a spare whose id is known, unless the server was killed meanwhile.
bool have_a_spare(Server &it) {
  if (!it.spare.control) {
    if (it.process && it.process->has_ended())
      stop_server(it);
    if (!it.process)
      start_server(it);
    if (const int error = request_a_spare(it)) {
      if (!is_gone(error))
        throw StartError("server", error, "");
      return false;
    }
  }
  return meet_spare(it);
}

/// The next start need not wait for what is done here, and meets the errors that are not met here.
void prepare_for_the_next(Server &it) noexcept {
  try {
    if (!is_gone(request_a_spare(it)))
      return;
    stop_server(it);
    start_server(it);
    request_a_spare(it);
  } catch (const std::exception &) {
    // no descriptor left
  }
}

} // namespace

Created start_by_server(const StartRecord &record, OwnEnd &control) {
  auto &it = server();
  const std::lock_guard lock(it.mutex);
  if (record.descriptors.size() > 250)
    throw StartError("server", EMSGSIZE, "more than 250 descriptors; use StartMethod::spawn");
  // Workers of a server with the rights that this process gave up would have them.
  if (it.preload_changed || (it.owner != 0 && it.owner != ::getpid()) ||
      (it.process && it.credentials != Credentials()))
    stop_server(it);
  const bool is_small = record.bytes.size() <= max_inline_message;
  const Fd memfd = is_small ? Fd() : record.to_memfd();
  std::vector<int> descriptors;
  if (memfd)
    descriptors.push_back(memfd.get());
  descriptors.insert(descriptors.end(), record.descriptors.begin(), record.descriptors.end());
  constexpr int attempts = 3;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    if (!have_a_spare(it)) {
      stop_server(it);
      continue;
    }
    const int error =
        send_message_patiently(it.spare.requests.get(), request_start, memfd ? 1 : 0,
                               record.bytes.data(), memfd ? 0 : record.bytes.size(), descriptors);
    if (error == 0) {
      auto used = std::exchange(it.spare, {});
      prepare_for_the_next(it);
      control = std::move(used.control);
      return std::move(used.worker);
    }
    if (!is_gone(error))
      throw StartError("server", error,
                       error == ETOOMANYREFS
                           ? "too many descriptors of this user were sent and not "
                             "yet received; raise RLIMIT_NOFILE"
                           : "");
    discard_spare(it);
  }
  throw StartError("server", EPIPE,
                   "the fork server, or the worker that it had made, was killed each time");
}

void stop_fork_server() noexcept {
  auto &it = server();
  const std::lock_guard lock(it.mutex);
  stop_server(it);
}

pid_t fork_server_pid() noexcept {
  auto &it = server();
  const std::lock_guard lock(it.mutex);
  return it.process ? it.process->pid() : 0;
}

} // namespace stowaway::detail

namespace stowaway {

void preload(void (*function)()) {
  auto &it = detail::server();
  const std::lock_guard lock(it.mutex);
  it.preload.push_back(function);
  it.preload_changed = it.process != nullptr;
}

} // namespace stowaway
