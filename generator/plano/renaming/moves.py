"""What of yours carries the name of a service or an environment in its path, and where it goes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from plano.delivery.release import FOLDER as RELEASES
from plano.emitters.chart.patchable import PATCHES
from plano.emitters.templates import templates_root
from plano.renaming.blueprint import Renamed
from plano.renaming.targets import RenameError, Target


@dataclass(frozen=True, slots=True)
class Move:
    """A file or folder of yours and where it goes, both below the root."""

    old: str
    new: str


def moves_of(root: Path, wanted: Target, after: Renamed) -> tuple[Move, ...]:
    """All that moves. RenameError where something is in the way of it, or where it is a link."""
    found: tuple[Move, ...] = ()
    if wanted.kind == "service":
        found = tuple(_of_service(root, wanted, after))
    elif wanted.kind == "environment":
        found = tuple(_of_environment(root, wanted, after))
    for each in found:
        if (root / each.old).is_symlink():
            raise RenameError(f"{each.old} is a link, and nothing is moved through one: put what it leads to there")
        if os.path.lexists(root / each.new):
            raise RenameError(f"{each.new} is there already: move it away or remove it, then rename again")
    return found


def moved(path: str, moves: tuple[Move, ...]) -> str:
    """Where a path is after all moves."""
    for each in moves:
        if path == each.old or path.startswith(f"{each.old}/"):
            return each.new + path.removeprefix(each.old)
    return path


def _of_service(root: Path, wanted: Target, after: Renamed) -> Iterator[Move]:
    """Its folder, its releases, the patches of its values, and overrides for it alone."""
    old = next(each for each in after.old.services if each.name == wanted.old)
    new = next(each for each in after.new.services if each.name == wanted.new)
    folder = f"services/{old.package}"
    if old.package != new.package and os.path.lexists(root / folder):
        yield Move(folder, f"services/{new.package}")
    for above in (RELEASES, PATCHES):
        for file in sorted((root / above).glob(f"*/{old.name}.yaml")):
            path = file.relative_to(root).as_posix()
            yield Move(path, f"{path.removesuffix(f'{old.name}.yaml')}{new.name}.yaml")
    yield from _overrides(root, {old.name: new.name, old.package: new.package, old.generated: new.generated})


def _of_environment(root: Path, wanted: Target, after: Renamed) -> Iterator[Move]:
    """Its releases, its secrets, the patches of its values, and overrides for it alone."""
    old, new = wanted.old, wanted.new
    for path in (f"{RELEASES}/{{}}", "secrets/{}.sops.yaml", f"{PATCHES}/{{}}"):
        if os.path.lexists(root / path.format(old)):
            yield Move(path.format(old), path.format(new))
    if not any(old in (each.name, each.package, each.generated) for each in after.old.services):
        yield from _overrides(root, {old: new})


def _overrides(root: Path, parts: Mapping[str, str]) -> Iterator[Move]:
    """Overrides whose path has a part that is the name, and that shadow no template of that path."""
    done: list[str] = []
    for file in sorted((root / "overrides").rglob("*")):
        path = file.relative_to(root)
        inner = path.relative_to("overrides").as_posix()
        name = path.name if path.name in parts else path.stem
        if name not in parts or (templates_root() / inner).exists() or f"{path.as_posix()}/".startswith(f"{PATCHES}/"):
            continue
        if any(path.as_posix().startswith(f"{above}/") for above in done):
            continue
        done.append(path.as_posix())
        yield Move(path.as_posix(), path.with_name(path.name.replace(name, parts[name], 1)).as_posix())
