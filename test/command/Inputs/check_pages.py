# ===- check_pages.py - Does each page say what the check says? -------------===#
# Part of Stowaway. Apache-2.0 WITH LLVM-exception.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Each check that `stowaway explain` lists has a page that begins with its id
and its summary, and has all the parts of a page."""

import subprocess
import sys

PARTS = ("## Example", "## Repaired", "## Options", "## Limits")


def explain(*arguments):
    return subprocess.run(
        [sys.argv[1], "explain", *arguments],
        capture_output=True,
        text=True,
        check=True,
    ).stdout


problems = []
checks = [l.split(None, 1) for l in explain().splitlines() if l.startswith("stowaway-")]
if not checks:
    problems.append("no checks are listed")
for check, summary in checks:
    page = explain(check)
    words = " ".join(page.split())
    if not page.startswith(f"# {check}\n"):
        problems.append(f"{check}: the page does not begin with the id")
    sentence = summary[0].upper() + summary[1:] + "."
    if sentence not in words:
        problems.append(f"{check}: the page does not say: {sentence}")
    problems += [f"{check}: no '{part}'" for part in PARTS if part not in page]
print("\n".join(problems))
sys.exit(1 if problems else 0)
