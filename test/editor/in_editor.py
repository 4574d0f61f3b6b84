#!/usr/bin/env python3
# ===- in_editor.py - How does a test drive a real editor? -----------------===#
# Part of Stowaway. Apache-2.0 WITH LLVM-exception.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs an editor on a copy of the example, set up as a page of the guide says.

    in_editor.py OPTIONS -- EDITOR ARGUMENTS

The editor starts in the project's directory, with a home of its own, and finds
the server under the name that the page uses. The environment tells its script

    STOWAWAY_SETTINGS   the page's blocks: files block-0, block-1, ...
    STOWAWAY_DEADLINE   how many seconds it may wait for one thing

It passes when the editor exits with 0, one server was started and asked to end,
and no process is left. Otherwise it shows what editor and server printed.
"""

import argparse
import ctypes
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

import pages

DEADLINE = 120  # seconds; only what is broken takes as long
PR_SET_CHILD_SUBREAPER = 36


def make_project(options):
    """The example as a user would have it: a source and its database."""
    project = options.work / "project"
    project.mkdir(parents=True)
    source = project / options.example.name
    shutil.copyfile(options.example, source)
    command = ["c++", *options.flags.split(), "-c", source.name]
    entry = {"directory": str(project), "file": source.name, "arguments": command}
    (project / "compile_commands.json").write_text(json.dumps([entry]))
    return project


def make_settings(options):
    settings = options.work / "settings"
    settings.mkdir()
    for number, text in enumerate(pages.blocks(options.page, options.language)):
        (settings / f"block-{number}").write_text(text)
    return settings


def make_server(options, log):
    """The server as the page names it, without an index of the project."""
    directory = options.work / "bin"
    directory.mkdir()
    wrapper = directory / "stowaway-clangd"
    wrapper.write_text(
        f"#!/bin/sh\nexec '{options.server}' --background-index=0"
        f" \"$@\" 2>>'{log}'\n"
    )
    wrapper.chmod(0o755)
    return directory


def make_environment(options, settings, server):
    home = options.work / "home"
    config = home / ".config" / "clangd"
    config.mkdir(parents=True)
    # The standard library is another second of work after the last request.
    (config / "config.yaml").write_text("Index:\n  StandardLibrary: No\n")
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("XDG_", "NVIM", "VIM", "EMACS", "CLANGD"))
    }
    environment.update(
        HOME=str(home),
        PATH=os.pathsep.join([str(server), os.environ["PATH"]]),
        STOWAWAY_SETTINGS=str(settings),
        STOWAWAY_DEADLINE=str(DEADLINE),
    )
    return environment


def run(command, project, environment, output):
    """The editor's exit status, or None when it did not end in time."""
    with open(output, "wb") as file:
        editor = subprocess.Popen(
            command,
            cwd=project,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            return editor.wait(3 * DEADLINE)
        except subprocess.TimeoutExpired:
            os.killpg(editor.pid, signal.SIGKILL)
            editor.wait()
            return None


def children():
    """The processes that were left to this one, as "pid name"."""
    found = []
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            before, _, after = stat.read_text().rpartition(")")
        except OSError:  # it has just ended
            continue
        if int(after.split()[1]) == os.getpid():
            found.append(before.replace("(", "", 1))
    return found


def wait_for_orphans():
    """What still runs when the deadline is over; it is ended then."""
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return []
        if pid == 0:
            time.sleep(0.02)
    left = children()
    for each in left:
        os.kill(int(each.split()[0]), signal.SIGKILL)
    return left


def show(title, path):
    text = path.read_text(errors="replace") if path.exists() else "(none)\n"
    print(f"==== {title}\n{text}", flush=True)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--server", type=os.path.abspath, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--example", type=pathlib.Path, required=True)
    parser.add_argument("--flags", default="", help="of the compile database")
    parser.add_argument("--page", required=True)
    parser.add_argument("--language", required=True)
    parser.add_argument("editor", nargs="+")
    options = parser.parse_args()

    options.work = options.work.absolute()
    shutil.rmtree(options.work, ignore_errors=True)
    project = make_project(options)
    settings = make_settings(options)
    log, output = options.work / "server.log", options.work / "editor.txt"
    server = make_server(options, log)
    environment = make_environment(options, settings, server)

    # What the editor leaves behind becomes a child of this process.
    if ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        sys.exit("in_editor.py: prctl failed")
    status = run(options.editor, project, environment, output)
    left = wait_for_orphans()

    problems = []
    if status is None:
        problems.append("the editor did not end in time")
    elif status != 0:
        problems.append(f"the editor exited with {status}")
    if left:
        problems.append(f"still running after the editor: {', '.join(left)}")
    said = log.read_text(errors="replace") if log.exists() else ""
    for event in ("Starting LSP", "--> reply:shutdown"):
        if said.count(event) != 1:
            problems.append(f"server's log: {said.count(event)} x '{event}'")
    if problems:
        show("the server's log", log)
    show("what the editor printed", output)
    for problem in problems:
        print(f"in_editor.py: {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
