"""Findings for programs: `--format json` and `--format jsonl`."""

from __future__ import annotations

import json

from hypothesis import given, settings

from plano.diagnostics.json import render
from plano.diagnostics.jsonl import render as render_lines
from plano.diagnostics.report import Report
from tests.diagnostics.judges import faults
from tests.diagnostics.samples import ALL, BARE, CLEAN, REPORTS, WHOLE


def test_a_finding_is_one_flat_object() -> None:
    (found,) = json.loads(render(Report((WHOLE,))))
    assert list(found) == [
        "code", "severity", "message", "file", "line", "column", "end_line", "end_column",
        "label", "help", "subject", "related", "fix",
    ]  # fmt: skip
    assert (found["file"], found["line"], found["column"], found["end_column"]) == ("blueprint.yaml", 4, 7, 19)
    assert found["related"] == [
        {
            "message": "in this service",
            "file": "blueprint.yaml",
            "line": 2,
            "column": 3,
            "end_line": 2,
            "end_column": 11,
        }
    ]
    assert found["fix"]["edits"][0]["text"] == "orders.placed"


def test_a_finding_without_a_place_has_null_for_each_part_of_it() -> None:
    (found,) = json.loads(render(Report((BARE,))))
    assert {found[key] for key in ("file", "line", "column", "end_line", "end_column", "fix")} == {None}


def test_lines_hold_the_same_objects_as_the_array() -> None:
    assert [json.loads(line) for line in render_lines(ALL).splitlines()] == json.loads(render(ALL))


def test_without_a_finding_the_array_is_empty_and_there_is_no_line() -> None:
    assert render(CLEAN) == "[]\n"
    assert render_lines(CLEAN) == ""


@given(REPORTS)
@settings(max_examples=150, deadline=None)
def test_every_text_arrives_unharmed(report: Report) -> None:
    array = json.loads(render(report))
    assert faults("findings", array) == []
    assert [json.loads(line) for line in render_lines(report).splitlines()] == array
    for found, sent in zip(array, report.diagnostics, strict=True):
        assert (found["message"], found["label"], found["help"]) == (sent.message, sent.label, sent.help)
        assert (found["subject"], found["file"]) == (sent.subject, sent.span.file if sent.span else None)
        assert [each["message"] for each in found["related"]] == [each.message for each in sent.related]
        edits = found["fix"]["edits"] if found["fix"] else []
        assert [edit["text"] for edit in edits] == [edit.text for edit in (sent.fix.edits if sent.fix else ())]


def test_the_schema_refuses_a_place_that_is_half_there() -> None:
    (found,) = json.loads(render(Report((WHOLE,))))
    assert faults("findings", [found]) == []
    assert faults("findings", [found | {"line": None}])
    assert faults("findings", [found | {"span": {}}])
