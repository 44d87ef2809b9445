"""A value in an emitted file, which knows where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plano.diagnostics.model import Span
from plano.language.places import Path, Places
from plano.language.scalars import Value


@dataclass(frozen=True, slots=True)
class Node:
    """A value with its file and the steps that lead to it. What is not there is a node whose value is None."""

    value: Value
    path: str
    steps: Path
    places: Places

    def at(self, *steps: str | int) -> Node:
        """What those steps lead to from here."""
        value: Value = self.value
        for step in steps:
            if isinstance(value, dict) and isinstance(step, str):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
                value = value[step]
            else:
                value = None
        return Node(value, self.path, (*self.steps, *steps), self.places)

    def entries(self) -> Iterator[tuple[str, Node]]:
        """Key and value of a map; nothing where this is none."""
        if isinstance(self.value, dict):
            for key in self.value:
                yield key, self.at(key)

    def rows(self) -> Iterator[Node]:
        """The items of a list; nothing where this is none."""
        if isinstance(self.value, list):
            for number in range(len(self.value)):
                yield self.at(number)

    def find(self, key: str) -> Iterator[Node]:
        """Every value that a map at or under this node holds under `key`, from the top."""
        if isinstance(self.value, dict):
            for name, inner in self.entries():
                if name == key:
                    yield inner
                yield from inner.find(key)
        elif isinstance(self.value, list):
            for inner in self.rows():
                yield from inner.find(key)

    @property
    def text(self) -> str:
        """The value where it is a text, else nothing."""
        return self.value if isinstance(self.value, str) else ""

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of a list."""
        return tuple(each for each in self.value if isinstance(each, str)) if isinstance(self.value, list) else ()

    @property
    def kind(self) -> str:
        """What kind of Kubernetes object this is."""
        return self.at("kind").text

    @property
    def name(self) -> str:
        """The name of a Kubernetes object."""
        return self.at("metadata", "name").text

    @property
    def span(self) -> Span:
        """Where the value is written; that of what holds it where it is not there."""
        return self.places.value(self.steps)
