"""A platform's repository with the real Git: branches that change the blueprint, and their merges."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tests.trust.runs import generate

ATTRIBUTES = Path(__file__).parents[2] / ".gitattributes"
AUTHOR = ("-c", "user.name=Ada", "-c", "user.email=ada@lab.example", "-c", "commit.gpgsign=false")


class Repository:
    """A repository on branch `main` whose first commit is a blueprint with what is derived from it."""

    def __init__(self, root: Path, blueprint: str) -> None:
        self.root = root
        root.mkdir()
        self.git("init", "-q", "-b", "main")
        shutil.copyfile(ATTRIBUTES, root / ".gitattributes")
        (root / ".gitignore").write_text("/.plano/\n__pycache__/\n")
        self.change(blueprint)

    def git(self, *words: str) -> str:
        """What Git prints; AssertionError where it fails."""
        code, printed = self._run(*words)
        assert code == 0, f"git {' '.join(words)}\n{printed}"
        return printed

    def joins(self, *words: str) -> bool:
        """Whether Git merges, rebases or picks without a conflict."""
        return self._run(*words)[0] == 0

    def _run(self, *words: str) -> tuple[int, str]:
        nothing = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_EDITOR": "true"}
        done = subprocess.run(
            ["git", *AUTHOR, *words],
            cwd=self.root,
            env={**os.environ, **nothing},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout if done.returncode == 0 else done.stdout + done.stderr

    def change(self, blueprint: str, branch: str = "") -> None:
        """Commit a blueprint with what is derived from it, on a new branch if one is named."""
        if branch:
            self.git("switch", "-q", "-c", branch)
        self.write(blueprint)
        self.commit()

    def write(self, blueprint: str) -> None:
        """Put a blueprint there and generate."""
        (self.root / "blueprint.yaml").write_text(blueprint)
        assert generate(self.root) == 0

    def commit(self) -> None:
        """Commit all that is there."""
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "a change of the blueprint")

    def branches(self, ours: str, theirs: str) -> None:
        """`main` and `theirs`, which both begin at the first commit; `main` is checked out."""
        self.change(theirs, branch="theirs")
        self.git("switch", "-q", "main")
        self.change(ours)

    def changed(self) -> set[str]:
        """Paths that `git status` shows, untracked files one by one."""
        return {line[3:].strip('"') for line in self.git("status", "--porcelain", "-uall").splitlines()}

    def in_conflict(self) -> set[str]:
        """Paths that Git could not merge."""
        return set(self.git("diff", "--name-only", "--diff-filter=U").splitlines())
