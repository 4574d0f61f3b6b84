# ===- check_names.py - Do the names of cases tell their verdicts? ----------===#
# Part of Stowaway. Apache-2.0 WITH LLVM-exception.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compares the names of the functions in cases with what is expected in them.

`lit -Dupdate=1` writes what the audit finds, right or wrong. The name of a
function says what is right, and is written by hand:

    ..._bad      has an expectation in its body
    ..._ok       has none
    ..._bad_FN   should have one: a known miss
    ..._ok_FP    should have none: a known false alarm
    ..._bad_FP   has right ones and false alarms

A comment above a known wrong answer says what would be right:

    // Known miss: a is started.
    // Known false alarm: a was closed.

Only expectations without a prefix count. Prints what disagrees, and with
--count how many there are of each; exits with 1 if something disagrees.
--rename writes _FN and _FP where a verdict is wrong, and takes them away where
it has become right, with the comment above.
"""

import argparse
import collections
import pathlib
import re
import sys

NAME = re.compile(r"[\w>&*\]]\s+[&*]?(?:\w+::)*(\w+_(?:bad|ok)(?:_FP|_FN)?)\s*\(")
FINDING = re.compile(r"\s*// (?:DEFINITE|POSSIBLE): ")
EXPECTATION = re.compile(
    r"\s*// (?:(?:[A-Z0-9]+-)?(?:DEFINITE|POSSIBLE|NOTE|REMARK): |  [-+] )"
)
STRING = re.compile(r'"(?:\\.|[^"\\])*"')
KNOWN = re.compile(r"\s*// Known (miss|false alarm): ")
KINDS = ("bad", "ok", "bad_FN", "ok_FP", "bad_FP")


def functions(lines):
    """(name, line number, number of findings) of each function that is defined."""
    depth = 0
    pending = None  # a name whose body has not begun
    open_functions = []  # [name, line, depth of body, findings]
    closed = []  # those whose last line may be followed by expectations
    for number, line in enumerate(lines, 1):
        if EXPECTATION.match(line):
            if FINDING.match(line):
                for function in (closed or open_functions)[-1:]:
                    function[3] += 1
            continue
        yield from (tuple(f[i] for i in (0, 1, 3)) for f in closed)
        closed = []
        code = STRING.sub('""', line).split("//")[0]
        match = NAME.search(code)
        if match and not re.match(r"\s*(return|else)\b", code):
            pending = match.group(1), number
        for character in code:
            if character == "{":
                depth += 1
                if pending:
                    open_functions.append([*pending, depth, 0])
                    pending = None
            elif character == "}":
                if open_functions and open_functions[-1][2] == depth:
                    closed.append(open_functions.pop())
                depth -= 1
            elif character == ";":
                pending = None
    yield from (tuple(f[i] for i in (0, 1, 3)) for f in closed + open_functions)


def rename(file, wrong):
    """wrong: (name, line number) of the functions that disagree."""
    lines = file.read_text(encoding="utf-8").splitlines()
    remove = set()
    for name, number in wrong:
        base = re.sub(r"_(FP|FN)$", "", name)
        if name != base:
            new = base
            if KNOWN.match(lines[number - 2]):
                remove.add(number - 2)
        else:
            new = base + ("_FN" if base.endswith("_bad") else "_FP")
        word = re.compile(rf"\b{name}\b")
        # A name that several classes use is changed only where it is defined.
        defined = sum(bool(NAME.search(l) and word.search(l)) for l in lines)
        for index, line in enumerate(lines):
            if index == number - 1 or defined == 1:
                lines[index] = word.sub(new, line)
    kept = [line for index, line in enumerate(lines) if index not in remove]
    file.write_text("\n".join(kept) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("path", nargs="+", type=pathlib.Path)
    parser.add_argument("--count", action="store_true", help="a table by file")
    parser.add_argument("--rename", action="store_true", help="see above")
    options = parser.parse_args()
    files = []
    for path in options.path:
        files += sorted(path.rglob("*.cpp")) if path.is_dir() else [path]
    disagree = 0
    total = collections.Counter()
    for file in files:
        counts = collections.Counter()
        wrong = []
        for name, number, findings in functions(
            file.read_text(encoding="utf-8").splitlines()
        ):
            kind = next(k for k in reversed(KINDS) if name.endswith("_" + k))
            counts[kind] += 1
            if bool(findings) != (kind in ("bad", "ok_FP", "bad_FP")):
                disagree += 1
                wrong.append((name, number))
                print(f"{file}:{number}: '{name}' has {findings} findings")
        total += counts
        if options.rename and wrong:
            rename(file, wrong)
        if options.count:
            print(f"| {file} |", *(f"{counts[k]} |" for k in KINDS))
    if options.count:
        print("| all |", *(f"{total[k]} |" for k in KINDS))
    if not total:
        print("no case was found", file=sys.stderr)
    return 1 if disagree or not total else 0


if __name__ == "__main__":
    sys.exit(main())
