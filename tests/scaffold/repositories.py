"""A template in a Git repository of its own, what is made from it, and an environment that runs it offline."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from plano import __version__

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
TAG = f"v{__version__}"


def git(folder: Path, *words: str) -> str:
    """What Git answers, without outer spaces."""
    author = ("-c", "user.name=lab", "-c", "user.email=lab@lab.example")
    return subprocess.run(
        ["git", *author, *words], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


def template(folder: Path) -> Path:
    """The template as this repository has it now, committed in a repository of its own and tagged with this version."""
    for path in ("copier.yml", "templates/platform", "schemas"):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / path).is_dir():
            shutil.copytree(ROOT / path, target, symlinks=True)
        else:
            shutil.copyfile(ROOT / path, target)
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "the template")
    git(folder, "tag", TAG)
    return folder


def variables(home: Path, *, user: bool = True) -> dict[str, str]:
    """An environment in which Git knows `lab`, or nobody, and nothing of this machine's settings."""
    home.mkdir(parents=True, exist_ok=True)
    if user:
        (home / ".gitconfig").write_text("[user]\n\tname = lab\n\temail = lab@lab.example\n")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON", "VIRTUAL_ENV"))}
    return {**kept, "HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1", "XDG_CONFIG_HOME": str(home / ".config")}


@dataclass(frozen=True, slots=True)
class Maker:
    """Runs `plano new` with a template, as a person of its own."""

    template: Path
    home: Path

    def new(self, folder: str, *words: str, cwd: Path, user: bool = True) -> subprocess.CompletedProcess[str]:
        """`plano new FOLDER`, with defaults, in the folder `cwd`."""
        command = [str(BIN / "plano"), "new", folder, "--defaults", "--source", str(self.template), *words]
        environment = variables(self.home / ("user" if user else "nobody"), user=user)
        return subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=environment)

    def made(self, folder: Path, *words: str) -> Path:
        """A repository at `folder`, made with these words."""
        done = self.new(folder.name, *words, cwd=folder.parent)
        assert done.returncode == 0, done.stdout + done.stderr
        return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Path → bytes of all files below, but what tools and Git keep for themselves."""
    own = (".git", ".plano", ".venv", ".ruff_cache", ".mypy_cache", ".pytest_cache")
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in paths
        if path.relative_to(folder).parts[0] not in own and "__pycache__" not in path.parts
    }


def wheelhouse(folder: Path) -> Path:
    """A folder with the wheel of this Plano."""
    words = ("-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-deps", "--no-build-isolation")
    subprocess.run([sys.executable, *words, "--wheel-dir", folder, ROOT], check=True, cwd=folder)
    return folder
