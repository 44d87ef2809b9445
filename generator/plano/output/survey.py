"""What stands where the generator writes: its indexes, and what runs that were killed have left."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterable
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


def temporary_name(name: str) -> str:
    """What this process calls a file until it is whole."""
    return f".{name}.{os.getpid()}.tmp"


def survey(root: Path, disk: Disk) -> Survey:
    """Look through generated/ and each service's migrations/, and follow no link."""
    indexed: list[str] = []
    temporaries: list[str] = []
    empty: list[str] = []
    for top, folders, files in os.walk(root / "generated") if disk.real("generated") else ():
        folder = Path(top).relative_to(root).as_posix()
        if not folders and not files:
            empty.append(folder)
        folders[:] = [name for name in folders if name != "__pycache__"]
        if INDEX_NAME in files:
            indexed.append(folder)
        temporaries += [f"{folder}/{name}" for name in files if _TEMPORARY.fullmatch(name)]
    for service in _names(root, disk, "services"):
        folder = f"services/{service}/migrations"
        names = _names(root, disk, folder)
        if INDEX_NAME in names:
            indexed.append(folder)
        temporaries += [f"{folder}/{name}" for name in names if _TEMPORARY.fullmatch(name)]
    return Survey(tuple(sorted(indexed)), tuple(sorted(temporaries)), tuple(sorted(empty)))


def beside(root: Path, disk: Disk, paths: Iterable[str]) -> list[str]:
    """Temporary files in the folders of these paths."""
    folders = {path.rpartition("/")[0] for path in paths}
    return [
        f"{folder}/{name}".lstrip("/")
        for folder in sorted(folders)
        for name in _names(root, disk, folder)
        if _TEMPORARY.fullmatch(name)
    ]


def of_ours(temporaries: Iterable[str], paths: Container[str]) -> tuple[str, ...]:
    """Those that would have become an index or one of these paths: a name alone does not make a file ours."""
    found: set[str] = set()
    for temporary in temporaries:
        folder, slash, name = temporary.rpartition("/")
        match = _TEMPORARY.fullmatch(name)
        if match is not None and (match[1] == INDEX_NAME or f"{folder}{slash}{match[1]}" in paths):
            found.add(temporary)
    return tuple(sorted(found))


def _names(root: Path, disk: Disk, folder: str) -> list[str]:
    if not disk.real(folder):
        return []
    try:
        return sorted(os.listdir(root / folder))
    except OSError:
        return []
