"""An update by `copier update` and `make`, and one of a platform that shares its repository with another."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.scaffold.repositories import BIN, Maker, contents, git, variables
from tests.updating.releases import VERSIONS, Releases
from tests.updating.templates import Owner, Pair
from tests.updating.test_update import owned

OLDEST, _, NEWEST = VERSIONS


def copier_update(root: Path, home: Path) -> str:
    """What a person sees who updates without Plano."""
    command = [str(BIN / "copier"), "update", "--defaults"]
    done = subprocess.run(
        command, cwd=root, capture_output=True, text=True, env=variables(home), stdin=subprocess.DEVNULL
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def programs_in(folder: Path) -> Path:
    """A folder that has this Plano, and no Python whose packages `make` would write paths to."""
    folder.mkdir()
    (folder / "plano").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m plano "$@"\n')
    (folder / "plano").chmod(0o755)
    return folder


def make_generate(root: Path, programs: Path, home: Path, **more: str) -> str:
    """`make generate` of the repository, with Plano in the folder `programs`, where `make` would install it."""
    command = ["make", "generate", f"BIN={programs}", "PLANO=requirements.txt"]
    environment = {**variables(home), **more}
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.real
def test_copier_alone_and_make_end_as_plano_update_does(pair: Pair, tmp_path: Path) -> None:
    one, other = pair.owner(tmp_path / "one"), pair.owner(tmp_path / "other")
    one.update()
    said = copier_update(other.root, other.home)
    assert "make         # installs that Plano" in said
    make_generate(other.root, programs_in(tmp_path / "programs"), other.home)
    assert contents(other.root) == contents(one.root)


@pytest.mark.real
def test_copier_alone_and_make_follow_the_language_too(releases: Releases, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    one, other = (owned(releases, tmp_path / name, OLDEST) for name in ("one", "other"))
    one.succeed(OLDEST, "update", "--defaults")
    copier_update(other.root, releases.home)
    said = make_generate(
        other.root, programs_in(tmp_path / "programs"), releases.home, PYTHONPATH=str(releases.installed / NEWEST)
    )
    assert "'mail' of the platform is 'contact'" in said
    assert contents(other.root) == contents(one.root)


def two_platforms(pair: Pair, folder: Path) -> tuple[Owner, Owner]:
    """Two platforms in one repository, each in a folder of its own."""
    git_home = pair.home.parent
    (folder / "platforms").mkdir(parents=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    maker = Maker(pair.template, git_home)
    for name in ("one", "other"):
        maker.made(folder / "platforms" / name, "--data", f"name={name}", "--data", "database=false")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "both")
    one, other = (Owner(folder / "platforms" / name, folder, pair.home) for name in ("one", "other"))
    return one, other


@pytest.mark.real
def test_of_two_platforms_in_one_repository_the_other_is_left_alone(pair: Pair, tmp_path: Path) -> None:
    one, other = two_platforms(pair, tmp_path / "both")
    one.change(".editorconfig", "indent_size = 2", "indent_size = 8")
    one.commit()
    other.write("draft.txt", "of the other, in no commit yet\n")
    before = contents(other.root)
    said = one.update(code=1)
    assert "conflict    .editorconfig:7" in said
    assert contents(other.root) == before
    assert (one.root / "README.md").read_text().startswith("# The second: ")
    changed = {line.split(maxsplit=1)[1] for line in one.status().splitlines()}
    assert all(path.startswith("platforms/one/") for path in changed - {"platforms/other/draft.txt"})
    one.change(".editorconfig", "<<<<<<< before updating\n", "")
    one.commit()
    other.update()
    assert (other.root / "README.md").read_text().startswith("# The second: ")
