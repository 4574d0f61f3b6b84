//===- stowaway.h - Where is everything of the runtime? ------------------------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef STOWAWAY_STOWAWAY_H
#define STOWAWAY_STOWAWAY_H

#include <stowaway/annotations.h>
#include <stowaway/connection.h>
#include <stowaway/error.h>
#include <stowaway/event.h>
#include <stowaway/exit_status.h>
#include <stowaway/local.h>
#include <stowaway/lock.h>
#include <stowaway/pool.h>
#include <stowaway/process.h>
#include <stowaway/process_group.h>
#include <stowaway/queue.h>
#include <stowaway/start_method.h>
#include <stowaway/stop_policy.h>
#include <stowaway/task.h>
#include <stowaway/transfer.h>
#include <stowaway/wait.h>
#include <stowaway/worker.h>

#endif // STOWAWAY_STOWAWAY_H
