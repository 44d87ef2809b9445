"""All that a rename will do, worked out before anything is touched: what moves, what is written, what is left."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plano.delivery.release import FOLDER as RELEASES
from plano.emitters.templates import templates_root
from plano.pipeline import BLUEPRINT, check_root
from plano.platform.model import Platform, Service
from plano.renaming.blueprint import Renamed, renamed
from plano.renaming.derived import Names, names
from plano.renaming.migrations import settled
from plano.renaming.python import rewrite, words_of
from plano.renaming.source import Source
from plano.renaming.targets import RenameError, Target, target

LARGEST = 1 << 20
"""Bytes of a hand-written file that is looked through; what is larger is no source of anybody's."""

_UNSEEN = frozenset({"__pycache__", "migrations", "node_modules", ".venv", "dist"})


@dataclass(frozen=True, slots=True)
class Move:
    """A file or folder of yours and where it goes, both below the root."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Write:
    """A file of yours, by its path after all moves, with its bytes before and after."""

    path: str
    before: bytes
    after: bytes


@dataclass(frozen=True, slots=True)
class Look:
    """A line that a person should look at, since what it means is not certain."""

    path: str
    line: int
    said: str


@dataclass(frozen=True, slots=True)
class Plan:
    """One rename. `writes` ends with the blueprint."""

    target: Target
    renamed: Renamed
    moves: tuple[Move, ...]
    writes: tuple[Write, ...]
    looks: tuple[Look, ...]


def plan(root: Path, kind: str, old: str, new: str) -> Plan | None:
    """What the rename will do; None where the blueprint has errors, which come first.

    RenameError where it cannot be, RefusedError where the blueprint would have errors after it.
    """
    checked = check_root(root)
    if checked.platform is None:
        return None
    raw = (root / BLUEPRINT).read_bytes()
    head = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
    source = Source.of(raw.removeprefix(head).decode())
    wanted = target(source, kind, old, new)
    _insist_derived(checked.platform, wanted)
    after = renamed(source, checked.platform, wanted, settled=settled(root, source, wanted))
    moves = tuple(_moves(root, wanted, after))
    _insist_free(root, moves)
    writes: list[Write] = []
    looks: list[Look] = []
    changed = names(after.old, after.new)
    ejected = {each.package for each in after.old.services if each.ejected}
    for path in _yours(root):
        if path.split("/")[1] in ejected:
            continue
        _take(root, path, moves, changed, writes, looks)
    blueprint = Write(BLUEPRINT, raw, head + after.after.encode())
    return Plan(
        wanted, after, moves, (*writes, blueprint), tuple(sorted(looks, key=lambda each: (each.path, each.line)))
    )


def _insist_derived(platform: Platform, wanted: Target) -> None:
    """What was ejected is not derived any more, so that its code would keep the old name and fit nothing."""
    service = str(wanted.path[1]) if wanted.path[0] == "services" else ""
    if platform.ejected or any(each.name == service and each.ejected for each in platform.services):
        what = f"service '{service}'" if service and not platform.ejected else "this platform"
        raise RenameError(
            f"{what} is ejected: its code is yours, and no rename reaches into it. Change it by hand, with the "
            f"key in {BLUEPRINT} and 'was: {wanted.old}' in it"
        )


def _moves(root: Path, wanted: Target, after: Renamed) -> Iterator[Move]:
    """What carries the name of a service: its folder, its releases, and overrides for it alone."""
    if wanted.kind != "service":
        return
    old = next(each for each in after.old.services if each.name == wanted.old)
    new = next(each for each in after.new.services if each.name == wanted.new)
    folder = f"services/{old.package}"
    if old.package != new.package and os.path.lexists(root / folder):
        yield Move(folder, f"services/{new.package}")
    for file in sorted((root / RELEASES).glob(f"*/{old.name}.yaml")):
        path = file.relative_to(root).as_posix()
        yield Move(path, f"{path.removesuffix(f'{old.name}.yaml')}{new.name}.yaml")
    yield from _overrides(root, old, new)


def _overrides(root: Path, old: Service, new: Service) -> Iterator[Move]:
    """Overrides whose path has a part that is the service's name, and that shadow no template of that path."""
    parts = {old.name: new.name, old.package: new.package, old.generated: new.generated}
    moved: list[str] = []
    for file in sorted((root / "overrides").rglob("*")):
        path = file.relative_to(root)
        inner = path.relative_to("overrides").as_posix()
        name = path.name if path.name in parts else path.stem
        if name not in parts or (templates_root() / inner).exists():
            continue
        if any(path.as_posix().startswith(f"{above}/") for above in moved):
            continue
        moved.append(path.as_posix())
        yield Move(path.as_posix(), path.with_name(path.name.replace(name, parts[name], 1)).as_posix())


def _insist_free(root: Path, moves: tuple[Move, ...]) -> None:
    for each in moves:
        if (root / each.old).is_symlink():
            raise RenameError(f"{each.old} is a link, and nothing is moved through one: put what it leads to there")
        if os.path.lexists(root / each.new):
            raise RenameError(f"{each.new} is there already: move it away or remove it, then rename again")


def _yours(root: Path) -> Iterator[str]:
    """Hand-written files of all services, sorted. No link is followed."""
    for folder, inner, files in os.walk(root / "services"):
        inner[:] = sorted(name for name in inner if name not in _UNSEEN and not Path(folder, name).is_symlink())
        for name in sorted(files):
            file = Path(folder, name)
            if not file.is_symlink() and file.is_file() and file.stat().st_size <= LARGEST:
                yield file.relative_to(root).as_posix()


def _take(
    root: Path, path: str, moves: tuple[Move, ...], changed: Names, writes: list[Write], looks: list[Look]
) -> None:
    """What the rename does to one file of yours."""
    raw = (root / path).read_bytes()
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return
    moved = _moved(path, moves)
    if not path.endswith(".py"):
        looks += [Look(moved, line, f"it names '{word}'") for line, word in words_of(text, changed)]
        return
    body = text.removeprefix("\ufeff")
    found = rewrite(body, _module(path), changed)
    looks += [Look(moved, each.line, each.said) for each in found.doubts]
    if found.changes:
        after = text[: len(text) - len(body)] + found.applied(body)
        writes.append(Write(moved, raw, after.encode()))


def _moved(path: str, moves: tuple[Move, ...]) -> str:
    for each in moves:
        if path == each.old or path.startswith(f"{each.old}/"):
            return each.new + path.removeprefix(each.old)
    return path


def _module(path: str) -> str:
    """The dotted name of a module in the repository."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
