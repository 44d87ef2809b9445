"""How the disk differs from the tree. Reads only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

from plano.output.disk import Disk
from plano.output.index import INDEX_NAME, Index, fingerprint, index_text, known_files
from plano.output.merges import merged
from plano.output.stamp import NO_STAMP, Stamp
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
    looks: Mapping[str, str] = field(
        default_factory=dict
    )  # of the tree's files that are as it wants them, once they were looked at
    folders: tuple[str, ...] = ()  # of generated/, that there are
    kept: tuple[Change, ...] = ()  # what was taken out: it stays on the disk, and what was ours stays known

    @property
    def clean(self) -> bool:
        """Whether writing would do nothing."""
        return not (self.changes or self.stale_indexes or self.untidy_indexes or self.leftovers)

    def of(self, *states: State) -> tuple[Change, ...]:
        """The changes of these states."""
        return tuple(change for change in self.changes if change.state in states)

    def without(self, changes: tuple[Change, ...]) -> Comparison:
        """These differences but some. An index that one of these stands in the way of is as it can be."""
        obstacles = {change.obstacle for change in changes if change.obstacle}

        def free(folder: str) -> bool:
            return not any(f"{folder}/".startswith(f"{obstacle}/") for obstacle in obstacles)

        return replace(
            self,
            changes=tuple(change for change in self.changes if change not in changes),
            stale_indexes=tuple(filter(free, self.stale_indexes)),
            untidy_indexes=tuple(filter(free, self.untidy_indexes)),
            kept=(*self.kept, *changes),
        )

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


def compare(tree: Tree, root: Path, left: Stamp = NO_STAMP) -> Comparison:
    """The disk under `root` against `tree`. OutputError for what is there and cannot be read.

    `left` is what the last run left: a file that surely is as it was then is not read again.
    """
    disk = Disk(root, left)
    seen = survey(root, disk)
    known = known_files(disk, {*tree.hashes, *seen.indexed})
    texts = {folder: index_text(hashes).encode() for folder, hashes in tree.hashes.items()}
    settled = {folder for folder, index in known.items() if texts.get(folder) == index.content}
    trusted = {folder for folder in settled if disk.untouched(f"{folder}/{INDEX_NAME}")}
    untouched = {
        path for path, file in tree.files.items() if (file.once or file.folder in trusted) and disk.untouched(path)
    }
    changes = [*_of_tree(tree, untouched, known, disk), *_orphans(tree, settled, known, disk)]
    changes = _without_merged(root, changes, known)
    changes.sort(key=lambda change: change.path)
    changed = {change.path for change in changes}
    unsettled = known.keys() - settled
    says = settled | {folder for folder in unsettled if _says(known[folder], tree.hashes.get(folder))}
    return Comparison(
        tuple(changes),
        tuple(sorted((tree.hashes.keys() | known.keys()) - says)),
        sum(map(len, tree.hashes.values())),
        tuple(sorted(says - settled)),
        _leftovers(root, tree, known, disk, seen),
        {path: look for path, look in disk.looks.items() if path in tree.files and path not in changed},
        seen.folders,
    )


def _says(index: Index, hashes: Mapping[str, str] | None) -> bool:
    return not index.cut_short and hashes is not None and index.hashes == {path: {h} for path, h in hashes.items()}


def _claims(known: Mapping[str, Index], path: str) -> set[str]:
    """Fingerprints by all indexes: a file may have come under another folder's index since it was written."""
    found: set[str] = set()
    folder = path
    while folder:
        folder = folder.rpartition("/")[0]
        if folder in known:
            found |= known[folder].hashes.get(path[len(folder) + 1 :], set())
    return found


def _of_tree(tree: Tree, untouched: Set[str], known: Mapping[str, Index], disk: Disk) -> Iterator[Change]:
    for file in tree.files.values():
        if file.path in untouched:
            continue
        found = disk.read(file.path)
        if file.once:
            if found is None and not disk.obstacle(file.path):
                yield Change(file.path, file.folder, State.MISSING)
        elif found is None or not file.stands_as(found):
            yield _difference(file, found, known, disk)


def _difference(file: File, found: bytes | None, known: Mapping[str, Index], disk: Disk) -> Change:
    if found is None:
        obstacle = disk.obstacle(file.path)
        return Change(file.path, file.folder, State.FOREIGN if obstacle else State.MISSING, None, obstacle)
    hashes = _claims(known, file.path)
    if not hashes:
        return Change(file.path, file.folder, State.FOREIGN, found)
    return Change(file.path, file.folder, State.STALE if _ours(found, hashes) else State.EDITED, found)


def _orphans(tree: Tree, settled: Set[str], known: Mapping[str, Index], disk: Disk) -> Iterator[Change]:
    listed = {
        f"{folder}/{inner}": folder
        for folder, index in known.items()
        if folder not in settled
        for inner in index.hashes.keys() - tree.hashes.get(folder, {}).keys()
    }
    for path, folder in listed.items():
        if path not in tree.files and (found := disk.read(path)) is not None:
            state = State.ORPHANED if _ours(found, _claims(known, path)) else State.EDITED_ORPHAN
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


def _leftovers(root: Path, tree: Tree, known: Mapping[str, Index], disk: Disk, seen: Survey) -> tuple[str, ...]:
    first = {*_first_versions(root, tree), "blueprint.yaml"}
    temporaries = {*seen.temporaries, *beside(root, disk, first)}

    def ours(path: str) -> bool:
        return path in tree.files or path in first or bool(_claims(known, path))

    return (*of_ours(temporaries, ours), *seen.empty)


def _first_versions(root: Path, tree: Tree) -> Iterator[str]:
    """Where first versions of your files are written, and were for services that have gone since."""
    once = [file.path for file in tree.files.values() if file.once]
    yield from once
    names = {path.rpartition("/")[2] for path in once}
    yield from (f"services/{folder.name}/{name}" for folder in (root / "services").glob("*") for name in names)
