"""Where a derived file comes from, and what a line of the blueprint becomes.

Both are found by trying: the blueprint is changed a little at one key, and the views from which files are made
are compared. What no small change shows (a key that only together with others is valid) is not told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plano.change.alterations import altered, keys
from plano.emitters.base import Copy, FileSpec, Template
from plano.emitters.registry import emitters
from plano.emitters.render import render
from plano.language.places import Path, Places
from plano.language.read import read
from plano.overriding.model import NONE, Overrides
from plano.pipeline import BLUEPRINT
from plano.platform.model import Platform


@dataclass(frozen=True, slots=True)
class Source:
    """A key of the blueprint: its line, counted from 1, and its path with dots between."""

    line: int
    key: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Who makes a file: the emitter, its template or function, the subject; and the keys that decide what is in it."""

    emitter: str
    source: str
    subject: str
    once: bool
    keys: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Becomes:
    """What a key of the blueprint decides: the files that change with it, sorted."""

    source: Source
    files: tuple[str, ...]


def specs(platform: Platform) -> dict[str, FileSpec]:
    """Every file of a platform by its path."""
    return {spec.path: spec for emitter in emitters() for spec in emitter.files(platform)}


def origin(text: str, platform: Platform, path: str, line: int | None, overrides: Overrides = NONE) -> Origin | None:
    """The origin of the derived file at `path`, or of its line `line`; None where the blueprint gives no such file."""
    spec = specs(platform).get(path)
    if spec is None:
        return None
    document = read(text, BLUEPRINT)
    found = [
        _source(document.places, key)
        for key in keys(document.value)
        if isinstance(key[-1], str)
        and any(_differs(spec, each, line, overrides) for each in altered(document.value, key))
    ]
    return Origin(
        spec.emitter,
        _made_by(spec, overrides),
        f"{spec.subject.kind} {spec.subject.name}",
        spec.once,
        _leaves(found),
    )


def becomes(text: str, platform: Platform, line: int, overrides: Overrides = NONE) -> Becomes | None:
    """What the keys on `line` of the blueprint decide, named by the first; None where no key begins there."""
    document = read(text, BLUEPRINT)
    here = [key for key in keys(document.value) if document.places.key(key).line == line and isinstance(key[-1], str)]
    if not here:
        return None
    before = specs(platform)
    after = (specs(each) for key in here for each in altered(document.value, key))
    files = {path for each in after for path in _changed(before, each, overrides)}
    return Becomes(_source(document.places, here[0]), tuple(sorted(files)))


def _changed(before: Mapping[str, FileSpec], after: Mapping[str, FileSpec], overrides: Overrides) -> Iterator[str]:
    for path in before.keys() | after.keys():
        ours, theirs = before.get(path), after.get(path)
        if ours is None or theirs is None or (ours != theirs and render(ours, overrides) != render(theirs, overrides)):
            yield path


def _differs(spec: FileSpec, platform: Platform, line: int | None, overrides: Overrides) -> bool:
    other = next((each for each in _same_emitter(spec, platform) if each.path == spec.path), None)
    if other == spec:
        return False
    if other is None:
        return True
    ours, theirs = render(spec, overrides), render(other, overrides)
    if line is None:
        return ours != theirs
    lines = ours.split(b"\n")
    return line <= len(lines) and lines[line - 1] not in theirs.split(b"\n")


def _same_emitter(spec: FileSpec, platform: Platform) -> Iterator[FileSpec]:
    for emitter in emitters():
        if emitter.name == spec.emitter:
            yield from emitter.files(platform)


def _made_by(spec: FileSpec, overrides: Overrides) -> str:
    match spec.source:
        case Template(path) | Copy(path):
            override = overrides.of(path)
            return f"templates/{path}" if override is None else override.file
        case data:
            return f"{data.build.__module__}.{data.build.__qualname__}"


def _source(places: Places, key: Path) -> Source:
    return Source(places.key(key).line, ".".join(map(str, key)))


def _leaves(found: list[Source]) -> tuple[Source, ...]:
    """Without the keys that only hold others which are told already."""
    names = [each.key for each in found]
    return tuple(each for each in found if not any(name.startswith(f"{each.key}.") for name in names))
