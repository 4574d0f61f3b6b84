#!/usr/bin/env python3
# ===- lsp.py - How do tests speak with the editor server? -----------------===#
# Part of Stowaway. Apache-2.0 WITH LLVM-exception.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A language client over stdio, as small as tests and benchmarks need it.

It announces what VS Code announces of diagnostics and code actions, answers
what the server asks, and keeps the newest diagnostics of each file. Every wait
has a deadline that only a broken server reaches.
"""

import json
import os
import pathlib
import subprocess
import threading

DEADLINE = 120  # seconds


class ServerError(Exception):
    """The server answered a request with an error, ended, or hangs."""

    def __init__(self, message, code=None):
        super().__init__(message)
        self.code = code


def uri_of(path):
    return pathlib.Path(os.path.abspath(path)).as_uri()


class Client:
    """One server process. Use as a context manager: it ends the server."""

    def __init__(self, command, root, environment=None, log=None):
        self.log = open(log, "wb") if log else subprocess.DEVNULL
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            env=environment,
        )
        self.changed = threading.Condition()
        self.answers = {}
        self.diagnostics = {}  # uri -> (version, list)
        self.published = {}  # uri -> how often
        self.states = {}  # uri -> what clangd does with the file
        self.versions = {}
        self.applied = []  # edits that the server asked to apply
        self.next_id = 0
        self.ended = False
        threading.Thread(target=self._read, daemon=True).start()
        self.capabilities = self.request(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": uri_of(root),
                "capabilities": {
                    "textDocument": {
                        "publishDiagnostics": {
                            "relatedInformation": True,
                            "versionSupport": True,
                            "codeDescriptionSupport": True,
                        },
                        "codeAction": {
                            "codeActionLiteralSupport": {
                                "codeActionKind": {"valueSet": ["quickfix"]}
                            }
                        },
                    },
                },
                "initializationOptions": {"clangdFileStatus": True},
            },
        )["capabilities"]
        self.notify("initialized", {})

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.close(gently=kind is None)

    # Messages

    def _read(self):
        stream = self.process.stdout
        while True:
            length = 0
            line = stream.readline()
            while line.strip():
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
                line = stream.readline()
            if not line:
                break
            self._take(json.loads(stream.read(length)))
        with self.changed:
            self.ended = True
            self.changed.notify_all()

    def _take(self, message):
        method = message.get("method")
        if method and "id" in message:
            result = None
            if method == "workspace/applyEdit":
                self.applied.append(message["params"]["edit"])
                result = {"applied": True}
            self._send({"id": message["id"], "result": result})
        with self.changed:
            if method == "textDocument/publishDiagnostics":
                params = message["params"]
                uri = params["uri"]
                self.diagnostics[uri] = (
                    params.get("version"),
                    params["diagnostics"],
                )
                self.published[uri] = self.published.get(uri, 0) + 1
            elif method == "textDocument/clangd.fileStatus":
                params = message["params"]
                self.states[params["uri"]] = params["state"]
            elif not method:
                self.answers[message["id"]] = message
            self.changed.notify_all()

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        try:
            self.process.stdin.write(
                b"Content-Length: %d\r\n\r\n" % len(body) + body
            )
            self.process.stdin.flush()
        except BrokenPipeError:
            raise ServerError("the server has ended") from None

    def notify(self, method, params):
        self._send({"method": method, "params": params})

    def send_request(self, method, params):
        """Sends a request; answer() waits for what comes back."""
        self.next_id += 1
        self._send({"id": self.next_id, "method": method, "params": params})
        return self.next_id

    def wait(self, what, happened):
        """Waits until happened() returns something that is true."""
        with self.changed:
            found = self.changed.wait_for(
                lambda: happened() or self.ended, DEADLINE
            )
            if happened():
                return happened()
        if not found:
            raise ServerError(f"no {what} within {DEADLINE} s")
        raise ServerError(f"the server ended before it sent {what}")

    def answer(self, number):
        message = self.wait(
            f"answer to request {number}", lambda: self.answers.get(number)
        )
        if "error" in message:
            error = message["error"]
            raise ServerError(error["message"], error["code"])
        return message["result"]

    def request(self, method, params):
        return self.answer(self.send_request(method, params))

    # Documents

    def open(self, path, text=None):
        uri = uri_of(path)
        if text is None:
            with open(path, encoding="utf-8") as file:
                text = file.read()
        self.versions[uri] = 1
        self.states.pop(uri, None)
        self.notify(
            "textDocument/didOpen",
            {
                "textDocument": {
                    "uri": uri,
                    "languageId": "cpp",
                    "version": 1,
                    "text": text,
                }
            },
        )
        return uri

    def change(self, uri, text, **options):
        """Replaces the whole text."""
        self.versions[uri] += 1
        self.notify(
            "textDocument/didChange",
            {
                "textDocument": {"uri": uri, "version": self.versions[uri]},
                "contentChanges": [{"text": text}],
                **options,
            },
        )

    def shut(self, uri):
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    def settled(self, uri):
        """The diagnostics of the newest version, when the server is idle."""

        def is_settled():
            version, _ = self.diagnostics.get(uri, (None, None))
            return (
                version == self.versions[uri]
                and self.states.get(uri) == "idle"
            )

        self.wait(f"diagnostics of {uri}", is_settled)
        return self.diagnostics[uri][1]

    def code_actions(self, uri, diagnostic):
        return self.request(
            "textDocument/codeAction",
            {
                "textDocument": {"uri": uri},
                "range": diagnostic["range"],
                "context": {"diagnostics": [diagnostic]},
            },
        )

    def close(self, gently=True):
        """Ends the server; its exit status when it ends as asked to."""
        status = None
        try:
            if gently and not self.ended:
                self.request("shutdown", None)
                self.notify("exit", None)
                status = self.process.wait(DEADLINE)
        finally:
            if self.process.poll() is None:
                self.process.kill()
                self.process.wait()
            self.process.stdin.close()
            self.process.stdout.close()
            if self.log is not subprocess.DEVNULL:
                self.log.close()
        return status


def offset_of(text, position):
    """The index in text of an LSP position (columns in UTF-16 units)."""
    lines = text.split("\n")
    line = lines[position["line"]]
    units = line.encode("utf-16-le")[: 2 * position["character"]]
    before = sum(len(each) + 1 for each in lines[: position["line"]])
    return before + len(units.decode("utf-16-le"))


def apply_edits(text, edits):
    """The text with non-overlapping edits made, as an editor makes them."""
    places = sorted(
        (
            offset_of(text, edit["range"]["start"]),
            offset_of(text, edit["range"]["end"]),
            edit["newText"],
        )
        for edit in edits
    )
    for begin, end, new in reversed(places):
        text = text[:begin] + new + text[end:]
    return text
