"""Findings for programs that read line by line: one JSON object a line, the same as in the array of `json`."""

from __future__ import annotations

import json

from plano.diagnostics.json import finding
from plano.diagnostics.report import Report


def render(report: Report) -> str:
    """One line of ASCII for each finding; an empty text where there is none."""
    return "".join(json.dumps(finding(each), ensure_ascii=True) + "\n" for each in report.diagnostics)
