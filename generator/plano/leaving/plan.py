"""What leaving Plano changes, known before anything is written."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from plano.leaving.attributes import FILE, PIN, noted_blueprint, noted_pin, removed, without_derived
from plano.leaving.headers import Call, calls, without_header
from plano.leaving.keys import ejected_platform
from plano.output.compare import Comparison, State
from plano.output.disk import Disk
from plano.output.index import INDEX_NAME
from plano.output.survey import beside, of_ours, survey
from plano.output.tree import Tree
from plano.pipeline import BLUEPRINT


@dataclass(frozen=True, slots=True)
class Edit:
    """A file and its new bytes, or None for one that goes."""

    path: str
    content: bytes | None


@dataclass(frozen=True, slots=True)
class Plan:
    """All that leaving does, in the order in which it is done, and what a person wants to know of it."""

    edits: tuple[Edit, ...]
    files: int  # that become the user's
    headers: int  # of these, how many lose the lines that call them derived
    rules: int  # lines of .gitattributes that go
    kept: tuple[str, ...]  # edited by hand before: they stay as they are
    calls: tuple[Call, ...]  # of Plano's commands, in what becomes the user's
    pinned: bool  # a requirements.txt pins Plano, and gets a note

    @property
    def paths(self) -> tuple[str, ...]:
        """What is written or removed."""
        return tuple(edit.path for edit in self.edits)

    @property
    def indexes(self) -> int:
        """How many indexes go."""
        return sum(edit.path.endswith(f"/{INDEX_NAME}") for edit in self.edits)

    @property
    def leaves_note(self) -> bool:
        """Whether the blueprint gets its note, which it has where an earlier run was cut short."""
        return BLUEPRINT in self.paths


def plan(tree: Tree, comparison: Comparison, root: Path, commands: tuple[str, ...], left: str) -> Plan:
    """What is to be done where the disk stands as `comparison` says; `left` is when, and by which version.

    A function of the tree and the disk alone, and the rest of the same after any part of it was done. The blueprint
    comes last: until then the tree is what it was. OutputError for what cannot be read.
    """
    disk = Disk(root)
    derived = {path: file.content for path, file in tree.files.items() if not file.once}
    bare = {path: without_header(content) for path, content in derived.items()}
    seen = survey(root, disk)
    headers = [Edit(path, bare[path]) for path, content in _standing(derived, disk) if content != bare[path]]
    texts = [*_texts(disk, left)]
    temporaries = {*seen.temporaries, *beside(root, disk, (BLUEPRINT,))}
    ours = {*derived, BLUEPRINT, FILE, PIN}
    leftovers = [Edit(path, None) for path in of_ours(temporaries, ours.__contains__)]
    indexes = [Edit(f"{folder}/{INDEX_NAME}", None) for folder in seen.indexed]
    changed = [change for change in comparison.of(*KEPT) if change.on_disk is not None]
    kept = tuple(change.path for change in changed if change.on_disk != bare.get(change.path))
    rules = next((removed(before, after) for path, before, after in texts if path == FILE), 0)
    return Plan(
        edits=(*leftovers, *headers, *indexes, *(Edit(path, after.encode()) for path, _, after in texts)),
        files=len(derived),
        headers=len(headers),
        rules=rules,
        kept=kept,
        calls=tuple(_calls(bare, kept, disk, commands)),
        pinned=any(path == PIN for path, _, _ in texts),
    )


KEPT = (State.EDITED, State.EDITED_ORPHAN, State.FOREIGN)
"""What a person changed: it is theirs already, and stays as it is."""


def _standing(derived: dict[str, bytes], disk: Disk) -> Iterator[tuple[str, bytes]]:
    """Derived files that stand as they were written."""
    return ((path, content) for path, content in derived.items() if disk.read(path) == content)


def _texts(disk: Disk, left: str) -> Iterator[tuple[str, str, str]]:
    """The files beside generated/ that change: path, text before, text after. A link, or no UTF-8, is left alone."""
    rewrites: tuple[tuple[str, Callable[[str], str]], ...] = (
        (FILE, without_derived),
        (PIN, lambda text: noted_pin(text, left)),
        (BLUEPRINT, lambda text: ejected_platform(noted_blueprint(text, left))),
    )
    for path, rewrite in rewrites:
        raw = disk.read(path)
        try:
            before = (raw or b"").decode("utf-8")
        except UnicodeDecodeError:
            continue
        mark = codecs.BOM_UTF8.decode() if before.startswith(codecs.BOM_UTF8.decode()) else ""
        after = mark + rewrite(before.removeprefix(mark))
        if raw is not None and after != before:
            yield path, before, after


def _calls(bare: dict[str, bytes], kept: tuple[str, ...], disk: Disk, commands: tuple[str, ...]) -> Iterator[Call]:
    for path in sorted({*bare, *kept}):
        content = disk.read(path) if path in kept else bare[path]
        yield from calls(path, content or b"", commands)
