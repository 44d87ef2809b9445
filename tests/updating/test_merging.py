"""Two tags of the template: what is merged, what is left to you, and that nothing of yours is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from plano.scaffold.errors import ScaffoldError
from plano.updating.repository import cloned, insist_on_same
from tests.scaffold.repositories import contents
from tests.updating.templates import BINARY, SECOND, Owner, Pair


def test_what_only_one_side_changed_is_merged_and_what_is_yours_stays(pair: Pair, tmp_path: Path) -> None:
    owner = pair.owner(tmp_path / "mine")
    owner.change(".gitignore", "/.plano/", "/mine/\n/.plano/")
    owner.write("tool.sh", "#!/bin/sh\n")
    owner.write("own.png", BINARY + b"mine")
    owner.commit()
    before = contents(owner.root)
    said = owner.update()
    assert "as before" in said
    assert "Nothing to settle" in said
    after = contents(owner.root)
    ignored = after[".gitignore"].decode().splitlines()
    assert "/mine/" in ignored
    assert "*.log" in ignored
    assert b"indent_size = 3" in after[".editorconfig"]
    assert after["README.md"].startswith(b"# The second: ")
    assert after["team.txt"] == b"everybody\n"
    assert after["logo.png"] == BINARY + b"two"
    assert {"old.txt", "older.txt"} & after.keys() == set()
    assert os.access(owner.root / "ci/lint.sh", os.X_OK)
    assert b"of the second" in after["schemas/blueprint.schema.json"]
    for path, content in before.items():
        if path.startswith(("services/", "overrides/", "releases/", "generated/", "own.png", "tool.sh", "blueprint.")):
            assert after[path] == content, path
    assert not (owner.root / ".plano/update").exists()
    assert owner.plano("check")[0] == 0


CONFLICTS = {
    ".editorconfig:7": "",
    "README.md": "you removed it, and the template changed it: it stays removed",
    "logo.png:1": "you and the template changed it, and it is no text: yours stays",
    "notes.txt:1": "",
    "old.txt:1": "the template has it no longer, and you changed it: it stays",
    "team.txt:1": "something that Git does not keep stands where the update has a file: yours stays",
}
"""What the owner below runs into: place → what is said of it."""


@pytest.fixture(scope="module")
def conflicting(pair: Pair, tmp_path_factory: pytest.TempPathFactory) -> tuple[Owner, str]:
    """An owner who changed what the template changed too, after the update; and what was said."""
    owner = pair.owner(tmp_path_factory.mktemp("conflicting") / "mine")
    owner.change(".editorconfig", "indent_size = 2", "indent_size = 8")
    (owner.root / "README.md").unlink()
    owner.write("logo.png", BINARY + b"mine")
    owner.write("notes.txt", "of mine\n")
    owner.write("old.txt", "one\ntwo\nmine\n")
    owner.commit()
    with (owner.root / ".git/info/exclude").open("a") as excluded:
        excluded.write("/team.txt\n")
    owner.write("team.txt", "of mine, and of nobody else\n")
    return owner, owner.update(code=1)


@pytest.mark.parametrize(("place", "reason"), CONFLICTS.items())
def test_a_conflict_is_listed_with_its_file_and_line(conflicting: tuple[Owner, str], place: str, reason: str) -> None:
    _, said = conflicting
    assert f"conflict    {place}    {reason}".rstrip() in said.splitlines()


def test_nothing_else_is_called_a_conflict(conflicting: tuple[Owner, str]) -> None:
    _, said = conflicting
    assert sum(line.startswith("conflict ") for line in said.splitlines()) == len(CONFLICTS)
    assert f"\n{len(CONFLICTS)} conflicts: choose in each place, then run make and commit." in said


def test_what_the_owner_had_is_still_there(conflicting: tuple[Owner, str]) -> None:
    owner, _ = conflicting
    found = contents(owner.root)
    assert "README.md" not in found
    assert found["logo.png"] == BINARY + b"mine"
    assert found["old.txt"] == b"one\ntwo\nmine\n"
    assert "older.txt" not in found, "nobody had changed this one"
    assert found["team.txt"] == b"of mine, and of nobody else\n"
    assert found["notes.txt"].count(b"of mine\n") == found["notes.txt"].count(b"of the template\n") == 1
    for both in (b"indent_size = 8", b"indent_size = 3"):
        assert both in found[".editorconfig"]


def test_each_place_with_a_line_is_where_the_marks_begin(conflicting: tuple[Owner, str]) -> None:
    owner, _ = conflicting
    for path, number in ((".editorconfig", 7), ("notes.txt", 1)):
        assert (owner.root / path).read_text().splitlines()[number - 1] == "<<<<<<< before updating"


@pytest.mark.real
def test_a_service_that_you_removed_does_not_come_back(pair: Pair, tmp_path: Path) -> None:
    owner = pair.owner(tmp_path / "mine")
    owner.write("services/other/handlers.py", '"""Other."""\n')
    for path in ("services/README.md", "services/greetings/handlers.py"):
        (owner.root / path).unlink()
    owner.change("blueprint.yaml", "services:", "services: {}\nx-services:")
    owner.commit()
    owner.update(code=1)
    assert not (owner.root / "services/README.md").exists()
    assert not (owner.root / "services/greetings/handlers.py").exists()
    assert (owner.root / "services/other/handlers.py").exists()


@pytest.mark.real
def test_a_blueprint_with_errors_stays_and_the_scaffold_is_merged_all_the_same(pair: Pair, tmp_path: Path) -> None:
    owner = pair.owner(tmp_path / "mine")
    owner.change("blueprint.yaml", "\nservices:", "\nservises:")
    owner.commit()
    before = contents(owner.root)
    said = owner.update(code=1)
    assert "derived     generated/ is as it was: " in said
    assert "(plano check shows where)" in said
    assert "The rest is in place. Settle what is named above" in said
    after = contents(owner.root)
    assert b"indent_size = 3" in after[".editorconfig"]
    assert after["blueprint.yaml"] == before["blueprint.yaml"]
    derived = {path for path in before if path.startswith("generated/")}
    assert {path: after[path] for path in derived} == {path: before[path] for path in derived}


@pytest.mark.real
def test_another_tag_can_be_named_and_one_that_is_not_there_is_refused(pair: Pair, tmp_path: Path) -> None:
    owner = pair.owner(tmp_path / "mine")
    said = owner.update("--defaults", "--to", "v7.7.7", code=1)
    assert "Name a tag of it with --to" in said
    assert owner.status() == ""
    owner.update("--defaults", "--to", SECOND)


def test_what_changed_here_while_the_update_was_made_stops_it(pair: Pair, tmp_path: Path) -> None:
    owner = pair.owner(tmp_path / "mine")
    clone = cloned(owner.root, tmp_path / "clone")
    insist_on_same(owner.root, clone)
    owner.write("late.txt", "mine\n")
    with pytest.raises(ScaffoldError, match="something was changed here"):
        insist_on_same(owner.root, clone)
    owner.commit()
    with pytest.raises(ScaffoldError, match="something was changed here"):
        insist_on_same(owner.root, clone)


@pytest.mark.real
@pytest.mark.parametrize("text", ["team: [", "_src_path: nowhere\n"])
def test_answers_that_cannot_be_read_are_refused_with_the_next_step(pair: Pair, tmp_path: Path, text: str) -> None:
    owner = pair.owner(tmp_path / "mine")
    owner.write(".copier-answers.yml", text)
    owner.commit()
    said = owner.update(code=1)
    assert "git log -p .copier-answers.yml shows how it was" in said
    (owner.root / ".copier-answers.yml").unlink()
    owner.commit()
    assert "nothing says which template made this repository" in owner.update(code=1)
    assert owner.status() == ""
