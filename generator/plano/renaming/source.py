"""The text of a blueprint with its places as offsets, and edits of it that leave all else as it is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from plano.diagnostics.model import Span
from plano.diagnostics.sourceline import line_starts
from plano.editing.sheet import value_at
from plano.language.places import Path, Places
from plano.language.read import read
from plano.language.scalars import Value, plain
from plano.language.yaml11 import suspect
from plano.pipeline import BLUEPRINT

_ENUM = re.compile(r"\benum\s*\([^)]*\)")


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """Replace what stands between two offsets with `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """A text without byte order mark, the value in it, and where everything stands."""

    text: str
    value: Value
    places: Places
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Source:
        """The source of a blueprint that reads without an error."""
        document = read(text, BLUEPRINT)
        return cls(text, document.value, document.places, tuple(line_starts(text)))

    @property
    def newline(self) -> str:
        """How the text ends its lines."""
        return "\r\n" if "\r\n" in self.text else "\n"

    def at(self, path: Path) -> Value:
        """The value at a path; None where nothing is written."""
        return value_at(self.value, path)

    def keys(self, path: Path) -> list[str]:
        """The keys of the mapping at a path, in their order; none where there is no mapping."""
        found = self.at(path)
        return list(found) if isinstance(found, dict) else []

    def key(self, path: Path) -> tuple[int, int]:
        """Where the last key of a path stands."""
        return self._offsets(self.places.key(path))

    def place(self, path: Path) -> tuple[int, int]:
        """Where the value at a path stands."""
        return self._offsets(self.places.value(path))

    def flow(self, path: Path) -> bool:
        """Whether the collection at a path is written in brackets."""
        start, _ = self.place(path)
        return self.text[start : start + 1] in ("{", "[")

    def name(self, span: tuple[int, int], new: str) -> Change:
        """`new` in place of the scalar at `span`, which keeps its quotes."""
        written = self.text[slice(*span)]
        quote = written[:1] if written[:1] in ("'", '"') else ""
        if not quote and (plain(new) != new or suspect(new)):
            quote = '"'
        return Change(*span, f"{quote}{new}{quote}")

    def words(self, span: tuple[int, int], old: str, new: str) -> list[Change]:
        """`new` wherever the type that is written at `span` names `old`; values of an enum and defaults are none."""
        written = self.text[slice(*span)]
        masked = _ENUM.sub(lambda found: " " * len(found[0]), written)
        masked = re.split(r"[|=]", masked, maxsplit=1)[0]
        places = (found.start() + span[0] for found in re.finditer(rf"(?<!\w){re.escape(old)}(?!\w)", masked))
        return [Change(at, at + len(old), new) for at in places]

    def line_end(self, offset: int) -> int:
        """The offset at which the line of `offset` ends, before its line break."""
        found = re.compile(r"[\r\n]").search(self.text, offset)
        return found.start() if found else len(self.text)

    def line_start(self, offset: int) -> int:
        """The offset at which the line of `offset` begins."""
        return self.starts[bisect_right(self.starts, offset) - 1]

    def line_of(self, offset: int) -> int:
        """The number of a line, from 1."""
        return self.places.position(offset)[0]

    def edited(self, changes: Iterable[Change]) -> str:
        """The text after all changes, which do not touch one another. ValueError where two do."""
        pieces: list[str] = []
        at = 0
        for each in sorted(set(changes)):
            if each.start < at:
                raise ValueError(f"two changes at offset {each.start}")
            pieces += [self.text[at : each.start], each.text]
            at = each.end
        return "".join([*pieces, self.text[at:]])

    def _offsets(self, span: Span) -> tuple[int, int]:
        start = self.starts[span.line - 1] + span.column - 1
        return start, self.starts[span.end_line - 1] + span.end_column - 1
