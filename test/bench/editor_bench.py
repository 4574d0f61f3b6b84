#!/usr/bin/env python3
# ===- editor_bench.py - What do the checks cost while typing? -------------===#
# Part of Stowaway. Apache-2.0 WITH LLVM-exception.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Edits files in our editor server and in the stock clangd of the same release,
in turns, and compares how long diagnostics take to come, how much processor
time that costs, and how much memory is in use after many edits.

clangd waits after an edit, 50 ms and more, for the next one; that is part of
what a user sees and so of the latency, and not of the processor time.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, "test", "editor"))

import lsp  # noqa: E402

TICK = os.sysconf("SC_CLK_TCK")


def processor_time(pid):
    """Seconds of processor time that a process has used."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def resident(pid):
    with open(f"/proc/{pid}/status") as file:
        for line in file:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    return 0


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


class Editor:
    """One server with one file open."""

    def __init__(self, name, server, database, path, environment):
        self.name = name
        command = [
            server,
            "--background-index=0",
            "--log=error",
            f"--compile-commands-dir={database}",
        ]
        with open(path, encoding="utf-8") as file:
            self.text = file.read()
        begin = time.monotonic()
        self.client = lsp.Client(command, database, environment)
        self.uri = self.client.open(path)
        self.findings = self.client.settled(self.uri)
        self.first = time.monotonic() - begin
        self.latency, self.cost, self.memory = [], [], []

    def edit(self, number):
        pid = self.client.process.pid
        used = processor_time(pid)
        begin = time.monotonic()
        # Like typing at the end of the file.
        self.client.change(self.uri, self.text + "// " + "." * (number % 60))
        version = self.client.versions[self.uri]
        self.client.wait(
            "diagnostics",
            lambda: self.client.diagnostics[self.uri][0] == version,
        )
        self.latency.append(time.monotonic() - begin)
        self.client.settled(self.uri)
        self.cost.append(processor_time(pid) - used)
        self.memory.append(resident(pid))


def measure_as_user(options, path):
    """A file in a project of its own, for which the runtime is installed."""
    with tempfile.TemporaryDirectory() as project:
        copy = shutil.copy(path, project)
        command = {
            "directory": project,
            "file": copy,
            "arguments": [
                "c++",
                "-std=c++20",
                "-isystem",
                os.path.join(ROOT, "lib", "Runtime", "include"),
                "-c",
                copy,
            ],
        }
        with open(os.path.join(project, "compile_commands.json"), "w") as file:
            json.dump([command], file)
        measure(options, copy, project, f"{path}, runtime installed")


def measure(options, path, database, title):
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "XDG_CONFIG_HOME": home}
        ours, stock = (
            Editor(name, server, database, path, environment)
            for name, server in (
                ("stowaway-clangd", options.server),
                ("clangd", options.stock),
            )
        )
        for number in range(options.edits):
            # Who goes first finds the caches as the other left them.
            for each in (ours, stock) if number % 2 else (stock, ours):
                each.edit(number)
        for each in (ours, stock):
            each.client.close()
    found = sum(
        str(d.get("code", "")).startswith("stowaway-") for d in ours.findings
    )
    print(f"\n{title}: {options.edits} edits, {found} findings")
    print(f"{'':24}{'ours':>10}{'clangd':>10}{'ratio':>8}")

    def row(title, values, unit):
        a, b = values
        ratio = f"{a / b:8.2f}" if b else ""
        print(f"  {title:22}{a:10.1f}{b:10.1f}{ratio}  {unit}")

    row("first diagnostics", [1000 * e.first for e in (ours, stock)], "ms")
    for share in (0.5, 0.95):
        row(
            f"latency, p{int(100 * share)}",
            [1000 * percentile(e.latency, share) for e in (ours, stock)],
            "ms",
        )
    row(
        "processor time an edit",
        [1000 * sum(e.cost) / len(e.cost) for e in (ours, stock)],
        "ms",
    )
    quarter = max(1, options.edits // 4)
    for title, part in (
        ("memory, 2nd quarter", slice(quarter, 2 * quarter)),
        ("memory, 4th quarter", slice(-quarter, None)),
    ):
        row(
            title,
            [percentile(e.memory[part], 0.5) for e in (ours, stock)],
            "MiB",
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", required=True, help="our editor server")
    parser.add_argument("--stock", default="clangd-22", help="clangd as it is")
    parser.add_argument(
        "--database", required=True, help="folder of compile_commands.json"
    )
    parser.add_argument("--edits", type=int, default=500)
    parser.add_argument("--quick", action="store_true", help="60 edits a file")
    parser.add_argument(
        "--as-user",
        metavar="FILE",
        help="measure this file in a project of its own first",
    )
    parser.add_argument("files", nargs="*", help="files of the database")
    options = parser.parse_args()
    if options.quick:
        options.edits = 60
    if options.as_user:
        measure_as_user(options, options.as_user)
    for path in options.files:
        measure(options, os.path.abspath(path), options.database, path)


if __name__ == "__main__":
    main()
