#!/bin/sh
# ===- status.sh - With which status does this command end? -----------------===#
# Part of Stowaway. Apache-2.0 WITH LLVM-exception.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"$@" >/dev/null 2>&1
echo "status $?"
