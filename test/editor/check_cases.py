#!/usr/bin/env python3
# ===- check_cases.py - Does the editor find what the cases expect? --------===#
# Part of Stowaway. Apache-2.0 WITH LLVM-exception.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Opens annotated files (test/README.md) in one editor server, and compares
every diagnostic, note and quick fix with what the command says of them.

An editor shows a finding differently, and these differences are undone before
the comparison: messages begin with a capital letter and end in "(fix
available)"; remedies with edits are quick fixes and not notes; what expands
from a macro has no notes of its own; findings of headers are shown in the open
file, with a note where they lie.
"""

import argparse
import os
import re
import shlex
import sys
import tempfile
import json

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))

import check_audit  # noqa: E402
import lsp  # noqa: E402

RUN = re.compile(r"^// RUN: %check_audit %s(.*)$", re.M)
IN_HEADER = "in included file: "
NOT_SHOWN = ("expanded from macro ", "expanded from here")


class Case:
    """One RUN line of a file, laid out below a folder of its own."""

    def __init__(self, source, arguments, folder):
        self.source = source
        for name, value in (
            ("%S", os.path.dirname(source)),
            ("%inputs", os.path.join(os.path.dirname(HERE), "Inputs")),
            ("%source", os.path.dirname(os.path.dirname(HERE))),
        ):
            arguments = arguments.replace(name, value)
        self.options, self.flags = check_audit.parse_arguments(
            [source, *shlex.split(arguments)]
        )
        self.folder = folder
        self.copy = os.path.join(folder, os.path.basename(source))

    def is_for_editors(self):
        return not self.options.no_plugin

    def lay_out(self):
        os.makedirs(self.folder)
        with open(self.copy, "wb") as file:
            file.write(check_audit.read_bytes(self.source))
        config = check_audit.tidy_config(self.options)
        with open(os.path.join(self.folder, ".clang-tidy"), "w") as file:
            file.write(config)
        command = ["clang++", *self.flags, "-iquote"]
        return {
            "directory": os.path.dirname(self.source),
            "file": self.copy,
            "arguments": [
                *command,
                os.path.dirname(self.source),
                "-c",
                self.copy,
            ],
        }


def uncapitalised(text):
    return text[:1].lower() + text[1:]


def place_of(case, location):
    path = location["uri"].removeprefix("file://")
    if path == case.copy:
        path = case.source
    start = location["range"]["start"]
    # LSP counts UTF-16 units, the cases count bytes.
    line = check_audit.read_bytes(path).splitlines()[start["line"]]
    units = line.decode("utf-8").encode("utf-16-le")[: 2 * start["character"]]
    column = len(units.decode("utf-16-le").encode("utf-8"))
    return path, start["line"] + 1, column + 1


def finding_of(case, client, uri, shown):
    """What the command would say, from what the editor shows."""
    text = re.sub(r" \(fix(es)? available\)$", "", shown["message"])
    finding = check_audit.Diagnostic(
        "warning", f"{uncapitalised(text)} [{shown['code']}]"
    )
    finding.file, finding.line, finding.column = place_of(
        case, {"uri": uri, "range": shown["range"]}
    )
    for each in shown.get("relatedInformation", []):
        note = check_audit.Diagnostic("note", uncapitalised(each["message"]))
        note.file, note.line, note.column = place_of(case, each["location"])
        finding.notes.append(note)
    if finding.text.startswith(IN_HEADER):
        launch = finding.notes.pop(0)
        finding.text = finding.text[len(IN_HEADER) :]
        finding.file = launch.file
        finding.line, finding.column = launch.line, launch.column
    return finding


def quick_fixes(client, uri, shown, text):
    """What each quick fix of a diagnostic is called and makes of the text."""
    result = []
    for action in client.code_actions(uri, shown):
        if action.get("kind") != "quickfix" or "edit" not in action:
            continue
        edits = action["edit"]["changes"].get(uri, [])
        title = uncapitalised(action["title"])
        result.append((title, lsp.apply_edits(text, edits)))
    return result


def expected_fixes(case, by_command):
    """The same of the command's remedies, as far as an editor offers them."""
    result = []
    before = check_audit.read_bytes(case.source)
    for finding in by_command:
        for note in finding.notes:
            files = {os.path.realpath(edit[0]) for edit in note.edits}
            # An editor's fix changes the open file alone.
            if files != {os.path.realpath(case.source)}:
                continue
            after = before
            for _, offset, length, text in sorted(
                note.edits, key=lambda edit: -edit[1]
            ):
                after = (
                    after[:offset] + text.encode() + after[offset + length :]
                )
            result.append((note.text, after.decode("utf-8")))
            note.text = ""
        finding.notes = [
            note
            for note in finding.notes
            if note.text and not note.text.startswith(NOT_SHOWN)
        ]
    return result


def shown_by_editors(by_command):
    """Moves each place to where clangd shows it."""
    for finding in by_command:
        for each in (finding, *finding.notes):
            if each.begin:
                each.line, each.column = each.begin
    return by_command


def check(case, client):
    with open(case.copy, encoding="utf-8", newline="") as file:
        text = file.read()
    uri = lsp.uri_of(case.copy)
    shown = [
        d
        for d in client.settled(uri)
        if str(d.get("code", "")).startswith("stowaway-")
    ]
    expectations = check_audit.Expectations(case.source, case.options.prefix)
    if not shown and not expectations.expects_anything():
        return []
    by_command = [
        d
        for d in check_audit.audit_by_command(
            case.options, case.source, case.flags
        )
        if d.level == "warning"
    ]
    fixes = [f for d in shown for f in quick_fixes(client, uri, d, text)]
    expected = expected_fixes(case, by_command)
    problems = []
    if sorted(fixes) != sorted(expected):
        problems.append(
            f"{case.source}: quick fixes {[f[0] for f in fixes]}, expected "
            f"{[f[0] for f in expected]}"
        )
    found = [finding_of(case, client, uri, d) for d in shown]
    wanted, lines = (
        expectations.own(expectations.with_findings(all_of_them, False))
        for all_of_them in (shown_by_editors(by_command), found)
    )
    if wanted != lines:
        problems.append(
            check_audit.difference(wanted, lines, case.source, "editor")
        )
    return problems


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", required=True, help="the editor server")
    parser.add_argument("--stowaway", required=True, help="the command")
    parser.add_argument("--log", help="file for what the server says")
    parser.add_argument("sources", nargs="+", help="files or folders of cases")
    options = parser.parse_args()
    sources = []
    for each in options.sources:
        if os.path.isfile(each):
            sources.append(os.path.abspath(each))
        for folder, _, names in os.walk(each):
            sources += [
                os.path.abspath(os.path.join(folder, name))
                for name in names
                if name.endswith(".cpp")
            ]
    failed, count = 0, 0
    with tempfile.TemporaryDirectory() as scratch:
        cases = []
        for source in sorted(sources):
            for arguments in RUN.findall(check_audit.read_bytes(source).decode()):
                folder = os.path.join(scratch, str(len(cases)))
                case = Case(source, arguments, folder)
                case.options.stowaway = options.stowaway
                if case.is_for_editors():
                    cases.append(case)
        database = [case.lay_out() for case in cases]
        with open(os.path.join(scratch, "compile_commands.json"), "w") as file:
            json.dump(database, file)
        command = [options.server, "--background-index=0", "--log=error"]
        with lsp.Client(command, scratch, log=options.log) as client:
            # A few at a time: each open file keeps its AST.
            for first in range(0, len(cases), 8):
                batch = cases[first : first + 8]
                for case in batch:
                    client.open(case.copy)
                for case in batch:
                    count += 1
                    try:
                        problems = check(case, client)
                    except check_audit.Failure as failure:
                        problems = [f"{case.source}: {failure}"]
                    failed += bool(problems)
                    for problem in problems:
                        print(problem)
                    client.shut(lsp.uri_of(case.copy))
    print(f"{count} cases, {failed} failed")
    return 1 if failed or not count else 0


if __name__ == "__main__":
    sys.exit(main())
