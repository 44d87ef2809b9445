"""Field types and patterns: whatever is written, the answer is a type or a sentence."""

from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plano.language.fieldtypes import Enum, FieldType, ListOf, MapOf, Named, Ref, Scalar
from plano.language.grammar import GrammarError, parse_field, parse_type
from plano.language.nearest import nearest
from plano.language.patterns import PatternError, check_pattern
from plano.language.shortform import TYPE_PATTERN

WORDS = st.sampled_from(
    [
        "decimal",
        "string",
        "list",
        "map",
        "enum",
        "ref",
        "int",
        "Item",
        "(",
        ")",
        "|",
        "null",
        "=",
        "12",
        ".",
        "2",
        " ",
        "a",
    ]
)
PIECES = st.sampled_from([*"ab0-^$.*+?()[]{}|\\,12", "\\d", "\\.", "{2,3}", "(?:", "[^", "[a-z]"])
PLAIN: st.SearchStrategy[tuple[str, FieldType]] = st.sampled_from(
    [
        ("uuid", Scalar("uuid")), ("string(80)", Scalar("string", length=80)), ("Item", Named("Item")),
        ("decimal(12.2)", Scalar("decimal", precision=12, scale=2)), ("enum(a | b)", Enum(("a", "b"))),
        ("ref(Van)", Ref("Van")), ("json", Scalar("json")),
    ]
)  # fmt: skip
TYPES: st.SearchStrategy[tuple[str, FieldType]] = st.recursive(
    PLAIN,
    lambda inner: (
        inner.map(lambda pair: (f"list({pair[0]})", ListOf(pair[1])))
        | inner.map(lambda pair: (f"map( {pair[0]} )", MapOf(pair[1])))
    ),
    max_leaves=3,
)


@given(TYPES, st.booleans())
def test_every_type_is_read_as_written(written: tuple[str, FieldType], nullable: bool) -> None:
    text, kind = written
    assert parse_type(text) == kind
    field = parse_field(text + (" | null" if nullable else ""))
    assert (field.type, field.nullable, field.default) == (kind, nullable, None)


@given(st.text(max_size=40) | st.lists(WORDS, max_size=12).map("".join))
@settings(max_examples=500)
def test_no_text_makes_the_grammar_fail(text: str) -> None:
    with contextlib.suppress(GrammarError):
        parse_field(text)


@given(st.lists(WORDS, max_size=8).map("".join))
@settings(max_examples=500)
def test_the_published_pattern_accepts_what_the_grammar_accepts(text: str) -> None:
    try:
        parse_type(text)
    except GrammarError:
        return
    assert re.search(TYPE_PATTERN, text)


@given(st.lists(PIECES, max_size=10).map("".join) | st.text(max_size=20))
@settings(max_examples=500)
def test_a_pattern_that_is_accepted_compiles(pattern: str) -> None:
    with contextlib.suppress(PatternError):
        check_pattern(pattern)
        re.compile(pattern)


@pytest.mark.parametrize("pattern", ["^[A-Z]{2}[0-9]{6}$", "(?:a|b)+", "[^/]*", "a\\.b", "[a\\-z]", "\\n", ""])
def test_the_common_subset_is_accepted(pattern: str) -> None:
    check_pattern(pattern)


@pytest.mark.parametrize(
    "pattern", ["a.b", "\\w", "(?=a)", "(?P<x>a)", "a*?", "a{256}", "[[:alpha:]]", "[a&&b]", "\\1", "a)", "*a"]
)
def test_what_is_not_read_alike_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        check_pattern(pattern)


@pytest.mark.parametrize(
    ("name", "known", "meant"),
    [
        ("order.placed", ["orders.placed", "orders.cancelled"], "orders.placed"),
        ("Order_Items", ["order-items", "orders"], "order-items"),
        ("colour", ["kind", "database"], None),
        ("x", [], None),
    ],
)
def test_the_nearest_name_is_the_one_that_was_meant(name: str, known: list[str], meant: str | None) -> None:
    assert nearest(name, known) == meant
