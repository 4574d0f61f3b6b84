#!/usr/bin/env python3
# ===- check_session.py - Does the editor server behave while typing? ------===#
# Part of Stowaway. Apache-2.0 WITH LLVM-exception.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Sessions with the editor server, as editors have them: files are opened,
edited, half typed, mended by quick fixes; settings come from the usual files.

    check_session.py SERVER [TEST...]
"""

import json
import os
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
INPUTS = os.path.join(ROOT, "test", "Inputs")
EXAMPLE = os.path.join(ROOT, "docs", "examples", "application")
sys.path.insert(0, HERE)

import lsp  # noqa: E402

SERVER = sys.argv.pop(1)

WEAK = """\
#include <memory>
#include <stowaway/stowaway.h>
void launch(std::weak_ptr<int> weak) {
  stowaway::Process([weak] { weak.lock(); }).start();
}
"""
POOL = """\
#pragma once
#include <stowaway/stowaway.h>
#include <vector>
class Pool {
public:
  Pool() { workers_.emplace_back(&Pool::work, this); }
  void start() {
    for (auto &worker : workers_)
      worker.start();
  }
  void work() {}
  template <class A> void serialize(A &archive) { archive(workers_); }

private:
  std::vector<stowaway::Process> workers_;
};
"""
RUN = """\
#pragma once
#include <stowaway/stowaway.h>
template <class F> void run(F f) {
  stowaway::Process process(f);
  process.start();
}
"""


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def resident(pid):
    """Memory of a process that is in use, in MiB."""
    for line in read(f"/proc/{pid}/status").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0


class Session(unittest.TestCase):
    """A project in a folder of its own, and a server for it."""

    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)
        self.root = os.path.realpath(self.scratch.name)
        self.client = None

    def tearDown(self):
        if self.client:
            self.assertEqual(self.client.close(), 0, "the server's exit status")

    def write(self, name, text):
        path = os.path.join(self.root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def project(self, **files):
        """Writes the database for all that is a source file."""
        paths = {}
        commands = []
        for name, text in files.items():
            path = self.write(name.replace("__", "."), text)
            paths[name] = path
            if path.endswith(".cpp"):
                flags = ["-std=c++20", "-isystem", INPUTS]
                commands.append(
                    {
                        "directory": self.root,
                        "file": path,
                        "arguments": ["clang++", *flags, "-c", path],
                    }
                )
        self.write("compile_commands.json", json.dumps(commands))
        return paths

    def start(self, *arguments):
        # No settings of whoever runs the test.
        environment = {**os.environ, "XDG_CONFIG_HOME": self.root}
        self.client = lsp.Client(
            [SERVER, "--background-index=0", "--log=error", *arguments],
            self.root,
            environment,
        )
        return self.client

    def open(self, path):
        return self.client.open(path)

    def ours(self, uri):
        return [
            d
            for d in self.client.settled(uri)
            if str(d.get("code", "")).startswith("stowaway-")
        ]

    def known(self, uri):
        """Our checks in what was published last, whatever the version."""
        _, published = self.client.diagnostics[uri]
        codes = [str(d.get("code", "")) for d in published]
        return sorted(c for c in codes if c.startswith("stowaway-"))

    def checks(self, uri):
        return sorted(d["code"] for d in self.ours(uri))

    def checks_of(self, text, **files):
        """What is found in a file, with settings from other files."""
        paths = self.project(main__cpp=text, **files)
        self.start()
        return self.checks(self.open(paths["main__cpp"]))


class WhileTyping(Session):
    def test_finding_with_its_path(self):
        paths = self.project(
            application__cpp=read(os.path.join(EXAMPLE, "application.cpp"))
        )
        self.start()
        uri = self.open(paths["application__cpp"])
        (finding,) = self.ours(uri)
        self.assertEqual(finding["code"], "stowaway-started-process")
        self.assertEqual(finding["range"]["start"], {"line": 24, "character": 6})
        self.assertNotIn("codeDescription", finding)  # there is no such page
        steps = [r["message"] for r in finding["relatedInformation"]]
        self.assertIn("is bound to 'this' here", steps[0])
        self.assertIn("sends member 'processes_'", steps[1])
        self.assertIn("is started here, by an earlier iteration", steps[2])
        self.assertIn("is declared here", steps[3])
        files = [
            os.path.basename(r["location"]["uri"])
            for r in finding["relatedInformation"]
        ]
        self.assertEqual(files[3], "stowaway.h")

    def test_quick_fix_mends_it(self):
        text = read(os.path.join(EXAMPLE, "application.cpp"))
        paths = self.project(application__cpp=text)
        self.start()
        uri = self.open(paths["application__cpp"])
        (finding,) = self.ours(uri)
        fixes = [
            a
            for a in self.client.code_actions(uri, finding)
            if a["kind"] == "quickfix"
        ]
        self.assertEqual(
            [a["title"].split(",")[0] for a in fixes],
            ["leave 'processes_' out of 'serialize'"],
        )
        (changed,) = fixes[0]["edit"]["changes"].values()
        text = lsp.apply_edits(text, changed)
        self.assertIn("archive(event_);", text)
        self.client.change(uri, text)
        self.assertEqual(self.ours(uri), [])

    def test_edits_make_and_mend(self):
        paths = self.project(main__cpp=WEAK)
        self.start()
        uri = self.open(paths["main__cpp"])
        self.assertEqual(self.checks(uri), ["stowaway-carried-handle"])
        self.client.change(uri, WEAK.replace("[weak] { weak.lock(); }", "[] {}"))
        self.assertEqual(self.checks(uri), [])
        self.client.change(uri, WEAK)
        self.assertEqual(self.checks(uri), ["stowaway-carried-handle"])

    def test_half_typed(self):
        text = read(os.path.join(EXAMPLE, "application.cpp"))
        paths = self.project(application__cpp=text)
        self.start()
        uri = self.open(paths["application__cpp"])
        for end in range(300, len(text), 17):
            self.client.change(uri, text[:end])
            self.client.settled(uri)
        # In the middle of a line, with the rest of the file behind it.
        for begin in range(500, len(text) - 40, 61):
            self.client.change(uri, text[:begin] + text[begin + 23 :])
            self.client.settled(uri)
        self.client.change(uri, text)
        self.assertEqual(self.checks(uri), ["stowaway-started-process"])

    def test_cancelled_requests(self):
        paths = self.project(main__cpp=WEAK)
        self.start()
        uri = self.open(paths["main__cpp"])
        numbers = []
        for i in range(20):
            self.client.change(uri, WEAK + f"int number{i};\n")
            number = self.client.send_request(
                "textDocument/documentSymbol", {"textDocument": {"uri": uri}}
            )
            self.client.notify("$/cancelRequest", {"id": number})
            numbers.append(number)
        for number in numbers:
            try:
                self.client.answer(number)
            except lsp.ServerError as error:
                # RequestCancelled, or ContentModified by the next edit
                self.assertIn(error.code, (-32800, -32801))
        self.assertEqual(self.checks(uri), ["stowaway-carried-handle"])

    def test_many_files_at_once(self):
        paths = self.project(
            **{f"file{i}__cpp": WEAK for i in range(12)}
        )
        self.start("-j=4")
        uris = [self.open(path) for path in paths.values()]
        for i in range(3):
            for uri in uris:
                self.assertEqual(self.checks(uri), ["stowaway-carried-handle"])
            for uri in uris:
                self.client.change(uri, WEAK + f"int more{i};\n")

    def test_500_edits(self):
        text = read(os.path.join(EXAMPLE, "application.cpp"))
        paths = self.project(application__cpp=text)
        self.start()
        uri = self.open(paths["application__cpp"])
        used = []
        for i in range(500):
            self.client.change(uri, text + f"// {'.' * (i % 50)}\n")
            if i % 10 == 0:
                self.assertEqual(self.checks(uri), ["stowaway-started-process"])
            else:
                self.client.settled(uri)
            used.append(resident(self.client.process.pid))
        middle = sorted(used[200:300])[50]
        end = sorted(used[400:])[50]
        self.assertLess(end, 1.15 * middle, "memory grows with every edit")


class Headers(Session):
    def test_at_the_include(self):
        text = '#include <vector>\n#include "pool.h"\nint number;\n'
        paths = self.project(main__cpp=text, pool__h=POOL)
        self.start()
        (finding,) = self.ours(self.open(paths["main__cpp"]))
        self.assertEqual(finding["code"], "stowaway-started-process")
        self.assertEqual(finding["range"]["start"]["line"], 1)
        self.assertTrue(finding["message"].startswith("In included file: "))
        launch = finding["relatedInformation"][0]["location"]
        self.assertEqual(launch["uri"], lsp.uri_of(paths["pool__h"]))
        self.assertEqual(launch["range"]["start"]["line"], 8)

    def test_through_another_header(self):
        paths = self.project(
            main__cpp='#include "all.h"\n',
            all__h='#pragma once\n#include "pool.h"\n',
            pool__h=POOL,
        )
        self.start()
        (finding,) = self.ours(self.open(paths["main__cpp"]))
        self.assertEqual(finding["range"]["start"]["line"], 0)

    def test_included_below_a_declaration(self):
        text = 'int number;\n#include "pool.h"\nint more;\n'
        paths = self.project(main__cpp=text, pool__h=POOL)
        self.start()
        (finding,) = self.ours(self.open(paths["main__cpp"]))
        self.assertEqual(finding["range"]["start"]["line"], 1)

    def test_remedy_in_another_file(self):
        # An edit there is no quick fix; the remedy is told all the same.
        text = (
            '#include "data.h"\n'
            "struct Task { Data data; void work() {}\n"
            "  void launch() { stowaway::Process(&Task::work, this).start(); }\n"
            "  template <class A> void serialize(A &archive) "
            "{ archive(data); } };\n"
        )
        data = (
            "#pragma once\n#include <memory>\n#include <stowaway/stowaway.h>\n"
            "struct Data { std::weak_ptr<int> link; int n = 0;\n"
            "  template <class A> void serialize(A &archive) "
            "{ archive(link, n); } };\n"
        )
        paths = self.project(main__cpp=text, data__h=data)
        self.start()
        uri = self.open(paths["main__cpp"])
        (finding,) = self.ours(uri)
        told = [r["message"] for r in finding["relatedInformation"]]
        self.assertTrue(
            any("eave 'link' out of 'serialize'" in t for t in told), told
        )

    def test_launch_typed_later(self):
        # The headers were precompiled when nothing launched.
        data = (
            "#pragma once\n#include <memory>\nstruct Data {\n"
            "  std::weak_ptr<int> link;\n"
            "  template <class A> void serialize(A &archive) "
            "{ archive(link); }\n};\n"
        )
        before = '#include "data.h"\n#include <stowaway/stowaway.h>\n'
        paths = self.project(main__cpp=before, data__h=data)
        self.start()
        uri = self.open(paths["main__cpp"])
        self.assertEqual(self.checks(uri), [])
        self.client.change(
            uri,
            before + "void work(Data); void launch(Data data) {\n"
            "  stowaway::Process(work, data).start();\n}\n",
        )
        self.client.wait("the finding", lambda: self.known(uri))

    def test_in_the_header_itself(self):
        paths = self.project(main__cpp='#include "pool.h"\n', pool__h=POOL)
        self.start()
        uri = self.open(paths["pool__h"])
        (finding,) = self.ours(uri)
        self.assertEqual(finding["range"]["start"], {"line": 8, "character": 6})
        self.assertTrue(finding["message"].startswith("'worker.start()'"))

    def test_wrapper_in_a_header(self):
        paths = self.project(
            main__cpp=(
                '#include "run.h"\n#include <memory>\n'
                "void launch(std::weak_ptr<int> weak) {\n"
                "  run([weak] { weak.lock(); });\n}\n"
            ),
            run__h=RUN,
        )
        self.start()
        (finding,) = self.ours(self.open(paths["main__cpp"]))
        self.assertEqual(finding["range"]["start"], {"line": 3, "character": 2})

    def test_silenced_in_the_header(self):
        for comment in (
            "NOLINT(stowaway-started-process)",
            "stowaway: allow(stowaway-started-process) never twice",
        ):
            pool = POOL.replace(
                "worker.start();", f"worker.start(); // {comment}"
            )
            paths = self.project(main__cpp='#include "pool.h"\n', pool__h=pool)
            self.start()
            self.assertEqual(self.ours(self.open(paths["main__cpp"])), [])
            self.assertEqual(self.client.close(), 0)
        self.client = None

    def test_mended_header(self):
        paths = self.project(main__cpp='#include "pool.h"\n', pool__h=POOL)
        self.start()
        uri = self.open(paths["main__cpp"])
        self.assertEqual(self.checks(uri), ["stowaway-started-process"])
        self.write(
            "pool.h", POOL.replace("archive(workers_);", "(void)archive;")
        )
        self.client.notify(
            "workspace/didChangeWatchedFiles",
            {"changes": [{"uri": lsp.uri_of(paths["pool__h"]), "type": 2}]},
        )
        # The old preamble serves until the new one is there.
        self.client.change(uri, '#include "pool.h"\nint number;\n')
        self.client.wait("clean diagnostics", lambda: not self.known(uri))

    def test_system_headers_are_left_alone(self):
        os.makedirs(os.path.join(self.root, "vendor"))
        self.write("vendor/pool.h", POOL)
        paths = self.project(main__cpp="#include <pool.h>\n")
        self.write(
            "compile_commands.json",
            json.dumps(
                [
                    {
                        "directory": self.root,
                        "file": paths["main__cpp"],
                        "arguments": [
                            "clang++",
                            "-std=c++20",
                            "-isystem",
                            INPUTS,
                            "-isystem",
                            os.path.join(self.root, "vendor"),
                            "-c",
                            paths["main__cpp"],
                        ],
                    }
                ]
            ),
        )
        self.start()
        self.assertEqual(self.ours(self.open(paths["main__cpp"])), [])


class Settings(Session):
    FOUND = ["stowaway-carried-handle"]

    def test_no_files(self):
        self.assertEqual(self.checks_of(WEAK), self.FOUND)

    def test_beside_checks_of_clang_tidy(self):
        found = self.checks_of(
            WEAK, **{"__clang-tidy": "Checks: '-*,modernize-*'\n"}
        )
        self.assertEqual(found, self.FOUND)

    def test_clang_tidy_turns_off(self):
        for checks in ("-stowaway-*", "-*", "-*,stowaway-dropped-state"):
            found = self.checks_of(
                WEAK, **{"__clang-tidy": f"Checks: '{checks}'\n"}
            )
            self.assertEqual(found, [], checks)
            self.assertEqual(self.client.close(), 0)
        self.client = None

    def test_clangd_turns_off(self):
        for config in (
            "Diagnostics: {ClangTidy: {Remove: ['stowaway-*']}}\n",
            "Diagnostics: {Suppress: [stowaway-carried-handle]}\n",
        ):
            found = self.checks_of(WEAK, __clangd=config)
            self.assertEqual(found, [], config)
            self.assertEqual(self.client.close(), 0)
        self.client = None

    def test_other_checks_are_off(self):
        text = "#include <cstddef>\nint *p = (int *)0;\n" + WEAK
        tidy = "Checks: 'modernize-use-nullptr,-stowaway-dropped-state'\n"
        paths = self.project(main__cpp=text, **{"__clang-tidy": tidy})
        self.start("--clang-tidy=0")
        uri = self.open(paths["main__cpp"])
        codes = [d.get("code") for d in self.client.settled(uri)]
        self.assertIn("stowaway-carried-handle", codes)
        self.assertNotIn("modernize-use-nullptr", codes)

    def test_nolint(self):
        text = WEAK.replace(".start();", ".start(); // NOLINT")
        self.assertEqual(self.checks_of(text), [])

    def test_options(self):
        text = read(os.path.join(EXAMPLE, "application.cpp"))
        config = "CheckOptions: {StartMethod: fork}\n"
        self.assertEqual(self.checks_of(text, **{"__clang-tidy": config}), [])

    def test_a_wrong_value_is_told(self):
        config = "CheckOptions: {StartMethod: frok}\n"
        paths = self.project(main__cpp=WEAK, **{"__clang-tidy": config})
        self.start()
        told = self.client.settled(self.open(paths["main__cpp"]))
        self.assertTrue(
            any("'frok' is no start method" in d["message"] for d in told), told
        )

    def test_models(self):
        self.write(
            "rpc.yaml",
            "library: RPC\nhints: [call]\n"
            "launch:\n  - {name: 'rpc::call', boundary: process,"
            " target: 0}\n",
        )
        text = (
            "#include <memory>\n"
            "namespace rpc { template <class F> void call(F); }\n"
            "void f(std::weak_ptr<int> weak) {\n"
            "  rpc::call([weak] { weak.lock(); });\n}\n"
        )
        models = os.path.join(self.root, "rpc.yaml")
        for name in (models, "rpc.yaml"):
            config = f"CheckOptions: {{Models: {name}}}\n"
            found = self.checks_of(text, **{"__clang-tidy": config})
            self.assertEqual(found, self.FOUND, name)
            self.assertEqual(self.client.close(), 0)
        self.client = None

    def test_models_of_the_project_in_headers(self):
        self.write(
            "rpc.yaml",
            "library: RPC\nhints: [remote]\n"
            "launch:\n  - {name: 'rpc::remote', boundary: process,"
            " target: 0}\n",
        )
        header = (
            "#include <memory>\n"
            "namespace rpc { template <class F> void remote(F); }\n"
            "inline void f(std::weak_ptr<int> weak) {\n"
            "  rpc::remote([weak] { weak.lock(); });\n}\n"
        )
        found = self.checks_of(
            '#include "rpc.h"\n',
            rpc__h=header,
            __stowaway__yaml="models: [rpc.yaml]\n",
        )
        self.assertEqual(found, self.FOUND)


if __name__ == "__main__":
    unittest.main(verbosity=1)
