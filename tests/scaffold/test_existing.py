"""`plano new` where something is already: nothing of a person's is overwritten, moved or committed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from plano import __version__
from plano.cli.main import run
from plano.output.lock import writing
from tests.scaffold.repositories import BIN, TAG, Maker, contents, git, template, variables


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A repository with a commit, a README and a folder of its own."""
    root = tmp_path / "mine"
    (root / "notes").mkdir(parents=True)
    (root / "README.md").write_text("# Mine\n")
    (root / "notes" / "plan.txt").write_text("plan\n")
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "mine")
    return root


def test_what_differs_is_listed_and_nothing_is_written(maker: Maker, mine: Path) -> None:
    (mine / "Makefile").write_text("all:\n")
    before = contents(mine)
    done = maker.new(".", cwd=mine)
    assert done.returncode == 1
    assert "  Makefile\n  README.md\n" in done.stderr
    assert "--keep PATH" in done.stderr
    assert contents(mine) == before
    assert not (mine / ".plano").exists()


def test_once_it_is_settled_the_rest_is_put_beside_it(maker: Maker, mine: Path) -> None:
    before = contents(mine)
    done = maker.new(".", "--keep", "README.md", cwd=mine)
    assert done.returncode == 0, done.stderr
    assert "git add, git commit" in done.stdout
    assert before.items() <= contents(mine).items()
    assert git(mine, "log", "--format=%s") == "mine"
    assert run(["--root", str(mine), "check"]) == 0


def test_a_second_time_there_is_nothing_in_the_way(maker: Maker, mine: Path) -> None:
    assert maker.new(".", "--keep", "README.md", cwd=mine).returncode == 0
    before = contents(mine)
    assert maker.new(".", "--keep", "README.md", cwd=mine).returncode == 0
    assert contents(mine) == before


@pytest.mark.parametrize("path", ["blueprint.yaml", "requirements.txt", "generated/kit/pyproject.toml"])
def test_what_makes_it_a_repository_of_plano_cannot_be_kept(path: str, maker: Maker, mine: Path) -> None:
    done = maker.new(".", "--keep", path, cwd=mine)
    assert done.returncode == 2
    assert "cannot be kept" in done.stderr


def test_a_link_where_a_folder_belongs_is_in_the_way(maker: Maker, mine: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (mine / "services").symlink_to(tmp_path / "elsewhere")
    done = maker.new(".", "--keep", "README.md", cwd=mine)
    assert done.returncode == 1
    assert "  services\n" in done.stderr
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_an_empty_folder_becomes_the_repository(maker: Maker, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert maker.new(".", cwd=tmp_path / "empty").returncode == 0
    assert git(tmp_path / "empty", "status", "--porcelain") == ""


def test_a_file_in_place_of_the_folder_is_refused(maker: Maker, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("text")
    assert maker.new("mine", cwd=tmp_path).returncode == 2
    done = maker.new("mine/below", cwd=tmp_path)
    assert done.returncode == 1
    assert "not a directory" in done.stderr
    assert (tmp_path / "mine").read_text() == "text"


def test_without_a_user_git_has_all_of_it_staged_and_no_commit(maker: Maker, tmp_path: Path) -> None:
    done = maker.new("mine", cwd=tmp_path, user=False)
    assert done.returncode == 0, done.stderr
    assert "Git knows no user here" in done.stdout
    staged = git(tmp_path / "mine", "diff", "--cached", "--name-only").splitlines()
    assert sorted(staged) == sorted(contents(tmp_path / "mine"))


def test_two_at_once_do_not_mix(maker: Maker, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    with writing(tmp_path / "mine"):
        done = maker.new("mine", cwd=tmp_path)
    assert done.returncode == 1
    assert "another plano writes here" in done.stderr


def test_a_template_of_another_version_is_refused(maker: Maker, tmp_path: Path) -> None:
    other = template(tmp_path / "template")
    questions = (other / "copier.yml").read_text()
    (other / "copier.yml").write_text(questions.replace(f'default: "{__version__}"', 'default: "9.9.9"'))
    git(other, "commit", "--all", "--quiet", "--message", "newer")
    git(other, "tag", "v9.9.9")
    done = maker.new("mine", "--source", str(other), "--revision", "v9.9.9", cwd=tmp_path)
    assert done.returncode == 2
    assert f"of Plano 9.9.9, and this is {__version__}" in done.stderr
    assert maker.new("mine", "--source", str(other), cwd=tmp_path).returncode == 0, (
        "the tag of this version is still there"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--revision", "v0.0.0-none"), "cannot be read"),
        (("--source", "{tmp}/nowhere.git"), "cannot be read"),
        (("--source", "{tmp}"), "is no Git repository"),
        (("--source", "{tmp}/other", "--revision", "HEAD"), "no template of Plano"),
    ],
)
def test_a_template_that_is_not_there_is_said_with_its_address(
    words: tuple[str, ...], said: str, maker: Maker, tmp_path: Path
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    (tmp_path / "other").mkdir()
    git(tmp_path / "other", "init", "--quiet")
    git(tmp_path / "other", "commit", "--quiet", "--allow-empty", "--message", "nothing of Plano")
    done = maker.new("mine", *(word.format(tmp=tmp_path) for word in words), cwd=place)
    assert done.returncode == 2, done.stdout + done.stderr
    assert said in done.stderr
    assert list(place.iterdir()) == []


def test_a_template_with_changes_that_no_commit_holds_is_used_and_said(maker: Maker, tmp_path: Path) -> None:
    draft = template(tmp_path / "template")
    with (draft / "templates" / "platform" / "releases" / "README.md").open("a") as page:
        page.write("A draft.\n")
    done = maker.new("mine", "--source", str(draft), "--revision", "HEAD", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "changes that no commit holds" in done.stderr
    assert (tmp_path / "mine" / "releases" / "README.md").read_text().endswith("A draft.\n")


def test_the_tag_is_of_this_version() -> None:
    assert f"v{__version__}" == TAG


def test_where_nobody_can_be_asked_it_says_how_to_answer(maker: Maker, tmp_path: Path) -> None:
    command = [str(BIN / "plano"), "new", "mine", "--source", str(maker.template)]
    home = variables(maker.home / "user")
    done = subprocess.run(command, cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=home)
    assert done.returncode == 2
    assert "give --defaults, and --data NAME=VALUE" in done.stderr
    assert list(tmp_path.iterdir()) == []
