//===- Finding.cpp - What is reported? --------------------------*- C++ -*-===//
//
// Part of Stowaway. Licensed under Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Audit/Finding.h"
#include "Audit/Checks.h"
#include "llvm/Support/ErrorHandling.h"

namespace stowaway::audit {

Reporter::~Reporter() = default;

llvm::StringRef toString(Confidence C) {
  return C == Confidence::Definite ? "definite" : "possible";
}

llvm::StringRef toString(PathStep::Kind K) {
  switch (K) {
  case PathStep::Target:
    return "target";
  case PathStep::Capture:
    return "capture";
  case PathStep::ImplicitCapture:
    return "implicit capture";
  case PathStep::BoundObject:
    return "bound object";
  case PathStep::Argument:
    return "argument";
  case PathStep::Base:
    return "base class";
  case PathStep::Field:
    return "member";
  case PathStep::Element:
    return "element";
  case PathStep::Pointee:
    return "pointee";
  case PathStep::Alternative:
    return "alternative";
  case PathStep::Content:
    return "content";
  case PathStep::Inherited:
    return "inherited";
  case PathStep::Result:
    return "result";
  }
  llvm_unreachable("unknown path step");
}

static constexpr CheckInfo Checks[] = {
    {CarriedHandle, "Carried handle",
     "finds targets that carry a handle which cannot cross the boundary they "
     "are launched over"},
    {CarriedAddress, "Carried address",
     "finds addresses that cross out of the address space they mean something "
     "in"},
    {StartedProcess, "Started process",
     "finds payloads that reach the handle of a process which is, or may be, "
     "started"},
    {DroppedState, "Dropped state",
     "finds workers that use a member which the transfer function leaves out"},
    {WorkerLifecycle, "Worker lifecycle",
     "finds workers that are started twice, joined before they are started, "
     "or destroyed while they run"},
};

llvm::ArrayRef<CheckInfo> allChecks() { return Checks; }

} // namespace stowaway::audit
