"""A repository of Plano's own in a temporary folder: what a release needs of this one, and `make` in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
PARTS = (
    "generator",
    "templates",
    "schemas",
    "scripts",
    "services",
    "blueprint.yaml",
    "pyproject.toml",
    "copier.yml",
    "Makefile",
    "LICENSE",
    "README.md",
    ".gitignore",
    ".gitattributes",
)
CHANGELOG = """# Changelog

## [Unreleased]

### Added

- The first thing.
"""
_CACHES = shutil.ignore_patterns("__pycache__", ".*_cache", "node_modules", ".hypothesis")


class Checkout:
    """A repository on `main`, committed, with everything generated; released as 0.1.0 where `released`."""

    def __init__(self, root: Path, *, released: bool = False) -> None:
        self.root = root
        root.mkdir()
        for part in PARTS:
            source = REPOSITORY / part
            if source.is_dir():
                shutil.copytree(source, root / part, ignore=_CACHES)
            elif source.exists():
                shutil.copyfile(source, root / part)
        self.write("CHANGELOG.md", CHANGELOG)
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "Ada")
        self.git("config", "user.email", "ada@lab.example")
        self.git("config", "commit.gpgsign", "false")
        self.generate()
        self.commit("all")
        if released:
            code, said = self.release("0.1.0")
            assert code == 0, said
            self.note()

    def git(self, *words: str) -> str:
        """What Git prints; AssertionError where it fails."""
        nothing = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        done = subprocess.run(
            ["git", *words], cwd=self.root, env={**os.environ, **nothing}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def commit(self, message: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        (self.root / path).write_text(text, encoding="utf-8")

    def note(self) -> None:
        """A change for the next release, committed."""
        text = self.read("CHANGELOG.md").replace("## [Unreleased]\n", "## [Unreleased]\n\n### Fixed\n\n- A thing.\n")
        self.write("CHANGELOG.md", text)
        self.commit("a note")

    def generate(self) -> None:
        """`plano generate` with this checkout's generator."""
        command = [sys.executable, "-m", "plano", "generate"]
        done = subprocess.run(
            command, cwd=self.root, env=self._environment(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr

    def release(self, version: str, *more: str) -> tuple[int, str]:
        """Exit code and all that `make release` said."""
        command = ["make", "release", f"VERSION={version}", f"BIN={Path(sys.executable).parent}", *more]
        done = subprocess.run(
            command, cwd=self.root, env=self._environment(), capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    def state(self) -> tuple[str, str, str, str, str]:
        """What a refused release may not change: the commit, the tags, Git's status, the version, the changelog."""
        files = (self.read("generator/plano/__init__.py"), self.read("CHANGELOG.md"))
        return (self.git("rev-parse", "HEAD"), self.git("tag"), self.git("status", "--porcelain"), *files)

    def _environment(self) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "MAKE", "PYTHON"))}
        return {
            **ours,
            "PYTHONPATH": "generator",
            "PYTHONDONTWRITEBYTECODE": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
        }
