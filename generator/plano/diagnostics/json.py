"""Findings for programs: one JSON array, in the order given, with stable keys."""

from __future__ import annotations

import json
from collections.abc import Iterable

from plano.diagnostics.model import Diagnostic, Span


def render(diagnostics: Iterable[Diagnostic]) -> str:
    """A JSON array with a newline at its end.

    Each finding has `code`, `severity`, `message`, `span`, `label`, `help`, `subject`, `related` and `fix`.
    A span has `file`, `line`, `column`, `end_line`, `end_column`: from 1, in code points, the end exclusive;
    it is null where a finding has no place. `fix` is null or has `title`, `safe` and `edits`.
    """
    return json.dumps([_finding(diagnostic) for diagnostic in diagnostics], indent=2, ensure_ascii=True) + "\n"


def _finding(diagnostic: Diagnostic) -> dict[str, object]:
    fix = diagnostic.fix
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "span": _span(diagnostic.span),
        "label": diagnostic.label,
        "help": diagnostic.help,
        "subject": diagnostic.subject,
        "related": [{"message": related.message, "span": _span(related.span)} for related in diagnostic.related],
        "fix": None
        if fix is None
        else {
            "title": fix.title,
            "safe": fix.safe,
            "edits": [{"span": _span(edit.span), "text": edit.text} for edit in fix.edits],
        },
    }


def _span(span: Span | None) -> dict[str, str | int] | None:
    if span is None:
        return None
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
