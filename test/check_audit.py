#!/usr/bin/env python3
# ===- check_audit.py - Is each finding what the test file says? ------------===#
# Part of Stowaway. Apache-2.0 WITH LLVM-exception.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Audits one annotated file with the command and with the clang-tidy plugin,
and compares every warning, note and edit of both with what the file expects.

How expectations are written is described in test/README.md; --update writes
them. The comparison is of whole files: the file with the expectations that the
audit would write must equal the file as it is. So nothing unexpected passes,
and a missing note fails.
"""

import argparse
import difflib
import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field

# "file:12:3: warning: message [check]"; a note may have no place.
DIAGNOSTIC = re.compile(
    r"^(?:(?P<file>[^\s].*?):(?P<line>\d+):(?P<column>\d+): )?"
    r"(?P<level>warning|note|remark|error|fatal error): (?P<text>.*)$"
)
CONFIDENCE = re.compile(r"^\s*= confidence: (\w+)$")
# An expectation, and the lines of an edit below one.
EXPECTATION = re.compile(
    r"^\s*// (?:(?P<prefix>[A-Z0-9]+)-)?"
    r"(?:DEFINITE|POSSIBLE|NOTE|REMARK): "
)
EDIT_LINE = re.compile(r"^\s*//   [-+] ")


@dataclass
class Diagnostic:
    level: str
    text: str
    file: str = ""
    line: int = 0
    column: int = 0
    confidence: str = "definite"
    edits: list = field(default_factory=list)  # (file, offset, length, text)
    begin: tuple = ()  # line and column where what is underlined begins
    notes: list = field(default_factory=list)


class Failure(Exception):
    pass


def parse_diagnostics(output, directory):
    """The warnings and remarks of a tool's text output, each with its notes."""
    found = []
    for text in output.splitlines():
        confidence = CONFIDENCE.match(text)
        if confidence and found:
            found[-1].confidence = confidence.group(1)
            continue
        match = DIAGNOSTIC.match(text)
        if not match:
            continue
        diagnostic = Diagnostic(match.group("level"), match.group("text"))
        if match.group("file"):
            diagnostic.file = os.path.normpath(
                os.path.join(directory, match.group("file"))
            )
            diagnostic.line = int(match.group("line"))
            diagnostic.column = int(match.group("column"))
        if diagnostic.level == "note":
            if not found:
                raise Failure(f"a note without a warning: {text}")
            found[-1].notes.append(diagnostic)
        else:
            found.append(diagnostic)
    return found


def read_bytes(path, cache={}):
    if path not in cache:
        with open(path, "rb") as file:
            cache[path] = file.read()
    return cache[path]


def position(path, offset):
    """Line and column of a byte offset, both from 1."""
    before = read_bytes(path)[:offset]
    return before.count(b"\n") + 1, offset - before.rfind(b"\n")


def attach_edits(diagnostics, remedies):
    """remedies: (file, line, column, text) -> edits, as a list of pairs."""
    for diagnostic in diagnostics:
        for note in diagnostic.notes:
            key = (note.file, note.line, note.column, note.text)
            for place, edits in remedies:
                if place == key:
                    note.edits = edits
                    break


def attach_begins(diagnostics, findings):
    """Tells each warning and note where its underlined text begins."""
    begins = {}
    for finding in findings:
        for told in (finding, *finding["notes"]):
            place = told["location"]
            if place and place["ranges"]:
                begin = place["ranges"][0]["begin"]
                key = (place["line"], place["column"], told["message"])
                begins[key] = (begin["line"], begin["column"])
    for diagnostic in diagnostics:
        for each in (diagnostic, *diagnostic.notes):
            message = re.sub(r" \[stowaway-[-a-z]+\]$", "", each.text)
            key = (each.line, each.column, message)
            each.begin = begins.get(key, key[:2])


def run(command, accepted):
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode not in accepted:
        raise Failure(
            f"exit status {result.returncode}, expected one of {accepted}\n"
            f"command: {' '.join(command)}\n"
            f"stdout:\n{result.stdout}\nstderr:\n{result.stderr}"
        )
    return result


def audit_by_command(options, source, flags):
    with tempfile.TemporaryDirectory() as scratch:
        report = os.path.join(scratch, "report.json")
        command = [
            *options.stowaway.split(),
            "--format=text",
            f"--format=json:{report}",
            "--color=never",
            "--quiet",
        ]
        if options.start_method:
            command.append(f"--start-method={options.start_method}")
        if options.strict:
            command.append("--strict")
        if options.explain_paths:
            command.append("--explain-paths")
        if options.checks:
            command.append(f"--checks={options.checks}")
        command += [f"--models={path}" for path in options.models]
        command += [source, "--", *flags]
        result = run(command, (2,) if options.broken else (0, 1))
        with open(report, encoding="utf-8") as file:
            findings = json.load(file)
    directory = findings["workingDirectory"]
    diagnostics = parse_diagnostics(result.stdout, directory)
    diagnostics = [d for d in diagnostics if d.level in ("warning", "remark")]
    warnings = [d for d in diagnostics if d.level == "warning"]
    if not options.broken and result.returncode != (1 if warnings else 0):
        raise Failure(
            f"{len(warnings)} warnings, but exit status {result.returncode}"
        )
    if len(warnings) != len(findings["findings"]):
        raise Failure(
            f"{len(warnings)} warnings in the text, "
            f"{len(findings['findings'])} findings in the JSON"
        )

    def absolute(path):
        return os.path.normpath(os.path.join(directory, path))

    attach_begins(warnings, findings["findings"])
    remedies = []
    for finding in findings["findings"]:
        for remedy in finding["remedies"]:
            place = remedy["location"]
            remedies.append(
                (
                    (
                        absolute(place["file"]) if place else "",
                        place["line"] if place else 0,
                        place["column"] if place else 0,
                        remedy["title"],
                    ),
                    [
                        (
                            absolute(edit["file"]),
                            edit["offset"],
                            edit["length"],
                            edit["text"],
                        )
                        for edit in remedy["edits"]
                    ],
                )
            )
    attach_edits(warnings, remedies)
    return diagnostics


def tidy_config(options):
    """The options as the text of a .clang-tidy file."""
    check_options = []

    def add(key, value):
        # For all checks at once.
        check_options.append(f"{key}: '{value}'")

    if options.start_method:
        add("StartMethod", options.start_method)
    if options.strict:
        add("Strict", "true")
    if options.models:
        add("Models", ";".join(os.path.abspath(m) for m in options.models))
    checks = options.checks or "stowaway-*"
    return "{Checks: '-*,%s', CheckOptions: {%s}}" % (
        checks,
        ", ".join(check_options),
    )


def audit_by_plugin(options, source, flags):
    try:
        import yaml
    except ImportError:
        raise Failure("python3-yaml is needed to read the plugin's edits")
    with tempfile.TemporaryDirectory() as scratch:
        fixes = os.path.join(scratch, "fixes.yaml")
        command = [
            *options.clang_tidy.split(),
            f"--config={tidy_config(options)}",
            "--header-filter=.*",
            "--quiet",
            f"--export-fixes={fixes}",
            source,
            "--",
            *flags,
        ]
        result = run(command, (1,) if options.broken else (0,))
        exported = {}
        if os.path.exists(fixes):
            with open(fixes, encoding="utf-8") as file:
                exported = yaml.safe_load(file) or {}
    diagnostics = [
        d
        for d in parse_diagnostics(result.stdout, os.getcwd())
        if d.level == "warning"
    ]
    for diagnostic in diagnostics:
        if "[clang-tidy-" in diagnostic.text:
            raise Failure(f"the plugin's configuration: {diagnostic.text}")

    remedies = []
    for diagnostic in exported.get("Diagnostics", []):
        for note in diagnostic.get("Notes", []):
            edits = [
                (
                    os.path.normpath(edit["FilePath"]),
                    edit["Offset"],
                    edit["Length"],
                    edit["ReplacementText"],
                )
                for edit in note.get("Replacements", [])
            ]
            if not edits:
                continue
            path = os.path.normpath(note["FilePath"])
            line, column = position(path, note["FileOffset"])
            remedies.append(((path, line, column, note["Message"]), edits))
    attach_edits(diagnostics, remedies)
    return diagnostics


class Expectations:
    """The file as it would be if its expectations were right."""

    def __init__(self, source, prefix):
        self.source = os.path.realpath(source)
        self.prefix = prefix
        text = read_bytes(source).decode("utf-8")
        self.lines = text.splitlines()
        self.kept = []  # lines that are no expectations of this prefix
        self.numbers = {}  # line number in the file -> index in kept
        in_expectation = False
        for number, line in enumerate(self.lines, 1):
            match = EXPECTATION.match(line)
            if match:
                in_expectation = (match.group("prefix") or "") == prefix
            elif not EDIT_LINE.match(line):
                in_expectation = False
            if not in_expectation:
                self.numbers[number] = len(self.kept)
                self.kept.append(line)

    def expects_anything(self):
        return len(self.kept) != len(self.lines)

    def quote(self, diagnostic):
        """`the line with a ^caret at the place`, and the file if another."""
        if not diagnostic.file:
            return ""
        lines = read_bytes(diagnostic.file).splitlines()
        line = lines[diagnostic.line - 1]
        at = diagnostic.column - 1
        marked = (line[:at] + b"^" + line[at:]).decode("utf-8", "replace")
        marked = " ".join(marked.split())
        if os.path.realpath(diagnostic.file) != self.source:
            return f"<{os.path.basename(diagnostic.file)}> `{marked}` "
        # Tell equal lines apart by counting them from the top.
        text = " ".join(line.decode("utf-8", "replace").split())
        equal = [
            number
            for number, other in enumerate(self.lines, 1)
            if number in self.numbers and " ".join(other.split()) == text
        ]
        which = ""
        if len(equal) > 1 and diagnostic.line in equal:
            which = f" #{equal.index(diagnostic.line) + 1}"
        return f"`{marked}`{which} "

    def edit_lines(self, edits):
        """The edits as removed and added lines."""
        result = []
        for path in sorted({edit[0] for edit in edits}):
            before = read_bytes(path)
            after = before
            for _, offset, length, text in sorted(
                (e for e in edits if e[0] == path), key=lambda e: -e[1]
            ):
                after = (
                    after[:offset]
                    + text.encode("utf-8")
                    + after[offset + length :]
                )

            def split(content):
                # Without the expectations, which edits must not quote.
                lines = content.decode("utf-8", "replace").splitlines()
                return [
                    line
                    for line in lines
                    if not EXPECTATION.match(line) and not EDIT_LINE.match(line)
                ]

            for line in difflib.ndiff(split(before), split(after)):
                if line[:2] in ("- ", "+ "):
                    result.append(f"//   {line[0]} {line[2:].strip()}".rstrip())
        return result

    def render(self, diagnostic, with_confidence):
        tag = f"{self.prefix}-" if self.prefix else ""
        if diagnostic.level == "remark":
            head = "REMARK"
        elif diagnostic.confidence == "possible" and with_confidence:
            head = "POSSIBLE"
        else:
            head = "DEFINITE"
        place = self.quote(diagnostic)
        if os.path.realpath(diagnostic.file) == self.source:
            line = self.lines[diagnostic.line - 1]
            if len(line) - len(line.lstrip()) == diagnostic.column - 1:
                place = ""  # the line above, from its first character on
        result = [f"// {tag}{head}: {place}{diagnostic.text}"]
        for note in diagnostic.notes:
            result.append(f"// {tag}NOTE: {self.quote(note)}{note.text}")
            result += self.edit_lines(note.edits)
        return result

    def own(self, lines):
        """Without what other RUN lines expect: those look for themselves."""
        result = []
        keep = True
        for line in lines:
            match = EXPECTATION.match(line)
            if match:
                keep = (match.group("prefix") or "") == self.prefix
            elif not EDIT_LINE.match(line):
                keep = True
            if keep:
                result.append(line)
        return result

    def with_findings(self, diagnostics, with_confidence=True):
        """The whole file with the expectations that these findings make."""
        after = {}  # index in kept -> lines to write below it
        end = []
        order = lambda d: (d.file, d.line, d.column, d.text)
        for diagnostic in sorted(diagnostics, key=order):
            rendered = self.render(diagnostic, with_confidence)
            if os.path.realpath(diagnostic.file) != self.source:
                end += rendered
                continue
            index = self.numbers[diagnostic.line]
            indent = re.match(r"\s*", self.kept[index]).group()
            # Not into the middle of a macro.
            while self.kept[index].endswith("\\") and index + 1 < len(self.kept):
                index += 1
            after.setdefault(index, []).extend(indent + r for r in rendered)
        result = []
        for index, line in enumerate(self.kept):
            result.append(line)
            result += after.get(index, [])
        return result + end


def without_confidence(lines):
    """What the plugin cannot show is not compared with it."""
    return [re.sub(r"^(\s*// (?:[A-Z0-9]+-)?)POSSIBLE: ", r"\1DEFINITE: ", l)
            if EXPECTATION.match(l) else l for l in lines]


def difference(expected, actual, source, tool):
    return "\n".join(
        difflib.unified_diff(
            expected, actual, f"{source} (expected)", f"{tool} (found)",
            lineterm="", n=2,
        )
    )


def check(options, source, flags):
    expectations = Expectations(source, options.prefix)
    by_command = audit_by_command(options, source, flags)
    found = expectations.with_findings(by_command)
    wanted, lines = expectations.own(found), expectations.own(expectations.lines)
    problems = []
    if options.update:
        if wanted != lines:
            with open(source, "w", encoding="utf-8") as file:
                file.write("\n".join(found) + "\n")
            print(f"{source}: updated")
            read_bytes.__defaults__[0].clear()
            return check(
                argparse.Namespace(**{**vars(options), "update": False}),
                source,
                flags,
            )
    elif wanted != lines:
        problems.append(difference(lines, wanted, source, "stowaway"))
    if options.clang_tidy and not options.no_plugin:
        by_plugin = audit_by_plugin(options, source, flags)
        # Remarks say why nothing was found; clang-tidy has no place for them.
        by_plugin += [d for d in by_command if d.level == "remark"]
        wanted = expectations.own(expectations.with_findings(by_plugin, False))
        wanted = without_confidence(wanted)
        lines = without_confidence(lines)
        if wanted != lines:
            problems.append(difference(lines, wanted, source, "clang-tidy"))
    return problems


def parse_arguments(own):
    """The options, and the compile flags, of a RUN line."""
    flags = []
    if "--" in own:
        flags = own[own.index("--") + 1 :]
        own = own[: own.index("--")]
    parser = argparse.ArgumentParser(
        description=__doc__, epilog="Compile flags follow after '--'."
    )
    parser.add_argument("file", help="the annotated C++ file")
    parser.add_argument(
        "--stowaway", default="stowaway", help="the command (default: in PATH)"
    )
    parser.add_argument(
        "--clang-tidy",
        default="",
        help="clang-tidy with the plugin loaded; without it only the command runs",
    )
    parser.add_argument("--inputs", help="added with -isystem; default: test/Inputs")
    parser.add_argument(
        "--update", action="store_true", help="rewrite the expectations in place"
    )
    parser.add_argument(
        "--prefix",
        default="",
        help="expect PREFIX-DEFINITE etc.: for a file with several RUN lines",
    )
    parser.add_argument("--start-method", help="as the command's")
    parser.add_argument("--models", action="append", default=[], help="likewise")
    parser.add_argument("--checks", help="likewise")
    parser.add_argument("--strict", action="store_true", help="likewise")
    parser.add_argument(
        "--explain-paths",
        action="store_true",
        help="likewise; barriers are expected as REMARK",
    )
    parser.add_argument(
        "--broken", action="store_true", help="the file does not compile"
    )
    parser.add_argument(
        "--no-plugin",
        action="store_true",
        help="run the command only (say in the test why)",
    )
    options = parser.parse_args(own)
    if options.explain_paths:
        options.no_plugin = True  # the plugin has no such switch
    inputs = options.inputs or os.path.join(
        os.path.dirname(os.path.abspath(__file__)), "Inputs"
    )
    return options, ["-std=c++20", "-isystem", inputs, *flags]


def main():
    options, flags = parse_arguments(sys.argv[1:])
    try:
        problems = check(
            options,
            os.path.abspath(options.file),
            flags,
        )
    except Failure as failure:
        problems = [str(failure)]
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems and not options.update:
        print(
            "\nIf what was found is right, let lit rewrite the expectations: "
            "see test/README.md, 'Updating'.",
            file=sys.stderr,
        )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
