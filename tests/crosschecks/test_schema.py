"""The judge of values says what `jsonschema` says, of each value and of each way to spoil it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import jsonschema
import pytest

from plano.crosschecks.nodes import Node
from plano.crosschecks.schema import UnknownKeywordError, objections
from plano.language.places import Places
from plano.language.read import read
from plano.language.scalars import Value
from tests.crosschecks.platforms import PARCELS, REFERENCE, built

SPOILERS: tuple[Value, ...] = (None, True, 0, -1, 70000, 1.5, "", "a b", "/x", "UPPER", [], ["x", "x"], {}, {"x": 1})


def schema() -> dict[str, Value]:
    """The chart's own."""
    found = json.loads(built(REFERENCE)[1]["generated/chart/values.schema.json"])
    assert isinstance(found, dict)
    return found


def accepts(value: Value, wanted: Value) -> bool:
    """What Plano's judge says."""
    return not any(objections(Node(value, "values.yaml", (), Places("", "values.yaml", None)), wanted, wanted))


def values() -> Iterator[dict[str, Value]]:
    """Every values file of two platforms."""
    for text in (REFERENCE, PARCELS):
        for path, content in built(text)[1].items():
            if path.startswith("generated/values/"):
                found = read(content.decode(), path).value
                assert isinstance(found, dict)
                yield found


def places(value: Value) -> Iterator[list[str | int]]:
    """The steps to every value inside."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        yield [key]
        yield from ([key, *steps] for steps in places(inner))


def spoiled(value: Value, steps: list[str | int], new: Value) -> Value:
    """A copy with another value there."""
    if not steps:
        return new
    first, *rest = steps
    if isinstance(value, dict):
        return {key: spoiled(inner, rest, new) if key == first else inner for key, inner in value.items()}
    assert isinstance(value, list)
    return [spoiled(inner, rest, new) if number == first else inner for number, inner in enumerate(value)]


def test_it_agrees_with_jsonschema_on_every_value_and_every_spoiled_one() -> None:
    wanted = schema()
    judge = jsonschema.Draft7Validator(wanted)
    refused = 0
    for value in values():
        assert accepts(value, wanted)
        assert judge.is_valid(value)
        for steps in places(value):
            for new in SPOILERS:
                other = spoiled(value, steps, new)
                verdict = judge.is_valid(other)
                assert accepts(other, wanted) == verdict, (steps, new)
                refused += not verdict
    assert refused > 1000


def test_a_keyword_that_it_does_not_know_is_an_error_and_not_skipped() -> None:
    with pytest.raises(UnknownKeywordError):
        accepts("x", {"format": "date"})
    with pytest.raises(UnknownKeywordError):
        accepts("x", {"$ref": "#/definitions/gone"})
