"""Findings for code scanning: `--format sarif`, judged by the schema of OASIS."""

from __future__ import annotations

import copy
import json
from urllib.parse import unquote

from hypothesis import given, settings

from plano import __version__
from plano.diagnostics.model import Diagnostic, Edit, Fix, Severity, Span
from plano.diagnostics.report import Report, explanation
from plano.diagnostics.sarif import render
from tests.diagnostics.judges import faults
from tests.diagnostics.samples import ALL, BARE, BLUEPRINT, CLEAN, REPORTS, WARNING, WHOLE

SCHEMA = "sarif-2.1.0"
PAGE = "# unknown-topic\nA service uses a topic that is not declared.\n\n## Why\nIt would be empty.\n"


def as_shown(message: dict[str, str]) -> str:
    """A message as a viewer shows it: braces stand there twice (SARIF 2.1.0, 3.11.5)."""
    return message["text"].replace("{{", "{").replace("}}", "}")


def test_a_finding_is_a_result_with_its_place_its_other_places_and_its_fix() -> None:
    log = json.loads(render(Report((WHOLE,), {"blueprint.yaml": BLUEPRINT})))
    (run,) = log["runs"]
    (result,) = run["results"]
    region = {"startLine": 4, "startColumn": 7, "endLine": 4, "endColumn": 19}
    artifact = {"uri": "blueprint.yaml", "uriBaseId": "%SRCROOT%"}
    assert run["columnKind"] == "unicodeCodePoints"
    assert (result["ruleId"], result["ruleIndex"], result["level"]) == ("unknown-topic", 0, "error")
    assert result["locations"] == [
        {
            "physicalLocation": {"artifactLocation": artifact, "region": region},
            "logicalLocations": [{"fullyQualifiedName": "service payments"}],
        }
    ]
    assert result["relatedLocations"][0]["message"] == {"text": "in this service"}
    assert result["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 2
    assert result["fixes"] == [
        {
            "description": {"text": "write orders.placed"},
            "artifactChanges": [
                {
                    "artifactLocation": artifact,
                    "replacements": [{"deletedRegion": region, "insertedContent": {"text": "orders.placed"}}],
                }
            ],
        }
    ]


def test_a_brace_in_a_message_stands_for_no_argument() -> None:
    (result,) = json.loads(render(Report((WHOLE,))))["runs"][0]["results"]
    assert result["message"]["text"].endswith("help: declare it: 'topics: {{order.placed: {{key: id}}}}'")


def test_the_tool_says_its_name_its_version_and_a_rule_for_each_code() -> None:
    report = Report((WHOLE, BARE, WHOLE), pages={"unknown-topic": PAGE})
    run = json.loads(render(report))["runs"][0]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("plano", __version__)
    assert driver["rules"] == [
        {
            "id": "unknown-topic",
            "shortDescription": {"text": "A service uses a topic that is not declared."},
            "help": {"text": "'plano explain unknown-topic' shows this page.", "markdown": PAGE},
        },
        {"id": "no-blueprint", "shortDescription": {"text": "no blueprint"}},
    ]
    assert [result["ruleIndex"] for result in run["results"]] == [0, 1, 0]


def test_a_finding_without_a_place_stands_at_the_first_line_of_the_blueprint() -> None:
    (result,) = json.loads(render(Report((BARE,))))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "blueprint.yaml"
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 1


def test_the_edits_of_a_fix_are_gathered_by_file() -> None:
    places = [Span(file, 1, 1, 1, 2) for file in ("a.yaml", "b.yaml", "a.yaml")]
    fix = Fix("rename it", tuple(Edit(place, "x") for place in places), safe=True)
    log = json.loads(render(Report((Diagnostic("some-code", Severity.WARNING, "it is old", places[0], fix=fix),))))
    (shown,) = log["runs"][0]["results"][0]["fixes"]
    assert [len(change["replacements"]) for change in shown["artifactChanges"]] == [2, 1]


def test_a_file_is_named_by_a_reference_that_a_url_may_hold() -> None:
    found = Diagnostic("some-code", Severity.ERROR, "it is wrong", Span("a b/é#1?.yaml", 1, 1, 1, 2))
    (result,) = json.loads(render(Report((found,))))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b/%C3%A9%231%3F.yaml"


def test_without_a_finding_there_is_a_run_without_results() -> None:
    log = json.loads(render(CLEAN))
    assert faults(SCHEMA, log) == []
    assert log["runs"][0]["results"] == []


@given(REPORTS)
@settings(max_examples=60, deadline=None)
def test_the_schema_takes_every_log_and_every_text_arrives_unharmed(report: Report) -> None:
    log = json.loads(render(report))
    assert faults(SCHEMA, log) == []
    for result, sent in zip(log["runs"][0]["results"], report.diagnostics, strict=True):
        location = result["locations"][0]
        uri = location["physicalLocation"]["artifactLocation"]["uri"]
        assert unquote(uri) == (sent.span.file if sent.span else "blueprint.yaml")
        assert location.get("logicalLocations", [{"fullyQualifiedName": ""}])[0]["fullyQualifiedName"] == sent.subject
        assert as_shown(result["message"]) == explanation(sent, related=False)
        assert [as_shown(each["message"]) for each in result.get("relatedLocations", [])] == [
            each.message for each in sent.related
        ]


def test_the_schema_refuses_a_result_without_a_message_and_a_region_from_line_0() -> None:
    log = json.loads(render(Report((*ALL.diagnostics, WARNING))))
    assert faults(SCHEMA, log) == []
    silent = copy.deepcopy(log)
    del silent["runs"][0]["results"][0]["message"]
    assert faults(SCHEMA, silent)
    above = copy.deepcopy(log)
    above["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert faults(SCHEMA, above)
