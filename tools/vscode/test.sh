#!/usr/bin/env bash
#===- test.sh - Does the editor extension build, pass its tests and pack? ---===#
# Part of Stowaway. Apache-2.0 WITH LLVM-exception.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
#   tools/vscode/test.sh [DIRECTORY]
#
# With DIRECTORY, the extension is copied there first, and the source tree stays
# as it is. STOWAWAY_CLANGD names the server for the tests that need a real one.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export STOWAWAY_SOURCE=${STOWAWAY_SOURCE-$(cd "$here/../.." && pwd)}
if [[ -n ${STOWAWAY_CLANGD-} ]]; then
  STOWAWAY_CLANGD=$(realpath -e -- "$STOWAWAY_CLANGD")
  export STOWAWAY_CLANGD
fi

work=$here
if [[ $# -gt 0 ]]; then
  mkdir -p "$1"
  work=$(cd "$1" && pwd)
  # What is gone from the source shall not be tested; what is slow to make stays.
  find "$work" -mindepth 1 -maxdepth 1 ! -name node_modules ! -name dist \
    -exec rm -rf {} +
  find "$here" -mindepth 1 -maxdepth 1 ! -name node_modules ! -name dist \
    -exec cp -R {} "$work" \;
fi
cd "$work"

# Installed is what the lock file named then.
if ! cmp -s package-lock.json node_modules/.installed; then
  npm ci --no-audit --no-fund
  cp package-lock.json node_modules/.installed
fi

npm run --silent check &
check=$!
npm test --silent
wait "$check"
npm run --silent package
