"""Small changes of a blueprint: the platforms that are found without its text are those that `check` finds in it."""

from __future__ import annotations

import json
from pathlib import Path as File

import pytest
from pydantic import ValidationError

from plano.change.alterations import keys, original, variants
from plano.language.places import Path
from plano.language.read import read
from plano.language.scalars import Value
from plano.pipeline import check_text
from plano.platform.model import Platform
from tests.cli.test_commands import BLUEPRINT

REFERENCE = File(__file__).parents[2] / "blueprint.yaml"
MORE = """accept: [{code: name-too-long, subject: service users, reason: it is read by people}]
"""


def reference(more: str = "") -> Value:
    return read(REFERENCE.read_text(encoding="utf-8") + more, "blueprint.yaml").value


def checked(data: Value) -> Platform | None:
    """What `check` finds in the data as text."""
    return check_text(json.dumps(data, ensure_ascii=False)).platform


def found_wrong(data: Value, paths: list[Path]) -> list[Path]:
    """Those at which other platforms are found than `check` finds."""
    one = original(data)
    return [
        path
        for path in paths
        if list(one.altered(path)) != [each for other in variants(data, path) if (each := checked(other)) is not None]
    ]


def test_what_is_found_without_text_is_what_check_finds_in_the_text() -> None:
    data = reference(MORE)
    paths = list(keys(data))
    assert found_wrong(data, [*paths[::5], *(path for path in paths if len(path) < 3)]) == []


def test_a_change_that_only_a_rule_refuses_is_refused() -> None:
    data = reference()
    path: Path = ("services", "orders", "database")
    assert len(list(variants(data, path))) == 3
    assert list(original(data).altered(path)) == []


def test_rules_see_which_keys_are_written() -> None:
    """Where a block volume meets more than one replica, the rule shows `max`, or `min` where no `max` is written."""
    one = "access: public\n    volumes: {own: {class: block, size: 1Gi, path: /own}}\n    scale: {min: 1, max: 1}"
    text = BLUEPRINT.replace("access: public", one) + "systems: {kubernetes: {existing: true}, longhorn: {}}\n"
    data = read(text, "blueprint.yaml").value
    assert checked(data) is not None
    scale: Path = ("services", "samples", "scale")
    assert found_wrong(data, [scale, (*scale, "max"), (*scale, "min")]) == []
    assert any(checked(other) is None for other in variants(data, (*scale, "max")))


def test_the_last_variant_is_without_the_key_and_nothing_else_changes() -> None:
    data: Value = {"a": {"b": 5, "c": ["x", True]}, "d": "v1"}
    assert list(variants(data, ("a", "b"))) == [
        {"a": {"b": 6, "c": ["x", True]}, "d": "v1"},
        {"a": {"b": 4, "c": ["x", True]}, "d": "v1"},
        {"a": {"c": ["x", True]}, "d": "v1"},
    ]
    assert list(variants(data, ("a", "c", 0)))[-1] == {"a": {"b": 5, "c": [True]}, "d": "v1"}
    assert next(variants(data, ("d",))) == {"a": {"b": 5, "c": ["x", True]}, "d": "v2"}
    assert data == {"a": {"b": 5, "c": ["x", True]}, "d": "v1"}


def test_data_that_is_no_blueprint_has_no_neighbours() -> None:
    with pytest.raises(ValidationError):
        original({"blueprint": 1})
