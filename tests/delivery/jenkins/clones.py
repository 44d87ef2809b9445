"""A platform in a real Git repository that others push to as well, and the scripts run in a clone of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.delivery.jenkins.platforms import SCRIPTS

BIN = Path(sys.executable).parent
DIGEST = "sha256:" + "5" * 64
NEWER = "sha256:" + "6" * 64
CHANGE = ("CHANGE_TARGET", "PREVIOUS_COMMIT")


@dataclass(frozen=True, slots=True)
class Clone:
    """A clone that commits under a name of its own."""

    root: Path

    @classmethod
    def of(cls, origin: Path, root: Path) -> Clone:
        """A new clone of `origin` at `root`."""
        subprocess.run(["git", "clone", "--quiet", str(origin), str(root)], check=True, capture_output=True)
        made = cls(root)
        for key, value in (("user.name", root.name), ("user.email", f"{root.name}@depots.example")):
            made.git("config", key, value)
        return made

    def git(self, *words: str) -> str:
        """What Git answers, without outer spaces."""
        done = subprocess.run(["git", *words], cwd=self.root, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def commit(self, about: str) -> str:
        """Commit all that there is; gives the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", about)
        return self.git("rev-parse", "HEAD")

    def push(self) -> None:
        self.git("push", "--quiet", "origin", "HEAD:refs/heads/main")

    def generate(self) -> None:
        """Write the derived files."""
        subprocess.run([BIN / "plano", "generate"], cwd=self.root, check=True, capture_output=True)

    def script(
        self, name: str, *words: str, given: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a script of the pipelines in this clone, with `given` in its environment."""
        return self.run(SCRIPTS / f"{name}.sh", *words, given=given)

    def run(self, file: Path, *words: str, given: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run a script file in this clone."""
        variables = {key: value for key, value in os.environ.items() if key not in CHANGE}
        variables |= {"PLANO_BIN": str(BIN), **(given or {})}
        command = ["bash", str(file), *words]
        return subprocess.run(command, cwd=self.root, capture_output=True, text=True, env=variables)

    def before_each_push(self, command: str) -> None:
        """Run a shell command before every push from here; what it does, somebody else did meanwhile."""
        hook = self.root / ".git" / "hooks" / "pre-push"
        hook.write_text(f"#!/bin/sh\nunset GIT_DIR\n{command}\n")
        hook.chmod(0o755)


def shared(folder: Path, blueprint: str) -> Path:
    """A bare repository whose branch `main` holds just the blueprint."""
    origin = folder / "origin.git"
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(origin)], check=True)
    first = Clone.of(origin, folder / "first")
    first.write("blueprint.yaml", blueprint)
    first.commit("first")
    first.push()
    return origin
