"""Texts behind a bar (`|` or `>`): which lines are theirs, and these lines at another depth.

Source: YAML 1.2, section 8.1: the first line with a character on it decides how deep a text stands, unless its
header does with a digit; of the lines behind it only those that are deeper than that have something on them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEADER = re.compile(r"[|>](?:[+-]?([1-9])?|([1-9])[+-]?)(?=[ \t\r\n]|\Z)")
_KEEPS = re.compile(r"[|>][1-9]?\+")


def is_text(written: str) -> bool:
    """Whether a value as it is written stands behind a bar."""
    return written[:1] in ("|", ">")


@dataclass(frozen=True, slots=True)
class BlockText:
    """A text whose header is on the line before `first`, counted from 0; `lines` are those of the whole document.

    `base` is how deep what holds it stands.
    """

    written: str
    lines: list[str]
    first: int
    base: int

    @property
    def depth(self) -> int:
        """How deep it stands: the spaces that are not of it."""
        found = _HEADER.match(self.written)
        digit = (found[1] or found[2]) if found else None
        if digit:
            return self.base + int(digit)
        line = next((each for each in self.lines[self.first :] if each.strip(" ")), "")
        return max(len(line) - len(line.lstrip(" ")), self.base + 1)

    def last(self, line: int) -> int:
        """The number of its last line, from 1, where `line` is the last with a character on it."""
        kept, last, depth = _KEEPS.match(self.written) is not None, line, self.depth
        for number in range(line, len(self.lines)):
            if self.lines[number].strip(" "):
                return last
            if kept or len(self.lines[number]) > depth:
                last = number + 1
        # What ends the document is no line, but its end.
        return last - 1 if last == len(self.lines) and not self.lines[last - 1] else last

    def moved(self, until: int, base: int, step: int) -> list[str]:
        """Its lines up to the number `until` in what is `base` deep: `step` deeper, or as its digit says."""
        found = _HEADER.match(self.written)
        digit = (found[1] or found[2]) if found else None
        depth, new = self.depth, base + (int(digit) if digit else step)
        body = self.lines[self.first : until]
        return [" " * new + each[depth:] if len(each) > depth else "" for each in body]
