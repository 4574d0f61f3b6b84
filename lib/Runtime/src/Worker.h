//===- Worker.h - What happens in a worker, from its first instruction on? -----------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef STOWAWAY_SRC_WORKER_H
#define STOWAWAY_SRC_WORKER_H

#include "Record.h"

namespace stowaway::detail {

/// The arguments of this program, as the kernel gave them.
extern char **program_arguments;

/// In a process that spawn() made: serves its role and ends the process. Elsewhere: returns.
void enter_if_worker();

/// Would a worker that executes this program run main() instead of its target? True before main(),
/// too.
bool lacks_entry() noexcept;

/// Writes out what standard streams of C and C++ still hold.
void flush_standard_streams() noexcept;

/// Was this process made by spawn(), and has main() or init() not been reached yet? Then static
/// initialisers run, for the second time, and must not start processes.
bool is_starting_up() noexcept;
/// Tells the parent of such a process what happened.
void report_early_start();

/// Decodes and runs the record's target, reports, and ends the process by exit(). In a forked image
/// exit() runs the handlers that were registered in the worker, not those of its parent. A spare is
/// a forked image that was prepared ahead.
enum class Image { own, forked, spare };
struct RecordSource {
  Fd memfd;
  MessageBytes bytes; // when there is no memfd
};
[[noreturn]] void run_record(Fd control, RecordSource source, OwnedDescriptors descriptors,
                             Image image);

/// The same for a target that is in memory already, after fork.
[[noreturn]] void run_target(Fd control, BoundTarget &target, const std::string &name,
                             pid_t parent);

/// The first message of a worker whose parent does not know it yet: its id and, where the kernel
/// has one, a pidfd that cannot be another's, since it was opened by a living process for itself.
bool say_hello(int control);

/// The exception being handled and those nested in it.
std::vector<RemoteError::Cause> causes_of_current_exception();

/// What needs to be done once in a worker and does not depend on its record.
void prepare_worker(const Fd &control, Image image);

/// From here on this process is a worker.
void become_worker(const Fd &control, const std::string &name, pid_t parent, StartMethod method,
                   Image image);

} // namespace stowaway::detail

#endif // STOWAWAY_SRC_WORKER_H
