"""A template that asks something new: answered, left to its default, or asked at a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.updating.templates import Pair

pytestmark = pytest.mark.real


def test_with_defaults_it_takes_its_default_and_then_there_is_nothing_to_update(pair: Pair, tmp_path: Path) -> None:
    owner = pair.owner(tmp_path / "mine")
    owner.update("--defaults")
    assert (owner.root / "team.txt").read_text() == "everybody\n"
    owner.commit()
    assert "Nothing to update" in owner.update("--defaults")


def test_an_answer_can_be_given_and_an_earlier_one_changed(pair: Pair, tmp_path: Path) -> None:
    owner = pair.owner(tmp_path / "mine")
    owner.update("--data", "team=harbour", "--data", "ci=[gitlab]")
    assert (owner.root / "team.txt").read_text() == "harbour\n"
    assert "team: harbour" in (owner.root / ".copier-answers.yml").read_text()
    assert (owner.root / ".gitlab-ci.yml").exists()
    assert not (owner.root / ".github").exists()


def test_without_a_terminal_and_an_answer_nothing_is_written(pair: Pair, tmp_path: Path) -> None:
    owner = pair.owner(tmp_path / "mine")
    said = owner.update("--data", "ci=[gitlab]", code=2)
    assert "the template asks something new, and there is no terminal: give --defaults, or --data NAME=VALUE" in said
    assert owner.status() == ""


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("taem=harbour", "no question is called 'taem': did you mean 'team'?"),
        ("plano_version=9.9.9", "no question is called 'plano_version'"),
        ("name=Not a name", "name"),
        ("database=perhaps", "the answer to 'database' cannot be used: 'perhaps' is neither yes nor no"),
    ],
)
def test_an_answer_that_cannot_be_used_is_refused(pair: Pair, tmp_path: Path, answer: str, said: str) -> None:
    owner = pair.owner(tmp_path / "mine")
    assert said in owner.update("--defaults", "--data", answer, code=2)
    assert owner.status() == ""
