"""Where an external's file may be: inside the repository, and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

LARGEST = 8 << 20
"""Bytes of a document."""


class UnusableError(Exception):
    """Why a file cannot be read, and what to do."""

    def __init__(self, said: str, mend: str) -> None:
        super().__init__(said)
        self.mend = mend


def located(root: Path, file: str) -> Path:
    """The file of that name below `root`, links followed. UnusableError where it would be elsewhere."""
    if not file.isprintable() or "\\" in file or re.match("[A-Za-z]:", file):
        raise UnusableError(f"{file!r} is no path of a file here", "write it with / between folders")
    if file.startswith("/") or ".." in file.split("/"):
        raise UnusableError(
            f"{file!r} is not inside the repository", "copy the file there, and name it relative to the blueprint"
        )
    top = root.resolve()
    try:
        found = (top / file).resolve()
    except (OSError, RuntimeError):  # a circle of links
        raise UnusableError(f"{file!r} leads nowhere", "name the file itself") from None
    if not found.is_relative_to(top):
        raise UnusableError(f"{file!r} is a link out of the repository", "copy the file there instead")
    return found


def content(root: Path, file: str) -> bytes:
    """The bytes of that file. UnusableError where there are none to be had."""
    path = located(root, file)
    try:
        if not path.is_file():
            is_there = path.exists()
            said = f"{file!r} is not a file" if is_there else f"there is no file {file!r}"
            raise UnusableError(said, "name the OpenAPI document, relative to the blueprint")
        with path.open("rb") as stream:
            found = stream.read(LARGEST + 1)
    except OSError as error:
        said = f"{file!r} cannot be read: {error.strerror or 'unknown reason'}"
        raise UnusableError(said, "it must be a file that you may read") from None
    if len(found) > LARGEST:
        said = f"{file!r} is larger than {LARGEST >> 20} MiB"
        raise UnusableError(said, "leave out the operations that nobody here calls")
    return found
