# ===- check_agreement.py - Do command and plugin obey one project file? ----===#
# Part of Stowaway. Apache-2.0 WITH LLVM-exception.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Audits the same sources under several project files, with both programs.

Each CASES/*.yaml is a project file. Its first line says in which files
something is to be found by both:

    # finds: use.cpp header.h

It is put beside a copy of the sources, which both programs then audit without
any option. If it has a baseline, the command first writes it.
"""

import argparse
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

FINDING = re.compile(r"^(.+?):(\d+):(\d+): warning: .*\[(stowaway-[\w-]+)\]$")


def findings(command, folder):
    """Where and what; and all that was printed."""
    run = subprocess.run(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    found = set()
    for line in run.stdout.splitlines():
        if match := FINDING.match(line):
            file, *rest = match.groups()
            found.add((pathlib.Path(file).name, *rest))
    return found, run.stdout


def check_case(case, args):
    folder = pathlib.Path(args.cases).parent / "run" / case.stem
    shutil.copytree(args.sources, folder)
    shutil.copy(case, folder / ".stowaway.yaml")
    text = case.read_text()
    expected = set(text.splitlines()[0].removeprefix("# finds:").split())
    flags = ["use.cpp", "--", *args.flags]
    stowaway = shlex.split(args.stowaway)
    if "baseline:" in text:
        subprocess.run([*stowaway, "--update-baseline", *flags], cwd=folder, check=True)
    by_command, printed = findings([*stowaway, *flags], folder)
    tidy = [*shlex.split(args.clang_tidy), "--quiet", "--header-filter=.*"]
    tidy.append("--checks=-*,stowaway-*")
    by_plugin, printed_by_plugin = findings([*tidy, *flags], folder)
    files = {finding[0] for finding in by_command}
    if by_command == by_plugin and files == expected:
        return True
    print(f"{case.name}: expected findings in {sorted(expected)}")
    print(f"--- command: {sorted(by_command)}\n{printed}")
    print(f"--- plugin: {sorted(by_plugin)}\n{printed_by_plugin}")
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stowaway", required=True)
    parser.add_argument("--clang-tidy", required=True)
    parser.add_argument("--cases", required=True)
    parser.add_argument("--sources", required=True)
    parser.add_argument("flags", nargs="*")
    args = parser.parse_args()
    cases = sorted(pathlib.Path(args.cases).glob("*.yaml"))
    good = [check_case(case, args) for case in cases]
    sys.exit(0 if good and all(good) else 1)


if __name__ == "__main__":
    main()
