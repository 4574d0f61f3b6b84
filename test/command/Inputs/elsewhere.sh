#!/bin/sh
# ===- elsewhere.sh - What does this command say far from any database? -----===#
# Part of Stowaway. Apache-2.0 WITH LLVM-exception.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Runs it in a new directory that holds clean.cpp and a folder, outside the
# build tree, whose own compile_commands.json would be found.
directory=$(mktemp -d) || exit 3
cd "$directory" || exit 3
echo 'int main() {}' >clean.cpp
mkdir folder
"$@"
status=$?
cd / && rm -r "$directory"
exit $status
