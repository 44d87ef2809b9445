"""A document's values with the paths at which they stand, and references followed inside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from plano.language.places import Path
from plano.language.scalars import Value


@dataclass(frozen=True, slots=True)
class Finding:
    """Something at a place of the document: what is wrong or not typed there, and what to do."""

    path: Path
    said: str
    mend: str = ""

    @property
    def pointer(self) -> str:
        """The place as a JSON pointer (RFC 6901), as a `$ref` would write it."""
        return "#" + "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in self.path)


class FaultError(Exception):
    """A fault of the document; it ends at the operation or the object that it is in, and is told there."""

    def __init__(self, path: Path, said: str, mend: str = "") -> None:
        super().__init__(said)
        self.finding = Finding(path, said, mend)


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the document, and its path."""

    value: Value
    path: Path

    def members(self) -> dict[str, Value]:
        """The value as an object. FaultError where it is none."""
        if not isinstance(self.value, dict):
            raise FaultError(self.path, "an object belongs here")
        return self.value

    def items(self) -> Iterator[tuple[str, Node]]:
        """The members of an object. FaultError where it is none."""
        for key, value in self.members().items():
            yield key, Node(value, (*self.path, key))

    def elements(self) -> Iterator[Node]:
        """The elements of an array. FaultError where it is none."""
        if not isinstance(self.value, list):
            raise FaultError(self.path, "a list belongs here")
        for at, value in enumerate(self.value):
            yield Node(value, (*self.path, at))

    def get(self, key: str) -> Node | None:
        """The member of that name, if there is one. FaultError where this is no object."""
        value = self.members().get(key)
        return None if value is None else Node(value, (*self.path, key))

    def text(self, key: str) -> str:
        """The text of that name; empty where there is none. FaultError where it is something else."""
        found = self.get(key)
        if found is None:
            return ""
        if not isinstance(found.value, str):
            raise FaultError(found.path, "a text belongs here")
        return found.value

    def flag(self, key: str, *, otherwise: bool = False) -> bool:
        """The truth value of that name; `otherwise` where there is none. FaultError where it is something else."""
        found = self.get(key)
        if found is None:
            return otherwise
        if not isinstance(found.value, bool):
            raise FaultError(found.path, "true or false belongs here")
        return found.value


class Document:
    """The whole, in which references are followed."""

    def __init__(self, value: Value) -> None:
        self.root = Node(value, ())

    def followed(self, node: Node) -> Node:
        """What `node` refers to, over however many references; itself where it is none.

        FaultError for what is not in this document, is not there, or leads in a circle.
        """
        seen: set[Path] = set()
        while isinstance(node.value, dict) and "$ref" in node.value:
            if node.path in seen:
                raise FaultError(node.path, "these references lead in a circle", "let one of them be a schema")
            seen.add(node.path)
            node = self._target(node)
        return node

    def _target(self, node: Node) -> Node:
        reference, at = node.text("$ref"), (*node.path, "$ref")
        if not reference.startswith("#/"):
            mend = "bundle all of it into this file: nothing is ever fetched, and no other file is read"
            raise FaultError(at, f"{_short(reference)} is not in this file", mend)
        found = self.root
        for step in reference[2:].split("/"):
            inner = _inside(found, unquote(step).replace("~1", "/").replace("~0", "~"))
            if inner is None:
                raise FaultError(at, f"nothing stands at {_short(reference)}", "correct the reference")
            found = inner
        return found


def _inside(node: Node, step: str) -> Node | None:
    value = node.value
    if isinstance(value, dict) and step in value:
        return Node(value[step], (*node.path, step))
    if isinstance(value, list) and re.fullmatch("[0-9]{1,9}", step) and int(step) < len(value):
        return Node(value[int(step)], (*node.path, int(step)))
    return None


def _short(text: str) -> str:
    return repr(text if len(text) <= 80 else text[:79] + "…")
