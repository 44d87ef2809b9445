"""Findings in a merge request: `--format gitlab`."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given, settings

from plano.diagnostics.gitlab import render
from plano.diagnostics.model import Span
from plano.diagnostics.report import Report, explanation
from tests.diagnostics.judges import faults
from tests.diagnostics.samples import ALL, BARE, BLUEPRINT, CLEAN, NAME, REPORTS, WHOLE


def names(report: Report) -> list[str]:
    """The fingerprints of the findings of a report."""
    return [issue["fingerprint"] for issue in json.loads(render(report))]


def test_a_finding_is_an_issue_at_a_line() -> None:
    (issue,) = json.loads(render(Report((WHOLE,), {"blueprint.yaml": BLUEPRINT})))
    assert len(issue.pop("fingerprint")) == 64
    assert issue == {
        "description": "service 'payments' consumes a topic that does not exist\nno topic has this name\n"
        "blueprint.yaml:2:3: in this service\nhelp: declare it: 'topics: {order.placed: {key: id}}'",
        "check_name": "unknown-topic",
        "severity": "critical",
        "location": {"path": "blueprint.yaml", "lines": {"begin": 4}},
    }


def test_a_severity_is_one_of_gitlabs() -> None:
    assert [issue["severity"] for issue in json.loads(render(ALL))] == ["critical", "critical", "minor", "info"]


def test_a_finding_without_a_place_stands_at_the_first_line_of_the_blueprint() -> None:
    (issue,) = json.loads(render(Report((BARE,))))
    assert issue["location"] == {"path": "blueprint.yaml", "lines": {"begin": 1}}


def test_a_line_added_above_leaves_the_fingerprint() -> None:
    lower = replace(WHOLE, span=Span("blueprint.yaml", 5, 7, 5, 19))
    before = Report((WHOLE,), {"blueprint.yaml": BLUEPRINT})
    after = Report((lower,), {"blueprint.yaml": "# a comment\n" + BLUEPRINT})
    assert names(before) == names(after)


def test_another_subject_text_code_or_file_is_another_fingerprint() -> None:
    others = (
        replace(WHOLE, subject="service orders"),
        replace(WHOLE, span=Span("blueprint.yaml", 4, 21, 4, 28)),
        replace(WHOLE, code="topic-ends"),
        replace(WHOLE, span=replace(NAME, file="other.yaml")),
    )
    assert len(set(names(Report((WHOLE, *others), {"blueprint.yaml": BLUEPRINT})))) == 5


def test_two_equal_findings_have_two_fingerprints_the_same_in_each_run() -> None:
    twice = Report((WHOLE, WHOLE), {"blueprint.yaml": BLUEPRINT})
    assert len(set(names(twice))) == 2
    assert names(twice) == names(twice)


def test_without_a_finding_the_report_is_empty() -> None:
    assert render(CLEAN) == "[]\n"


@given(REPORTS)
@settings(max_examples=150, deadline=None)
def test_every_text_arrives_unharmed_and_no_fingerprint_is_there_twice(report: Report) -> None:
    issues = json.loads(render(report))
    assert faults("gitlab-code-quality", issues) == []
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    for issue, sent in zip(issues, report.diagnostics, strict=True):
        assert issue["description"] == explanation(sent)
        assert sent.help in issue["description"]
        assert sent.label in issue["description"]
        assert issue["location"]["path"] == (sent.span.file if sent.span else "blueprint.yaml")


def test_the_schema_refuses_an_issue_without_a_fingerprint() -> None:
    (issue,) = json.loads(render(Report((WHOLE,))))
    assert faults("gitlab-code-quality", [issue]) == []
    assert faults("gitlab-code-quality", [{key: issue[key] for key in issue if key != "fingerprint"}])
    assert faults("gitlab-code-quality", [issue | {"severity": "error"}])
