//===- ForkServer.cpp - Who forks workers so that this process need not be copied? --------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The server is this program, executed once more: small, with one thread, and with the preload
// functions run. For each request it makes a child by clone3(CLONE_PARENT), so that the worker is a
// child of the requesting process: its exit status is there even if the server dies. The requests
// come through an inherited socket pair; there is no address that a stranger could connect to.
//
// clone3 without exec bypasses libc's fork(): with one thread no lock can be held, and what libc
// caches about the thread is repaired (CLONE_CHILD_SETTID on its id, set_robust_list).
//
//===--------------------------------------------------------------------------------------------===//

#include "ForkServer.h"

#include <cstdio>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <mutex>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>

#include <stowaway/start_method.h>

#include "Child.h"
#include "Message.h"
#include "Worker.h"

namespace stowaway::detail {

namespace {

// Others than those of FinalWord: a server may say hello first.
enum : std::uint32_t { request_start = 16, request_preload, reply_pid, reply_error };

// --- The server -----------------------------------------------------------------------------

long clone_as_sibling(int &pidfd) {
  // Where libc keeps the id of the thread: CLONE_CHILD_SETTID writes the child's there.
  int *thread_id = nullptr;
  ::prctl(PR_GET_TID_ADDRESS, &thread_id);
  void *robust_list = nullptr;
  std::size_t robust_size = 0;
  ::syscall(SYS_get_robust_list, 0, &robust_list, &robust_size);
  clone_args args{};
  args.flags = CLONE_PARENT | CLONE_PIDFD;
  args.pidfd = reinterpret_cast<std::uintptr_t>(&pidfd);
  if (thread_id) {
    args.flags |= CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID;
    args.child_tid = reinterpret_cast<std::uintptr_t>(thread_id);
  }
  args.exit_signal = 0; // the kernel asks for it: CLONE_PARENT takes the server's
  long pid = ::syscall(SYS_clone3, &args, sizeof args);
#if defined(__x86_64__)
  if (pid < 0 && (errno == ENOSYS || errno == EPERM)) // refused: clone(2) with the same flags
    pid = ::syscall(SYS_clone, args.flags, nullptr, &pidfd, thread_id, nullptr);
#endif
  if (pid == 0 && robust_list)
    ::syscall(SYS_set_robust_list, robust_list, robust_size);
  return pid < 0 ? -errno : pid;
}

std::string names_of_threads() {
  std::string names;
  int count = 0;
  if (DIR *tasks = ::opendir("/proc/self/task")) {
    while (const dirent *entry = ::readdir(tasks)) {
      if (entry->d_name[0] == '.')
        continue;
      ++count;
      const auto path = std::string("/proc/self/task/") + entry->d_name + "/comm";
      if (FILE *file = std::fopen(path.c_str(), "re")) {
        char name[32] = {};
        if (std::fgets(name, sizeof name, file)) {
          name[std::strcspn(name, "\n")] = '\0';
          names += (names.empty() ? "" : ", ") + std::string(name);
        }
        std::fclose(file);
      }
    }
    ::closedir(tasks);
  }
  return count > 1 ? names : std::string();
}

void reply(int socket, std::uint32_t kind, int value, const std::string &text = {},
           const std::vector<int> &descriptors = {}) {
  send_message(socket, kind, value, text.data(), text.size(), descriptors);
}

void start_one(Fd &socket, Message &request) {
  std::vector<Fd> owned;
  for (std::size_t i = 0; i < request.descriptors.size(); ++i)
    owned.emplace_back(request.descriptors.take(i));
  // The control socket, the record if it is not in the message itself, and the payload.
  const bool has_memfd = request.value != 0;
  const std::size_t first = has_memfd ? 2 : 1;
  if (owned.size() < first) {
    reply(socket.get(), reply_error, EPROTO, "request");
    return;
  }
#if !defined(STOWAWAY_THREAD_SANITIZER) // which has a thread of its own
  static bool checked = false;
  if (!checked) {
    if (const auto names = names_of_threads(); !names.empty()) {
      reply(socket.get(), reply_error, EDEADLK,
            "a preload function left threads behind in the fork server: " + names);
      return;
    }
    checked = true;
  }
#endif
  std::fflush(nullptr);
  int pidfd = -1;
  const long pid = clone_as_sibling(pidfd);
  if (pid != 0) {
    const Fd owner(pidfd);
    if (pid > 0)
      reply(socket.get(), reply_pid, static_cast<int>(pid), {}, {pidfd});
    else
      reply(socket.get(), reply_error, static_cast<int>(-pid), "clone");
    return;
  }
  // Should the server die before it answers, this is how the parent learns of its child.
  send_message(owned[0].get(), static_cast<std::uint32_t>(FinalWord::Kind::hello), ::getpid(),
               nullptr, 0, {});
  ::setpgid(0, 0);
  socket.reset();
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr); // a SIGINT that came meanwhile arrives now
  OwnedDescriptors payload;
  for (std::size_t i = first; i < owned.size(); ++i)
    payload.add(owned[i].release());
  run_record(std::move(owned[0]),
             {has_memfd ? std::move(owned[1]) : Fd(), std::move(request.bytes)}, std::move(payload),
             Image::forked);
}

} // namespace

namespace {

/// Does once what a worker does, up to the call, so that what is made at its first use is made
/// here.
void rehearse() {
  OutputArchive sent;
  put(sent, std::string());
  put_target(sent, *bind_target<false>(+[] {}));
  InputArchive received(sent.bytes().data(), sent.bytes().size());
  std::string name;
  get(received, name);
  OutputArchive result;
  get_target(received)->run(&result);
  auto [here, there] = make_socketpair(SOCK_SEQPACKET);
  ::fcntl(here.get(), F_SETOWN, ::getpid());
  send_message(here.get(), 0, 0, nullptr, 0, {});
  std::fflush(nullptr);
}

} // namespace

void serve_forks(Fd socket) {
  // Ctrl-C is for the parent; the server ends when the socket does. Blocked, not ignored: a worker
  // would lose a SIGINT that is sent before it has set its disposition.
  sigset_t interrupt;
  sigemptyset(&interrupt);
  sigaddset(&interrupt, SIGINT);
  ::sigprocmask(SIG_BLOCK, &interrupt, nullptr);
  ::prctl(PR_SET_NAME, "forkserver");
  rehearse();
  for (;;) {
    Message request;
    const auto received = receive_message(socket.get(), request);
    if (received != Received::message)
      ::_exit(0);
    if (request.kind == request_preload) {
      try {
        InputArchive archive(request.bytes.data(), request.bytes.size());
        std::vector<void (*)()> functions;
        get(archive, functions);
        for (auto *function : functions)
          function();
      } catch (const std::exception &error) {
        reply(socket.get(), reply_error, ECANCELED,
              std::string("a preload function threw: ") + error.what());
        ::_exit(1);
      }
      reply(socket.get(), reply_pid, 0);
    } else if (request.kind == request_start) {
      start_one(socket, request);
    }
  }
}

// --- The side that asks ---------------------------------------------------------------------

namespace {

bool receive_reply(int socket, Message &answer) {
  do {
    answer = Message();
    if (receive_message(socket, answer) != Received::message)
      return false;
  } while (answer.kind == static_cast<std::uint32_t>(FinalWord::Kind::hello));
  // Anything else is the last word of a server that could not start; it is on its stderr too.
  return answer.kind == reply_pid || answer.kind == reply_error;
}

struct Server {
  std::mutex mutex;
  std::unique_ptr<Child> process;
  Fd socket;
  pid_t owner = 0;
  bool preload_changed = false;
  std::vector<void (*)()> preload;
};
Server &server() {
  static Server &it = *new Server;
  return it;
}

/// A process forked from this one must not talk to this one's server.
void drop_server_after_fork() {
  auto &it = server();
  new (&it.mutex) std::mutex; // it may have been held by a thread that is not there any more
  (void)it.process.release();
  it.socket.reset();
}

void stop_server(Server &it) {
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
  auto [mine, theirs] = make_socketpair(SOCK_SEQPACKET);
  StartRequest request;
  request.role = Role::server;
  request.name = "forkserver";
  const auto record = make_record(request);
  it.process =
      std::make_unique<Child>(spawn(theirs, mine, record, Symbols::bound_at_start), Fd(), false);
  it.socket = std::move(mine);
  it.owner = ::getpid();
  it.preload_changed = false;
  theirs.reset();
  if (it.preload.empty())
    return;
  OutputArchive archive(false);
  put(archive, it.preload);
  Message answer;
  if (send_message(it.socket.get(), request_preload, 0, archive.bytes().data(),
                   archive.bytes().size(), {}) != 0 ||
      !receive_reply(it.socket.get(), answer)) {
    stop_server(it);
    throw StartError("server", EPIPE, "the fork server ended in a preload function");
  }
  if (answer.kind == reply_error) {
    stop_server(it);
    throw StartError("server", answer.value, std::move(answer.bytes).str());
  }
}

} // namespace

namespace {
/// After a request that was not answered: the worker, if there is one.
Created find_worker(const Fd &control) {
  // All other copies of the other end are the server's, which is dead, and the worker's.
  Message hello;
  Created created;
  if (wait_for_events(control.get(), POLLIN, deadline_in(std::chrono::seconds(2))) &&
      receive_message(control.get(), hello, MSG_DONTWAIT) == Received::message &&
      hello.kind == static_cast<std::uint32_t>(FinalWord::Kind::hello)) {
    created.pid = hello.value;
    created.pidfd = above_standard(Fd(pidfd_open(created.pid)));
    if (!created.pidfd) {
      const int error = errno;
      ::kill(created.pid, SIGKILL);
      while (::waitpid(created.pid, nullptr, __WALL) < 0 && errno == EINTR) {
      }
      throw StartError("pidfd_open", error, "");
    }
  }
  return created;
}
} // namespace

Created start_by_server(const StartRecord &record, Fd &control) {
  auto &it = server();
  const std::lock_guard lock(it.mutex);
  if (record.descriptors.size() > 250)
    throw StartError("server", EMSGSIZE, "more than 250 descriptors; use StartMethod::spawn");
  if (it.preload_changed)
    stop_server(it);
  const bool is_small = record.bytes.size() <= max_inline_message;
  const Fd memfd = is_small ? Fd() : record.to_memfd();
  // A server that was killed is replaced, once.
  for (int attempt = 0;; ++attempt) {
    if (it.process && (it.owner != ::getpid() || it.process->has_ended()))
      stop_server(it);
    if (!it.process)
      start_server(it);
    auto [mine, theirs] = make_socketpair(SOCK_SEQPACKET);
    std::vector<int> descriptors = {theirs.get()};
    if (memfd)
      descriptors.push_back(memfd.get());
    descriptors.insert(descriptors.end(), record.descriptors.begin(), record.descriptors.end());
    Message answer;
    const int error =
        send_message(it.socket.get(), request_start, memfd ? 1 : 0, record.bytes.data(),
                     memfd ? 0 : record.bytes.size(), descriptors);
    theirs.reset();
    if (error == 0 && receive_reply(it.socket.get(), answer)) {
      if (answer.kind != reply_pid)
        throw StartError("server", answer.value, std::move(answer.bytes).str());
      Created created;
      created.pid = answer.value;
      created.pidfd = Fd(answer.descriptors.take(0));
      control = std::move(mine);
      return created;
    }
    if (error == EMSGSIZE || error == ETOOMANYREFS || error == EBADF || error == EMFILE ||
        error == ENOMEM)
      throw StartError("server", error, "");
    stop_server(it);
    if (error == 0)
      if (auto created = find_worker(mine); created.pidfd) {
        control = std::move(mine);
        return created;
      }
    if (attempt == 1)
      throw StartError("server", error ? error : EPIPE, "the fork server ended twice");
  }
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
