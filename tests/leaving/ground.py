"""A platform in a Git repository of its own, all committed, and what running Plano in it gives."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from plano.cli import main as cli
from tests.cli.test_commands import BLUEPRINT
from tests.cli.test_diff import git

HERE = Path(__file__).resolve().parents[2]
AUTHOR = ("-c", "user.name=lab", "-c", "user.email=lab@lab.example")
ATTRIBUTES = (HERE / ".gitattributes").read_text()


class Ground:
    """A platform's repository."""

    def __init__(self, root: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self._capture = capture

    def plano(self, *words: str) -> tuple[int, str, str]:
        """Exit code, stdout and stderr."""
        self._capture.readouterr()
        code = cli.run(["--root", str(self.root), *words])
        out, err = self._capture.readouterr()
        return code, out, err

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text)

    def read(self, path: str) -> str:
        return (self.root / path).read_text()

    def commit(self) -> None:
        git(self.root, "add", "-A")
        git(self.root, *AUTHOR, "commit", "-qm", "as it is")

    def files(self) -> dict[str, bytes]:
        """Every file, without Git's own and what tools keep for themselves."""
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in self.root.rglob("*")
            if path.is_file() and not {".git", ".plano", "__pycache__", ".pytest_cache"}.intersection(path.parts)
        }


def small(root: Path, capture: pytest.CaptureFixture[str]) -> Ground:
    """A platform of one service."""
    ground = Ground(root, capture)
    ground.write("blueprint.yaml", BLUEPRINT)
    return _committed(ground)


def reference(root: Path, capture: pytest.CaptureFixture[str]) -> Ground:
    """The reference platform: its blueprint, what was written by hand, and what follows from both."""
    ground = Ground(root, capture)
    shutil.copy(HERE / "blueprint.yaml", root)
    shutil.copytree(HERE / "services", root / "services", ignore=shutil.ignore_patterns("__pycache__"))
    return _committed(ground)


def _committed(ground: Ground) -> Ground:
    ground.write(".gitignore", "/.plano/\n__pycache__/\n.pytest_cache/\n")
    ground.write(".gitattributes", ATTRIBUTES)
    git(ground.root, "init", "-q")
    code, _, err = ground.plano("generate")
    assert code == 0, err
    ground.commit()
    return ground
