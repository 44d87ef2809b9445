"""Which characters of a rendered file come literally from a template, and from where in it.

Found by rendering once more with marks around each piece of literal text; without its marks the result must be the
file itself, else nothing is said of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import jinja2
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from plano.emitters.base import FileSpec, Template
from plano.emitters.environments import environment, language_of
from plano.emitters.render import view_of
from plano.overriding.model import Overrides

_OPEN, _SEP, _CLOSE = "\ue000", "\ue001", "\ue002"  # private: no font, no language and no template of ours uses them
_MARK = re.compile(f"{_OPEN}([0-9]+){_SEP}|{_CLOSE}")
_TAG = re.compile(
    r"\{%[-+]?\s*raw\s*-?%\}|\{%[-+]?\s*endraw\s*[-+]?%\}|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.S
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """`text[start:end]` of a file is the literal text that begins at `at` in the template called `template`."""

    start: int
    end: int
    template: str
    at: int


@dataclass(frozen=True, slots=True)
class Pieces:
    """A rendered file, the pieces of it that are literal, in their order, and the sources of the templates."""

    text: str
    literal: tuple[Piece, ...]
    sources: dict[str, str]


def pieces(spec: FileSpec, overrides: Overrides) -> Pieces | None:
    """The literal pieces of a file that is rendered; None where it cannot be told, or no template makes it."""
    if not isinstance(spec.source, Template):
        return None
    plain = environment(language_of(spec.source.path), overrides)
    marking = plain.overlay(extensions=[_Marking], cache_size=-1)
    marks = _marks_of(marking)
    marked = marking.get_template(spec.source.path).render(view=view_of(spec))
    text, found = _parted(marked)
    if text != plain.get_template(spec.source.path).render(view=view_of(spec)):
        return None
    sources = {name: _source(plain, name) for name in {name for name, _ in marks}}
    starts = _starts(marks, sources)
    literal = tuple(
        Piece(start, end, marks[number][0], starts[number])
        for start, end, number in found
        if starts[number] >= 0 and end > start
    )
    return Pieces(text, literal, sources)


class _Marking(Extension):
    """Puts a mark before and behind each literal text of a template."""

    def __init__(self, environment: jinja2.Environment) -> None:
        super().__init__(environment)
        self.marks: list[tuple[str, str]] = []

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        for token in stream:
            if token.type != "data":
                yield token
                continue
            number = len(self.marks)
            self.marks.append((stream.name or "", token.value))
            yield Token(token.lineno, "data", f"{_OPEN}{number}{_SEP}{token.value}{_CLOSE}")


def _marks_of(marking: jinja2.Environment) -> list[tuple[str, str]]:
    extension = marking.extensions[_Marking.identifier]
    assert isinstance(extension, _Marking)
    return extension.marks


def _parted(marked: str) -> tuple[str, list[tuple[int, int, int]]]:
    """The text without marks, and start, end and number of what stood between them; the innermost counts."""
    text: list[str] = []
    found: list[tuple[int, int, int]] = []
    opened: list[int] = []
    length, at = 0, 0
    for mark in _MARK.finditer(marked):
        between = marked[at : mark.start()]
        if opened and between:
            found.append((length, length + len(between), opened[-1]))
        text.append(between)
        length += len(between)
        at = mark.end()
        if mark[1]:
            opened.append(int(mark[1]))
        elif opened:
            opened.pop()
    text.append(marked[at:])
    return "".join(text), found


def _source(plain: jinja2.Environment, name: str) -> str:
    assert plain.loader is not None
    return plain.loader.get_source(plain, name)[0]


def _starts(marks: list[tuple[str, str]], sources: dict[str, str]) -> list[int]:
    """Where each literal text begins in its source; -1 where that cannot be told."""
    regions = {name: list(_between_tags(source)) for name, source in sources.items()}
    return [_start(value, sources[name], regions[name]) for name, value in marks]


def _start(value: str, source: str, regions: list[tuple[int, int]]) -> int:
    """The first region from here on that has the text; it, and what is before it, is used up."""
    for number, (start, end) in enumerate(regions):
        trimmed = start + 1 if start and source[start - 2 : start] in ("%}", "#}") and source[start] == "\n" else start
        for begin in (trimmed, start):
            at = source.find(value, begin, end)
            if at >= 0:
                del regions[: number + 1]
                return at
    return -1


def _between_tags(source: str) -> Iterator[tuple[int, int]]:
    at = 0
    for tag in _TAG.finditer(source):
        if tag.start() > at:
            yield at, tag.start()
        at = tag.end()
    if at < len(source):
        yield at, len(source)
