"""How findings are shown."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from plano.diagnostics import json as as_json
from plano.diagnostics.model import Diagnostic, Edit, Fix, Related, Severity, Span
from plano.diagnostics.report import Report
from plano.diagnostics.text import render, summary

SOURCE = "services:\n  payments:\n    consumes:\n      order.placed: {handler: settle}\n"
NAME = Span("blueprint.yaml", 4, 7, 4, 19)
FOUND = Diagnostic(
    "unknown-topic", Severity.ERROR, "service 'payments' consumes a topic that does not exist", NAME,
    "no topic has this name", "did you mean 'orders.placed'? (declared at blueprint.yaml:49:3)",
    Fix("write orders.placed", (Edit(NAME, "orders.placed"),), safe=True),
    (Related("in this service", Span("blueprint.yaml", 2, 3, 2, 11)),), "service payments",
)  # fmt: skip


def at(line: int, column: int, end: int, label: str = "here", file: str = "b.yaml") -> Diagnostic:
    return Diagnostic("some-code", Severity.ERROR, "it is wrong", Span(file, line, column, line, end), label)


def test_a_finding_reads_answer_first_reason_second_next_step_last() -> None:
    assert render([FOUND], {"blueprint.yaml": SOURCE}, commands={"fix", "explain"}) == (
        "error[unknown-topic]: service 'payments' consumes a topic that does not exist\n"
        "  ┌─ blueprint.yaml:4:7\n"
        "  │\n"
        "2 │   payments:\n"
        "  │   -------- in this service\n"
        "4 │       order.placed: {handler: settle}\n"
        "  │       ^^^^^^^^^^^^ no topic has this name\n"
        "  │\n"
        "  = help: did you mean 'orders.placed'? (declared at blueprint.yaml:49:3)\n"
        "  = fix:  plano fix\n"
        "  = more: plano explain unknown-topic\n"
        "\n"
    )


def test_only_commands_that_exist_are_recommended() -> None:
    said = render([FOUND], {"blueprint.yaml": SOURCE})
    assert "plano fix" not in said
    assert "plano explain" not in said


def test_colour_changes_no_word() -> None:
    plain = render([FOUND], {"blueprint.yaml": SOURCE})
    coloured = render([FOUND], {"blueprint.yaml": SOURCE}, color=True)
    assert "\x1b[" not in plain
    stripped = coloured
    for code in ("0", "1", "31", "33", "34", "36", "1;31"):
        stripped = stripped.replace(f"\x1b[{code}m", "")
    assert stripped == plain


def test_the_caret_stands_under_the_text_after_tabs_and_wide_characters() -> None:
    lines = render([at(1, 4, 5)], {"b.yaml": "\t名前x"}).split("\n")
    assert lines[3:5] == ["1 │     名前x", "  │ " + " " * (4 + 2 + 2) + "^ here"]


def test_a_combining_character_takes_no_column() -> None:
    lines = render([at(1, 3, 4)], {"b.yaml": "e\u0301x"}).split("\n")
    assert lines[4].split("│ ")[1].index("^") == 1


def test_nothing_in_a_source_steers_the_terminal() -> None:
    said = render([at(1, 1, 2, label="a \x1b[2J label")], {"b.yaml": "a\x1b[31m\u202eb"})
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "<U+001B>" in said


def test_a_long_line_is_cut_around_its_mark() -> None:
    said = render([at(1, 5001, 5004)], {"b.yaml": "x" * 5000 + "BAD" + "y" * 5000})
    source, marks = said.split("\n")[3:5]
    assert len(source) < 160
    assert source[marks.index("^") : marks.index("^") + 3] == "BAD"
    assert "…" in source


def test_a_finding_without_a_place_has_no_excerpt() -> None:
    found = Diagnostic("no-blueprint", Severity.ERROR, "no blueprint.yaml here", None, "", "go elsewhere")
    assert render([found], {}) == "error[no-blueprint]: no blueprint.yaml here\n  = help: go elsewhere\n\n"


def test_a_place_in_another_file_has_its_own_excerpt() -> None:
    found = Diagnostic(
        "some-code", Severity.WARNING, "they differ", Span("b.yaml", 1, 1, 1, 2), "this",
        related=(Related("and that", Span("handlers.py", 2, 1, 2, 4)),),
    )  # fmt: skip
    said = render([found], {"b.yaml": "a: 1", "handlers.py": "\ndef f(): ..."})
    assert "┌─ b.yaml:1:1" in said
    assert "├─ handlers.py:2:1" in said
    assert "--- and that" in said


def test_a_summary_counts_and_says_where() -> None:
    warning = Diagnostic("topic-unconsumed", Severity.WARNING, "nobody", NAME)
    assert summary([FOUND, FOUND], "Nothing was written.") == "2 errors in blueprint.yaml. Nothing was written."
    assert summary([FOUND, warning]) == "1 error and 1 warning in blueprint.yaml."
    assert summary([]) == ""


def test_json_has_every_part_of_a_finding() -> None:
    (found,) = json.loads(as_json.render(Report((FOUND,))))
    place = {"file": "blueprint.yaml", "line": 4, "column": 7, "end_line": 4, "end_column": 19}
    assert found == {
        "code": "unknown-topic",
        "severity": "error",
        "message": "service 'payments' consumes a topic that does not exist",
        **place,
        "label": "no topic has this name",
        "help": "did you mean 'orders.placed'? (declared at blueprint.yaml:49:3)",
        "subject": "service payments",
        "related": [{"message": "in this service", **place, "line": 2, "column": 3, "end_line": 2, "end_column": 11}],
        "fix": {"title": "write orders.placed", "safe": True, "edits": [{**place, "text": "orders.placed"}]},
    }
    assert as_json.render(Report(())) == "[]\n"


@given(st.text(max_size=80), st.integers(1, 5), st.integers(1, 90), st.integers(1, 90))
@settings(max_examples=200, deadline=None)
def test_no_place_makes_the_renderer_fail(source: str, line: int, column: int, end: int) -> None:
    said = render([at(line, column, end)], {"b.yaml": source})
    assert said.startswith("error[some-code]: it is wrong\n")
    assert "^" in said
