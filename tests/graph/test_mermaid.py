"""How names become identifiers and free text becomes labels, and which pictures are too large to be drawn."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plano.graph.mermaid import MOST_CHARACTERS, MOST_EDGES, edge, identifier, label, node, picture, refused, subgraph


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("orders.placed", "topic_orders__placed"),
        ("orders-placed", "topic_orders_placed"),
        ("orders--placed", "topic_ordersX2DXX2DXplaced"),
        ("end", "topic_end"),
    ],
)
def test_a_name_becomes_an_identifier(name: str, expected: str) -> None:
    assert identifier("topic", name) == expected


@given(st.lists(st.text("ab.-_XDé2") | st.text(), min_size=2, max_size=20, unique=True))
def test_two_names_never_share_an_identifier(names: list[str]) -> None:
    identifiers = {identifier("topic", name) for name in names}
    assert len(identifiers) == len(names)
    assert all(re.fullmatch(r"[A-Za-z0-9_]+", each) for each in identifiers)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('say "hi"', '"say #quot;hi#quot;"'),
        ("a [b] `c` #1; d", '"a #91;b#93; #96;c#96; #35;1#59; d"'),
        ("one\r\ntwo\rthree", '"one<br/>two<br/>three"'),
        ("<script>", '"#60;script#62;"'),
        ("/orders/{order_id}", '"/orders/{order_id}"'),
        ("1. list\n- list", '"1#46; list<br/>#45; list"'),
        ("$$x$$ fa:fa-x", '"#36;#8288;#36;x#36;#8288;#36; fa#58;#8288;fa-x"'),
        ("10.0.0.1", '"10.0.0.1"'),
        ("👩‍🚀 שלום", '"👩‍🚀 שלום"'),
        (" ", '" "'),
    ],
)
def test_free_text_becomes_a_label(text: str, expected: str) -> None:
    assert label(text) == expected


@given(st.text())
def test_a_label_is_one_line_that_no_text_ends_early(text: str) -> None:
    inner = label(text)[1:-1]
    assert not set('"\r\n\u2028\u2029') & set(inner)
    assert "style" not in inner
    assert "classDef" not in inner


@given(st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"])))
def test_a_label_says_what_the_text_said(text: str) -> None:
    decoded = re.sub(
        r"#(\w+);",
        lambda code: '"' if code[1] == "quot" else chr(int(code[1])),
        label(text)[1:-1].replace("<br/>", "\n"),
    )
    parted = decoded.replace("\u2060", ""), text.replace("\u2060", "")
    assert parted[0].strip(" \t\n") == parted[1].strip(" \t\n")


def test_a_group_of_nothing_is_not_drawn() -> None:
    assert subgraph("topics", "Topics", []) == []


def test_a_picture_that_viewers_refuse_is_told_with_the_setting_that_helps() -> None:
    assert refused(picture("LR", "t", "d", [edge("a", "b", "--> x")] * MOST_EDGES)) == ()
    (edges,) = refused(picture("LR", "t", "d", [edge("a", "b")] * (MOST_EDGES + 1)))
    assert edges == "This picture has 501 edges; Mermaid draws up to 500. Raise 'maxEdges' where you show it."
    (characters,) = refused(picture("LR", "t", "d", [node("a", "box", "x" * MOST_CHARACTERS)]))
    assert "'maxTextSize'" in characters
