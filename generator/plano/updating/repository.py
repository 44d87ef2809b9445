"""The platform's repository as Git sees it: is it clean, a clone of it aside, and what differs there afterwards."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plano.scaffold.errors import ScaffoldError

_SHOWN = 10
"""Lines of a list that a person reads."""

_WHERE = ("--", ".", ":(exclude).plano")
"""The platform's folder, without what Plano keeps for itself, whether Git ignores that or not."""


@dataclass(frozen=True, slots=True)
class Clone:
    """A clone of HEAD in `top`; the platform's folder within it is `root`."""

    top: Path
    root: Path

    def differences(self) -> tuple[str, ...]:
        """Paths below `root` that are not as in HEAD, sorted; what Git ignores is not among them."""
        return tuple(sorted({path for _, path in self._status()}))

    def added(self) -> tuple[str, ...]:
        """Those of them that HEAD has not."""
        return tuple(sorted({path for state, path in self._status() if state in ("??", "A ", "AM")}))

    def committed(self, path: str) -> bytes | None:
        """What HEAD has below `root`, as a checkout writes it; None where it has no such file."""
        words = ("cat-file", "--filters", f"HEAD:./{path}")
        done = subprocess.run(["git", "-C", str(self.root), *words], capture_output=True, check=False, env=_variables())
        return None if done.returncode else done.stdout

    def restore(self, path: str) -> None:
        """Write a file as HEAD has it."""
        git(self.root, "checkout", "--quiet", "HEAD", "--", path)

    def _status(self) -> Iterator[tuple[str, str]]:
        words = ("-c", "status.renames=false", "status", "--porcelain=v1", "-z", "--untracked-files=all", *_WHERE)
        prefix = "" if self.root == self.top else f"{self.root.relative_to(self.top).as_posix()}/"
        for entry in filter(None, git(self.root, *words).split("\0")):
            yield entry[:2], entry[3:].removeprefix(prefix)


def insist_on_clean(root: Path) -> None:
    """ScaffoldError where `root` is in no repository of Git's, or holds what is not committed."""
    if _run(root, "rev-parse", "--verify", "HEAD").returncode:
        raise ScaffoldError("this folder is in no Git repository with a commit: git init, git add, git commit first")
    lines = git(root, "status", "--porcelain", *_WHERE).splitlines()
    if lines:
        shown = "\n".join(f"  {line}" for line in lines[:_SHOWN])
        more = f"\n  and {len(lines) - _SHOWN} more" if len(lines) > _SHOWN else ""
        said = f"there are changes that no commit holds:\n{shown}{more}\nCommit them, or put them aside: git stash -u"
        raise ScaffoldError(said)


def insist_on_same(root: Path, clone: Clone) -> None:
    """ScaffoldError where somebody changed or committed something below `root` since it was cloned."""
    same = git(root, "rev-parse", "HEAD") == git(clone.root, "rev-parse", "HEAD")
    if not same or git(root, "status", "--porcelain", *_WHERE):
        raise ScaffoldError("something was changed here while the update was made: commit it, and run this again")


def cloned(root: Path, folder: Path) -> Clone:
    """HEAD of the repository around `root`, in `folder`, which is made."""
    top = git(root, "rev-parse", "--show-toplevel").strip()
    below = git(root, "rev-parse", "--show-prefix").strip()
    git(root, "clone", "--quiet", "--no-tags", "--config", "core.hooksPath=/dev/null", top, str(folder))
    return Clone(folder.resolve(), (folder / below).resolve())


def git(folder: Path, *words: str) -> str:
    """What Git prints. ScaffoldError where it fails, with its last line."""
    done = _run(folder, *words)
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        name = next(word for word in words if not word.startswith("-") and "=" not in word)
        raise ScaffoldError(f"git {name} failed: {lines[-1] if lines else 'it says nothing'}")
    return done.stdout


def _run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = ["git", "-C", str(folder), *words]
    try:
        return subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, env=_variables())
    except FileNotFoundError:
        raise ScaffoldError("this needs git: apt install git") from None


def _variables() -> dict[str, str]:
    """The environment without what a hook of Git's sets: here the folder says where the repository is."""
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
