"""The JSON Schema: fresh, valid, and of one mind with the reader."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from plano.language.blueprint import Blueprint
from plano.language.load import load
from plano.language.lookup import keys_of
from plano.language.read import read
from plano.language.schema import schema, schema_text, written_duration
from plano.language.shortform import FIELD_PATTERN

ROOT = Path(__file__).parent.parent.parent
REFERENCE = (ROOT / "blueprint.yaml").read_text(encoding="utf-8")
CASES = sorted((ROOT / "tests" / "cases").iterdir())


def accepts(text: str) -> bool:
    return Draft202012Validator(schema()).is_valid(read(text, "blueprint.yaml").value)


def test_the_published_file_is_fresh() -> None:
    assert (ROOT / "schemas" / "blueprint.schema.json").read_text(encoding="utf-8") == schema_text()


def test_it_is_a_valid_schema_that_accepts_the_reference() -> None:
    Draft202012Validator.check_schema(schema())
    assert accepts(REFERENCE)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_it_accepts_whatever_the_models_accept(case: Path) -> None:
    text = (case / "blueprint.yaml").read_bytes().decode("utf-8", "replace")
    if load(text, "blueprint.yaml").blueprint is not None:
        assert accepts(text)


@pytest.mark.parametrize(
    "case",
    ["bad-access", "bad-names", "empty-values", "keys-of-other-kinds", "missing-keys", "unknown-keys", "wrong-types"],
)
def test_it_refuses_what_a_key_alone_shows_to_be_wrong(case: str) -> None:
    assert not accepts((ROOT / "tests" / "cases" / case / "blueprint.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "text", ["uuid", "string(80) | null", "int = 0", "enum(a | b) = a", "list(map(Item)) | null", "ref(Van)"]
)
def test_the_short_form_of_a_field_is_a_pattern(text: str) -> None:
    assert re.search(FIELD_PATTERN, text)


@pytest.mark.parametrize(
    "text", ["varchar", "text?", "int | text", "list(", "enum()", "decimal(12)", "string(80) null"]
)
def test_the_pattern_refuses_what_is_no_field(text: str) -> None:
    assert not re.search(FIELD_PATTERN, text)


def test_every_key_at_the_top_is_in_it_with_its_meaning() -> None:
    properties = schema()["properties"]
    assert isinstance(properties, dict)
    assert set(properties) == set(keys_of(Blueprint))
    assert all(keys_of(Blueprint).values())


@pytest.mark.parametrize(
    ("seconds", "written"), [(300, "5m"), (86_400, "1d"), (90, "90s"), (0.3, "300ms"), (3_600, "1h")]
)
def test_defaults_are_shown_as_they_are_written(seconds: float, written: str) -> None:
    assert written_duration(seconds) == written
