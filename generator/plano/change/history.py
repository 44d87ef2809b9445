"""What Git knows of a repository."""

from __future__ import annotations

import subprocess
from pathlib import Path


class HistoryError(Exception):
    """Why Git could not answer, in a sentence with its next step."""


def changed_files(root: Path, since: str) -> tuple[str, ...]:
    """Paths under `root` that differ between the revision `since` and the disk, sorted; new ones that Git does
    not ignore are among them. HistoryError where there is no Git, no repository or no such revision.
    """
    _git(
        root,
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        f"{since}^{{commit}}",
        said=f"Git knows no {since!r}",
    )
    differing = _git(root, "diff", "--name-only", "--no-renames", "--relative", "-z", since, "--")
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z")
    return tuple(sorted({path for path in (*differing.split("\0"), *new.split("\0")) if path}))


def _git(root: Path, *words: str, said: str = "") -> str:
    try:
        done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise HistoryError("this needs git: apt install git") from None
    if done.returncode:
        reason = done.stderr.strip().removeprefix("fatal: ").split("\n")[0]
        raise HistoryError(reason or said)
    return done.stdout
