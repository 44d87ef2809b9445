"""The JSON Schema: fresh, valid, and of one mind with the reader."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from jsonschema import Draft7Validator, Draft202012Validator

from plano.language.blueprint import Blueprint
from plano.language.durations import written_duration
from plano.language.load import load
from plano.language.lookup import keys_of, meaning_of
from plano.language.read import read
from plano.language.schema import schema, schema_text
from plano.language.shortform import FIELD_PATTERN

ROOT = Path(__file__).parent.parent.parent
REFERENCE = (ROOT / "blueprint.yaml").read_text(encoding="utf-8")
CASES = sorted((ROOT / "tests" / "cases").iterdir())


def accepts(text: str) -> bool:
    return Draft202012Validator(schema()).is_valid(read(text, "blueprint.yaml").value)


def test_the_published_file_is_fresh() -> None:
    """`PLANO_UPDATE_CASES=1` writes it; the diff is then there to be read."""
    published = ROOT / "schemas" / "blueprint.schema.json"
    if os.environ.get("PLANO_UPDATE_CASES"):
        published.write_text(schema_text(), encoding="utf-8")
    assert published.read_text(encoding="utf-8") == schema_text()


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
    ("right", "wrong"),
    [
        ("blueprint: 1", "blueprint: 2"),
        ("name: tienda", "name: Tienda"),
        ("domain: tienda.example", "domain: tienda"),
        ("contact: platform@tienda.example", "contact: platform"),
        ("repository: https://git", "repository: git"),
        ("repository: https://git", "repository: https://me:secret@git"),
        ("lan: [10.17.3.0/24", "lan: [10.17.3.0"),
        ("address: 10.17.4.21", "address: master-1.tienda.example"),
        ("roles: [control-plane]", "roles: [control-plain]"),
        ("memory: 8Gi", "memory: 8 GB"),
        ("traefik:      {}", "traffic:      {}"),
        ("keep: 30d", "keep: 30 days"),
        ("version: 18", "version: 19"),
        ("partitions: 6", "partitions: six"),
        ("partitions: 6", "partitons: 6"),
        ("total: decimal(12.2)", "total: decimal(12,2)"),
        ("kind: fastapi", "kind: fastapy"),
        ("title: Tienda", "database: main"),
        ("list: role(support)", "list: support"),
        ("list: role(support)", "lists: role(support)"),
        ("method: POST", "method: SEND"),
        ("path: /prices", "path: prices"),
        ("cpu_target: 70%", "cpu_target: 170%"),
        ('cron: "0 2 * * *"', "cron: nightly"),
        ("rate_limit: 5/s", "rate_limit: 5"),
        ("p99: 300ms", "99: 300ms"),
    ],
)
def test_it_refuses_the_reference_with_one_mistake(right: str, wrong: str) -> None:
    assert right in REFERENCE
    assert not accepts(REFERENCE.replace(right, wrong, 1))


@pytest.mark.parametrize(
    ("key", "accepted"), [("concurrency: 2", True), ("batch: 2", False), ("handler: count", False)]
)
def test_a_container_decides_in_its_own_code_how_it_handles_a_message(key: str, accepted: bool) -> None:
    counter = f"services:\n  counter: {{kind: container, consumes: {{orders.placed: {{{key}}}}}}}"
    assert accepts(REFERENCE.replace("services:", counter, 1)) is accepted


def test_an_editor_that_reads_draft_07_knows_every_keyword() -> None:
    """Beside them: `$defs`, which is found by its path, and the words that an editor shows for a broken pattern."""
    known = set(Draft7Validator.META_SCHEMA["properties"]) | {"$defs", "patternErrorMessage"}
    assert keywords(schema()) - known == set()


def keywords(node: object) -> set[str]:
    """The keywords of a schema, without the names of keys and the values of examples."""
    found: set[str] = set()
    for keyword, inner in node.items() if isinstance(node, dict) else ():
        found.add(keyword)
        named = keyword in ("properties", "$defs") and isinstance(inner, dict)
        within = list(inner.values()) if named else inner if isinstance(inner, list) else [inner]
        found.update(*(keywords(each) for each in within if keyword not in ("examples", "default")))
    return found


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
    assert all(meaning_of(Blueprint, key) for key in properties)


@pytest.mark.parametrize(
    ("seconds", "written"), [(300, "5m"), (86_400, "1d"), (90, "90s"), (0.3, "300ms"), (3_600, "1h")]
)
def test_defaults_are_shown_as_they_are_written(seconds: float, written: str) -> None:
    assert written_duration(seconds) == written
