"""What a rename does to one hand-written file: its new text, and the lines that are left to a person."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plano.renaming.blueprint import Renamed
from plano.renaming.derived import Names
from plano.renaming.mentions import is_test, named_in, quoted_in
from plano.renaming.moves import Move, moved
from plano.renaming.python import rewrite, words_of
from plano.renaming.targets import Target

LARGEST = 1 << 20
"""Bytes of a hand-written file that is looked through; what is larger is no source of anybody's."""

_UNSEEN = frozenset({"__pycache__", "migrations", "node_modules", ".venv", "dist"})


@dataclass(frozen=True, slots=True)
class Write:
    """A file of yours, by its path after all moves, with its bytes before and after; before is None for a new one."""

    path: str
    before: bytes | None
    after: bytes


@dataclass(frozen=True, slots=True)
class Look:
    """A line that a person should look at, since what it means is not certain."""

    path: str
    line: int
    said: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What becomes of all hand-written files."""

    writes: tuple[Write, ...]
    looks: tuple[Look, ...]


def seen(root: Path, wanted: Target, after: Renamed, moves: tuple[Move, ...], changed: Names) -> Seen:
    """Every hand-written file below `root`, as the rename of `wanted` leaves it. No link is followed."""
    writes: list[Write] = []
    looks: list[Look] = []
    unlike = _unlike(after)
    ejected = {each.package for each in after.old.services if each.ejected}
    for path in _below(root, "services"):
        package = path.split("/")[1]
        text = _text(root / path)
        if package in ejected or text is None:
            continue
        there = moved(path, moves)
        if wanted.kind == "role" or (wanted.kind == "value" and package in unlike):
            said = f"it says '{wanted.old}', which may be what is '{wanted.new}' now"
            looks += [Look(there, line, said) for line in quoted_in(text, path, wanted.old)]
        _take(root, path, text, there, changed, wanted, writes, looks)
    if wanted.kind == "environment":
        for path in _below(root, "overrides"):
            text = _text(root / path) or ""
            looks += [Look(moved(path, moves), line, f"it names '{wanted.old}'") for line in named_in(text, wanted.old)]
    return Seen(tuple(writes), tuple(sorted(set(looks), key=lambda each: (each.path, each.line, each.said))))


def _unlike(after: Renamed) -> frozenset[str]:
    """The packages of the services that the rename changes something of."""
    pairs = zip(after.old.services, after.new.services, strict=True)
    return frozenset(old.package for old, new in pairs if old != new)


def _below(root: Path, top: str) -> Iterator[str]:
    """Hand-written files below a folder, sorted."""
    for folder, inner, files in os.walk(root / top):
        inner[:] = sorted(name for name in inner if name not in _UNSEEN and not Path(folder, name).is_symlink())
        for name in sorted(files):
            file = Path(folder, name)
            if not file.is_symlink() and file.is_file() and file.stat().st_size <= LARGEST:
                yield file.relative_to(root).as_posix()


def _text(file: Path) -> str | None:
    """What stands in a file; None where that is no text."""
    try:
        return file.read_bytes().decode()
    except UnicodeDecodeError:
        return None


def _take(
    root: Path, path: str, text: str, there: str, changed: Names, wanted: Target, writes: list[Write], looks: list[Look]
) -> None:
    """What the rename does to one file of yours."""
    if not path.endswith(".py"):
        looks += [Look(there, line, f"it names '{word}'") for line, word in words_of(text, changed)]
        return
    body = text.removeprefix("\ufeff")
    found = rewrite(body, _module(path), changed)
    looks += [Look(there, each.line, each.said) for each in found.doubts]
    if found.changes and wanted.kind == "operation" and is_test(path):
        lines = {body.count("\n", 0, each.start) + 1 for each in found.changes}
        said = f"a test that calls '{wanted.old}', which is '{wanted.new}' now"
        looks += [Look(there, line, said) for line in lines]
    elif found.changes:
        after = text[: len(text) - len(body)] + found.applied(body)
        writes.append(Write(there, (root / path).read_bytes(), after.encode()))


def _module(path: str) -> str:
    """The dotted name of a module in the repository."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
