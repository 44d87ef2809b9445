"""How the disk differs from the tree. Reads only."""

from __future__ import annotations

import os
import stat
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from plano.output.index import fingerprint, known_files
from plano.output.tree import File, Tree


class State(Enum):
    """What is the matter with one path."""

    MISSING = "missing"  # in the tree, nothing on disk
    STALE = "stale"  # ours on disk as it was written, and the tree has another
    EDITED = "hand-edited"  # ours, but not as it was written
    ORPHANED = "orphaned"  # ours as it was written, and no longer in the tree
    EDITED_ORPHAN = "hand-edited-orphan"  # ours but not as it was written, and no longer in the tree
    FOREIGN = "in-the-way"  # not ours, where the tree has a file: somebody's file, a folder, a link


@dataclass(frozen=True, slots=True)
class Change:
    """One path and what is the matter with it; `on_disk` is what stands there, if it can be read."""

    path: str
    folder: str
    state: State
    on_disk: bytes | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences, sorted by path, and the indexes that are not as the tree wants them."""

    changes: tuple[Change, ...]
    stale_indexes: tuple[str, ...]  # folders
    total: int  # files in the tree that are derived

    @property
    def clean(self) -> bool:
        """Whether writing would do nothing."""
        return not self.changes and not self.stale_indexes

    def of(self, *states: State) -> tuple[Change, ...]:
        """The changes of these states."""
        return tuple(change for change in self.changes if change.state in states)


def compare(tree: Tree, root: Path) -> Comparison:
    """The disk under `root` against `tree`."""
    folders: defaultdict[str, dict[str, str]] = defaultdict(dict)
    derived = [file for file in tree.files.values() if not file.once]
    for file in derived:
        folders[file.folder][file.path.removeprefix(f"{file.folder}/")] = fingerprint(file.content)
    known = known_files(root, frozenset(folders))
    disk = _Disk(root)
    changes = [*_of_tree(tree, known, disk), *_orphans(tree, known, disk)]
    stale = [folder for folder, hashes in folders.items() if known.get(folder) != {p: {h} for p, h in hashes.items()}]
    stale += [folder for folder in known if folder not in folders]
    changes.sort(key=lambda change: change.path)
    return Comparison(tuple(changes), tuple(sorted(stale)), len(derived))


def _of_tree(tree: Tree, known: Mapping[str, Mapping[str, set[str]]], disk: _Disk) -> Iterator[Change]:
    for file in tree.files.values():
        found = disk.read(file.path)
        if file.once:
            if found is None and not disk.anything(file.path):
                yield Change(file.path, file.folder, State.MISSING)
        elif found != file.content:
            hashes = known.get(file.folder, {}).get(file.path.removeprefix(f"{file.folder}/"), set())
            yield Change(file.path, file.folder, _state(file, found, hashes, disk), found)


def _state(file: File, found: bytes | None, hashes: set[str], disk: _Disk) -> State:
    if found is None:
        return State.FOREIGN if disk.anything(file.path) else State.MISSING
    if not hashes:
        return State.FOREIGN
    return State.STALE if _ours(found, hashes) else State.EDITED


def _orphans(tree: Tree, known: Mapping[str, Mapping[str, set[str]]], disk: _Disk) -> Iterator[Change]:
    for folder, index in known.items():
        for inner, hashes in index.items():
            path = f"{folder}/{inner}"
            if path in tree.files:
                continue
            found = disk.read(path)
            if found is not None:
                state = State.ORPHANED if _ours(found, hashes) else State.EDITED_ORPHAN
                yield Change(path, folder, state, found)


def _ours(found: bytes, hashes: set[str]) -> bool:
    """Whether the generator wrote this, or Git made it of what the generator wrote.

    Two fingerprints of one path come of a merge, in which Git may have merged the file's lines as well; so
    does a conflict marker. Neither is an edit by hand: the file follows the blueprint.
    """
    if len(hashes) > 1 or fingerprint(found) in hashes:
        return True
    return b"\n<<<<<<< " in b"\n" + found and b"\n>>>>>>> " in found


class _Disk:
    """Reads files below the root, and follows no link on the way to them."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._folders: dict[str, bool] = {"": True}

    def read(self, path: str) -> bytes | None:
        """The content of a plain file; None where there is none."""
        if not self._real(path.rpartition("/")[0]):
            return None
        try:
            descriptor = os.open(f"{self._root}/{path}", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError:
            return None
        try:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                return None
            content = os.read(descriptor, found.st_size + 1)
            while more := os.read(descriptor, 1 << 20):
                content += more
            return content
        finally:
            os.close(descriptor)

    def anything(self, path: str) -> bool:
        """Whether something stands at the path, or a file or a link where a folder above it should be."""
        above = path.rpartition("/")[0]
        while above:
            if os.path.lexists(f"{self._root}/{above}") and not self._real(above):
                return True
            above = above.rpartition("/")[0]
        return os.path.lexists(f"{self._root}/{path}")

    def _real(self, folder: str) -> bool:
        known = self._folders.get(folder)
        if known is None:
            try:
                mode = os.lstat(f"{self._root}/{folder}").st_mode
            except OSError:
                mode = 0
            known = stat.S_ISDIR(mode) and self._real(folder.rpartition("/")[0])
            self._folders[folder] = known
        return known
