"""Findings as annotations: `--format github`."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from plano.diagnostics.github import render
from plano.diagnostics.model import Diagnostic, Severity, Span
from plano.diagnostics.report import Report, explanation
from plano.diagnostics.sourceline import safe
from tests.diagnostics.judges import commands
from tests.diagnostics.samples import BARE, CLEAN, NOTE, REPORTS, WARNING, WHOLE


def test_a_finding_is_one_line_with_the_next_step_in_its_message() -> None:
    assert render(Report((WHOLE,))) == (
        "::error file=blueprint.yaml,line=4,endLine=4,col=7,endColumn=19,title=unknown-topic"
        "::service 'payments' consumes a topic that does not exist"
        "%0Ano topic has this name"
        "%0Ablueprint.yaml:2:3: in this service"
        "%0Ahelp: declare it: 'topics: {order.placed: {key: id}}'\n"
    )


def test_a_severity_is_a_command() -> None:
    assert [each.name for each in commands(render(Report((WHOLE, WARNING, NOTE))))] == ["error", "warning", "notice"]


def test_a_finding_without_a_place_annotates_the_run() -> None:
    assert render(Report((BARE,))) == "::error title=no-blueprint::no blueprint.yaml here\n"


@pytest.mark.parametrize(("end", "last"), [((5, 3), "5"), ((5, 1), "4")])
def test_a_place_over_several_lines_has_no_columns_and_ends_with_its_last_line(end: tuple[int, int], last: str) -> None:
    found = Diagnostic("some-code", Severity.ERROR, "it is wrong", Span("b.yaml", 2, 7, *end))
    (command,) = commands(render(Report((found,))))
    assert command.properties == {"file": "b.yaml", "line": "2", "endLine": last, "title": "some-code"}


def test_a_name_cannot_add_a_property_or_end_the_command() -> None:
    found = Diagnostic("some-code", Severity.ERROR, "50% :: off", Span("a,line=9::%0A.yaml", 1, 1, 1, 2))
    (command,) = commands(render(Report((found,))))
    assert (command.properties["file"], command.properties["line"]) == ("a,line=9::%0A.yaml", "1")
    assert command.message == "50% :: off"


def test_without_a_finding_there_is_no_line() -> None:
    assert render(CLEAN) == ""


def test_what_no_file_can_carry_is_replaced() -> None:
    found = Diagnostic("some-code", Severity.ERROR, "a\ud800b", None)
    assert render(Report((found,))) == "::error title=some-code::a\ufffdb\n"


@given(REPORTS)
@settings(max_examples=150, deadline=None)
def test_every_finding_is_exactly_one_line_that_reads_back(report: Report) -> None:
    said = commands(render(report))
    for command, sent in zip(said, report.diagnostics, strict=True):
        assert command.message == safe(explanation(sent))
        assert command.message.startswith(safe(sent.message))
        assert command.properties["title"] == sent.code
        assert command.properties.get("file") == (safe(sent.span.file) if sent.span else None)


@pytest.mark.parametrize(
    "planted",
    [
        "error title=a::b\n",
        "::error title=a:b\n",
        "::failure title=a::b\n",
        "::error title::b\n",
        "::error title=a::b\nc\n",
    ],
)
def test_the_reader_refuses_what_the_runner_would_print_as_text(planted: str) -> None:
    with pytest.raises(ValueError, match="no "):
        commands(planted)
