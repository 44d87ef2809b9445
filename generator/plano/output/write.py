"""Making the disk what the tree says: only what differs, each file whole or not at all."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from plano.output.compare import Change, Comparison, State
from plano.output.index import INDEX_NAME, fingerprint, index_text
from plano.output.tree import Tree

REFUSED = (State.EDITED, State.EDITED_ORPHAN, State.FOREIGN)


@dataclass(frozen=True, slots=True)
class Written:
    """Paths that were added, changed and removed, each sorted."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def refused(comparison: Comparison) -> tuple[Change, ...]:
    """What stands in the way of writing: files edited by hand, and what is not ours."""
    return comparison.of(*REFUSED)


def write(tree: Tree, comparison: Comparison, root: Path) -> Written:
    """Write every difference, hand edits included: whoever calls has asked for it, or seen that there are none.

    A folder or a link in the way stays and is an OSError. An index names old and new content while files
    are written, so that a run cut short leaves nothing that looks like an edit by hand.
    """
    wanted = _wanted(tree)
    for folder in _folders(comparison.changes):
        _announce(root, folder, wanted.get(folder, {}))
    for change in comparison.changes:
        if change.path in tree.files:
            replace(root / change.path, tree.files[change.path].content)
        else:
            _remove(root, change.path)
    for folder in comparison.stale_indexes:
        if folder in wanted:
            replace(root / folder / INDEX_NAME, index_text(wanted[folder]).encode())
        else:
            _remove(root, f"{folder}/{INDEX_NAME}")
    return Written(
        added=_paths(comparison.of(State.MISSING)),
        changed=_paths(change for change in comparison.changes if _is_change(change, tree)),
        removed=_paths(comparison.of(State.ORPHANED, State.EDITED_ORPHAN)),
    )


def _wanted(tree: Tree) -> dict[str, dict[str, str]]:
    wanted: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for file in tree.files.values():
        if not file.once:
            wanted[file.folder][file.path.removeprefix(f"{file.folder}/")] = fingerprint(file.content)
    return dict(wanted)


def _is_change(change: Change, tree: Tree) -> bool:
    return change.path in tree.files and change.state is not State.MISSING


def _folders(changes: Iterable[Change]) -> list[str]:
    """Folders whose index speaks of files that are about to change."""
    touched = (State.STALE, State.EDITED, State.FOREIGN)
    return sorted({change.folder for change in changes if change.state in touched})


def _announce(root: Path, folder: str, hashes: dict[str, str]) -> None:
    index = root / folder / INDEX_NAME
    before = index.read_text(encoding="utf-8", errors="replace") if index.exists() else ""
    replace(index, (before + index_text(hashes)).encode())


def replace(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, with the folders above it."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        try:
            _create(temporary, content)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            _create(temporary, content)
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _create(path: Path, content: bytes) -> None:
    with open(path, "xb") as file:
        file.write(content)


def _remove(root: Path, path: str) -> None:
    """Remove a file of ours, what Python compiled of it, and the folders that are then empty."""
    target = root / path
    target.unlink(missing_ok=True)
    compiled = target.parent / "__pycache__"
    if target.suffix == ".py":
        for each in compiled.glob(f"{target.stem}.*.pyc"):
            each.unlink()
    for folder in (compiled, *target.parents):
        if folder == root:
            break
        try:
            folder.rmdir()
        except OSError:
            if folder != compiled:
                break


def _paths(changes: Iterable[Change]) -> tuple[str, ...]:
    return tuple(change.path for change in changes)
