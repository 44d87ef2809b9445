"""The new repository in Git: made, with a first commit where Git knows who commits."""

from __future__ import annotations

import os
import subprocess
from enum import Enum
from pathlib import Path

from plano.scaffold.errors import ScaffoldError

_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY")
"""What a hook of Git sets, and what would have the commit land in that repository."""


class Commit(Enum):
    """What became of the first commit."""

    MADE = "made"
    NO_USER = "no user"
    NOT_OURS = "not ours"  # the folder lies in a repository already, and its next commit is its owner's


def committed(root: Path, tree: Path) -> Commit:
    """Make `tree` a repository with one commit, unless the folder `root`, where it is to go, lies in one.

    ScaffoldError where there is no Git.
    """
    if _git(root, "rev-parse", "--is-inside-work-tree").returncode == 0:
        return Commit.NOT_OURS
    _git(tree, "init", "--quiet", "--initial-branch=main", check=True)
    _git(tree, "add", "--all", check=True)
    # Git makes up a user from the machine's name where it may, and nobody wants that one in a history.
    if _git(tree, "-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT").returncode:
        return Commit.NO_USER
    said = "A platform's repository, made by plano new"
    _git(tree, "commit", "--quiet", "--no-verify", "--no-gpg-sign", "--message", said, check=True)
    return Commit.MADE


def _git(folder: Path, *words: str, check: bool = False) -> subprocess.CompletedProcess[str]:
    variables = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    command = ["git", "-C", str(folder), *words]
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, env=variables)
    except FileNotFoundError:
        raise ScaffoldError("this needs git: apt install git") from None
    if check and done.returncode:
        lines = done.stderr.strip().splitlines()
        raise ScaffoldError(f"git {words[0]} failed: {lines[-1] if lines else 'it says nothing'}")
    return done
