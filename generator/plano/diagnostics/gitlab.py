"""Findings for GitLab: a Code Quality report, which a merge request shows beside the changed lines.

The keys are those of the table "Code Quality report format" in GitLab's documentation. It has lines and no columns,
and it refuses a finding without a place.
"""

from __future__ import annotations

import json

from plano.diagnostics.model import Diagnostic, Severity
from plano.diagnostics.report import ELSEWHERE, Report, explanation, fingerprints

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render(report: Report) -> str:
    """A JSON array with a newline at its end; `[]` where there is no finding."""
    issues = [_issue(each, name) for each, name in zip(report.diagnostics, fingerprints(report), strict=True)]
    return json.dumps(issues, indent=2, ensure_ascii=True) + "\n"


def _issue(diagnostic: Diagnostic, fingerprint: str) -> dict[str, object]:
    span = diagnostic.span or ELSEWHERE
    return {
        "description": explanation(diagnostic),
        "check_name": diagnostic.code,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[diagnostic.severity],
        "location": {"path": span.file, "lines": {"begin": span.line}},
    }
