//===- Error.cpp - What do errors and exit statuses say? ----------------------------------------===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <stowaway/error.h>
#include <stowaway/exit_status.h>
#include <stowaway/start_method.h>
#include <stowaway/stop_policy.h>

#include "System.h"

namespace stowaway {

StartError::StartError(std::string stage, int error, const std::string &subject)
    : Error("cannot start a worker: " + stage + (subject.empty() ? "" : " (" + subject + ")") +
            ": " + std::system_category().message(error)),
      stage_(std::move(stage)), code_(error, std::system_category()) {}

namespace {
std::string sentence(const std::string &stage, const std::vector<RemoteError::Cause> &chain) {
  std::string text = stage == "run"         ? "the worker's target threw "
                     : stage == "decode"    ? "the worker could not rebuild what was sent: "
                     : stage == "encode"    ? "the worker's result cannot travel: "
                     : stage == "terminate" ? "the worker was ended by std::terminate: "
                                            : "the worker did not reach its target: ";
  for (std::size_t i = 0; i < chain.size(); ++i) {
    text += (i == 0 ? "" : "; because of ") + chain[i].type;
    if (!chain[i].message.empty())
      text += ": " + chain[i].message;
  }
  return text;
}
} // namespace

RemoteError::RemoteError(std::string stage, std::vector<Cause> chain)
    : Error(sentence(stage, chain)), stage_(std::move(stage)), chain_(std::move(chain)) {
  if (chain_.empty())
    chain_.push_back({"unknown", ""});
}

std::string ExitStatus::to_string() const {
  if (is_exited())
    return "exited with code " + std::to_string(value_);
  if (is_signaled())
    return "killed by " + detail::signal_name(value_) + (core_dumped_ ? " (core dumped)" : "");
  return "ended in a way that is unknown: " + reason_;
}

std::string_view to_string(StartMethod method) noexcept {
  switch (method) {
  case StartMethod::spawn:
    return "spawn";
  case StartMethod::forkserver:
    return "forkserver";
  case StartMethod::fork:
    return "fork";
  }
  return "unknown";
}

const char *to_string(StopOutcome::Step step) noexcept {
  switch (step) {
  case StopOutcome::Step::already_ended:
    return "already ended";
  case StopOutcome::Step::event:
    return "event";
  case StopOutcome::Step::terminate:
    return "terminate";
  case StopOutcome::Step::kill:
    return "kill";
  case StopOutcome::Step::not_reaped:
    return "not reaped";
  }
  return "unknown";
}

} // namespace stowaway
