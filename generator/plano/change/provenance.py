"""Where a derived file comes from, and what a line of the blueprint becomes.

Both are found by trying: the blueprint is changed a little at one key, and what files are made of is compared:
batches first, then the views of those that differ, then what is rendered of these. Of one file, changes that cannot
reach its batch are left out before, and whether the rules allow a change is asked last. What no small change shows (a
key that only together with others is valid) is not told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from plano.change.alterations import Neighbour, Original, keys, original
from plano.change.reach import Reach
from plano.collection import no_collection
from plano.emitters.base import Batch, Copy, Emitter, FileSpec, Template
from plano.emitters.keys import Keys
from plano.emitters.registry import emitters
from plano.emitters.render import render
from plano.language.places import Path, Places
from plano.language.read import read
from plano.overriding.model import NONE, Overrides
from plano.pipeline import BLUEPRINT
from plano.platform.model import Platform
from plano.plugins.emission import Plugged


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
    document = read(text, BLUEPRINT)
    blueprint = original(document.value, platform.apis)
    watched = _watched(blueprint.platform, path, overrides)
    if watched is None:
        return None
    spec = watched.spec
    found = list(_deciding(blueprint, watched, line))
    return Origin(
        spec.emitter,
        _made_by(spec, overrides),
        f"{spec.subject.kind} {spec.subject.name}",
        spec.once,
        tuple(_source(document.places, key) for key in reversed(found)),
    )


def becomes(text: str, platform: Platform, line: int, overrides: Overrides = NONE) -> Becomes | None:
    """What the keys on `line` of the blueprint decide, named by the first; None where no key begins there."""
    document = read(text, BLUEPRINT)
    here = [key for key in keys(document.value) if document.places.key(key).line == line and isinstance(key[-1], str)]
    if not here:
        return None
    blueprint, before = original(document.value, platform.apis), _emitted(platform)
    after = (_emitted(each) for key in here for each in blueprint.altered(key))
    files = {path for each in after for path in _changed(before.beside(each), each.beside(before), overrides)}
    return Becomes(_source(document.places, here[0]), tuple(sorted(files)))


class _Watched:
    """A file of a platform, to be compared with the one at its path on others."""

    def __init__(
        self, platform: Platform, emitter: Emitter | Plugged, batch: Batch, spec: FileSpec, overrides: Overrides
    ) -> None:
        self.spec = spec
        self._emitter = emitter
        self._batch = batch
        self._overrides = overrides
        self._reach = Reach(platform, self._is_on)

    def tells(self, neighbour: Neighbour, line: int | None) -> bool:
        """Whether the neighbour is valid, and `differs` of its platform: what is found out faster comes first."""
        platform = neighbour.platform
        if self._reach.spares(platform):
            return False
        try:
            if self._is_on(platform):
                return False
        except Exception:  # of what a rule refuses, nothing need be made
            if neighbour.valid:
                raise
            return False
        return neighbour.valid and self.differs(platform, line)

    def differs(self, platform: Platform, line: int | None) -> bool:
        """Whether `platform` has another file here or none; with a line, whether what it says is in no line there."""
        other = self._on(platform)
        if other is None or other == self.spec:
            return other is None
        theirs = render(other, self._overrides)
        if line is None:
            return self._content != theirs
        lines = self._content.split(b"\n")
        return line <= len(lines) and lines[line - 1] not in theirs.split(b"\n")

    @cached_property
    def _content(self) -> bytes:
        return render(self.spec, self._overrides)

    def _is_on(self, platform: Platform) -> bool:
        """Whether the same batch is there."""
        return any(batch == self._batch for batch in _batches(self._emitter, platform))

    def _on(self, platform: Platform) -> FileSpec | None:
        """The file at this path on `platform`; where the same batch is there, it is this one and need not be made."""
        unlike: list[Batch] = []
        for batch in _batches(self._emitter, platform):
            if batch == self._batch:
                return self.spec
            unlike.append(batch)
        return next((spec for batch in unlike for spec in batch.files() if spec.path == self.spec.path), None)


def _watched(platform: Platform, path: str, overrides: Overrides) -> _Watched | None:
    for emitter in emitters():
        for batch in _batches(emitter, platform):
            for spec in batch.files():
                if spec.path == path:
                    return _Watched(platform, emitter, batch, spec, overrides)
    return None


def _deciding(blueprint: Original, watched: _Watched, line: int | None) -> Iterator[Path]:
    """The keys that show when they are changed, the last first; none that holds another of them."""
    holding: set[Path] = set()
    for key in reversed(tuple(keys(blueprint.data))):
        if not isinstance(key[-1], str) or key in holding:
            continue
        with no_collection():
            decides = any(watched.tells(each, line) for each in blueprint.neighbours(key))
        if decides:
            holding.update(key[:length] for length in range(1, len(key)))
            yield key


@dataclass(frozen=True, slots=True)
class _Emitted:
    """All batches of a platform, each by what it is made of."""

    batches: Mapping[tuple[str, str], Batch]

    def beside(self, other: _Emitted) -> dict[str, FileSpec]:
        """The files, by path, of the batches that `other` has not."""
        own = (batch for key, batch in self.batches.items() if key not in other.batches)
        return {spec.path: spec for batch in own for spec in batch.files()}


def _emitted(platform: Platform) -> _Emitted:
    known = Keys()
    found = ((emitter.name, batch) for emitter in emitters() for batch in _batches(emitter, platform))
    return _Emitted({(name, known.of(batch)): batch for name, batch in found})


def _batches(emitter: Emitter | Plugged, platform: Platform) -> Iterable[Batch]:
    """What an emitter makes of `platform`; of a plug-in all is one batch."""
    if isinstance(emitter, Emitter):
        return emitter.batches(platform)
    return (Batch(emitter.files, (platform,)),)


def _changed(before: Mapping[str, FileSpec], after: Mapping[str, FileSpec], overrides: Overrides) -> Iterator[str]:
    for path in before.keys() | after.keys():
        ours, theirs = before.get(path), after.get(path)
        if ours is None or theirs is None or (ours != theirs and render(ours, overrides) != render(theirs, overrides)):
            yield path


def _made_by(spec: FileSpec, overrides: Overrides) -> str:
    match spec.source:
        case Template(path) | Copy(path):
            override = overrides.of(path)
            return f"templates/{path}" if override is None else override.file
        case data:
            return f"{data.build.__module__}.{data.build.__qualname__}"


def _source(places: Places, key: Path) -> Source:
    return Source(places.key(key).line, ".".join(map(str, key)))
