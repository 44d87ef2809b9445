"""An edit by hand beside a merge is an edit: only what Git itself joined from two sides is nobody's."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.trust.gits import Repository
from tests.trust.platforms import FIRST, plano
from tests.trust.test_merges import COUNTED, LONGER, SCALED, WITH_ARCHIVE, edits, merged_cleanly, take

UNTOUCHED = "generated/services/mailer/Dockerfile"
"""A derived file that no change of these blueprints touches."""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "lab", FIRST)


def edit(repository: Repository, path: str = UNTOUCHED) -> None:
    with open(repository.root / path, "a") as file:
        file.write("# mine\n")


def refused(repository: Repository, path: str = UNTOUCHED, **environment: str) -> None:
    """`generate` says that the file was edited by hand, and leaves it."""
    done = plano(repository.root, "generate", **environment)
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{path} was edited by hand" in done.stderr
    assert (repository.root / path).read_text().endswith("# mine\n")


def resolve(repository: Repository, blueprint: str = LONGER) -> None:
    """As the rule says: the blueprint resolved, either side of each derived file."""
    repository.git("checkout", "--ours", "--", *sorted(take(repository)))
    (repository.root / "blueprint.yaml").write_text(blueprint)


@pytest.mark.parametrize("end", ["--continue", "--skip", "--quit"])
def test_after_a_rebase_in_which_something_was_in_conflict_a_staged_edit_is_one(
    repository: Repository, end: str
) -> None:
    repository.branches(ours=LONGER, theirs=COUNTED)
    assert not repository.joins("rebase", "theirs")
    repository.write(LONGER)
    repository.git("add", "-A")
    repository.git("rebase", end)
    assert repository.git("rev-parse", "REBASE_HEAD")
    repository.write(LONGER)
    edit(repository)
    repository.git("add", "-A")
    refused(repository)


def test_while_a_merge_is_open_an_edit_of_a_file_that_neither_side_touched_is_one(repository: Repository) -> None:
    repository.branches(ours=LONGER, theirs=COUNTED)
    edit(repository)
    assert not repository.joins("merge", "theirs")
    resolve(repository)
    repository.git("add", "-A")
    refused(repository)


def test_an_edit_on_any_branch_of_a_merge_of_three_is_one(repository: Repository) -> None:
    for branch in ("one", "two"):
        repository.git("switch", "-q", "-c", branch, "main")
        (repository.root / branch).write_text("")
        if branch == "two":
            edit(repository)
        repository.commit()
    repository.git("switch", "-q", "main")
    (repository.root / "three").write_text("")
    repository.commit()
    assert repository.joins("merge", "--no-commit", "one", "two")
    refused(repository)


def merge_without_generating(repository: Repository) -> str:
    """Commit a merge as Git left it, and give a file of which it has the fingerprints of both sides."""
    path = merged_cleanly(repository)
    repository.git("commit", "-q", "-m", "merged")
    return path


@pytest.mark.parametrize("git", ["missing", "of another user"])
def test_where_git_cannot_be_asked_an_edit_after_a_merge_is_one(repository: Repository, git: str) -> None:
    path = merge_without_generating(repository)
    edit(repository, path)
    if git == "missing":
        refused(repository, path, PATH=os.devnull)
    else:
        nothing = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        other = {**nothing, "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}
        asked = subprocess.run(["git", "status"], cwd=repository.root, env={**os.environ, **other}, capture_output=True)
        assert b"dubious ownership" in asked.stderr
        refused(repository, path, **other)


def test_an_edit_that_was_committed_on_top_of_a_merge_is_one(repository: Repository) -> None:
    path = merge_without_generating(repository)
    assert edits(repository.root) == set()
    edit(repository, path)
    repository.commit()
    assert edits(repository.root) == {path}
    done = plano(repository.root, "check")
    assert f"{path} was edited by hand" in done.stdout


def test_what_a_merge_joined_is_none_however_many_commits_came_after_it(repository: Repository) -> None:
    path = merge_without_generating(repository)
    (repository.root / "README").write_text("mine\n")
    repository.commit()
    assert edits(repository.root) == set()
    assert plano(repository.root, "generate").returncode == 0
    assert "# ours" not in (repository.root / path).read_text()


@pytest.mark.parametrize(
    "join", [("merge", "--no-commit", "theirs"), ("cherry-pick", "--no-commit", "theirs"), ("rebase", "theirs")]
)
def test_what_git_joined_is_none_while_it_is_open_and_afterwards(repository: Repository, join: tuple[str, ...]) -> None:
    repository.branches(ours=SCALED, theirs=WITH_ARCHIVE)
    assert repository.joins(*join)
    assert edits(repository.root) == set()


def test_in_a_platform_below_the_top_of_its_repository_the_same_holds(repository: Repository) -> None:
    shutil.rmtree(repository.root / ".git")
    repository.git("init", "-q", "-b", "main", "..")
    repository.commit()
    path = merge_without_generating(repository)
    assert edits(repository.root) == set()
    (repository.root / "README").write_text("mine\n")
    repository.commit()
    assert edits(repository.root) == set()
    edit(repository, path)
    repository.commit()
    assert edits(repository.root) == {path}
