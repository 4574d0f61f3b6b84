//===- exit_status.h - How did a worker end? -----------------------------------------*- C++ -*-===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef STOWAWAY_EXIT_STATUS_H
#define STOWAWAY_EXIT_STATUS_H

#include <string>

namespace stowaway {

/// How a worker ended: exited(code), signaled(signal, core), or unknown(reason). A signal is never
/// folded into the code as shells do (128 + n), so that exit(143) and SIGTERM stay different.
class ExitStatus {
public:
  enum class Kind { exited, signaled, unknown };

  static ExitStatus exited(int code) { return {Kind::exited, code, false, {}}; }
  static ExitStatus signaled(int signal, bool core_dumped = false) {
    return {Kind::signaled, signal, core_dumped, {}};
  }
  static ExitStatus unknown(std::string reason) {
    return {Kind::unknown, 0, false, std::move(reason)};
  }

  Kind kind() const noexcept { return kind_; }
  bool is_exited() const noexcept { return kind_ == Kind::exited; }
  bool is_signaled() const noexcept { return kind_ == Kind::signaled; }
  bool is_unknown() const noexcept { return kind_ == Kind::unknown; }
  /// Exited with code 0.
  bool success() const noexcept { return is_exited() && value_ == 0; }

  /// The exit code, 0 to 255; -1 when the worker did not exit by itself.
  int code() const noexcept { return is_exited() ? value_ : -1; }
  /// The signal that ended the worker; 0 when none did.
  int signal() const noexcept { return is_signaled() ? value_ : 0; }
  bool core_dumped() const noexcept { return core_dumped_; }
  /// Why the status is unknown: somebody else waited for the worker and took its status.
  const std::string &reason() const noexcept { return reason_; }

  /// "exited with code 3", "killed by SIGSEGV (core dumped)", "ended in a way that is unknown:
  /// ...".
  std::string to_string() const;

  /// Equal kind and equal code or signal; the reason and the core flag are not compared.
  friend bool operator==(const ExitStatus &a, const ExitStatus &b) noexcept {
    return a.kind_ == b.kind_ && a.value_ == b.value_;
  }

private:
  ExitStatus(Kind kind, int value, bool core_dumped, std::string reason)
      : kind_(kind), core_dumped_(core_dumped), value_(value), reason_(std::move(reason)) {}

  Kind kind_;
  bool core_dumped_;
  int value_;
  std::string reason_;
};

} // namespace stowaway

#endif // STOWAWAY_EXIT_STATUS_H
