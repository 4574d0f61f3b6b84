//===- Spawn.h - How is a fresh process created without copying this one? ------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef STOWAWAY_SRC_SPAWN_H
#define STOWAWAY_SRC_SPAWN_H

#include "OwnEnd.h"
#include "Record.h"

namespace stowaway::detail {

struct Created {
  pid_t pid = 0;
  Fd pidfd;
};

/// Executes this program once more in a new process, with the control socket, the record and the
/// descriptors of the record, and nothing else of this process: no other descriptor, an empty
/// signal mask, default dispositions, its own process group, /dev/null as standard input.
///
/// The parent's memory is never copied: clone3(CLONE_VM|CLONE_VFORK) where the kernel has it, else
/// vfork, else fork. Throws StartError with the step in the child that failed and its errno; then
/// no process is left.
///
/// `theirs` becomes the worker's end of the control socket, `mine` is the parent's. Symbols are
/// bound at the start for the fork server, whose workers would each bind them anew.
enum class Symbols { bound_lazily, bound_at_start };
Created spawn(const OwnEnd &theirs, const OwnEnd &mine, const StartRecord &record,
              Symbols symbols = Symbols::bound_lazily);

/// Where the process id comes before the pidfd, the worker waits until the parent has both: it
/// might end, and somebody else take its status, before. One byte on a pair of sockets of its own:
/// see watch_parent().
bool send_go(const Fd &mine) noexcept;
/// The same where pidfd_open(2) is missing on both sides (a process forked under valgrind 3.19):
/// the kernel attaches a pidfd of the sender to the worker's answer (SO_PASSPIDFD, Linux 6.5). No
/// file when it does not.
Fd send_go_for_pidfd(const Fd &mine) noexcept;
/// Ends the process when the parent is gone.
void wait_for_go(int theirs) noexcept;

/// How the next process is created, from best to last; for the tests, which forbid the first ones.
enum class Rung { clone3, vfork, fork };
Rung last_spawn_rung() noexcept;

} // namespace stowaway::detail

#endif // STOWAWAY_SRC_SPAWN_H
