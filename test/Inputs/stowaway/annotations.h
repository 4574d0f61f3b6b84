//===- stowaway/annotations.h - Where is the annotations header? -===//
// Part of Stowaway. Apache-2.0 WITH LLVM-exception.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The real one: it needs nothing of the runtime.

#pragma once

#include "../../../lib/Runtime/include/stowaway/annotations.h"
