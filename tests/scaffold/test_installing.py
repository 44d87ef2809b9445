"""Where the first `make` of a new repository takes Plano from, and what it says where Plano is not there."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from plano import __version__
from tests.scaffold.environments import equip
from tests.scaffold.repositories import ROOT, TAG, Maker, git, variables

pytestmark = pytest.mark.real

NEXT = "make PLANO_GIT=https://…/plano.git, or PLANO_CHECKOUT=DIR, or PLANO_FIND_LINKS=DIR (see README.md)"
OFFLINE = {"PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0"}
"""No index is asked, and what builds a wheel is what is installed here; pip reads its 'no' twice."""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Plano in a repository of its own, tagged with its version; its folder has a blank in its name."""
    folder = tmp_path_factory.mktemp("checkout") / "plano here"
    for path in ("generator", "templates", "schemas", "copier.yml", "pyproject.toml", "README.md", "LICENSE"):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / path).is_dir():
            shutil.copytree(ROOT / path, target, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(ROOT / path, target)
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Plano")
    git(folder, "tag", TAG)
    return folder


@pytest.fixture(scope="module")
def repository(maker: Maker, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = maker.made(tmp_path_factory.mktemp("installing") / "mine")
    equip(root, "hatchling", "editables")
    return root


@pytest.fixture
def bare(repository: Path) -> Path:
    """A new repository in whose environment Plano alone is missing."""
    subprocess.run([repository / ".venv/bin/python", "-m", "pip", "uninstall", "-qqy", "plano"], check=True)
    (repository / ".venv/.plano").unlink(missing_ok=True)
    return repository


def make(root: Path, maker: Maker, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**variables(maker.home / "user"), **OFFLINE}
    return subprocess.run(["make", *words], cwd=root, capture_output=True, text=True, env=environment)


def installed(root: Path, maker: Maker, *words: str) -> None:
    done = make(root, maker, "generate", *words)
    assert done.returncode == 0, done.stdout + done.stderr
    said = subprocess.run([root / ".venv/bin/plano", "--version"], capture_output=True, text=True)
    assert said.stdout == f"plano {__version__}\n"


def test_from_a_folder_of_wheels(bare: Path, maker: Maker, wheels: Path) -> None:
    installed(bare, maker, f"PLANO_FIND_LINKS={wheels}")


def test_from_a_checkout_as_it_stands_there(bare: Path, maker: Maker, checkout: Path) -> None:
    installed(bare, maker, f"PLANO_CHECKOUT={checkout}")


def test_from_the_git_address_of_a_checkout_at_the_tag_of_the_version(bare: Path, maker: Maker, checkout: Path) -> None:
    installed(bare, maker, f"PLANO_GIT=file://{checkout}".replace(" ", "%20"))


def test_a_service_that_was_added_can_be_imported_once_it_is_generated(bare: Path, maker: Maker, wheels: Path) -> None:
    python, blueprint = bare / ".venv/bin/python", bare / "blueprint.yaml"
    before = blueprint.read_text()
    installed(bare, maker, f"PLANO_FIND_LINKS={wheels}")
    words = ("add", "service", "billing", "--kind", "fastapi", "--set", "access=public")
    try:
        subprocess.run([bare / ".venv/bin/plano", *words], cwd=bare, check=True, capture_output=True)
        assert make(bare, maker, "generate").returncode == 0
        [paths] = (bare / ".venv").glob("lib/python*/site-packages/platform.pth")
        assert str(bare / "generated/services/billing") in paths.read_text().splitlines()
        subprocess.run([python, "-c", "import platform_billing"], cwd=bare.parent, check=True, capture_output=True)
    finally:
        blueprint.write_text(before)


def test_what_plano_new_prints_is_enough(bare: Path, maker: Maker, tmp_path: Path) -> None:
    printed = maker.new("mine", cwd=tmp_path).stdout
    run, test = (line for line in printed.splitlines() if "make " in line and line.startswith("  cd mine && "))
    setting = shlex.split(run.partition("make run ")[2])[0]
    assert setting == f"PLANO_CHECKOUT={ROOT}"
    assert shlex.split(test.partition("make test ")[2])[0] == setting
    assert "This Plano is no released one: PLANO_CHECKOUT tells the first make where it is" in printed
    installed(bare, maker, setting)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), f"Plano {__version__} is not on the index"),
        (("PLANO_FIND_LINKS=.",), f"Plano {__version__} is not in PLANO_FIND_LINKS"),
        (("PLANO_CHECKOUT=services",), f"Plano {__version__} is not in PLANO_CHECKOUT"),
        (("PLANO_GIT=file:///nowhere.git",), f"Plano {__version__} is not at PLANO_GIT, or has no tag {TAG} there"),
    ],
)
def test_where_plano_is_not_the_next_step_is_said(bare: Path, maker: Maker, words: tuple[str, ...], said: str) -> None:
    for target in ("run", "test"):
        done = make(bare, maker, target, *words)
        assert done.returncode == 2
        assert f"\n{said}: {NEXT}\n" in done.stderr
        assert not (bare / ".venv/.plano").exists()


def test_a_checkout_of_another_version_is_refused(bare: Path, maker: Maker, checkout: Path) -> None:
    pinned = (bare / "requirements.txt").read_text()
    try:
        (bare / "requirements.txt").write_text(pinned.replace(f"=={__version__}", "==7.7.7"))
        done = make(bare, maker, "generate", f"PLANO_CHECKOUT={checkout}")
    finally:
        (bare / "requirements.txt").write_text(pinned)
    assert done.returncode == 2
    assert "Plano 7.7.7 is not in PLANO_CHECKOUT: it has another version than requirements.txt pins" in done.stderr
