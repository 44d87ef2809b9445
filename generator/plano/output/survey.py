"""What stands where the generator writes: its indexes, and what runs that were killed have left."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from plano.output.disk import Disk
from plano.output.index import INDEX_NAME

_TEMPORARY = re.compile(r"\.(.+)\.[0-9]+\.tmp")


@dataclass(frozen=True, slots=True)
class Survey:
    """Paths below the root, each sorted."""

    indexed: tuple[str, ...]  # folders that have an index
    temporaries: tuple[str, ...]  # files named as `temporary_name` names them
    empty: tuple[str, ...]  # folders of generated/ that hold nothing
    folders: tuple[str, ...]  # all folders of generated/


def temporary_name(name: str) -> str:
    """What this process calls a file until it is whole."""
    return f".{name}.{os.getpid()}.tmp"


def survey(root: Path, disk: Disk) -> Survey:
    """Look through generated/ and each service's migrations/, and follow no link."""
    indexed: list[str] = []
    temporaries: list[str] = []
    empty: list[str] = []
    folders: list[str] = []
    ahead = ["generated"] if disk.real("generated") else []
    while ahead:
        folder = ahead.pop()
        folders.append(folder)
        inside = _entries(root, folder)
        if inside is None:
            continue
        if not inside:
            empty.append(folder)
        for name, is_folder in inside:
            if is_folder:
                if name != "__pycache__":
                    ahead.append(f"{folder}/{name}")
            elif name == INDEX_NAME:
                indexed.append(folder)
            elif name[0] == "." and _TEMPORARY.fullmatch(name):
                temporaries.append(f"{folder}/{name}")
    for service in _names(root, disk, "services"):
        folder = f"services/{service}/migrations"
        names = _names(root, disk, folder)
        if INDEX_NAME in names:
            indexed.append(folder)
        temporaries += [f"{folder}/{name}" for name in names if _TEMPORARY.fullmatch(name)]
    return Survey(*(tuple(sorted(each)) for each in (indexed, temporaries, empty, folders)))


def _entries(root: Path, folder: str) -> list[tuple[str, bool]] | None:
    """The names in a folder, each with whether it is a folder itself; None where it cannot be read."""
    try:
        with os.scandir(f"{root}/{folder}") as found:
            return [(each.name, each.is_dir(follow_symlinks=False)) for each in found]
    except OSError:
        return None


def beside(root: Path, disk: Disk, paths: Iterable[str]) -> list[str]:
    """Temporary files in the folders of these paths."""
    folders = {path.rpartition("/")[0] for path in paths}
    return [
        f"{folder}/{name}".lstrip("/")
        for folder in sorted(folders)
        for name in _names(root, disk, folder)
        if _TEMPORARY.fullmatch(name)
    ]


def of_ours(temporaries: Iterable[str], ours: Callable[[str], bool]) -> tuple[str, ...]:
    """Those that would have become an index or a path that is `ours`: a name alone does not make a file ours."""
    found: set[str] = set()
    for temporary in temporaries:
        folder, slash, name = temporary.rpartition("/")
        match = _TEMPORARY.fullmatch(name)
        if match is not None and (match[1] == INDEX_NAME or ours(f"{folder}{slash}{match[1]}")):
            found.add(temporary)
    return tuple(sorted(found))


def _names(root: Path, disk: Disk, folder: str) -> list[str]:
    if not disk.real(folder):
        return []
    try:
        return sorted(os.listdir(root / folder))
    except OSError:
        return []
