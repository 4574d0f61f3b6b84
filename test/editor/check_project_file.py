#!/usr/bin/env python3
# ===- check_project_file.py - Does an editor obey the project file? -------===#
# Part of Stowaway. Apache-2.0 WITH LLVM-exception.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""One session in the current directory: the project file comes, changes, is
half written and goes while a source file is open.

    check_project_file.py SERVER COMMAND
"""

import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
INPUTS = os.path.join(os.path.dirname(HERE), "Inputs")
sys.path.insert(0, HERE)

import lsp  # noqa: E402

SOURCE = """\
#include <functional>
#include <stowaway/stowaway.h>
void first();
void second(stowaway::Process &);
void start_both_bad() {
  stowaway::Process a(first);
  stowaway::Process b(second, std::ref(a));
  a.start();
  b.start();
}
"""
STARTED = "stowaway-started-process"


def write(name, text):
    with open(name, "w", encoding="utf-8") as file:
        file.write(text)


class Session:
    def __init__(self, client):
        self.client = client
        self.uri = client.open("main.cpp")
        self.edits = 0

    def shown(self):
        """Codes and messages after the next edit."""
        self.edits += 1
        self.client.change(
            self.uri, SOURCE + "//\n" * self.edits, wantDiagnostics=True
        )
        shown = self.client.settled(self.uri)
        return [(d.get("code"), d["message"]) for d in shown]

    def expect(self, *codes):
        shown = self.shown()
        if [code for code, _ in shown] != list(codes):
            sys.exit(f"expected {codes}, found {shown}")

    def expect_mistake(self, text):
        """Told once, at the top of the file; nothing is guessed."""
        shown = self.shown()
        if len(shown) != 1 or text not in shown[0][1]:
            sys.exit(f"expected {text!r}, found {shown}")


def main():
    server, command = sys.argv[1:]
    flags = ["-std=c++20", "-isystem", INPUTS]
    write("main.cpp", SOURCE)
    write(
        "compile_commands.json",
        json.dumps(
            [
                {
                    "directory": os.getcwd(),
                    "file": "main.cpp",
                    "arguments": ["c++", *flags, "-c", "main.cpp"],
                }
            ]
        ),
    )
    environment = {**os.environ, "XDG_CONFIG_HOME": os.getcwd()}
    arguments = [server, "--background-index=0", "--log=error"]
    with lsp.Client(arguments, os.getcwd(), environment) as client:
        session = Session(client)
        session.expect(STARTED)
        write(".stowaway.yaml", "start-method: fork\n")
        session.expect()
        write(".stowaway.yaml", "start-method: spawn\n")
        session.expect(STARTED)
        write(".stowaway.yaml", "exclude: main.*\n")
        session.expect()
        write(".stowaway.yaml", "checks: 'stowaway-*'\nstri")
        session.expect_mistake(".stowaway.yaml:2:1: unknown key 'stri'")
        write(".stowaway.yaml", "baseline: known.txt\n")
        subprocess.run([command, "--quiet", "--update-baseline"], check=True)
        session.expect()
        write("known.txt", "")
        session.expect(STARTED)
        os.remove(".stowaway.yaml")
        session.expect(STARTED)


if __name__ == "__main__":
    main()
