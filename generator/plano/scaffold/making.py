"""From answers to a repository: rendered, checked, generated, committed, and only then in place."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from plano.output.lock import LOCK, writing
from plano.scaffold import staging
from plano.scaffold.errors import CollisionError, ScaffoldError
from plano.scaffold.source import Source
from plano.scaffold.versioning import Commit, committed

_NEVER_KEPT = ("blueprint.yaml", "requirements.txt", ".copier-answers.yml", "generated/", "schemas/")
"""What a repository of Plano's is: with another file there it would be none."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: answers by their question's name, and paths that stay as they are."""

    source: Source
    answers: Mapping[str, str]
    defaults: bool
    keep: Sequence[str]


@dataclass(frozen=True, slots=True)
class Made:
    """How many files were put in place, what became of the first commit, and whether the template was uncommitted."""

    files: int
    commit: Commit
    draft: bool


def resumed(root: Path) -> int | None:
    """End what a run that was killed had begun to put in place; gives how many files it was, None if there was none.

    CollisionError if something came in the way meanwhile, LockedError if that run still goes on.
    """
    if not staging.begun(root):
        return None
    with writing(root, ends=True):
        return staging.move(root)


def make(root: Path, wanted: Wanted) -> Made:
    """A platform's repository in the folder `root`, which may hold other files.

    ScaffoldError where it cannot be; then the folder is as it was before. LockedError where another run is at it.
    """
    _insist_on_keepable(wanted.keep)
    made_folders = _folders_to_make(root)
    had_own = (root / ".plano").exists()
    try:
        root.mkdir(parents=True, exist_ok=True)
        with writing(root):
            try:
                return _make(root, wanted)
            finally:
                if not staging.begun(root):
                    staging.discard(root)
                if not had_own and not (root / "blueprint.yaml").exists():
                    (root / LOCK).unlink(missing_ok=True)
    except OSError as error:
        raise ScaffoldError(f"{root} cannot be made: {os.strerror(error.errno or 0).lower()}") from error
    finally:
        for folder in (*(() if had_own else (root / ".plano",)), *made_folders):
            with suppress(OSError):
                folder.rmdir()  # succeeds only where nothing was put in place


def _make(root: Path, wanted: Wanted) -> Made:
    from plano.scaffold.rendering import derive, render

    tree = staging.cleared(root)
    draft = render(wanted.source, tree, wanted.answers, defaults=wanted.defaults)
    derive(tree)
    for path in wanted.keep:
        if (root / path).exists():
            (tree / path).unlink(missing_ok=True)
    if found := staging.collisions(root, staging.files(tree)):
        raise CollisionError(found)
    commit = committed(root, tree)
    return Made(staging.move(root), commit, draft)


def _insist_on_keepable(paths: Sequence[str]) -> None:
    for path in paths:
        if any(path == each or (each.endswith("/") and path.startswith(each)) for each in _NEVER_KEPT):
            raise ScaffoldError(f"'{path}' cannot be kept: Plano writes it. Move yours elsewhere", answer=True)


def _folders_to_make(root: Path) -> tuple[Path, ...]:
    """`root` and the folders above it that are not there yet, the innermost first."""
    return tuple(folder for folder in (root, *root.parents) if not folder.exists())
