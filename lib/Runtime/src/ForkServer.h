//===- ForkServer.h - Who forks workers so that this process need not be copied? -----*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef STOWAWAY_SRC_FORK_SERVER_H
#define STOWAWAY_SRC_FORK_SERVER_H

#include "Spawn.h"

namespace stowaway::detail {

/// What the requesting process and the server tell each other, and both the spare. Other numbers
/// than those of FinalWord, which travels through the same socket.
enum : std::uint32_t {
  request_preload = 16, // to the server: call these functions
  request_spare,        // to the server, with a control socket and the one that the record will
                        // come through: make a worker that waits
  request_last,         // to the server: which id did it get, should it have been killed?
  request_start,        // to the spare: the record, or its memfd, and descriptors
  reply_pid,
  reply_error
};

/// Has the server (started when there is none, or when it died) create a worker that is a child of
/// this process; gives it one end of a new socket pair and the caller the other. Throws StartError.
Created start_by_server(const StartRecord &record, OwnEnd &control);

/// The server's life: calls the preload functions, then forks a worker for each request until its
/// parent is gone. Does not return.
[[noreturn]] void serve_forks(Fd control);

/// Ends the server of this process, as its exit does; for tests.
void stop_fork_server() noexcept;
pid_t fork_server_pid() noexcept;

} // namespace stowaway::detail

#endif // STOWAWAY_SRC_FORK_SERVER_H
