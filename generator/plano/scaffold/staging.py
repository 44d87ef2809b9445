"""Made aside, then moved into place: a repository is there whole or not at all, whenever the making ends.

All is made in `.plano/new/tree`. Only then a journal says what is to be moved, and each file is moved by one rename.
A run that was killed before the journal left nothing but that folder; one that was killed after it is ended by the
next run, from the journal.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from plano.output.errors import refusal
from plano.output.placing import place
from plano.scaffold.errors import CollisionError

STAGE = ".plano/new"
TREE = f"{STAGE}/tree"
_JOURNAL = f"{STAGE}/journal.json"
_GIT = ".git"


def begun(root: Path) -> bool:
    """Whether an earlier run ended while it moved files into place."""
    return (root / _JOURNAL).is_file()


def cleared(root: Path) -> Path:
    """The folder to make the repository in, with nothing in it. OutputError where the system does not let it."""
    try:
        shutil.rmtree(root / STAGE, ignore_errors=True)
        (root / STAGE).mkdir(parents=True)
    except OSError as error:
        raise refusal(error, STAGE) from error
    return root / TREE


def files(tree: Path) -> tuple[str, ...]:
    """Paths of all files that belong to the repository, sorted: not what Plano and Git keep for themselves."""
    found = (path.relative_to(tree) for path in tree.rglob("*") if not path.is_dir())
    return tuple(sorted(path.as_posix() for path in found if path.parts[0] not in (".plano", _GIT)))


def collisions(root: Path, paths: Iterable[str]) -> tuple[str, ...]:
    """What is there already under `root` and is not the same, of the files `paths` made in the tree, sorted."""
    return tuple(sorted(set(_collisions(root, paths))))


def move(root: Path) -> int:
    """Move all that was made into place; gives how many files. CollisionError if something came in the way meanwhile.

    No file that is there is overwritten. What was moved stays moved, and the next run moves the rest.
    """
    tree = root / TREE
    if not begun(root):
        place(root, _JOURNAL, json.dumps(files(tree), indent=1).encode())
    paths = tuple(json.loads((root / _JOURNAL).read_bytes()))
    left = [path for path in paths if (tree / path).is_file()]
    if found := collisions(root, left):
        raise CollisionError(found)
    for path in left:
        _settle(tree / path, root / path, path)
    if (tree / _GIT).is_dir() and not (root / _GIT).exists():
        _settle(tree / _GIT, root / _GIT, _GIT)  # last: a repository is one once all of it is there
    discard(root)
    return len(paths)


def discard(root: Path) -> None:
    """Remove what was made aside. The journal goes first: what is left of the rest means nothing without it."""
    (root / _JOURNAL).unlink(missing_ok=True)
    shutil.rmtree(root / STAGE, ignore_errors=True)


def _settle(staged: Path, target: Path, path: str) -> None:
    try:
        if target.is_file():  # the same: it is no collision
            staged.unlink()
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        os.rename(staged, target)
    except OSError as error:
        raise refusal(error, path) from error


def _collisions(root: Path, paths: Iterable[str]) -> Iterator[str]:
    for path in paths:
        above = _obstacle(root, path)
        if above:
            yield above
        elif os.path.lexists(root / path) and not _same(root / TREE / path, root / path):
            yield path


def _obstacle(root: Path, path: str) -> str:
    """The nearest file or link that stands where a folder above `path` belongs; empty without one."""
    for folder in reversed(Path(path).parents[:-1]):
        there = root / folder
        if there.is_symlink() or (there.exists() and not there.is_dir()):
            return folder.as_posix()
    return ""


def _same(staged: Path, target: Path) -> bool:
    return target.is_file() and not target.is_symlink() and staged.read_bytes() == target.read_bytes()
