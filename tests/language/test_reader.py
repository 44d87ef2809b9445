"""The reader: any text is answered with diagnostics, and a valid one with the values and places that it has."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from plano.diagnostics.model import Severity, Span
from plano.language.places import Path, Places
from plano.language.read import read
from plano.language.scalars import Value

SAFE = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufeff\ufffe\uffff\x7f")
TEXTS = st.text(SAFE, max_size=30)
KEYS = st.text(SAFE, min_size=1, max_size=20).filter(lambda key: key != "<<")
NUMBERS = st.integers(-(2**63), 2**63) | st.floats(allow_nan=False, allow_infinity=False)
SCALARS = st.none() | st.booleans() | NUMBERS | TEXTS
DOCUMENTS = st.dictionaries(
    KEYS, st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4))
)
YAML_LIKE = st.lists(
    st.sampled_from(
        ["a", "b: ", "- ", "\n", "  ", "{", "}", "[", "]", ",", ": ", "'", '"', "#", "&x ", "*x", "!!str ", "|", ">",
         "?",
         "<<", "---\n", "...\n", "%YAML 1.2\n", "\t", "\\", "\r", "~", "1", ".nan", "é", "𝒳", "\x85", "\0", "\ufeff"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


def sliced(text: str, span: Span) -> str:
    """The text of a span."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = sum(len(line) + 1 for line in lines[: span.line - 1]) + span.column - 1
    end = sum(len(line) + 1 for line in lines[: span.end_line - 1]) + span.end_column - 1
    return text[start:end]


def every(value: Value, path: Path = ()) -> list[tuple[Path, Value]]:
    """Every value inside `value`, with its path."""
    found = [(path, value)]
    if isinstance(value, dict):
        found += [pair for key, inner in value.items() for pair in every(inner, (*path, key))]
    elif isinstance(value, list):
        found += [pair for index, inner in enumerate(value) for pair in every(inner, (*path, index))]
    return found


@given(st.text(max_size=200) | YAML_LIKE)
@settings(max_examples=600, deadline=None)
def test_no_text_makes_the_reader_fail(text: str) -> None:
    document = read(text, "b.yaml")
    lines = text.removeprefix("\ufeff").count("\n") + text.count("\r") + 1
    for diagnostic in document.diagnostics:
        assert diagnostic.span is not None
        assert 1 <= diagnostic.span.line <= lines
    assert document.complete or document.diagnostics


@given(DOCUMENTS)
@settings(max_examples=200, deadline=None)
def test_values_are_those_of_yaml_1_2(value: dict[str, Value]) -> None:
    yaml = YAML(typ="safe", pure=True)
    yaml.allow_unicode = True
    yaml.default_flow_style = False
    out = io.StringIO()
    yaml.dump(value, out)
    text = out.getvalue()
    document = read(text, "b.yaml")
    assert not any(each.severity is Severity.ERROR for each in document.diagnostics)
    assert document.value == yaml.load(text) == value


@given(DOCUMENTS)
@settings(max_examples=200, deadline=None)
def test_each_span_holds_the_text_of_its_value(value: dict[str, Value]) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    document = read(text, "b.yaml")
    assert not any(each.severity is Severity.ERROR for each in document.diagnostics)
    for path, inner in every(document.value):
        assert json.loads(sliced(text, document.places.value(path))) == inner
        if path and isinstance(path[-1], str):
            assert json.loads(sliced(text, document.places.key(path))) == path[-1]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", "yes"), ("off", "off"), ("012", 12), ("0o14", 12), ("0xC", 12),
        ("1_000", "1_000"), ("12:30:00", "12:30:00"),
        ("2030-01-01", "2030-01-01"), ("1e3", 1000.0), ("1.", 1.0), (".5", 0.5), ("+7", 7), ("~", None), ("null", None),
        ("Null", None), ("nULL", "nULL"), ("TRUE", True), ("'1'", "1"), ("70%", "70%"), ("-.inf", float("-inf")),
    ],
)  # fmt: skip
def test_plain_scalars_follow_the_core_schema(text: str, value: Value) -> None:
    assert read(f"a: {text}\n", "b.yaml").value == {"a": value}


def test_columns_count_code_points_and_lines_end_as_in_editors() -> None:
    places = read("é𝒳: {ñ: 1}\r\nb: 'x'\rc: y\n", "b.yaml").places
    assert places.value(("é𝒳", "ñ")) == Span("b.yaml", 1, 9, 1, 10)
    assert places.value(("b",)) == Span("b.yaml", 2, 4, 2, 7)
    assert places.key(("c",)) == Span("b.yaml", 3, 1, 3, 2)


def test_a_place_that_is_not_written_is_shown_at_its_nearest_ancestor() -> None:
    places = read("a: {b: 1}\n", "b.yaml").places
    assert places.key(("a", "b", "c")) == places.key(("a", "b"))
    assert places.value(("a", "x", "y")) == places.value(("a",))
    assert places.key(("x",)) == places.value(())
    assert not places.has(("a", "x"))


def test_the_end_of_a_block_is_the_end_of_its_last_line() -> None:
    text = "a:\n  b: |\n    one\n    two\n\nc: 1\n"
    places = read(text, "b.yaml").places
    assert sliced(text, places.value(("a", "b"))) == "|\n    one\n    two"
    assert places.value(("a",)).end_line == 4


def test_a_byte_order_mark_moves_nothing() -> None:
    assert read("\ufeffa: 1\n", "b.yaml").places.value(("a",)) == Span("b.yaml", 1, 4, 1, 5)


def test_without_the_c_parser_nothing_is_read() -> None:
    program = (
        "import sys; sys.modules['_ruamel_yaml'] = None\n"
        "from plano.language.read import ParserMissingError, read\n"
        "try:\n    read('a: 1', 'b.yaml')\n"
        "except ParserMissingError as error:\n    print(error)\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=_path()
    ).stdout
    assert said == "the C parser for YAML is missing: install 'ruamel.yaml[oldlibyaml]' for this Python\n"


def _path() -> dict[str, str]:
    return {"PYTHONPATH": ":".join(sys.path)}


def test_the_first_of_two_keys_counts_and_both_are_shown() -> None:
    document = read("a: 1\nb: 2\na: 3\n", "b.yaml")
    (found,) = document.diagnostics
    assert found.code == "duplicate-key"
    assert found.span == Span("b.yaml", 3, 1, 3, 2)
    assert [related.span for related in found.related] == [Span("b.yaml", 1, 1, 1, 2)]
    assert document.value == {"a": 1, "b": 2}


def test_places_know_their_file() -> None:
    assert isinstance(read("", "b.yaml").places, Places)
    assert read("", "b.yaml").places.value(()).file == "b.yaml"
