"""Where each key and value of a document stands in its text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from types import MappingProxyType

from plano.diagnostics.model import Span
from plano.diagnostics.sourceline import line_starts

Path = tuple[str | int, ...]


Place = tuple[int, int, int, int, Mapping[str | int, "Place"]]
"""Where its key starts and ends, where the value does, as offsets in code points, and the places inside it.

An item of a list has no key: its own extent stands there too. There are as many as keys and values in a file, and
a tuple is the least that can be made of each.
"""

NOTHING: Mapping[str | int, Place] = MappingProxyType({})
"""What is inside a scalar."""


def alone(start: int, end: int) -> Place:
    """The place of a scalar that has no key."""
    return start, end, start, end, NOTHING


class Places:
    """The places of one file. A path that does not exist is shown at its nearest ancestor."""

    __slots__ = ("_root", "_starts", "_text", "file")

    def __init__(self, text: str, file: str, root: Place | None) -> None:
        self.file = file
        self._text = text
        self._root = root or alone(0, 0)
        self._starts: list[int] = []

    def value(self, path: Path) -> Span:
        """Where the value at `path` is written."""
        _, _, start, end, _ = self._deepest(path)[0]
        return self.span(start, end)

    def key(self, path: Path) -> Span:
        """Where the last key of `path` is written; an item of a list has no key, so it is shown itself."""
        start, end, *_ = self._deepest(path)[0]
        return self.span(start, end)

    def key_within(self, path: Path, piece: str) -> Span:
        """Where `piece` first stands inside the last key of `path`; the whole key where it is not found as written."""
        start, end, *_ = self._deepest(path)[0]
        at = self._text.find(piece, start, end)
        return self.span(at, at + len(piece)) if at >= 0 else self.span(start, end)

    def within(self, path: Path, piece: str) -> Span:
        """Where `piece` first stands inside the value at `path`; the whole value where it is not found as written."""
        (_, _, start, end, _), depth = self._deepest(path)
        if piece and depth == len(path):
            at = _find(self._text, piece, start, end)
            if at >= 0:
                return self.span(at, at + len(piece))
        return self.span(start, end)

    def word(self, path: Path, word: str, equal: int) -> Span:
        """Where `word` stands between spaces inside the value at `path`, with `equal` such words before it.

        The whole value where there are not so many as written.
        """
        (_, _, start, end, _), depth = self._deepest(path)
        alone = re.compile(rf"(?<![^\s\"']){re.escape(word)}(?![^\s\"'])")
        found = list(alone.finditer(self._text, start, end)) if depth == len(path) else []
        return self.span(*found[equal].span()) if equal < len(found) else self.span(start, end)

    def has(self, path: Path) -> bool:
        """Whether something is written at `path`."""
        return self._deepest(path)[1] == len(path)

    def span(self, start: int, end: int) -> Span:
        """The span between two offsets."""
        line, column = self.position(start)
        end_line, end_column = self.position(max(start, end))
        return Span(self.file, line, column, end_line, end_column)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1, of an offset in code points. Lines end at LF, CR LF or CR."""
        if not self._starts:
            self._starts = line_starts(self._text)
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def _deepest(self, path: Path) -> tuple[Place, int]:
        """The place at `path`, or at as many of its steps as are written, and how many these are."""
        place = self._root
        for depth, step in enumerate(path):
            inner = place[4].get(step)
            if inner is None:
                return place, depth
            place = inner
        return place, len(path)


def _find(text: str, piece: str, start: int, end: int) -> int:
    """The first place where `piece` stands as a whole word, where it is a word."""
    at = text.find(piece, start, end)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(piece) : at + len(piece) + 1]
        cut = (piece[0].isalnum() and before.isalnum()) or (piece[-1].isalnum() and after.isalnum())
        if not cut or at == start:
            return at
        at = text.find(piece, at + 1, end)
    return at
