"""The emitted files as data: each is read once, and only when a check asks for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from plano.crosschecks.nodes import Node
from plano.diagnostics.model import Diagnostic, Severity
from plano.language.places import Places
from plano.language.read import read
from plano.platform.model import Environment

VALUES = "generated/values/"
KUBERNETES = "generated/kubernetes/"
ARGOCD = "generated/argocd/"
CHART = "generated/chart/"
SCHEMA = f"{CHART}values.schema.json"
TOPICS = "generated/contracts/topics.json"

_DATA = (VALUES, KUBERNETES, ARGOCD)
_YAML = (".yaml", ".yml")
_PARTED = re.compile(r"^---[ \t]*$", re.MULTILINE)  # a text in a block stands further in, so it is never this


class Documents:
    """The files of a tree, by path."""

    __slots__ = ("_data", "_objects", "_read", "tree", "unreadable")

    def __init__(self, tree: Mapping[str, bytes]) -> None:
        self.tree = tree
        self.unreadable: dict[str, Diagnostic] = {}
        self._data = tuple(sorted(path for path in tree if path.startswith(_DATA) and path.endswith(_YAML)))
        self._objects: dict[str, tuple[Node, ...]] = {}
        self._read: dict[str, tuple[Node, ...]] = {}

    def one(self, path: str) -> Node | None:
        """The first document of a file; None where there is no such file, or it cannot be read."""
        found = self.documents(path)
        return found[0] if found else None

    def documents(self, path: str) -> tuple[Node, ...]:
        """Every document of a file, YAML or JSON. What cannot be read is in `unreadable`, and left out."""
        if path not in self._read:
            content = self.tree.get(path)
            if content is None:
                return ()
            self._read[path] = tuple(self._parsed(path, content.decode("utf-8", "replace")))
        return self._read[path]

    def data(self) -> tuple[str, ...]:
        """Paths of the files that are plain data, sorted."""
        return self._data

    def objects(self, prefix: str) -> tuple[Node, ...]:
        """Every Kubernetes object in files whose path begins so; those of a List one by one."""
        if prefix not in self._objects:
            paths = (path for path in self._data if path.startswith(prefix))
            self._objects[prefix] = tuple(each for path in paths for each in _objects(self.documents(path)))
        return self._objects[prefix]

    def of_environment(self, environment: Environment, *kinds: str) -> Iterator[Node]:
        """The objects of these kinds that stand in an environment's own folder."""
        return (each for each in self.objects(f"{KUBERNETES}{environment.name}/") if each.kind in kinds)

    def _parsed(self, path: str, text: str) -> Iterator[Node]:
        if path.endswith(".json"):
            try:
                yield Node(json.loads(text), path, (), Places(text, path, None))
            except ValueError as fault:
                self.unreadable[path] = Diagnostic("crosscheck-unreadable", Severity.ERROR, str(fault), None)
            return
        for part in _documents(text):
            found = read(part, path)
            if found.diagnostics:
                self.unreadable[path] = found.diagnostics[0]
            elif found.value is not None:
                yield Node(found.value, path, (), found.places)


def _objects(documents: tuple[Node, ...]) -> Iterator[Node]:
    for document in documents:
        if document.kind == "List":
            yield from document.at("items").rows()
        elif document.kind:
            yield document


def _documents(text: str) -> Iterator[str]:
    """Each document, with empty lines before it so that its places are those in the file."""
    start = 0
    for mark in (*_PARTED.finditer(text), None):
        part = text[start : mark.start() if mark else len(text)]
        if part.strip():
            yield "\n" * text.count("\n", 0, start) + part
        start = mark.end() if mark else len(text)
