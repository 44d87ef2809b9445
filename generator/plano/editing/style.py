"""How a new entry is written: as its neighbours are, else as the reference platform is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plano.editing.order import is_own_key
from plano.editing.pathpattern import PathPattern, fits
from plano.editing.sheet import Sheet
from plano.editing.writing import in_flow
from plano.language.places import Path
from plano.language.scalars import Value

_STEP = 2
_WIDEST = 120
_IN_BLOCK: tuple[PathPattern, ...] = (
    ("hosts",), ("systems",), ("topics",), ("topics", None), ("types",), ("services",), ("services", None),
    ("services", None, "entities"), ("services", None, "entities", None),
    ("services", None, "entities", None, "fields"), ("services", None, "consumes"), ("routes",),
)  # fmt: skip
"""What stands on lines of its own in the reference platform, from the top; all else stands in braces there."""


@dataclass(frozen=True, slots=True)
class Style:
    """The style of entries beside `path`, in the map that holds them."""

    sheet: Sheet
    path: Path

    def flow(self, path: Path, value: Value) -> bool:
        """Whether what will stand at `path`, at or under the new entry, is written in braces or brackets."""
        inner = path[len(self.path) :]
        for like in self._alike():
            if self.sheet.steps((*like, *inner)):
                return self.sheet.is_flow((*like, *inner))
        block = any(fits(path, pattern) for pattern in _IN_BLOCK)
        return isinstance(value, list) or (not block and len(in_flow(value)) < _WIDEST)

    def step(self) -> int:
        """How much deeper a map's entries stand than its key: as beside the new entry, else as anywhere before."""
        siblings = [(*self.path[:-1], step) for step in reversed(self.sheet.steps(self.path[:-1]))]
        tops: list[Path] = [(step,) for step in self.sheet.steps(())]
        for each in (*siblings, *tops):
            inner = self.sheet.steps(each)
            if inner and isinstance(inner[0], str) and not self.sheet.is_flow(each):
                deeper = self._column((*each, inner[0])) - self._column(each)
                if deeper > 0:
                    return deeper
        return _STEP

    def width(self, neighbour: Path) -> int:
        """How far behind its key a value stands, where the entry before or behind has more than one space there."""
        start, _ = self.sheet.entry(neighbour)
        body, _ = self.sheet.body(neighbour)
        same_line = self.sheet.line(start) == self.sheet.line(body)
        return body - start if same_line and self._is_column(neighbour, body - start) else 0

    def _alike(self) -> Iterator[Path]:
        """What is of the same kind as the new entry, the nearest first: beside a name the other names; of a key of
        the language the same key beside its parent.
        """
        parent, key = self.path[:-1], self.path[-1]
        if not is_own_key(self.path):
            yield from ((*parent, step) for step in reversed(self.sheet.steps(parent)))
        elif parent:
            yield from ((*parent[:-1], step, key) for step in reversed(self.sheet.steps(parent[:-1])))

    def _is_column(self, neighbour: Path, width: int) -> bool:
        """Whether another value of the same map begins in the same column, behind a key of another length."""
        start, _ = self.sheet.entry(neighbour)
        for step in self.sheet.steps(neighbour[:-1]):
            other = (*neighbour[:-1], step)
            begin, body = self.sheet.entry(other)[0], self.sheet.body(other)[0]
            keys = self.sheet.after_key(other) - begin, self.sheet.after_key(neighbour) - start
            if other != neighbour and body - begin == width and keys[0] != keys[1]:
                return True
        return False

    def _column(self, path: Path) -> int:
        return self.sheet.column(self.sheet.entry(path)[0])
