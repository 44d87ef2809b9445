"""What must be so before anything is written: no run was cut short here, and this is the Plano that is pinned."""

from __future__ import annotations

import re
from pathlib import Path

from plano import __version__
from plano.output.errors import OutputError
from plano.output.plain import read

REQUIREMENTS = "requirements.txt"
PIN = re.compile(r"^plano(?:\[[a-z, ]*\])?\s*==\s*([0-9][^\s;#]*)", re.MULTILINE)

BEGUN = {
    ".plano/new/journal.json": "the making of this repository was cut short: plano new . ends it",
    ".plano/update/journal.json": "an update was cut short: plano update ends it",
    ".plano/rename.json": "a renaming was cut short: plano rename --continue ends it",
}
"""Journals of runs that move several files, and what ends each."""


class UnreadyError(OutputError):
    """Nothing may be written here yet; the text is a sentence with its next step."""

    def __init__(self, place: str, said: str) -> None:
        super().__init__(place, said)
        self.args = (said,)


def insist_on_version(root: Path) -> None:
    """UnreadyError where the repository at `root` pins another version of Plano."""
    wanted = pinned(root)
    if wanted and wanted != __version__:
        said = (
            f"this repository pins plano {wanted} in {REQUIREMENTS}, and this is {__version__}: make setup installs it"
        )
        raise UnreadyError(REQUIREMENTS, said)


def insist_on_ended(root: Path) -> None:
    """UnreadyError where a run that moves several files was cut short."""
    for journal, said in BEGUN.items():
        if (root / journal).is_file():
            raise UnreadyError(journal, said)


def pinned(root: Path) -> str | None:
    """The version in `requirements.txt`; None without one. Between the marks of a conflict the last counts."""
    try:
        found = PIN.findall(read(f"{root}/{REQUIREMENTS}", links=True)[0].decode())
    except (OSError, ValueError):
        return None
    return str(found[-1]) if found else None
