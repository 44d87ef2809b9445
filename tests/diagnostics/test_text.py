"""Findings at a terminal: its width, and what remains without colour and without sight."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plano.diagnostics.model import Diagnostic, Severity, Span
from plano.diagnostics.text import render
from tests.diagnostics.samples import ALL, BLUEPRINT, WHOLE

HELP = "raise 'partitions' to 8, or lower 'max' to 6. Partitions can be raised later, never lowered."
LONG = Diagnostic("some-code", Severity.ERROR, "it is wrong", Span("b.yaml", 12, 1, 12, 2), "here", HELP)


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


@given(st.text(st.sampled_from("ab \n'-éx"), max_size=200), st.integers(40, 120))
@settings(max_examples=150, deadline=None)
def test_wrapping_loses_no_word_and_no_line_of_short_words_is_wider_than_asked(text: str, width: int) -> None:
    found = Diagnostic("some-code", Severity.ERROR, "it is wrong", None, "", text)
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
