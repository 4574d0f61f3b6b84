//===- error.h - What can go wrong, and what does each error say? --------------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// All errors of the runtime derive from stowaway::Error, and what() is one sentence that says what
// happened and, where it helps, what to do. Nothing here refers to another process: errors are
// plain values and may be kept, copied and rethrown.
//
//===--------------------------------------------------------------------------------------------===//

#ifndef STOWAWAY_ERROR_H
#define STOWAWAY_ERROR_H

#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace stowaway {

/// Base of all errors of this library.
struct Error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A value cannot travel, or what arrived cannot be decoded. Thrown by Process::start() before
/// anything is created, and by the send functions of channels before anything is sent.
struct TransferError : Error {
  TransferError(std::string path, std::string reason)
      : Error(path.empty() ? reason : path + ": " + reason), path_(std::move(path)),
        reason_(std::move(reason)) {}

  /// The members from the target to the value, as in `Application::processes_[0]`.
  const std::string &path() const noexcept { return path_; }
  /// Why the value there cannot travel, with its state where it has one.
  const std::string &reason() const noexcept { return reason_; }

private:
  std::string path_, reason_;
};

/// The system refused to create a worker. No process, descriptor or name is left behind.
struct StartError : Error {
  StartError(std::string stage, int error, const std::string &subject);

  /// The step that failed: "exec", "clone", "descriptors", "record", "server", ...
  const std::string &stage() const noexcept { return stage_; }
  /// The errno of that step, in the system category.
  const std::error_code &code() const noexcept { return code_; }

private:
  std::string stage_;
  std::error_code code_;
};

/// An exception that left the target in the worker, told to the process that started it.
struct RemoteError : Error {
  /// One exception: its demangled type and its what().
  struct Cause {
    std::string type, message;
  };

  RemoteError(std::string stage, std::vector<Cause> chain);

  /// The type of the exception as written in C++, such as `std::out_of_range`.
  const std::string &type() const noexcept { return chain_.front().type; }
  /// Its what(); empty when it is no std::exception.
  const std::string &message() const noexcept { return chain_.front().message; }
  /// Where it happened: "start" (before the target was known), "decode" (the target's state could
  /// not be rebuilt), "run" (the target threw), "encode" (its result could not travel), or
  /// "terminate" (std::terminate was called: an exception left a noexcept function or a thread; the
  /// worker ended by SIGABRT).
  const std::string &stage() const noexcept { return stage_; }
  /// The exception and those nested in it (std::throw_with_nested), outermost first; never empty.
  const std::vector<Cause> &chain() const noexcept { return chain_; }

private:
  std::string stage_;
  std::vector<Cause> chain_;
};

/// A call that does not fit the state of the object: started twice, joined before the start, used
/// in another process than the one that started it, ... what() says what to do instead.
struct LifecycleError : Error {
  using Error::Error;
};

/// The other end of a channel is gone, or the channel was closed.
struct ClosedError : Error {
  using Error::Error;
};

/// A worker ended without the result that was expected from it; what() names signal or exit code.
struct WorkerLostError : Error {
  using Error::Error;
};

} // namespace stowaway

#endif // STOWAWAY_ERROR_H
