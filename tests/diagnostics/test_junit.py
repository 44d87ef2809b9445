"""Findings among the tests of a CI system: `--format junit`."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from plano.diagnostics.junit import render
from plano.diagnostics.model import Diagnostic, Severity, Span
from plano.diagnostics.report import Report, explanation
from tests.diagnostics.judges import element, faults, shape
from tests.diagnostics.samples import ALL, CLEAN, REPORTS, WARNING, WHOLE


def as_xml(text: str) -> str:
    """A text with what XML 1.0 cannot carry replaced."""
    return re.sub("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text)


def test_an_error_is_a_failed_test_with_its_place() -> None:
    assert render(Report((WHOLE,))) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<testsuites name="plano check" tests="1" failures="1" errors="0">\n'
        '  <testsuite name="plano check" tests="1" failures="1" errors="0" skipped="0">\n'
        '    <testcase classname="plano.unknown-topic" name="service \'payments\' consumes a topic that does not exist"'
        ' file="blueprint.yaml" line="4">\n'
        '      <failure type="unknown-topic" message="service \'payments\' consumes a topic that does not exist">'
        "blueprint.yaml:4:7\n"
        "service 'payments' consumes a topic that does not exist\n"
        "no topic has this name\n"
        "blueprint.yaml:2:3: in this service\n"
        "help: declare it: 'topics: {order.placed: {key: id}}'</failure>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        "</testsuites>\n"
    )


def test_a_warning_and_a_note_are_passed_tests_that_say_it() -> None:
    suite = element(render(ALL))[0]
    assert (suite.get("tests"), suite.get("failures")) == ("4", "2")
    assert [[child.tag for child in case] for case in suite] == [
        ["failure"],
        ["failure"],
        ["system-out"],
        ["system-out"],
    ]
    said = suite[2][0].text or ""
    assert said.startswith("warning: blueprint.yaml:4:7\nnobody consumes")


def test_without_a_finding_there_is_one_passed_test() -> None:
    root = element(render(CLEAN))
    assert faults("junit", shape(root)) == []
    assert (root.get("tests"), root.get("failures")) == ("1", "0")
    assert [list(case) for case in root[0]] == [[]]


def test_text_that_looks_like_xml_is_text() -> None:
    found = Diagnostic("some-code", Severity.ERROR, '</failure> & "]]>', Span("<b>.yaml", 1, 1, 1, 2))
    case = element(render(Report((found,))))[0][0]
    assert (case.get("name"), case.get("file")) == ('</failure> & "]]>', "<b>.yaml")


def test_a_character_that_xml_forbids_is_replaced_and_a_line_break_is_kept() -> None:
    found = Diagnostic("some-code", Severity.ERROR, "a\0b\x1bc\ud800d\uffffe\r\nf", None)
    text = render(Report((found,)))
    assert text.isascii()
    assert element(text)[0][0][0].text == "a\ufffdb\ufffdc\ufffdd\ufffde\r\nf"


@given(REPORTS)
@settings(max_examples=150, deadline=None)
def test_every_report_is_read_and_every_text_arrives_but_for_what_xml_forbids(report: Report) -> None:
    root = element(render(report))
    assert faults("junit", shape(root)) == []
    for case, sent in zip(root[0], report.diagnostics, strict=bool(report.diagnostics)):
        assert case.get("name") == as_xml(sent.message)
        assert case.get("file") == (as_xml(sent.span.file) if sent.span else None)
        assert (case[0].text or "").endswith(as_xml(explanation(sent)))


@pytest.mark.parametrize(
    "planted",
    [
        {"<failure ": "<broken ", "</failure>": "</broken>"},
        {' name="nobody': ' title="nobody'},
        {' tests="2"': ' tests="two"'},
    ],
)
def test_the_schema_refuses_what_jenkins_would_not_read(planted: dict[str, str]) -> None:
    text = render(Report((WHOLE, WARNING)))
    assert faults("junit", shape(element(text))) == []
    for right, wrong in planted.items():
        assert right in text
        text = text.replace(right, wrong)
    assert faults("junit", shape(element(text)))
