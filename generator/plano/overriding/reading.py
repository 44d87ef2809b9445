"""Reading `overrides/`: its paths are untrusted, its files are the platform's own code."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plano.diagnostics.model import Diagnostic, Severity
from plano.output.disk import Disk
from plano.overriding.model import FOLDER, Override, Overrides

LARGEST = 1 << 20
"""Bytes of one override; Plano's largest template has a fiftieth of that."""

_IGNORED = "README.md"  # at the top, where no template has its path
_VALUES = "values/"  # patches of services' values: `delivery.patching` reads them


@dataclass(frozen=True, slots=True)
class Reading:
    """The overrides of a platform, and an error for each file that cannot be one."""

    overrides: Overrides
    diagnostics: tuple[Diagnostic, ...]


NOTHING_READ = Reading(Overrides(), ())
"""Of a blueprint that has no repository around it."""


def read(root: Path) -> Reading:
    """All overrides below `root`. Names that begin with a dot are passed over, and `overrides/README.md` is.

    Nothing is read through a link. OutputError where the system does not let a file be read.
    """
    disk = Disk(root)
    if not os.path.lexists(root / FOLDER):
        return NOTHING_READ
    if not disk.real(FOLDER):
        return Reading(Overrides(), (_not_read(FOLDER, "is a link or a file, and not a folder"),))
    found: list[Override] = []
    wrong: list[Diagnostic] = []
    for path in sorted(_paths(root / FOLDER)):
        content = disk.read(f"{FOLDER}/{path}", LARGEST + 1)
        if content is None:
            wrong.append(_not_read(f"{FOLDER}/{path}", "is a link, or no plain file"))
        elif len(content) > LARGEST:
            wrong.append(_not_read(f"{FOLDER}/{path}", f"has more than {LARGEST >> 20} MiB"))
        else:
            found.append(Override(path, content))
    return Reading(Overrides(tuple(found)), tuple(wrong))


def _paths(top: Path) -> Iterator[str]:
    """Files and links below `top`, as paths with `/`."""
    for folder, names, files in os.walk(top):
        inside = Path(folder)
        names[:] = sorted(name for name in names if not name.startswith("."))
        links = [name for name in names if (inside / name).is_symlink()]
        for name in (*files, *links):
            path = (inside / name).relative_to(top).as_posix()
            if not name.startswith(".") and path != _IGNORED and not path.startswith(_VALUES):
                yield path


def _not_read(file: str, why: str) -> Diagnostic:
    mend = "put the file itself there, or take it away: nothing is read through a link"
    said = f"{file} {why}, so it cannot be an override"
    return Diagnostic("bad-override", Severity.ERROR, said, None, "", mend)  # no line of it is shown either
