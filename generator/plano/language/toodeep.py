"""An entry of a section that stands one level too deep, and so became part of the entry before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plano.diagnostics.model import Diagnostic, Related, Severity, Span
from plano.language.blueprint import Blueprint
from plano.language.keyfaults import subject_of
from plano.language.lookup import keys_of, models_at
from plano.language.nearest import nearest
from plano.language.places import Path
from plano.language.read import Document
from plano.language.scalars import Value
from plano.language.steps import map_at

_SECTIONS = {"services": "a service", "topics": "a topic", "hosts": "a host", "databases": "a database",
             "environments": "an environment", "routes": "a route"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TooDeep:
    """The findings, and what is not to be spoken of besides: one cause, one finding.

    `extents` are what was read as part of another entry: nobody knows what else is wrong with it.
    """

    found: tuple[Diagnostic, ...]
    paths: frozenset[Path]
    places: frozenset[Span]
    extents: tuple[Span, ...]

    def hides(self, span: Span | None) -> bool:
        """Whether a finding at `span` follows from one of these."""
        return span is not None and (
            span in self.places
            or any(
                (each.line, each.column) <= (span.line, span.column) <= (each.end_line, each.end_column)
                for each in self.extents
            )
        )


def entries_too_deep(document: Document) -> TooDeep:
    """Each key that is none here, and whose value is written as that of the entry which it stands in.

    So is one without a value, where keys of the entry come a second time below it: all that is below is its own.
    """
    found: list[Diagnostic] = []
    paths: set[Path] = set()
    places: set[Span] = set()
    extents: list[Span] = []
    for section, word in _SECTIONS.items():
        for name, body in map_at(document.value, (section,)).items():
            for path in _keys_too_deep((section, name), body, document):
                found.append(_finding(document, path, word))
                below = _below(document, path)
                paths.update(below)
                places.update(_repeated(document, path))
                extents += [_extent(document, each) for each in below]
    return TooDeep(tuple(found), frozenset(paths), frozenset(places), tuple(extents))


def _extent(document: Document, path: Path) -> Span:
    """From the start of a key to the end of its value."""
    start, end = document.places.key(path), document.places.value(path)
    return Span(start.file, start.line, start.column, end.end_line, end.end_column)


def _keys_too_deep(path: Path, body: Value, document: Document) -> Iterator[Path]:
    if not isinstance(body, dict):
        return
    known = {key for model in models_at(Blueprint, path) for key in keys_of(model)}
    for key, value in body.items():
        if key in known or nearest(key, known - body.keys()) is not None:
            continue
        entry = isinstance(value, dict) and bool(value) and value.keys() <= known
        if entry or (value is None and _repeated(document, (*path, key))):
            yield (*path, key)


def _below(document: Document, path: Path) -> tuple[Path, ...]:
    """The key at `path`, and where it has no value those that follow it in its map."""
    holder = map_at(document.value, path[:-1])
    if holder[str(path[-1])] is not None:
        return (path,)
    keys = list(holder)
    return tuple((*path[:-1], key) for key in keys[keys.index(str(path[-1])) :])


def _repeated(document: Document, path: Path) -> frozenset[Span]:
    """The places where keys of the entry that holds the key at `path` come a second time, after that key."""
    entry, places = path[:-1], document.places
    firsts = {places.key((*entry, key)) for key in map_at(document.value, entry)}
    return frozenset(
        each.span
        for each in document.diagnostics
        if each.code == "duplicate-key" and each.span is not None and each.span > places.key(path)
        if any(related.span in firsts for related in each.related)
    )


def _finding(document: Document, path: Path, word: str) -> Diagnostic:
    holder, key = path[-2:]
    places = document.places
    return Diagnostic(
        "unknown-key", Severity.ERROR, f"{key!r} stands inside {holder!r}", places.key(path), "indented too deep",
        f"if it is {word} of its own, indent it as {holder!r} is, and its keys below it",
        related=(Related("it stands in this one", places.key(path[:-1])),), subject=subject_of(path),
    )  # fmt: skip
