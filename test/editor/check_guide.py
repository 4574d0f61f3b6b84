#!/usr/bin/env python3
# ===- check_guide.py - Do the guide's examples do what it says? -----------===#
# Part of Stowaway. Apache-2.0 WITH LLVM-exception.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Takes the files, scripts and outputs that docs/editors shows, and tries them
on a small project. What Neovim and Emacs load is tried in these editors.

    check_guide.py SERVER [TEST...]
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
GUIDE = ROOT / "docs" / "editors"
EXAMPLE = ROOT / "docs" / "examples" / "application" / "application.cpp"
RUNTIME = f"-I{ROOT}/lib/Runtime/include"
INPUTS = f"-isystem{ROOT}/test/Inputs"
sys.path.insert(0, str(HERE))

import lsp  # noqa: E402
import pages  # noqa: E402

SERVER = os.path.abspath(sys.argv.pop(1))
PLUGIN = os.environ.get("STOWAWAY_TEST_PLUGIN")

STARTED = "stowaway-started-process"
LIFECYCLE = "stowaway-worker-lifecycle"
JOBS = """\
library: jobs
hints: [post]
launch:
  - {name: 'jobs::post', boundary: process, target: 0}
"""
# Has a finding of each kind that a setting of the guide takes away or adds.
SOURCE = """\
#include <functional>
#include <memory>
#include <vector>
#include <stowaway/stowaway.h>

namespace jobs { template <class F> void post(F) {} }

struct Pool {
  std::vector<stowaway::Process> workers;
  void fill() { workers.emplace_back(&Pool::work, this); }
  void start() {
    for (auto &worker : workers)
      worker.start();
  }
  void work() {}
  template <class A> void serialize(A &archive) { archive(workers); }
};
void work();
void twice() {
  stowaway::Process process(work);
  process.start();
  process.start();
}
std::function<void()> made_elsewhere();
void strange() { jobs::post(made_elsewhere()); }
void post(std::weak_ptr<int> weak) {
  jobs::post([weak] { weak.lock(); });
}
"""


class Project(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.root = pathlib.Path(directory.name).resolve()
        self.log = self.root / "server.log"
        # What the user's own settings say is not for these tests.
        self.environment = {**os.environ, "HOME": str(self.root / "home")}
        for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "CLANGD_FLAGS"):
            self.environment.pop(name, None)
        self.write(
            "home/.config/clangd/config.yaml",
            "Index:\n  StandardLibrary: No\n",
        )

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def source(self, name, text, *flags):
        path = self.write(name, text)
        arguments = ["c++", "-std=c++20", *(flags or [INPUTS]), "-c", name]
        entry = {"directory": str(self.root), "file": name}
        entry["arguments"] = arguments
        self.write("compile_commands.json", json.dumps([entry]))
        return path

    def diagnostics(self, path, command=(SERVER, "--background-index=0")):
        with lsp.Client(
            command, self.root, self.environment, self.log
        ) as client:
            return client.settled(client.open(path))

    def checks(self, path, **options):
        return sorted(each["code"] for each in self.diagnostics(path, **options))


def files(page):
    """The (name, text) of the settings files that a page shows."""
    found = []
    for text in pages.blocks(GUIDE / page, "yaml"):
        name, _, rest = text.partition("\n")
        if not re.fullmatch(r"# \.[a-z-]+", name):
            raise ValueError(f"the first line names no file: {name}")
        found.append((name[2:], rest))
    return found


class Settings(Project):
    """README.md: which checks run, and their options."""

    def setUp(self):
        super().setUp()
        self.blocks = files("README.md")
        self.assertEqual(len(self.blocks), 4)

    def checks_with(self, block, path="main.cpp", source=SOURCE):
        name, text = self.blocks[block]
        self.write(name, text.replace("/path/to/project", str(self.root)))
        return self.checks(self.source(path, source))

    def test_without_any(self):
        found = self.checks(self.source("main.cpp", SOURCE))
        self.assertEqual(found, [STARTED, LIFECYCLE])

    def test_all_but_one(self):
        for block, name in (0, ".clang-tidy"), (1, ".clangd"):
            self.assertEqual(self.blocks[block][0], name)
            self.assertEqual(self.checks_with(block), [STARTED], name)
            (self.root / name).unlink()

    def test_none_in_a_folder(self):
        self.assertEqual(self.checks_with(2, "third_party/main.cpp"), [])
        self.assertEqual(
            self.checks_with(2, "src/main.cpp"), [STARTED, LIFECYCLE]
        )

    def test_options(self):
        self.write("tools/jobs.yaml", JOBS)
        found = self.checks_with(3)
        self.assertNotIn(STARTED, found, "StartMethod: fork")
        self.assertIn("stowaway-carried-handle", found, "Models")
        # One rule of strictness is enough to know that it is on.
        name, text = self.blocks[3]
        self.assertIn("  Strict: true\n", text)
        self.blocks[3] = name, text.replace("  Strict: true\n", "")
        self.assertNotEqual(self.checks_with(3), found, "Strict")

    def test_the_table(self):
        rows = re.findall(
            r"^\| (?:`(.*?)`|\(nothing\)).* \| (all|all: .*|all but this one"
            r"|only this one|none) \|$",
            (GUIDE / "README.md").read_text(),
            re.MULTILINE,
        )
        means = {
            "all": [STARTED, LIFECYCLE],
            "all but this one": [STARTED],
            "only this one": [STARTED],
            "none": [],
        }
        self.assertEqual(len(rows), 5)
        for checks, said in rows:
            self.write(".clang-tidy", f"Checks: '{checks}'\n")
            found = self.checks(self.source("main.cpp", SOURCE))
            ours = [each for each in found if each.startswith("stowaway-")]
            self.assertEqual(ours, means[said.partition(":")[0]], checks)


class Shown(Project):
    """README.md: what an editor shows, what --check prints."""

    def test_finding_path_and_fix(self):
        path = self.source(EXAMPLE.name, EXAMPLE.read_text(), RUNTIME)
        with lsp.Client(
            [SERVER, "--background-index=0"],
            self.root,
            self.environment,
            self.log,
        ) as client:
            uri = client.open(path)
            (found,) = client.settled(uri)
            (action,) = client.code_actions(uri, found)
        shown = [(str(path), found["range"], found["message"])] + [
            (each["location"]["uri"], each["location"]["range"], each["message"])
            for each in found["relatedInformation"]
        ]
        lines = pages.blocks(GUIDE / "README.md", "text")[0].splitlines()
        self.assertEqual(
            lines.pop().strip(), "quick fix: " + action["title"]
        )
        self.assertEqual(len(lines), len(shown))
        for line, (file, place, message) in zip(lines, shown):
            where, _, text = line.strip().partition(" ")
            name, row, column = where.split(":")
            start = place["start"]
            self.assertEqual(name, os.path.basename(file))
            # Lines of the runtime's headers change with every edit there.
            if name == path.name:
                self.assertEqual(int(row), start["line"] + 1)
                self.assertEqual(int(column), start["character"] + 1)
            text = text.strip()
            if text.endswith(" ..."):
                self.assertEqual(message[: len(text) - 4], text[:-4])
            else:
                self.assertEqual(message, text)

    def test_check_of_one_file(self):
        self.source("src/application.cpp", EXAMPLE.read_text(), RUNTIME)
        command = "stowaway-clangd --check-warnings --check=src/application.cpp"
        self.assertIn(f"\n    {command}\n", (GUIDE / "README.md").read_text())
        self.write("bin/stowaway-clangd", f"#!/bin/sh\nexec {SERVER} \"$@\"\n")
        (self.root / "bin/stowaway-clangd").chmod(0o755)
        self.environment["PATH"] = f"{self.root}/bin:{os.environ['PATH']}"
        run = subprocess.run(
            command.split(),
            cwd=self.root,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=True,
        )
        for line in pages.blocks(GUIDE / "README.md", "text")[1].splitlines():
            line = line.replace("/path/to/project", str(self.root))
            self.assertIn(line.partition(" ...")[0], run.stdout)

    def test_words_of_the_log(self):
        page = (GUIDE / "README.md").read_text()
        self.write("nothing.cpp", "")
        run = subprocess.run(
            [SERVER, "--check=nothing.cpp"],
            cwd=self.root,
            env=self.environment,
            stderr=subprocess.PIPE,
            text=True,
            check=True,
        )
        self.assertIn("| `Failed to find compilation database` |", page)
        self.assertIn("Failed to find compilation database", run.stderr)
        self.source("other.cpp", "")
        run = subprocess.run(
            [SERVER, "--check=nothing.cpp"],
            cwd=self.root,
            env=self.environment,
            stderr=subprocess.PIPE,
            text=True,
            check=True,
        )
        self.assertIn("| `Compile command inferred from other.cpp` |", page)
        self.assertIn("Compile command inferred from other.cpp", run.stderr)

    def test_json_is_json(self):
        for text in pages.blocks(GUIDE / "README.md", "json"):
            json.loads(text)


class QtCreator(Project):
    """qt-creator.md: the script, and the file for its compile database."""

    def setUp(self):
        super().setUp()
        self.write("bin/stowaway-clangd", f"#!/bin/sh\nexec {SERVER} \"$@\"\n")
        (self.root / "bin/stowaway-clangd").chmod(0o755)
        self.environment["PATH"] = f"{self.root}/bin:{os.environ['PATH']}"
        (script,) = pages.blocks(GUIDE / "qt-creator.md", "sh")
        self.script = self.write("bin/stowaway-clangd-qt", script)
        self.script.chmod(0o755)

    def test_script_turns_checks_on(self):
        path = self.source("main.cpp", SOURCE)
        arguments = ("--background-index=0", "--clang-tidy=0")
        self.assertEqual(
            self.checks(path, command=(str(self.script), *arguments)),
            [STARTED, LIFECYCLE],
        )

    def test_headers_of_clang_are_found(self):
        flags = (RUNTIME, "-nostdinc", "-nostdinc++")
        path = self.source(EXAMPLE.name, EXAMPLE.read_text(), *flags)
        self.assertIn("pp_file_not_found", self.checks(path))
        ((name, text),) = files("qt-creator.md")
        self.write(name, text)
        self.assertEqual(self.checks(path), [STARTED])


class CLion(Project):
    """clion.md: clang-tidy with the plugin, which the environment names."""

    @unittest.skipUnless(PLUGIN, "no plugin is named")
    def test_script(self):
        (script,) = pages.blocks(GUIDE / "clion.md", "sh")
        installed = "/usr/local/lib/stowaway/stowaway-tidy.so"
        self.assertIn(installed, script)
        program = self.write("tidy", script.replace(installed, PLUGIN))
        program.chmod(0o755)
        ((name, text),) = files("clion.md")
        self.write(name, text)
        self.source("main.cpp", SOURCE)
        run = subprocess.run(
            [program, "-p", str(self.root), "main.cpp"],
            cwd=self.root,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.assertIn(f"[{STARTED}]", run.stdout)
        self.assertEqual(run.returncode, 0, run.stdout)


class Pages(unittest.TestCase):
    def test_links(self):
        """Each link to a file or a heading of the project leads somewhere."""
        for page in GUIDE.glob("*.md"):
            text = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
            for link in re.findall(r"\]\(([^)\s]+)\)", text):
                file, _, heading = link.partition("#")
                target = (GUIDE / file) if file else page
                # That page comes with the extension.
                if file == "vscode.md" and not target.exists():
                    continue
                if link.startswith("http"):
                    continue
                with self.subTest(page=page.name, link=link):
                    self.assertTrue(target.exists())
                    if heading:
                        self.assertIn(heading, anchors(target.read_text()))


def anchors(text):
    """What GitHub makes of the headings."""
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return [
        re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-")
        for each in headings
    ]


if __name__ == "__main__":
    unittest.main(verbosity=1)
