"""What goes with an entry that is removed, and what stays."""

from __future__ import annotations

import pytest

from plano.editing.edit import remove_entry
from plano.editing.sheet import Sheet, UneditableError
from plano.language.places import Path

B: Path = ("hosts", "b")


def after(before: str, path: Path = B) -> str:
    return remove_entry(Sheet.of(before), path).text


def test_its_own_comments_go_and_those_of_others_stay() -> None:
    before = (
        "hosts:\n  # all of them\n\n  # the first\n  a: {x: 1}  # a\n    # odd\n  # the second,\n  # in two lines\n"
        "  b:  # b\n    # inside\n    x: 1  # y\n    # behind\n  # loose\n\n  # the third\n  c: {x: 1}\n"
    )
    assert after(before) == (
        "hosts:\n  # all of them\n\n  # the first\n  a: {x: 1}  # a\n    # odd\n  # loose\n\n"
        "  # the third\n  c: {x: 1}\n"
    )


def test_a_comment_that_a_blank_line_keeps_apart_is_not_its_own() -> None:
    before = "hosts:\n  a: {x: 1}\n\n  # about what follows\n\n  b: {x: 1}\n"
    assert after(before) == "hosts:\n  a: {x: 1}\n\n  # about what follows\n"


def test_blank_lines_between_the_neighbours_stay_as_they_were() -> None:
    assert after("hosts:\n  a: 1\n\n  b: 1\n\n  c: 1\n") == "hosts:\n  a: 1\n\n  c: 1\n"
    assert after("hosts:\n  a: 1\n\n  b: 1\n  c: 1\n") == "hosts:\n  a: 1\n\n  c: 1\n"
    assert after("hosts:\n  b: 1\n\n  c: 1\n") == "hosts:\n  c: 1\n"
    assert after("hosts:\n  a: 1\n\n  b: 1\n\nroutes: {}\n") == "hosts:\n  a: 1\n\nroutes: {}\n"


@pytest.mark.parametrize(
    ("before", "wanted"),
    [
        ("hosts: {a: 1, b: 2, c: 3}\n", "hosts: {a: 1, c: 3}\n"),
        ("hosts: {b: 2, c: 3}\n", "hosts: {c: 3}\n"),
        ("hosts: { a: 1 , b: 2 } # x\n", "hosts: { a: 1 } # x\n"),
        ("hosts: {a: 1, b: 2,}\n", "hosts: {a: 1,}\n"),
        ("hosts: {\n  a: 1,  # a\n  # of b\n  b: 2  # b\n}\n", "hosts: {\n  a: 1  # a\n}\n"),
        ("hosts: {\n  a: 1,  # a\n  b: 2,  # b\n  c: 3\n}\n", "hosts: {\n  a: 1,  # a\n  c: 3\n}\n"),
        ("hosts: {a: 1,  # a\n  b: 2, c: 3}\n", "hosts: {a: 1,  # a\n  c: 3}\n"),
        ("hosts: {a: 1,  # a\n  b: 2 }\n", "hosts: {a: 1  # a\n   }\n"),
        ("hosts: {b: 2,  # b\n  c: 3}\n", "hosts: {  # b\n  c: 3}\n"),
        ("hosts: {\n  b: 2\n  , c: 3}\n", "hosts: {\n  c: 3}\n"),
    ],
)
def test_an_entry_in_braces_goes_with_its_comma(before: str, wanted: str) -> None:
    assert after(before) == wanted


@pytest.mark.parametrize(
    "calls", ["[x, b]", "[b, x]", "\n    - x\n    - b # why\n", "\n    # this\n    - b\n    - x\n"]
)
def test_an_item_of_a_list_goes_alone(calls: str) -> None:
    sheet = Sheet.of(f"services:\n  a:\n    calls: {calls}\n")
    items = sheet.value(("services", "a", "calls"))
    assert isinstance(items, list)
    edited = remove_entry(sheet, ("services", "a", "calls", items.index("b")))
    assert edited.value(("services", "a", "calls")) == ["x"]
    assert "why" not in edited.text
    assert "this" not in edited.text


def test_a_section_that_is_left_empty_goes_with_its_comments() -> None:
    before = "platform: {}\n\n# Machines.\nhosts:  # here\n  # one\n  b: {x: 1}\n\nroutes: {}\n"
    assert after(before) == "platform: {}\n\nroutes: {}\n"
    assert after("platform: {}\nhosts: {b: 1}\nroutes: {}\n") == "platform: {}\nroutes: {}\n"
    before = "services:\n  a:\n    entities:\n      B: {}\n    expose: {}\n"
    assert after(before, ("services", "a", "entities", "B")) == "services:\n  a:\n    expose: {}\n"


def test_what_must_be_there_is_left_as_an_empty_map() -> None:
    before = "services:\n  a:\n    entities:\n      B:  # rows\n        fields:\n          x: int\n"
    wanted = "services:\n  a:\n    entities:\n      B: {}  # rows\n"
    assert after(before, ("services", "a", "entities", "B", "fields", "x")) == wanted
    assert after("topics: {a: {fields: {x: int}}}\n", ("topics", "a", "fields", "x")) == "topics: {a: {fields: {}}}\n"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_line_end_that_was_missing_stays_missing(end: str) -> None:
    assert after(f"hosts:{end}  a: 1{end}{end}  b: 1") == f"hosts:{end}  a: 1"


def test_an_entry_that_shares_its_line_with_a_question_mark_is_refused() -> None:
    with pytest.raises(UneditableError):
        after("hosts:\n  a: 1\n  ? b\n  : 1\n")


def test_a_text_that_would_mean_something_else_without_the_entry_is_never_made() -> None:
    with pytest.raises(UneditableError, match="cannot be taken out"):
        after("hosts: {a: 1,# without the comma this is text\n  b: 2}\n")
