"""Where another version of Plano comes from, and what is said where it cannot be had."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.scaffold.repositories import contents, git, variables
from tests.updating.releases import VERSIONS, Releases
from tests.updating.test_update import Owner, owned

pytestmark = pytest.mark.real

_, MIDDLE, NEWEST = VERSIONS
OFFLINE = {"UV_OFFLINE": "1", "UV_NO_BUILD_ISOLATION": "1"}
"""No index is asked, and what builds a wheel is what is installed here."""
NEXT = "Set PLANO_FIND_LINKS to a folder with its wheel, or PLANO_GIT to its Git address"


@pytest.fixture(scope="module")
def owner(releases: Releases, tmp_path_factory: pytest.TempPathFactory) -> Owner:
    return owned(releases, tmp_path_factory.mktemp("sources"), MIDDLE)


def pretended(owner: Owner, **source: str) -> tuple[int, str]:
    done = owner.releases.plano(MIDDLE, owner.root, "update", "--defaults", "--pretend", **OFFLINE, **source)
    return done.returncode, done.stdout + done.stderr


def test_from_its_git_address_at_the_tag_of_the_version(owner: Owner) -> None:
    code, said = pretended(owner, PLANO_GIT=f"file://{owner.releases.repository}")
    assert code == 0, said
    assert f"plano       {MIDDLE} → {NEWEST}" in said


def test_a_folder_of_wheels_goes_before_a_git_address(owner: Owner) -> None:
    code, said = pretended(owner, PLANO_FIND_LINKS=str(owner.releases.wheels), PLANO_GIT="file:///nowhere.git")
    assert code == 0, said


def test_where_it_cannot_be_had_nothing_is_written(owner: Owner) -> None:
    before = contents(owner.root)
    code, said = pretended(owner, PLANO_FIND_LINKS=".")
    assert code == 1
    assert f"plano {NEWEST} cannot be installed: " in said
    assert f"{NEXT}\nNothing was written." in said
    assert contents(owner.root) == before
    assert git(owner.root, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ({"PLANO_FIND_LINKS": "."}, "plano was not found in the provided package locations"),
        ({"PLANO_GIT": "file:///nowhere.git"}, "'/nowhere.git' does not appear to be a git repository"),
        ({"PLANO_GIT": "https://ada:secret@localhost:9/plano.git"}, "git+https://localhost:9/plano.git@v7.7.7"),
        ({}, "plano was not found in the cache"),
    ],
)
def test_the_reason_and_the_next_step_are_said(tmp_path: Path, source: dict[str, str], reason: str) -> None:
    script = "import sys, pathlib, plano.updating.program as it; it.program('7.7.7', pathlib.Path('aside'))"
    environment = {**variables(tmp_path / "home"), **OFFLINE, **source}
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, env=environment)
    _, _, said = done.stderr.partition("ScaffoldError: ")
    assert said.startswith("plano 7.7.7 cannot be installed: ")
    assert reason in said
    assert "secret" not in said
    assert said.endswith(f"\n{NEXT}\n")
