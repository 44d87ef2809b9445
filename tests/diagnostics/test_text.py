"""Findings at a terminal: its width, and what remains without colour and without sight."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plano.diagnostics.model import Diagnostic, Severity, Span
from plano.diagnostics.text import render
from plano.language.load import load_file
from plano.pipeline import check_loaded
from tests.diagnostics.samples import ALL, BLUEPRINT, WHOLE
from tests.test_cases import CASES

HELP = "raise 'partitions' to 8, or lower 'max' to 6. Partitions can be raised later, never lowered."
LONG = Diagnostic("some-code", Severity.ERROR, "it is wrong", Span("b.yaml", 12, 1, 12, 2), "here", HELP)
IDLE = "2 of the 8 consumers of 'parcels.sent' in 'tracking' would have nothing to do"
WORDS = st.text(st.sampled_from("ab \n'-éx"), max_size=200)


def test_a_long_help_is_wrapped_with_its_continuation_under_its_first_word() -> None:
    said = render([LONG], {}, commands={"explain"}, width=60)
    assert said.split("\n")[2:] == [
        "   = help: raise 'partitions' to 8, or lower 'max' to 6.",
        "           Partitions can be raised later, never lowered.",
        "   = more: plano explain some-code",
        "",
        "",
    ]


def test_without_a_width_every_help_is_one_line() -> None:
    assert f"= help: {HELP}\n" in render([LONG], {})


def test_a_narrow_terminal_is_taken_for_40_columns() -> None:
    assert render([LONG], {}, width=5) == render([LONG], {}, width=40)


def test_a_word_is_not_cut() -> None:
    command = "plano/" + "x" * 60
    found = Diagnostic("some-code", Severity.ERROR, "it is wrong", None, "", f"run {command} and then run it again")
    assert f"\n          {command}\n" in render([found], {}, width=40)


def test_a_long_headline_goes_on_below_itself_further_in() -> None:
    found = Diagnostic("consumers-exceed-partitions", Severity.ERROR, IDLE, None)
    assert render([found], {}, width=80).split("\n")[:2] == [
        "error[consumers-exceed-partitions]: 2 of the 8 consumers of 'parcels.sent' in",
        "    'tracking' would have nothing to do",
    ]
    assert f": {IDLE}\n" in render([found], {})


def test_a_wide_terminal_has_a_headline_on_one_line() -> None:
    found = Diagnostic("consumers-exceed-partitions", Severity.ERROR, IDLE, None)
    assert f"error[consumers-exceed-partitions]: {IDLE}\n" in render([found], {}, width=120)


def test_a_coloured_headline_breaks_where_a_plain_one_does_and_each_of_its_lines_is_bold() -> None:
    found = Diagnostic("consumers-exceed-partitions", Severity.ERROR, IDLE, None)
    coloured = render([found], {}, color=True, width=80)
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == render([found], {}, width=80)
    assert "\n    \x1b[1m'tracking' would have nothing to do\x1b[0m\n" in coloured


def test_a_message_of_several_lines_does_not_look_like_several_findings() -> None:
    found = Diagnostic("some-code", Severity.ERROR, "it is wrong\nerror[other-code]: and so is this", None)
    for width in (0, 80):
        assert re.findall(r"^\w+\[(.+)\]: ", render([found], {}, width=width), re.MULTILINE) == ["some-code"]


def test_a_long_label_is_wrapped_beside_its_carets() -> None:
    source = "key: value"
    found = Diagnostic("some-code", Severity.ERROR, "it is wrong", Span("b.yaml", 1, 6, 1, 11), HELP)
    assert render([found], {"b.yaml": source}, width=60).split("\n")[3:7] == [
        "1 │ key: value",
        "  │      ^^^^^ raise 'partitions' to 8, or lower 'max' to 6.",
        "  │            Partitions can be raised later, never",
        "  │            lowered.",
    ]


def test_a_label_with_little_room_beside_its_carets_stands_under_them() -> None:
    source = "a: {bbbbbbbbbbbbbbbbbbbb: 1, cccccccccccccccccccccc: value}"
    found = Diagnostic("some-code", Severity.ERROR, "it is wrong", Span("b.yaml", 1, 54, 1, 59), IDLE)
    assert render([found], {"b.yaml": source}, width=80).split("\n")[3:7] == [
        f"1 │ {source}",
        "  │                                                      ^^^^^",
        "  │                                               2 of the 8 consumers of",
        "  │                                               'parcels.sent' in 'tracking'",
    ]


@pytest.mark.parametrize("case", sorted(folder.name for folder in CASES.iterdir()))
def test_at_80_columns_every_known_finding_is_readable_and_found_by_its_code(case: str) -> None:
    path = CASES / case / "blueprint.yaml"
    source = {"blueprint.yaml": path.read_bytes().decode("utf-8", "replace")}
    for found in check_loaded(load_file(path, "blueprint.yaml"), datetime.date(2026, 1, 31)).diagnostics:
        whole, said = render([found], source), render([found], source, width=80)
        assert said.startswith(f"{found.severity.value}[{found.code}]: {found.message.split()[0]}")
        assert re.sub(r"[\s│]+", " ", said) == re.sub(r"[\s│]+", " ", whole)
        words = [line for line in said.split("\n") if not re.match(r" *\d+ │", line)]
        assert [line for line in words if len(line) > 80 and not re.fullmatch(r" *│ +([\^-]+ ?)?\S*", line)] == []


@given(WORDS, WORDS, st.integers(40, 120))
@settings(max_examples=150, deadline=None)
def test_wrapping_loses_no_word_and_no_line_of_short_words_is_wider_than_asked(
    message: str, text: str, width: int
) -> None:
    found = Diagnostic("some-code", Severity.ERROR, message, None, "", text)
    whole, wrapped = render([found], {}), render([found], {}, width=width)
    assert wrapped.split() == whole.split()
    assert all(len(line) <= width or len(line.split()) <= 3 for line in wrapped.split("\n"))


def test_what_colour_and_boxes_say_is_said_in_words_too() -> None:
    spoken = re.sub("[┌├│─=^-]", " ", render([WHOLE], {"blueprint.yaml": BLUEPRINT}))
    for part in ("error[unknown topic]", "blueprint.yaml:4:7", "no topic has this name", "in this service", "help:"):
        assert part in spoken


@pytest.mark.parametrize("severity", ["error", "warning", "note"])
def test_a_severity_is_a_word(severity: str) -> None:
    assert f"{severity}[" in render(ALL.diagnostics, {})


def test_the_name_of_a_file_does_not_steer_the_terminal() -> None:
    found = Diagnostic("some-code", Severity.ERROR, "it is wrong", Span("a\x1b[2J.yaml", 1, 1, 1, 2))
    assert "\x1b" not in render([found], {})
