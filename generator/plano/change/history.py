"""What Git knows of a repository."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path


class HistoryError(Exception):
    """Why Git could not answer, in a sentence with its next step."""


class Repository:
    """A platform's repository, read through Git. HistoryError where there is no Git or no repository."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._git("rev-parse", "--git-dir")

    def resolve(self, revision: str) -> str:
        """The commit that a revision names, in full. HistoryError where it names none."""
        words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        done = self._run(*words)
        if done.returncode:
            raise HistoryError(f"Git knows no commit {revision!r}: fetch it, or name another")
        return done.stdout.strip()

    def knows(self, commit: str) -> bool:
        """Whether the commit is in this clone."""
        return not self._run("cat-file", "-e", f"{commit}^{{commit}}").returncode

    def holds(self, commit: str, path: str) -> bool:
        """Whether the file or folder at `path`, below the root, is there at that commit."""
        return not self._run("cat-file", "-e", f"{commit}:./{path}").returncode

    def published(self, commit: str) -> bool | None:
        """Whether a branch of a remote has the commit, as of the last fetch; None where no remote is known."""
        if not self._git("for-each-ref", "--count=1", "refs/remotes"):
            return None
        return bool(self._git("for-each-ref", "--count=1", "--contains", commit, "refs/remotes"))

    def changed(self, since: str) -> tuple[str, ...]:
        """Paths below the root that differ between the revision `since` and the disk, sorted.

        New files that Git does not ignore are among them. HistoryError where it knows no such revision.
        """
        commit = self.resolve(since)
        differing = self._git("diff", "--name-only", "--no-renames", "--relative", "-z", commit, "--")
        new = self._git("ls-files", "--others", "--exclude-standard", "-z")
        return tuple(sorted({path for path in (*differing.split("\0"), *new.split("\0")) if path}))

    def count(self, since: str, until: str, folders: Sequence[str], counts: Callable[[str], bool]) -> int:
        """How many commits `until` has and `since` has not that change a file below `folders` which `counts`."""
        told = self._git(
            "log",
            "-z",
            "--format=%x01",
            "--name-only",
            "--no-renames",
            "--relative",
            f"{since}..{until}",
            "--",
            *folders,
        )
        commits = told.split("\x01")[1:]
        return sum(any(counts(path.lstrip("\n")) for path in commit.split("\0")) for commit in commits)

    def committed_at(self, path: str) -> int | None:
        """When the file at `path` was last committed, in seconds since 1970; None where it never was."""
        told = self._git("log", "-1", "--format=%ct", "--", path).strip()
        return int(told) if told else None

    def _git(self, *words: str) -> str:
        done = self._run(*words)
        if done.returncode:
            lines = done.stderr.strip().splitlines()
            raise HistoryError(lines[0].removeprefix("fatal: ") if lines else f"git {words[0]} failed")
        return done.stdout

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = ["git", "-C", str(self._root), *words]
        english = {**os.environ, "LC_ALL": "C"}  # what it says is shown to a person beside what we say
        try:
            return subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, env=english)
        except FileNotFoundError:
            raise HistoryError("this needs git: apt install git") from None
