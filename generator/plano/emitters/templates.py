"""Where templates stand: Plano's own, those that other packages bring, and what a platform has in their place."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from plano.overriding.model import FOLDER, NONE, Overrides

_SKIPPED = {"__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}


@cache
def templates_root() -> Path:
    """`templates/` of a checkout, else the folder of that name inside the installed package."""
    package = Path(__file__).resolve().parents[1]
    if package.parent.name == "generator":
        return package.parents[1] / "templates"
    return package / "templates"


@cache
def plugged_folders() -> Mapping[str, Path]:
    """Name of another package's emitter → the folder in which its `<name>/…` stands, where it has templates."""
    from plano.emitters.registry import plugged

    return {each.name: each.templates for each in plugged().emitters if each.templates is not None}


def builtin_file(path: str) -> Path:
    """The file of a template that is not an override. FileNotFoundError where its path leaves the templates."""
    if {"", ".", ".."} & set(path.split("/")) or "\\" in path:
        raise FileNotFoundError(path)
    name, slash, _ = path.partition("/")
    folder = plugged_folders().get(name) if slash else None
    return (folder or templates_root()) / path


def copied(path: str, overrides: Overrides = NONE) -> bytes:
    """The bytes of a file that is copied: the platform's own, or else the builtin one. OSError where there is none."""
    override = overrides.of(path)
    return _builtin(path) if override is None else override.body


def shadowable() -> tuple[str, ...]:
    """Every template that can be overridden, by its path, sorted: those of emitters, and of no one else."""
    from plano.emitters.registry import emitters

    folders = plugged_folders()
    found: list[str] = []
    for name in sorted({each.name for each in emitters()}):
        top = folders.get(name) or templates_root()
        found += (path.relative_to(top).as_posix() for path in _below(top / name))
    return tuple(found)


def sources(root: Path) -> tuple[Path, ...]:
    """Every file that decides what templates give for the platform at `root`, sorted: builtin ones and overrides."""
    folders = (templates_root(), *(top / name for name, top in plugged_folders().items()), root / FOLDER)
    return tuple(sorted(path for folder in folders for path in _below(folder)))


def _below(folder: Path) -> Iterator[Path]:
    """Files, through no link; not what tools leave beside Python."""
    for top, names, files in os.walk(folder):
        names[:] = sorted(name for name in names if name not in _SKIPPED)
        yield from (Path(top, name) for name in sorted(files))


@cache
def _builtin(path: str) -> bytes:
    return builtin_file(path).read_bytes()


def clear() -> None:
    """Forget what was read, for a process in which templates change."""
    _builtin.cache_clear()
