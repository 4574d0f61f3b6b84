# ===- check_pages.py - Does each page say what the check says? -------------===#
# Part of Stowaway. Apache-2.0 WITH LLVM-exception.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""check_pages.py STOWAWAY INPUTS: each check that `stowaway explain` lists has a
page that begins with its id and its summary and has all the parts of a page; its
example yields the output that the page shows, and the repaired one nothing."""

import os
import re
import subprocess
import sys
import tempfile

PARTS = ("## Example", "## Repaired", "## Options", "## Limits")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def explain(*arguments):
    return subprocess.run(
        [sys.argv[1], "explain", *arguments],
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def audit(code):
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "example.cpp"), "w") as file:
            file.write(code)
        result = subprocess.run(
            [sys.argv[1], "--quiet", "example.cpp", "--"]
            + ["-std=c++20", "-I", sys.argv[2]],
            capture_output=True,
            text=True,
            cwd=folder,
        )
    return result.stdout + result.stderr


def without_headers(output):
    """Places in headers differ from one library to the next; the words do not."""
    lines, in_header = [], False
    for line in output.splitlines():
        place = re.match(r"^(\S+?):\d+:\d+: ", line)
        if place:
            in_header = place.group(1) != "example.cpp"
            if in_header:
                line = "header: " + line[place.end() :]
        elif in_header:
            continue
        lines.append(line)
    return lines


def check_page(check, summary):
    page = explain(check)
    if not page.startswith(f"# {check}\n"):
        yield "does not begin with the id"
    sentence = summary[0].upper() + summary[1:] + "."
    if sentence not in " ".join(page.split()):
        yield f"does not say: {sentence}"
    for part in PARTS:
        if part not in page:
            yield f"has no '{part}'"
            return
    example = BLOCK.findall(page[page.index(PARTS[0]) : page.index(PARTS[1])])
    repaired = BLOCK.findall(page[page.index(PARTS[1]) : page.index(PARTS[2])])
    if [kind for kind, _ in example] != ["cpp", ""] or len(repaired) != 1:
        yield "does not have the code blocks of a page"
        return
    shown = without_headers(example[1][1].split("\n", 1)[1])
    found = without_headers(audit(example[0][1]))
    if shown != found:
        yield "shows another output than is found:\n" + "\n".join(found)
    found = audit(repaired[0][1])
    if found:
        yield f"is repaired by code with findings:\n{found}"


checks = [l.split(None, 1) for l in explain().splitlines() if l.startswith("stowaway-")]
problems = [f"{c}: {p}" for c, summary in checks for p in check_page(c, summary)]
if not checks:
    problems.append("no checks are listed")
print("\n".join(problems))
sys.exit(1 if problems else 0)
