"""A line of source as a terminal shows it: tabs, wide characters, and nothing that could move the cursor."""

from __future__ import annotations

import re
import unicodedata

TAB = 4
WIDEST = 140  # columns of source that are shown
_LEAD = 40  # columns before the first mark, where a line is cut
_BREAKS = re.compile(r"\r\n|\n|\r")
_UNSAFE = frozenset({"Cc", "Cs", "Zl", "Zp"})
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def lines_of(text: str) -> list[str]:
    """The lines of a text without their ends, counted as spans count them."""
    return _BREAKS.split(text.removeprefix("\ufeff"))


def line_starts(text: str) -> list[int]:
    """The offset of the first character of each line; lines end at LF, CR LF or CR, as editors count them."""
    starts = [0]
    at = 0
    bare = "\r" in text
    while True:
        line_feed = text.find("\n", at)
        if bare:
            carriage = text.find("\r", at, line_feed if line_feed >= 0 else len(text))
            if carriage >= 0 and carriage + 1 != line_feed:
                at = carriage + 1
                starts.append(at)
                continue
        if line_feed < 0:
            return starts
        at = line_feed + 1
        starts.append(at)


def safe(text: str) -> str:
    """`text` with every character that steers a terminal or turns the direction of writing replaced by its code."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(char) if char != "\n" else char for char in text)


def _shown(char: str) -> str:
    if char in _TURNING or unicodedata.category(char) in _UNSAFE:
        return f"<U+{ord(char):04X}>"
    return char


def _width(char: str) -> int:
    if unicodedata.combining(char) or char in "\u200b\u200c\u200d\ufe0e\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


class SourceLine:
    """One line, cut where it is too wide; `text` is what to print."""

    def __init__(self, source: str, first: int) -> None:
        shown: list[str] = []
        offsets = [0]
        for char in source:
            piece = " " * TAB if char == "\t" else _shown(char)
            shown.append(piece)
            offsets.append(offsets[-1] + sum(map(_width, piece)))
        self._offsets = offsets
        self._from = 0
        if offsets[-1] > WIDEST:
            start = max(0, min(first - 1, len(source)))
            while start > 0 and offsets[min(first - 1, len(source))] - offsets[start] < _LEAD:
                start -= 1
            end = start
            while end < len(source) and offsets[end] - offsets[start] < WIDEST:
                end += 1
            lead, tail = "…" if start else "", "…" if end < len(source) else ""
            self.text = lead + "".join(shown[start:end]) + tail
            self._from = offsets[start] - len(lead)
            self._limit = offsets[end] - self._from
        else:
            self.text = "".join(shown)
            self._limit = offsets[-1] + 1

    def columns(self, column: int, end: int) -> tuple[int, int]:
        """How many terminal columns stand before a span, and how many under it (at least one)."""
        start = self._at(column)
        return start, max(1, min(self._at(end), self._limit) - start)

    def _at(self, column: int) -> int:
        last = len(self._offsets) - 1
        beyond = max(0, column - 1 - last)
        return max(0, self._offsets[min(column - 1, last)] + beyond - self._from)
