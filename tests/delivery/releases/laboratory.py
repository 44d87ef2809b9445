"""A committed platform in a real Git repository, and what running Plano in it gives."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click
import pytest

from plano.cli import main as cli
from plano.cli.promote import command as promote
from plano.cli.release import command as release
from plano.cli.releases import command as releases
from tests.cli.test_commands import BLUEPRINT
from tests.cli.test_diff import git

ORDERED = BLUEPRINT.replace("{production: {}}", "{staging: {}, production: {}}")
COMMANDS: Mapping[str, click.Command] = {"release": release, "promote": promote, "releases": releases}
AUTHOR = ("-c", "user.name=lab", "-c", "user.email=lab@lab.example")
DIGEST = "sha256:" + "5" * 64
NEWER = "sha256:" + "6" * 64
STAGING, PRODUCTION = "releases/staging/samples.yaml", "releases/production/samples.yaml"


class Repository:
    """A committed platform whose service has its chart and values, and what running Plano in it gives."""

    def __init__(self, root: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self.capture = capture

    def plano(self, name: str, *words: str) -> tuple[int, str, str]:
        """Exit code, stdout and stderr."""
        self.capture.readouterr()
        if name in COMMANDS:
            code = _run(COMMANDS[name], list(words), self.root)
        else:
            code = cli.run(["--root", str(self.root), name, *words])
        out, err = self.capture.readouterr()
        return code, out, err

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def read(self, path: str) -> str:
        return (self.root / path).read_text()

    def commit(self, about: str) -> str:
        """Commit everything; gives the commit."""
        git(self.root, "add", "-A")
        git(self.root, *AUTHOR, "commit", "-qm", about)
        return git(self.root, "rev-parse", "HEAD").strip()

    def change(self, text: str) -> str:
        """Commit a change of what enters the image."""
        self.write("services/samples/rates.py", text)
        return self.commit(text)


def _run(command: click.Command, words: list[str], root: Path) -> int:
    try:
        code = command.main(words, prog_name="plano", standalone_mode=False, obj=root)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    return code if isinstance(code, int) else 0


def committed_platform(root: Path, capture: pytest.CaptureFixture[str]) -> Repository:
    """A platform of one service and two environments, all of it committed."""
    found = Repository(root, capture)
    found.write("blueprint.yaml", ORDERED)
    found.write(".gitignore", "/.plano/\n__pycache__/\n")
    assert found.plano("generate")[0] == 0
    assert found.plano("stub")[0] == 0
    found.write("generated/chart/Chart.yaml", "name: chart\n")
    for environment in ("staging", "production"):
        found.write(f"generated/values/{environment}/samples.yaml", "image: {}\n")
    git(root, "init", "-q", "-b", "main")
    found.commit("all")
    return found


def release_to_staging(repository: Repository) -> Repository:
    """Release what HEAD is to staging, and commit that."""
    code, _, err = repository.plano("release", "samples", "--to", "staging", "--digest", DIGEST)
    assert (code, err) == (0, "")
    repository.commit("samples to staging")
    return repository
