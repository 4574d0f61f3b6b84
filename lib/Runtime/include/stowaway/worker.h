//===- worker.h - What does code know and decide inside a worker? --------------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef STOWAWAY_WORKER_H
#define STOWAWAY_WORKER_H

#include <string>
#include <sys/types.h>

namespace stowaway {

/// The worker entry, for programs that are linked without the CMake target: first statement of
/// main(). In a worker it runs the target and does not return; elsewhere it returns at once.
/// Programs that link Stowaway::runtime by CMake need no call: the link option --wrap=main, which
/// the target brings along, runs the entry before main().
void init(int argc, char **argv);

// All below but at_worker_exit() and set_parent_death_signal() are thread-safe.

/// Is this process a worker of this library?
bool is_worker() noexcept;

/// The name of this worker (Process::set_name); empty when this process is no worker.
const std::string &worker_name() noexcept;

/// The process that started this worker, as seen at the start; 0 when this process is no worker.
pid_t parent_pid() noexcept;

/// Does the process that started this worker still run? True when this process is no worker.
bool parent_alive() noexcept;

/// A descriptor for poll(), epoll and wait_any() that becomes ready when the process that started
/// this worker has ended; -1 when this process is no worker. Owned by the library.
int parent_sentinel() noexcept;

/// Runs the function when this worker ends by returning from its target, by an exception or by
/// std::exit, last registered first. Under fork and forkserver the handlers of std::atexit are
/// those of another process and are not run; these are run under every start method. A signal ends
/// a worker without them. To be called by one thread at a time; a function that throws ends the
/// worker by std::terminate.
void at_worker_exit(void (*function)());

/// The signal that ends this worker, and the processes in its group, when its parent process dies
/// (default SIGTERM; 0 for none). The workers of this worker have the default again. fcntl(2),
/// F_SETSIG on the control socket: not PR_SET_PDEATHSIG, which fires when the *thread* that started
/// the worker ends.
void set_parent_death_signal(int signal);

/// How many workers this machine runs at once: the CPUs of the affinity mask
/// (sched_getaffinity(2)), at least 1.
unsigned cpu_count() noexcept;

} // namespace stowaway

#endif // STOWAWAY_WORKER_H
