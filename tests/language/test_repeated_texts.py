"""What is written many times is judged once, and yet each place where it is wrong has its own finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from plano.diagnostics.model import Diagnostic
from plano.language.load import load
from plano.language.read import read

ROOT = Path(__file__).parent.parent.parent
REFERENCE = (ROOT / "blueprint.yaml").read_text(encoding="utf-8")


def found_in_types(body: str) -> list[Diagnostic]:
    """The errors of a type with the fields in `body`."""
    text = REFERENCE.replace("\ntypes:\n", f"\ntypes:\n  Parcel: {body}\n")
    return [each for each in load(text, "blueprint.yaml").diagnostics if "Parcel" in text.splitlines()[_line(each)]]


def _line(found: Diagnostic) -> int:
    assert found.span is not None
    return found.span.line - 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("{a: string(0), b: string(0)}", "bad-type"),
        ("{a: nothing, b: nothing}", "bad-type"),
        ("{a: int = x, b: int = x}", "bad-default"),
        ("{a: {type: nothing}, b: {type: nothing}}", "bad-type"),
        ("{A: int, b: {type: int, was: A}}", "bad-name"),
    ],
)
def test_the_same_mistake_in_two_places_is_found_in_both(body: str, code: str) -> None:
    found = found_in_types(body)
    assert len({each.span for each in found}) == len(found) == 2
    assert {(each.code, each.message) for each in found} == {(code, found[0].message)}


def test_a_field_after_the_same_one_that_was_right_is_still_judged_with_its_other_keys() -> None:
    (found,) = found_in_types("{a: text, b: text, c: {type: text, min: 1}}")
    assert found.message == "only numbers have 'min' and 'max'"


@pytest.mark.parametrize("written", ["&name made", "!!str made", "*made"])
def test_what_yaml_adds_to_a_text_is_refused_after_the_same_text_without_it(written: str) -> None:
    document = read(f"a: made\nb: made\nc: {written}\n", "b.yaml")
    assert {each.span.line for each in document.diagnostics if each.span is not None} == {3}
    assert document.broken == {("c",)}


@pytest.mark.parametrize("written", ["&name made", "!!str made", "*made", "[made]"])
def test_what_yaml_adds_to_a_key_is_refused_after_the_same_key_without_it(written: str) -> None:
    document = read(f"a: {{made: 1}}\nb: {{made: 1}}\nc: {{{written} : 1}}\n", "b.yaml")
    assert {each.span.line for each in document.diagnostics if each.span is not None} == {3}
    assert document.broken == {("c",)}


def test_a_quoted_text_stays_a_text_after_the_same_one_without_quotes() -> None:
    document = read("a: 1\nb: 1\nc: '1'\nd: \"true\"\ne: true\nf: 'true'\n", "b.yaml")
    assert document.value == {"a": 1, "b": 1, "c": "1", "d": "true", "e": True, "f": "true"}


def test_each_place_of_a_text_that_yaml_1_1_takes_for_another_value_is_warned_of() -> None:
    document = read("a: yes\nb: yes\nyes: 017\nc: {yes: 017}\n", "b.yaml")
    lines = [each.span.line for each in document.diagnostics if each.span is not None]
    assert lines == [1, 2, 3, 3, 4, 4]


def test_each_key_with_nothing_after_it_is_found() -> None:
    document = read("a:\nb: ~\nc: [null, {d: }]\n", "b.yaml")
    assert document.empty == (("a",), ("b",), ("c", 0), ("c", 1, "d"))
