"""A text that is not YAML: the answer names what the person did, at the place where it was done."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plano.diagnostics.model import Diagnostic
from plano.language.load import load

TEXT = """\
blueprint: 1
platform:
  name: library
  description: Where books are lent.
  domain: library.example
  registry: registry.example/library
  repository: https://git.example/library.git
environments: {production: {}}
services:
  people:
    kind: fastapi
    database: main
    description: 'The reader''s card.'
  loans:
    kind: fastapi
    config: {greeting: {type: text, default: "Hello"}}
  pages:
    kind: vue
routes:
  /: {service: pages}
  /api/loans: {service: loans}
"""


def answer(text: str) -> Diagnostic:
    """The one finding on a text."""
    (found,) = load(text, "blueprint.yaml").diagnostics
    assert found.span is not None
    return found


def marked(text: str) -> tuple[int, str, str, str]:
    """The line of the finding, what is marked in it, the sentence and the help."""
    found = answer(text)
    assert found.span is not None
    line = text.split("\n")[found.span.line - 1]
    return found.span.line, line[found.span.column - 1 : found.span.end_column - 1], found.message, found.help


@pytest.mark.parametrize(("quote", "inside"), [("'", "''"), ('"', '\\"')])
def test_a_quote_that_is_not_closed_is_shown_where_it_was_opened(quote: str, inside: str) -> None:
    text = TEXT.replace("Where books are lent.", f"{quote}Where books are lent.")
    assert marked(text) == (
        4, f"{quote}Where books are lent.", "the text that begins here is not closed on this line",
        f"write {quote} at its end; one that belongs to the text is written {inside}",
    )  # fmt: skip
    (also,) = answer(text).related
    assert also.message == "so YAML takes this for its end"
    assert also.span.line == (13 if quote == "'" else 16)


def test_a_quote_without_another_one_after_it_is_shown_where_it_was_opened() -> None:
    assert marked(TEXT.replace("/api/loans: {service: loans}", '/api/loans: {service: "loans}'))[:2] == (
        21,
        '"loans}',
    )


def test_a_text_over_two_lines_that_is_closed_is_not_blamed() -> None:
    text = TEXT.replace("Where books are lent.", '"Where books\n    are lent." often')
    assert marked(text)[:3] == (5, "o", "a key was expected here")


@pytest.mark.parametrize("before", ["    database", "  people", "    kind"])
def test_a_no_break_space_in_an_indentation_is_named_at_its_place(before: str) -> None:
    text = TEXT.replace(before, "\u00a0" + before[1:], 1)
    line, mark, said, mend = marked(text)
    assert (line, mark) == (text[: text.index("\u00a0")].count("\n") + 1, "\u00a0")
    assert said == "a no-break space (U+00A0) stands where YAML wants a plain space"
    assert mend == "write the space of the space bar"


def test_a_no_break_space_after_a_key_is_named_at_its_place() -> None:
    assert marked(TEXT.replace("kind: vue", "kind:\u00a0vue"))[:2] == (18, "\u00a0")


def test_a_no_break_space_inside_a_text_is_not_blamed() -> None:
    text = TEXT.replace("Where books are lent.", "|\n    \u00a0Where\n    \u00a0books").replace("pages:\n", "pages\n")
    assert answer(text).message == "a ':' was expected after the key"


def test_a_conflict_of_git_is_shown_at_its_first_marker() -> None:
    ours, theirs = "    database: main\n", "    database: second\n"
    text = TEXT.replace(ours, f"<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> more-databases\n")
    assert marked(text) == (
        12, "<<<<<<< HEAD", "a conflict of Git stands here",
        "choose a side, and remove the lines <<<<<<<, ======= and >>>>>>> with the other one",
    )  # fmt: skip
    left = TEXT.replace(ours, f"{ours}=======\n")
    assert marked(left) == (13, "=======", "a marker of a conflict of Git is left here", "remove this line")


def test_a_list_item_between_keys_is_told_to_lose_its_dash() -> None:
    text = TEXT.replace("  /api/loans:", "  - /api/loans:")
    assert marked(text) == (21, "-", "a list item stands in a map", "remove the '-'")


@pytest.mark.parametrize(("opened", "closed"), ["“”", "‘’", "„“", "«»"])
def test_quotes_of_a_word_processor_are_no_quotes(opened: str, closed: str) -> None:
    text = TEXT.replace("Where books are lent.", f"{opened}Books: lent.{closed}")
    assert marked(text) == (4, opened, f"{opened} is not one of YAML's quotes", "write \"…\" or '…'")


def test_quotes_of_a_word_processor_in_another_value_are_not_blamed() -> None:
    text = TEXT.replace('default: "Hello"', "description: “Hello”, default: a: b")
    assert answer(text).message == "a map that was opened with '{' is not closed"


def test_a_key_that_slipped_to_column_1_is_shown_itself() -> None:
    assert marked(TEXT.replace("  people:\n", "people:\n")) == (
        10, "people", "'people' stands in column 1, and is no key of a blueprint",
        "indent it, if it belongs to 'services'",
    )  # fmt: skip


def test_a_last_service_in_column_1_is_shown_itself() -> None:
    found = answer(TEXT.replace("  pages:\n", "pages:\n"))
    assert (found.message, found.help) == (
        "there is no key 'pages' in a blueprint",
        "if it is a service, indent it under 'services'",
    )


SCRAP = ["'", '"', "“", "\u00a0", "\n", "\r\n", "- ", ": ", "<<<<<<< a\n", "=======\n", "  ", "{", "]", "|\n", "#", "a"]


@given(st.lists(st.sampled_from(SCRAP) | st.integers(0, len(TEXT)), max_size=8), st.integers(0, len(TEXT)))
@settings(max_examples=300, deadline=None)
def test_whatever_is_put_into_a_text_the_place_lies_in_it(scraps: list[str | int], at: int) -> None:
    put = "".join(each if isinstance(each, str) else TEXT[each : each + 9] for each in scraps)
    text = TEXT[:at] + put + TEXT[at:]
    lines = text.replace("\r\n", "\n").split("\n")
    for each in load(text, "blueprint.yaml").diagnostics:
        assert each.span is not None
        assert 1 <= each.span.line <= each.span.end_line <= len(lines)
        assert 1 <= each.span.column <= len(lines[each.span.line - 1]) + 1
