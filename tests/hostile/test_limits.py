"""What no file could hold is refused, at its place: too long a text, the character U+0000, half a character."""

from __future__ import annotations

import pytest

from plano.diagnostics.model import Severity
from plano.language.builder import LONGEST_TEXT
from tests.hostile.building import HOSTILE, SLOTS, blueprint, built, is_key, is_plain_text, sized
from tests.hostile.platform import Slot
from tests.hostile.texts import yaml_of

HERE = "@here@"
TEXTS = [slot for slot in SLOTS if is_plain_text(slot)]


def refused(text: str) -> list[tuple[str, int]]:
    """The code and the column of each error; the blueprint stands on one line."""
    done = built(text)
    errors = [each for each in done.diagnostics if each.severity is Severity.ERROR]
    assert done.tree is None
    assert all(each.span is not None and each.span.line == 1 and each.help for each in errors)
    return [(each.code, each.span.column) for each in errors if each.span is not None]


def written(slot: Slot, yaml: str) -> tuple[str, int]:
    """The blueprint with `yaml` inside the quotes of the slot's text, and the column of the first quote."""
    text = blueprint({**HOSTILE, slot: HERE})
    return text.replace(HERE, yaml), text.index(HERE)


def test_one_byte_more_than_64_kib_is_refused_at_each_place() -> None:
    texts = {slot: sized(slot, LONGEST_TEXT + 1) for slot in SLOTS}
    text = blueprint(texts)
    places = [text.index(yaml_of(texts[slot])) + 1 for slot in SLOTS if not is_key(slot)]
    assert refused(text) == [("text-too-long", column) for column in places]


def test_the_limit_counts_bytes_and_not_characters() -> None:
    slot = TEXTS[0]
    assert built(blueprint({**HOSTILE, slot: "é" * (LONGEST_TEXT // 2)})).tree is not None
    assert [code for code, _ in refused(blueprint({**HOSTILE, slot: "é" * (LONGEST_TEXT // 2) + "x"}))] == [
        "text-too-long"
    ]


@pytest.mark.parametrize("slot", TEXTS, ids=lambda slot: slot.place)
def test_an_escaped_null_is_refused_where_its_text_stands(slot: Slot) -> None:
    text, column = written(slot, "a\\u0000b")
    assert refused(text) == [("bad-character", column)]


@pytest.mark.parametrize(
    ("yaml", "code", "after"),
    [
        ("a\0b", "bad-character", 2),
        ("a\ud800b", "bad-character", 2),
        ("c\udfffb", "bad-character", 2),
        ("a\\ud800b", "yaml-syntax", 4),
        ("a\\uDC00b", "yaml-syntax", 4),
    ],
    ids=["bare null", "bare high half", "bare low half", "escaped high half", "escaped low half"],
)
def test_a_null_and_half_a_character_are_refused_where_they_stand(yaml: str, code: str, after: int) -> None:
    for slot in TEXTS[:3]:
        text, column = written(slot, yaml)
        assert refused(text) == [(code, column + after)]
