"""The questions ask as the language does, and what the template repeats is what this repository says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from plano import __version__
from plano.language.models.addresses import DOMAIN, IMAGE
from plano.language.models.names import LABEL
from plano.language.models.systems import SystemsDecl
from tests.scaffold.repositories import ROOT

PLATFORM = ROOT / "templates" / "platform"
QUESTIONS = yaml.safe_load((ROOT / "copier.yml").read_text())


def asked(question: str) -> str:
    """The pattern by which a question judges its answer."""
    found = re.search(r"regex_search\('(.+?)'\)\)", QUESTIONS[question]["validator"])
    assert found, question
    return found[1]


def whole(pattern: str) -> str:
    """A pattern of the language, with the end that a newline does not slip through."""
    return pattern.replace("$", r"\Z")


@pytest.mark.parametrize(
    ("question", "pattern"), [("name", LABEL), ("service", LABEL), ("domain", DOMAIN), ("registry", IMAGE)]
)
def test_a_question_takes_what_the_language_takes(question: str, pattern: str) -> None:
    assert asked(question) == whole(pattern)


def test_another_pattern_would_be_seen() -> None:
    assert asked("name") != whole(DOMAIN)


def test_every_system_that_is_offered_is_one_of_the_language() -> None:
    assert set(QUESTIONS["systems"]["choices"]) <= set(SystemsDecl.model_fields)


def test_the_template_is_of_this_version() -> None:
    assert QUESTIONS["plano_version"]["default"] == __version__


def test_the_tools_have_the_versions_that_this_repository_locks() -> None:
    locked = set(re.findall(r"^(\S+==\S+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
    pins = re.findall(r"^([a-z-]+==\S+)$", (PLATFORM / "requirements.txt.jinja").read_text(), re.MULTILINE)
    assert len(pins) >= 4
    assert set(pins) <= locked


def test_attributes_of_git_are_those_of_this_repository() -> None:
    assert (PLATFORM / ".gitattributes").read_text() == (ROOT / ".gitattributes").read_text()


def test_the_schema_is_the_published_one_and_no_copy_of_it() -> None:
    schema = PLATFORM / "schemas" / "blueprint.schema.json"
    assert schema.is_symlink()
    assert schema.resolve() == ROOT / "schemas" / "blueprint.schema.json"


def test_no_version_of_plano_stands_anywhere_else() -> None:
    naming = [path for path in PLATFORM.rglob("*") if path.is_file() and not path.is_symlink() and _pins(path)]
    assert [path.name for path in naming] == ["requirements.txt.jinja"]


def _pins(path: Path) -> bool:
    return re.search(r"plano(\[\w+\])?==\d|plano(\[\w+\])?==\{\{", path.read_text()) is not None
