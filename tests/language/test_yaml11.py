"""Where a reader of YAML 1.1 would take another value, Plano says so; PyYAML is that reader here."""

from __future__ import annotations

import datetime
import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from plano.diagnostics.model import Diagnostic, Severity
from plano.language.read import read
from plano.language.scalars import Value

NUMBERLIKE = st.text("0123456789-+._:eExob aAfF", min_size=1, max_size=9).filter(
    lambda text: re.match(r"[-+]\.", text) is None  # a float in the type repository, and a text to PyYAML
)
WORDS = st.sampled_from(["yes", "Yes", "NO", "no", "on", "Off", "true", "null", "~", "name", "yesterday", "none"])


def suspects(text: str) -> list[Diagnostic]:
    found = read(text, "blueprint.yaml").diagnostics
    assert all(each.severity is Severity.WARNING for each in found)
    return [each for each in found if each.code == "yaml-1-1"]


def old(text: str) -> Value | datetime.date:
    """What a YAML 1.1 reader makes of one value; a moment or what it cannot build is given as its own kind."""
    try:
        read_value: Value | datetime.date = yaml.safe_load(text)["a"]
    except ValueError:
        return datetime.date.min
    return read_value


def alike(ours: Value, theirs: Value | datetime.date, text: str) -> bool:
    if type(theirs) is datetime.date:
        return text == ours and theirs != datetime.date.min
    return repr(ours) == repr(theirs) or (not isinstance(ours, bool) and ours == theirs)


@pytest.mark.parametrize(
    ("text", "other", "instead"),
    [
        ("no", "false", '"no"'), ("On", "true", '"On"'), ("y", "true", '"y"'), ("010", "the number 8", "10"),
        ("1:30", "the number 90", '"1:30"'), ("1e3", "a text", "1000.0"), ("1e300", "a text", "1.0e+300"),
        ("0o17", "a text", "15"), ("1_000", "the number 1000", '"1_000"'), ("0b11", "the number 3", '"0b11"'),
        ("08", "a text", "8"), ("1e999", "a text", ".inf"),
        ("2030-01-01 10:00:00", "a moment", '"2030-01-01 10:00:00"'),
    ],
)  # fmt: skip
def test_what_older_readers_take_for_something_else_is_said_with_what_to_write(
    text: str, other: str, instead: str
) -> None:
    [found] = suspects(f"a: {text}\n")
    assert found.message == f"a reader of YAML 1.1 takes {text} for {other}"
    assert found.fix is not None
    assert found.fix.safe
    assert [edit.text for edit in found.fix.edits] == [instead]


@pytest.mark.parametrize("text", ["7", "007", "-3", "1.5", "true", "~", "2030-01-01", "10.0.0.1", "'no'", "70%", ".5"])
def test_what_all_readers_take_alike_is_not_spoken_of(text: str) -> None:
    assert suspects(f"a: {text}\n") == []


def test_a_key_is_a_text_to_us_and_may_be_none_to_others() -> None:
    [found] = suspects("on: 1\n")
    assert (found.span.column, found.span.end_column) if found.span else None == (1, 3)
    assert found.fix is not None
    assert found.fix.edits[0].text == '"on"'


@given(NUMBERLIKE | WORDS)
@settings(max_examples=400)
def test_it_is_said_exactly_where_the_readers_differ(text: str) -> None:
    document = read(f"a: {text}\n", "blueprint.yaml")
    if not isinstance(document.value, dict) or document.value.get("a") is None or len(document.value) != 1:
        return
    ours = document.value["a"]
    if text.strip() != str(text) or " " in text:
        return
    try:
        theirs = old(f"a: {text}\n")
    except yaml.YAMLError:
        return
    found = [each for each in document.diagnostics if each.code == "yaml-1-1"]
    assert bool(found) == (not alike(ours, theirs, text))


@given(NUMBERLIKE | WORDS)
@settings(max_examples=200)
def test_the_fix_keeps_our_value_and_ends_the_quarrel(text: str) -> None:
    document = read(f"a: {text}\n", "blueprint.yaml")
    for found in document.diagnostics if isinstance(document.value, dict) else ():
        if found.code == "yaml-1-1" and found.fix is not None:
            fixed = f"a: {found.fix.edits[0].text}\n"
            assert suspects(fixed) == []
            if found.span is not None and found.span.column > 1:
                assert read(fixed, "blueprint.yaml").value == document.value
