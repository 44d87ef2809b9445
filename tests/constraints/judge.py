"""The judge: a broken blueprint is answered by one finding, at one place, and by none besides."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from plano.diagnostics.model import Diagnostic, Severity, Span
from plano.language.load import load
from plano.language.places import Path, Places
from plano.pipeline import check_loaded, check_text
from tests.constraints.edits import Data
from tests.constraints.sites import ModelSite, Site, walk
from tests.constraints.writing import WRITERS, Writer

NAME = "blueprint.yaml"
TODAY = datetime.date(2026, 1, 1)
"""The day on which all is judged: exceptions hold until a day."""
AGAIN = "the-same-key-again"
"""A key with this name stands in data for the one before it, which a map cannot hold twice."""


@dataclass(frozen=True)
class Sample:
    """A blueprint without an error, to be broken."""

    name: str
    data: Data

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """Each part of it."""
        return tuple(site for site in walk(self.data) if isinstance(site, Site))

    @cached_property
    def warnings(self) -> dict[Writer, Counter[tuple[str, str]]]:
        """What is said of it before it is broken, in each form of writing."""
        return {
            writer: Counter(map(_subject, _weighty(check_text(writer(self.data), TODAY).diagnostics)))
            for writer in WRITERS
        }

    @cached_property
    def models(self) -> tuple[ModelSite, ...]:
        """Each of its maps that a model describes."""
        return tuple(site for site in walk(self.data) if isinstance(site, ModelSite))


@dataclass(frozen=True, slots=True)
class Where:
    """Which part of what is written at `path` a finding must be at."""

    part: Literal["key", "value", "within", "again", "start"]
    path: Path
    piece: str = ""

    def span(self, places: Places) -> Span:
        """The place in a text."""
        if self.part == "start":
            return places.span(0, 1)
        if self.part == "within":
            return places.within(self.path, self.piece)
        return places.value(self.path) if self.part == "value" else places.key(self.path)


def key(*path: str | int) -> Where:
    """At the key."""
    return Where("key", path)


def value(*path: str | int) -> Where:
    """At the whole value."""
    return Where("value", path)


def again(name: str, *path: str | int) -> Where:
    """At the second key of this name in the map at `path`; the data holds `AGAIN` in its place."""
    return Where("again", (*path, AGAIN), name)


def within(piece: str, *path: str | int) -> Where:
    """At a piece of the value."""
    return Where("within", path, piece)


@dataclass(frozen=True, slots=True)
class Broken:
    """A sample in which one thing is wrong, and where that must be said."""

    data: Data
    where: Where


Breaks = Callable[[Sample], Iterator[Broken]]
"""Finds each place of a sample where a constraint can be broken, and breaks just that."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """A row of the table. `beside` are the codes of warnings that follow of necessity."""

    name: str
    code: str
    breaks: Breaks = field(repr=False)
    severity: Severity = Severity.ERROR
    beside: frozenset[str] = frozenset()


def fault(constraint: Constraint, sample: Sample, broken: Broken, writer: Writer) -> str:
    """What is wrong with the answer to a broken blueprint; nothing where it is the one that must come."""
    text = writer(broken.data)
    if broken.where.part == "again":
        loaded = load(text.replace(AGAIN, broken.where.piece), NAME)
        wanted = broken.where.span(load(text, NAME).places)
        shorter = len(AGAIN) - len(broken.where.piece)
        wanted = replace(wanted, end_column=wanted.end_column - shorter)
    else:
        loaded = load(text, NAME)
        wanted = broken.where.span(loaded.places)
    before = Counter(sample.warnings[writer])
    fresh: list[Diagnostic] = []
    for each in _weighty(check_loaded(loaded, TODAY).diagnostics):
        if before[_subject(each)] > 0 and each.severity is not Severity.ERROR:
            before[_subject(each)] -= 1
        elif each.severity is Severity.ERROR or each.code not in constraint.beside:
            fresh.append(each)
    said = [(each.code, each.severity, each.span) for each in fresh]
    if said == [(constraint.code, constraint.severity, wanted)]:
        return ""
    heard = "".join(f"\n  {each.severity}[{each.code}] {each.message}: {each.span}" for each in fresh)
    return f"{constraint.name}: {sample.name}, {broken.where}\nmust be {constraint.code} at {wanted}, is{heard}"


def _weighty(found: tuple[Diagnostic, ...]) -> list[Diagnostic]:
    return [each for each in found if each.severity is not Severity.NOTE]


def _subject(found: Diagnostic) -> tuple[str, str]:
    return found.code, found.subject
