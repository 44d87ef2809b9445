"""How the disk differs from the tree. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from plano.output.disk import Disk
from plano.output.index import Index, fingerprint, index_text, known_files
from plano.output.merges import merged
from plano.output.survey import Survey, beside, of_ours, survey
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
    """One path and what is the matter with it; `on_disk` is what stands there, if it can be read.

    Where it is no file that stands in the way, `obstacle` is the path of what does: this one, or one above it.
    """

    path: str
    folder: str
    state: State
    on_disk: bytes | None = None
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences, sorted by path, and the indexes that are not as the tree wants them."""

    changes: tuple[Change, ...]
    stale_indexes: tuple[str, ...]  # folders
    total: int  # files in the tree that are derived
    untidy_indexes: tuple[str, ...] = ()  # folders: they say what is so, in lines that a merge left unsorted
    leftovers: tuple[str, ...] = ()  # what a run that was killed left: temporary files, folders without content

    @property
    def clean(self) -> bool:
        """Whether writing would do nothing."""
        return not (self.changes or self.stale_indexes or self.untidy_indexes or self.leftovers)

    def of(self, *states: State) -> tuple[Change, ...]:
        """The changes of these states."""
        return tuple(change for change in self.changes if change.state in states)

    def without(self, changes: tuple[Change, ...]) -> Comparison:
        """These differences but some."""
        return replace(self, changes=tuple(change for change in self.changes if change not in changes))

    def within(self, *folders: str) -> Comparison:
        """The differences of what lies in these folders."""

        def inside(path: str) -> bool:
            return any(f"{path}/".startswith(f"{folder}/") for folder in folders)

        return Comparison(
            tuple(change for change in self.changes if inside(change.path)),
            tuple(filter(inside, self.stale_indexes)),
            self.total,
            tuple(filter(inside, self.untidy_indexes)),
            tuple(filter(inside, self.leftovers)),
        )


def compare(tree: Tree, root: Path) -> Comparison:
    """The disk under `root` against `tree`. OutputError for what is there and cannot be read."""
    wanted = hashes_of(tree)
    disk = Disk(root)
    seen = survey(root, disk)
    known = known_files(disk, {*wanted, *seen.indexed})
    claims = _claims(known)
    changes = [*_of_tree(tree, claims, disk), *_orphans(tree, known, claims, disk)]
    changes = _without_merged(root, changes, known)
    changes.sort(key=lambda change: change.path)
    stale = {folder for folder, hashes in wanted.items() if not _says(known.get(folder), hashes)}
    stale |= known.keys() - wanted.keys()
    texts = {folder: index_text(hashes).encode() for folder, hashes in wanted.items() if folder not in stale}
    return Comparison(
        tuple(changes),
        tuple(sorted(stale)),
        sum(map(len, wanted.values())),
        tuple(sorted(folder for folder, text in texts.items() if known[folder].content != text)),
        _leftovers(root, tree, claims, disk, seen),
    )


def hashes_of(tree: Tree) -> dict[str, dict[str, str]]:
    """Folder → path within it → fingerprint, of all derived files: what the indexes are to say."""
    wanted: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for file in tree.files.values():
        if not file.once:
            wanted[file.folder][file.path.removeprefix(f"{file.folder}/")] = file.fingerprint
    return dict(wanted)


def _says(index: Index | None, hashes: Mapping[str, str]) -> bool:
    return index is not None and not index.cut_short and index.hashes == {path: {h} for path, h in hashes.items()}


def _claims(known: Mapping[str, Index]) -> dict[str, set[str]]:
    """Path → fingerprints, by all indexes: a file may have come under another folder's index since it was written."""
    claims: defaultdict[str, set[str]] = defaultdict(set)
    for folder, index in known.items():
        for inner, hashes in index.hashes.items():
            claims[f"{folder}/{inner}"] |= hashes
    return dict(claims)


def _of_tree(tree: Tree, claims: Mapping[str, set[str]], disk: Disk) -> Iterator[Change]:
    for file in tree.files.values():
        found = disk.read(file.path)
        if file.once:
            if found is None and not disk.obstacle(file.path):
                yield Change(file.path, file.folder, State.MISSING)
        elif found is None or not file.stands_as(found):
            yield _difference(file, found, claims.get(file.path, set()), disk)


def _difference(file: File, found: bytes | None, hashes: set[str], disk: Disk) -> Change:
    if found is None:
        obstacle = disk.obstacle(file.path)
        return Change(file.path, file.folder, State.FOREIGN if obstacle else State.MISSING, None, obstacle)
    if not hashes:
        return Change(file.path, file.folder, State.FOREIGN, found)
    return Change(file.path, file.folder, State.STALE if _ours(found, hashes) else State.EDITED, found)


def _orphans(tree: Tree, known: Mapping[str, Index], claims: Mapping[str, set[str]], disk: Disk) -> Iterator[Change]:
    listed = {f"{folder}/{inner}": folder for folder, index in known.items() for inner in index.hashes}
    for path, folder in listed.items():
        if path not in tree.files and (found := disk.read(path)) is not None:
            state = State.ORPHANED if _ours(found, claims[path]) else State.EDITED_ORPHAN
            yield Change(path, folder, state, found)


def _ours(found: bytes, hashes: set[str]) -> bool:
    """Whether the generator wrote this, or it has a conflict marker, which is Git's and goes with the next run."""
    if fingerprint(found) in hashes:
        return True
    return b"\n<<<<<<< " in b"\n" + found and b"\n>>>>>>> " in found


def _without_merged(root: Path, changes: list[Change], known: Mapping[str, Index]) -> list[Change]:
    """What Git merged is no edit by hand. A run cut short leaves several fingerprints as well: those tell no merge."""
    edited = {each.path: each.on_disk or b"" for each in changes if each.state in _UNEDITED}
    if not edited:
        return changes
    several = {
        f"{folder}/{inner}"
        for folder, index in known.items()
        if not index.cut_short
        for inner, hashes in index.hashes.items()
        if len(hashes) > 1
    }
    git = merged(root, edited, several)
    return [replace(each, state=_UNEDITED[each.state]) if each.path in git else each for each in changes]


_UNEDITED = {State.EDITED: State.STALE, State.EDITED_ORPHAN: State.ORPHANED}


def _leftovers(root: Path, tree: Tree, claims: Mapping[str, set[str]], disk: Disk, seen: Survey) -> tuple[str, ...]:
    first = {*_first_versions(root, tree), "blueprint.yaml"}
    temporaries = {*seen.temporaries, *beside(root, disk, first)}
    return (*of_ours(temporaries, {*tree.files, *claims, *first}), *seen.empty)


def _first_versions(root: Path, tree: Tree) -> Iterator[str]:
    """Where first versions of your files are written, and were for services that have gone since."""
    once = [file.path for file in tree.files.values() if file.once]
    yield from once
    names = {path.rpartition("/")[2] for path in once}
    yield from (f"services/{folder.name}/{name}" for folder in (root / "services").glob("*") for name in names)
