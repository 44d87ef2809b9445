"""A small editor: it starts the YAML language server, opens one text in it and asks.

The protocol is the Language Server Protocol 3.17 over stdio: JSON-RPC 2.0, framed by `Content-Length`.
"""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO

ANSWER = 60  # seconds; the server answers in well under one, a busy machine in a few

Message = dict[str, object]


class Editor:
    """One language server, which checks what is opened against the JSON Schema at `schema`."""

    def __init__(self, words: list[str], schema: Path, folder: Path) -> None:
        self._settings = _settings(schema)
        self.folder = folder
        self._process = subprocess.Popen(
            words, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._arrived: queue.Queue[Message | None] = queue.Queue()
        self._opened = self._asked = 0
        self._name = ""
        threading.Thread(target=self._listen, daemon=True).start()
        try:
            self._begin()
        except BaseException:
            self._process.kill()
            raise

    def _begin(self) -> None:
        root = {"uri": self.folder.as_uri(), "name": "platform"}
        content = {"completionItem": {"snippetSupport": True}}
        able = {"workspace": {"configuration": True}, "textDocument": {"completion": content}}
        self._ask("initialize", {"processId": None, "capabilities": able, "workspaceFolders": [root]})
        self._tell("initialized", {})
        self._open("blueprint: 0\n")
        while not self._marked():  # until it has asked for the settings and read the schema, nothing is wrong
            pass

    def close(self) -> None:
        """End the server, as an editor does, and wait for it."""
        self._ask("shutdown", None)
        self._tell("exit", None)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def opened(self, text: str, name: str = "blueprint.yaml") -> list[tuple[int, str]]:
        """Open `text` as `name`; the line, from 1, and the message of each thing that is marked in it."""
        self._open(text, name)
        return self._marked()

    def _open(self, text: str, name: str = "blueprint.yaml") -> None:
        self._opened += 1
        self._name = name
        item = {"uri": self._uri(), "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": item})

    def _marked(self) -> list[tuple[int, str]]:
        """The next verdict on the last text opened."""
        while True:
            message = self._next()
            marked = _object(message.get("params"))
            if message.get("method") == "textDocument/publishDiagnostics" and marked.get("uri") == self._uri():
                return [(_line(found) + 1, str(found["message"])) for found in _objects(marked["diagnostics"])]

    def completed(self, line: int, column: int) -> list[str]:
        """What is offered at a place of the last text opened, both numbers from 0."""
        found = self._ask("textDocument/completion", self._at(line, column))
        items = _object(found).get("items", found) if isinstance(found, dict) else found
        return [str(item["label"]) for item in _objects(items)]

    def hovered(self, line: int, column: int) -> str:
        """What is said of a place of the last text opened, in Markdown; empty where nothing is."""
        found = _object(self._ask("textDocument/hover", self._at(line, column)))
        return str(_object(found.get("contents")).get("value", ""))

    def _uri(self) -> str:
        return (self.folder / f"{self._opened}" / self._name).as_uri()

    def _at(self, line: int, column: int) -> Message:
        return {"textDocument": {"uri": self._uri()}, "position": {"line": line, "character": column}}

    def _ask(self, method: str, params: object) -> object:
        self._asked += 1
        asked = self._asked
        self._send({"id": asked, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == asked and "method" not in message:
                assert "error" not in message, message["error"]
                return message["result"]

    def _tell(self, method: str, params: object) -> None:
        self._send({"method": method, "params": params})

    def _next(self) -> Message:
        """The next message; what the server asks in between is answered."""
        try:
            message = self._arrived.get(timeout=ANSWER)
        except queue.Empty:
            raise AssertionError(f"the language server said nothing for {ANSWER} seconds") from None
        assert message is not None, "the language server ended"
        if "method" in message and "id" in message:
            self._send({"id": message["id"], "result": self._answer(message)})
        return message

    def _answer(self, message: Message) -> object:
        if message["method"] != "workspace/configuration":
            return None
        wanted = _objects(_object(message["params"])["items"])
        return [self._settings.get(str(item.get("section"))) for item in wanted]

    def _send(self, message: Mapping[str, object]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._process.stdin.flush()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        while (message := _read(self._process.stdout)) is not None:
            self._arrived.put(message)
        self._arrived.put(None)


def _settings(schema: Path) -> dict[str, object]:
    """What an editor is set to: the schema for every blueprint.yaml, and nothing from the network."""
    store = {"enable": False, "url": ""}
    schemas = {schema.as_uri(): "blueprint.yaml"}
    yaml = {"schemas": schemas, "schemaStore": store, "validate": True, "hover": True, "completion": True}
    return {"yaml": yaml, "http": {"proxy": "", "proxyStrictSSL": True}, "[yaml]": {}, "editor": {}, "files": {}}


def _read(stream: IO[bytes]) -> Message | None:
    length = 0
    while (header := stream.readline()) not in (b"\r\n", b""):
        name, _, value = header.decode("ascii").partition(":")
        if name.lower() == "content-length":
            length = int(value)
    return _object(json.loads(stream.read(length))) if length else None


def _object(value: object) -> Message:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> list[Message]:
    return [_object(each) for each in value] if isinstance(value, list) else []


def _line(diagnostic: Message) -> int:
    line = _object(_object(diagnostic["range"])["start"])["line"]
    assert isinstance(line, int)
    return line
