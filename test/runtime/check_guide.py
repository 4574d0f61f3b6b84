#!/usr/bin/env python3
# ===- check_guide.py - Does the code in the guide compile, and run? ----------===#
# Part of Stowaway. Apache-2.0 WITH LLVM-exception.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Usage: check_guide.py WORK_DIRECTORY PAGE.. -- COMPILER [FLAG..] -- [LINK ARGUMENT..]

Each ```cpp block of the pages is compiled. A comment before it, which readers of
the page do not see, says how:

  <!-- code: program -->       a whole program: it is linked and run too, and must
                               end with 0
  <!-- code: file -->          declarations
  <!-- code: statements -->    the body of a function
  <!-- code: file              the same, inside of other code, which has a line
  ...                          that says @@ where the block goes; `statements`
  @@                           may have such code too
  ...
  -->

A block without a comment is an error. Messages of the compiler name the page and
its line.
"""

import pathlib
import re
import subprocess
import sys

KINDS = ("program", "file", "statements")


def blocks(page):
    """(line of the fence, kind, code before and after, lines of the block)"""
    lines = page.read_text().splitlines()
    kind, around, at = None, "@@", 0
    while at < len(lines):
        line = lines[at]
        if match := re.match(r"<!-- code: (\w+)(.*)", line):
            kind, around = match[1], "@@"
            if not match[2].endswith("-->"):
                end = lines.index("-->", at)
                around = "\n".join(lines[at + 1 : end])
                at = end
        elif line.strip().startswith("```cpp"):
            end = next(k for k in range(at + 1, len(lines)) if lines[k].strip() == "```")
            yield at + 1, kind, around, lines[at + 1 : end]
            kind, around = None, "@@"
            at = end
        elif line.strip():
            if kind:
                yield at + 1, "orphan", "", []
            kind, around = None, "@@"
        at += 1


def source_of(page, number, kind, around, code):
    marked = f'#line {number + 1} "{page}"\n' + "\n".join(code) + "\n#line 1 \"code around it\""
    text = around.replace("@@", marked)
    if kind == "statements" and "void statements" not in around:
        text = "void statements() {\n" + text + "\n}"
    if kind != "program":
        text = (
            "#include <cstdio>\n#include <string>\n#include <vector>\n"
            "#include <stowaway/stowaway.h>\n" + text + "\n"
        )
    return text


def run(command, what, **options):
    try:
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options
        )
    except subprocess.TimeoutExpired:
        print(f"{what}: it hangs")
        return False
    if done.returncode != 0:
        print(f"{what}: failed with {done.returncode}:\n{done.stdout}")
    return done.returncode == 0


def main():
    arguments = sys.argv[1:]
    first = arguments.index("--")
    second = arguments.index("--", first + 1)
    directory = pathlib.Path(arguments[0])
    pages = [pathlib.Path(page) for page in arguments[1:first]]
    compile_command, link_arguments = arguments[first + 1 : second], arguments[second + 1 :]
    directory.mkdir(parents=True, exist_ok=True)
    failures, count, programs = 0, 0, 0
    for page in pages:
        for number, kind, around, code in blocks(page):
            what = f"{page}:{number}"
            if kind not in KINDS:
                print(f"{what}: no comment <!-- code: KIND --> with one of {KINDS} belongs to it")
                failures += 1
                continue
            count += 1
            file = directory / f"{page.stem}-{number}.cpp"
            file.write_text(source_of(page, number, kind, around, code))
            if kind == "program":
                programs += 1
                program = str(file.with_suffix(""))
                good = run(
                    [*compile_command, str(file), "-o", program, *link_arguments], what
                ) and run([program], what, timeout=300)
            else:
                good = run([*compile_command, "-fsyntax-only", str(file)], what)
            failures += not good
    print(f"{count} blocks of {len(pages)} pages, {programs} of them programs; {failures} failed")
    # A page whose blocks are not found would pass for ever.
    sys.exit(failures != 0 or programs == 0)


main()
