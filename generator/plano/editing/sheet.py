"""A blueprint's text with its values, and the offsets of each of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plano.diagnostics.model import Span
from plano.diagnostics.sourceline import line_starts
from plano.language.places import Path, Places
from plano.language.read import Document, read
from plano.language.scalars import Value
from plano.pipeline import BLUEPRINT

_LINE_END = re.compile(r"\r\n|\n|\r")
_KEPT = re.compile(r"[|>][0-9]*\+|[|>]\+")
_BLANKS = " \t"


class UneditableError(Exception):
    """A place that is written in a way that no edit here can respect; `said` says which, `at` is its offset."""

    def __init__(self, said: str, at: int) -> None:
        super().__init__(said)
        self.said = said
        self.at = at


def value_at(whole: Value, path: Path) -> Value:
    """The value at `path` inside `whole`; None where there is none."""
    for step in path:
        if isinstance(whole, dict) and isinstance(step, str):
            whole = whole.get(step)
        elif isinstance(whole, list) and isinstance(step, int) and step < len(whole):
            whole = whole[step]
        else:
            return None
    return whole


@dataclass(frozen=True, slots=True)
class Sheet:
    """A text without a byte order mark, what it means, and where its lines begin. Lines are counted from 0."""

    text: str
    document: Document
    starts: tuple[int, ...]

    @staticmethod
    def of(text: str) -> Sheet:
        """The sheet of a text that may be any text: `document` says what is wrong with it."""
        return Sheet(text, read(text, BLUEPRINT), tuple(line_starts(text)))

    @property
    def places(self) -> Places:
        """Where keys and values stand, as findings name it."""
        return self.document.places

    def value(self, path: Path) -> Value:
        """The value at `path`; None where there is none."""
        return value_at(self.document.value, path)

    def has(self, path: Path) -> bool:
        """Whether something is written at `path`."""
        return self.places.has(path)

    def steps(self, path: Path) -> tuple[str | int, ...]:
        """The keys of the map, or the indexes of the list, at `path`; none where it is neither."""
        found = self.value(path)
        if isinstance(found, dict):
            return tuple(found)
        return tuple(range(len(found))) if isinstance(found, list) else ()

    def offset(self, line: int, column: int) -> int:
        """The offset of a place as a span counts it."""
        return self.starts[line - 1] + column - 1

    def bounds(self, span: Span) -> tuple[int, int]:
        """The offsets of a span."""
        return self.offset(span.line, span.column), self.offset(span.end_line, span.end_column)

    def body(self, path: Path) -> tuple[int, int]:
        """The offsets of the value at `path`."""
        return self.bounds(self.places.value(path))

    def entry(self, path: Path) -> tuple[int, int]:
        """The offsets of an entry: from its key, or its item's beginning, to the end of its value."""
        start, _ = self.bounds(self.places.key(path))
        return start, max(self.body(path)[1], self.after_key(path))

    def after_key(self, path: Path) -> int:
        """The offset behind the colon of an entry's key; of a list's item, or a key without one, its own end."""
        _, end = self.bounds(self.places.key(path))
        if not isinstance(path[-1], str):
            return end
        at = end
        while self.text[at : at + 1] in (" ", "\t"):
            at += 1
        return at + 1 if self.text[at : at + 1] == ":" else end

    def is_flow(self, path: Path) -> bool:
        """Whether the map or list at `path` is written in braces or brackets."""
        start, _ = self.body(path)
        return self.text[start : start + 1] in ("{", "[")

    def line(self, offset: int) -> int:
        """The line that holds an offset, from 0."""
        return self.places.position(offset)[0] - 1

    def begin(self, line: int) -> int:
        """The offset of a line's first character; of the line behind the last one, the end of the text."""
        return self.starts[line] if line < len(self.starts) else len(self.text)

    def words(self, line: int) -> str:
        """A line without its end."""
        return self.text[self.begin(line) : self.begin(line + 1)].rstrip("\r\n")

    def column(self, offset: int) -> int:
        """How many characters stand before an offset on its line."""
        return offset - self.begin(self.line(offset))

    def before(self, offset: int) -> str:
        """What stands before an offset on its line."""
        return self.text[self.begin(self.line(offset)) : offset]

    def is_blank(self, line: int) -> bool:
        """Whether a line that is there holds nothing; what follows the last line end is no line."""
        return 0 <= line < self.count and not self.words(line).strip(_BLANKS)

    def comment(self, line: int) -> int | None:
        """The column of a line's comment, where there is nothing else on the line."""
        if not 0 <= line < self.count:
            return None
        words = self.words(line)
        bare = words.lstrip(_BLANKS)
        return len(words) - len(bare) if bare.startswith("#") else None

    @property
    def count(self) -> int:
        """How many lines there are; a final line end begins no line."""
        return len(self.starts) - (1 if self.starts[-1] == len(self.text) else 0)

    @property
    def line_end(self) -> str:
        """How lines end: as the first one does."""
        found = _LINE_END.search(self.text)
        return found[0] if found else "\n"

    def last_line(self, path: Path) -> int:
        """The line on which the value at `path` ends, with the blank lines that a text block keeps (`|+`)."""
        start, end = self.entry(path)
        line = self.line(max(end - 1, start))
        body = self._deepest_end(path)
        if _KEPT.match(self.text, body):
            while self.is_blank(line + 1):
                line += 1
        return line

    def _deepest_end(self, path: Path) -> int:
        """Where the value begins that ends last inside the value at `path`."""
        steps = self.steps(path)
        return self._deepest_end((*path, steps[-1])) if steps else self.body(path)[0]
