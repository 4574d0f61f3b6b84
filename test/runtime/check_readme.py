#!/usr/bin/env python3
# ===- check_readme.py - Is every case that README.md names still there? ------===#
# Part of Stowaway. Apache-2.0 WITH LLVM-exception.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Fails with the lines of README.md that name a case which no test has, and with
the cases that README.md does not name."""

import pathlib
import re
import sys

directory = pathlib.Path(__file__).parent
cases, programs = set(), set()
for file in directory.glob("*.cpp"):
    programs.add(file.stem)
    cases.update(re.findall(r"^TEST(?:_[FP])?\(\w+,\s*(\w+)\)", file.read_text(), re.M))

failed = False
named = set()
readme = directory / "README.md"
for number, line in enumerate(readme.read_text().splitlines(), 1):
    if not line.startswith("|"):
        continue
    for word in re.findall(r"`([^`]+)`", line):
        named.add(word)
        # Cases are written in this way; code and names of ctest's tests are not.
        if re.fullmatch(r"[A-Z][a-z0-9]+[A-Z]\w+", word):
            if word not in cases | programs:
                print(f"{readme}:{number}: there is no case {word}")
                failed = True
run_by_others = {"Deleted", "Renamed", "Replaced", "OtherDirectory", "EveryMethod"}
for case in sorted(cases - named - run_by_others):
    print(f"{readme}: does not say what {case} is for")
    failed = True
sys.exit(failed)
