"""Findings for programs: one JSON array, in the order given, with stable keys."""

from __future__ import annotations

import json

from plano.diagnostics.model import Diagnostic, Span
from plano.diagnostics.report import Report


def render(report: Report) -> str:
    """A JSON array of flat objects with a newline at its end; `[]` where there is no finding."""
    return json.dumps([finding(each) for each in report.diagnostics], indent=2, ensure_ascii=True) + "\n"


def finding(diagnostic: Diagnostic) -> dict[str, object]:
    """One finding: `code`, `severity`, `message`, its place, `label`, `help`, `subject`, `related` and `fix`.

    A place is `file`, `line`, `column`, `end_line` and `end_column`: from 1, in code points, the end exclusive.
    All five are null where a finding has no place. `related` is a list of a `message` with a place each.
    `fix` is null, or has `title`, `safe` and `edits`, each a place and the `text` that replaces it.
    """
    fix = diagnostic.fix
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        **_place(diagnostic.span),
        "label": diagnostic.label,
        "help": diagnostic.help,
        "subject": diagnostic.subject,
        "related": [{"message": related.message, **_place(related.span)} for related in diagnostic.related],
        "fix": None
        if fix is None
        else {
            "title": fix.title,
            "safe": fix.safe,
            "edits": [{**_place(edit.span), "text": edit.text} for edit in fix.edits],
        },
    }


def _place(span: Span | None) -> dict[str, str | int | None]:
    if span is None:
        return dict.fromkeys(("file", "line", "column", "end_line", "end_column"))
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
