"""Making the disk what the tree says: only what differs, each file whole or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from plano.output.compare import Change, Comparison, State
from plano.output.disk import Disk
from plano.output.errors import OutputError
from plano.output.index import INDEX_NAME, fingerprint, index_text, intent_text
from plano.output.placing import place, prune
from plano.output.tree import Tree

REFUSED = (State.EDITED, State.EDITED_ORPHAN, State.FOREIGN)

_NOTHING = "0" * 16
"""A fingerprint that no file has: the path stays known, and what stands there stays edited."""


@dataclass(frozen=True, slots=True)
class Written:
    """Paths that were added, changed and removed, each sorted; and how what was added or changed looks now."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    looks: Mapping[str, str]

    @property
    def folders(self) -> set[str]:
        """Those of generated/ above what was added."""
        found: set[str] = set()
        for path in self.added:
            folder = path.rpartition("/")[0]
            while folder.startswith("generated") and folder not in found:
                found.add(folder)
                folder = folder.rpartition("/")[0]
        return found


def refused(comparison: Comparison) -> tuple[Change, ...]:
    """What stands in the way of writing: files edited by hand, and what is not ours."""
    return comparison.of(*REFUSED)


def write(tree: Tree, comparison: Comparison, root: Path) -> Written:
    """Write every difference, hand edits included: whoever calls has asked for it, or seen that there are none.

    OutputError, before anything is written, for a folder or a link in the way; and where the disk is full or
    lets nothing be written. The indexes name old and new content while files are written, so that the next
    run ends what a run cut short began, and takes nothing of it for an edit by hand. An edited file that was taken
    out of the comparison, and that nothing gives any more, stays in its index.
    """
    wanted = tree.hashes
    orphans = _kept_orphans(comparison)
    indexes = (*comparison.stale_indexes, *comparison.untidy_indexes)
    _insist_on_way(root, comparison, indexes)
    for path in comparison.leftovers:
        prune(root, path)
    intents = _intents(comparison.changes, wanted, orphans)
    for folder, hashes in intents.items():
        place(root, f"{folder}/{INDEX_NAME}", intent_text(hashes).encode())
    looks: dict[str, str] = {}
    for change in comparison.changes:
        if change.path in tree.files:
            looks[change.path] = place(root, change.path, tree.files[change.path].content)
        else:
            prune(root, change.path)
    for folder in sorted({*indexes, *intents}):
        if lines := {**orphans.get(folder, {}), **wanted.get(folder, {})}:
            place(root, f"{folder}/{INDEX_NAME}", index_text(lines).encode())
        else:
            prune(root, f"{folder}/{INDEX_NAME}")
    return Written(
        added=_paths(comparison.of(State.MISSING)),
        changed=_paths(change for change in comparison.changes if _is_change(change, tree)),
        removed=_paths(comparison.of(State.ORPHANED, State.EDITED_ORPHAN)),
        looks=looks,
    )


def replace(path: Path, content: bytes) -> None:
    """Write a file of the user's whole or not at all, with the folders above it; it keeps its mode.

    OutputError where the system does not let it.
    """
    mode = 0o644
    with suppress(OSError):
        mode = path.stat().st_mode & 0o777
    place(path.parent, path.name, content, mode)


def _insist_on_way(root: Path, comparison: Comparison, indexes: Iterable[str]) -> None:
    """Nothing is written or removed through a link, however it came there."""
    disk = Disk(root)
    for path in (*(change.path for change in comparison.changes), *(f"{folder}/{INDEX_NAME}" for folder in indexes)):
        above = disk.obstacle(path)
        if above and above != path:
            raise OutputError(above, "a link or a file stands where a folder belongs", "used")
    for change in comparison.changes:
        if change.obstacle:
            raise OutputError(change.obstacle, "a folder or a link stands there")


def _kept_orphans(comparison: Comparison) -> dict[str, dict[str, str]]:
    """Folder → path within it → a fingerprint, of what was edited and is left as it is, though nothing gives it."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for change in comparison.kept:
        if change.state is State.EDITED_ORPHAN:
            found[change.folder][change.path.removeprefix(f"{change.folder}/")] = _NOTHING
    return dict(found)


def _intents(
    changes: Iterable[Change], wanted: Mapping[str, Mapping[str, str]], orphans: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, set[str]]]:
    """Folder → path within it → fingerprints of what may stand there until all is written.

    The fingerprint of what somebody edited is not among them: if the run is cut short before the edit is
    overwritten, it is still one.
    """
    before: defaultdict[str, dict[str, str]] = defaultdict(dict)
    before.update({folder: dict(paths) for folder, paths in orphans.items()})
    touched: set[str] = set()
    for change in changes:
        if change.state in (State.STALE, State.ORPHANED) and change.on_disk is not None:
            before[change.folder][change.path.removeprefix(f"{change.folder}/")] = fingerprint(change.on_disk)
        elif change.state is State.EDITED_ORPHAN:
            before[change.folder][change.path.removeprefix(f"{change.folder}/")] = _NOTHING
        if change.folder in wanted and change.path.startswith(f"{change.folder}/"):
            touched.add(change.folder)
    intents: dict[str, dict[str, set[str]]] = {}
    for folder in sorted(touched):
        intents[folder] = {path: {each} for path, each in wanted[folder].items()}
        for path, each in before[folder].items():
            intents[folder].setdefault(path, set()).add(each)
    return intents


def _is_change(change: Change, tree: Tree) -> bool:
    return change.path in tree.files and change.state is not State.MISSING


def _paths(changes: Iterable[Change]) -> tuple[str, ...]:
    return tuple(change.path for change in changes)
