//===- ForkServer.cpp - Who forks workers so that this process need not be copied? --------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The server is this program, executed once more: small, with one thread, and with the preload
// functions run. It makes a worker ahead of each request, the spare, which has only to be told what
// to do: copying the server and touching the copied pages is done before anybody waits for it. A
// spare is made by clone3(CLONE_PARENT), so that it is a child of the requesting process: its exit
// status is there even if the server dies. The requests come through an inherited socket pair;
// there is no address that a stranger could connect to.
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
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <stowaway/start_method.h>

#include "Child.h"
#include "Message.h"
#include "Worker.h"

namespace stowaway::detail {

namespace {

/// The child's id, 0 in the child, -errno on failure.
long clone_as_sibling() {
  // Where libc keeps the id of the thread: CLONE_CHILD_SETTID writes the child's there.
  int *thread_id = nullptr;
  ::prctl(PR_GET_TID_ADDRESS, &thread_id);
  void *robust_list = nullptr;
  std::size_t robust_size = 0;
  ::syscall(SYS_get_robust_list, 0, &robust_list, &robust_size);
  clone_args args{};
  args.flags = CLONE_PARENT;
  if (thread_id) {
    args.flags |= CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID;
    args.child_tid = reinterpret_cast<std::uintptr_t>(thread_id);
  }
  args.exit_signal = 0; // the kernel asks for it: CLONE_PARENT takes the server's
  long pid = ::syscall(SYS_clone3, &args, sizeof args);
#if defined(__x86_64__)
  if (pid < 0 && (errno == ENOSYS || errno == EPERM)) // refused: clone(2) with the same flags
    pid = ::syscall(SYS_clone, args.flags, nullptr, nullptr, thread_id, nullptr);
#endif
  if (pid == 0 && robust_list)
    ::syscall(SYS_set_robust_list, robust_list, robust_size);
  return pid < 0 ? -errno : pid;
}

[[maybe_unused]] std::string names_of_threads() {
  std::string names;
  if (DIR *tasks = ::opendir("/proc/self/task")) {
    while (const dirent *entry = ::readdir(tasks)) {
      if (entry->d_name[0] == '.')
        continue;
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
  return names;
}

void reply(int socket, std::uint32_t kind, int value, const std::string &text = {},
           const std::vector<int> &descriptors = {}) {
  send_message(socket, kind, value, text.data(), text.size(), descriptors);
}

/// Does once what a worker does, up to the call, so that what is made at its first use is made
/// here, and, in a spare, so that the pages it writes are its own.
void rehearse() {
  OutputArchive sent;
  put(sent, std::string());
  put_target(sent, *bind_target<NoResult>(+[] {}));
  InputArchive received(sent.bytes().data(), sent.bytes().size());
  std::string name;
  get(received, name);
  OutputArchive result;
  get_target(received)->run(&result);
  auto [here, there] = make_socketpair(SOCK_SEQPACKET);
  ::fcntl(here.get(), F_SETOWN, ::getpid());
  const std::string bytes(256, '\0'); // about as long as a record
  send_message(here.get(), 0, 0, bytes.data(), bytes.size(), {});
  Message message;
  receive_message(there.get(), message);
  sigset_t mask;
  ::sigprocmask(SIG_BLOCK, nullptr, &mask);
  std::fflush(nullptr);
}

/// The life of a spare: it becomes a worker, or ends with the requesting process.
[[noreturn]] void await_start(Fd control, Fd requests) {
  ::prctl(PR_SET_NAME, "spare worker");
  prepare_worker(control, Image::spare);
  rehearse();
  Message request;
  if (receive_message(requests.get(), request) == Received::closed)
    ::_exit(0);
  requests.reset();
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr); // a SIGINT that came meanwhile arrives now
  const bool has_memfd = request.value != 0;
  RecordSource source;
  OwnedDescriptors payload;
  for (std::size_t i = 0; i < request.descriptors.size(); ++i)
    if (i == 0 && has_memfd)
      source.memfd = Fd(request.descriptors.take(i));
    else
      payload.add(request.descriptors.take(i));
  source.bytes = std::move(request.bytes);
  run_record(std::move(control), std::move(source), std::move(payload), Image::spare);
}

/// The id of the spare, or -errno when there is none. The spare itself says hello; the server says
/// only, through the same socket, that there will be none.
pid_t make_spare(Fd &socket, Message &request) {
  if (request.descriptors.size() != 2)
    return -EPROTO;
  Fd control(request.descriptors.take(0)), requests(request.descriptors.take(1));
#if !defined(STOWAWAY_THREAD_SANITIZER) // which has a thread of its own
  static bool checked = false;
  if (!checked) {
    if (has_other_threads()) {
      reply(control.get(), reply_error, EDEADLK,
            "a preload function left threads behind in the fork server: " + names_of_threads());
      return -EDEADLK;
    }
    checked = true;
  }
#endif
  flush_standard_streams();
  const long pid = clone_as_sibling();
  if (pid < 0)
    reply(control.get(), reply_error, static_cast<int>(-pid), "clone");
  if (pid != 0)
    return static_cast<pid_t>(pid);
  ::setpgid(0, 0);
  forget_children_after_clone(); // a preload function may have started workers
  if (!say_hello(control.get()))
    ::_exit(1); // the server tells its id
  socket.reset();
  await_start(std::move(control), std::move(requests));
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
  install_fork_handlers(); // what they need is made here, not in each worker
  rehearse();
  pid_t last = -ESRCH;
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
    } else if (request.kind == request_spare) {
      last = make_spare(socket, request);
    } else if (request.kind == request_last) {
      reply(socket.get(), reply_pid, last);
    }
  }
}

} // namespace stowaway::detail
