"""Findings for GitHub Actions: workflow commands, which become annotations of the changed files.

The rules are GitHub's: "Workflow commands for GitHub Actions" in its documentation, and `command.ts` of the
package `@actions/core` in its toolkit, for the characters that are written as codes.
"""

from __future__ import annotations

from plano.diagnostics.model import Diagnostic, Severity, Span
from plano.diagnostics.report import Report, explanation
from plano.diagnostics.sourceline import safe

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_IN_MESSAGE = {ord("%"): "%25", ord("\r"): "%0D", ord("\n"): "%0A"}
_IN_PROPERTY = {**_IN_MESSAGE, ord(":"): "%3A", ord(","): "%2C"}
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def render(report: Report) -> str:
    """One command a line; an empty text where there is no finding. What no UTF-8 can carry becomes U+FFFD.

    A log is read on terminals too: what steers one is written as its code, as in the text for a person.
    """
    return "".join(_command(each) + "\n" for each in report.diagnostics)


def _command(diagnostic: Diagnostic) -> str:
    properties = {**_place(diagnostic.span), "title": diagnostic.code}
    listed = ",".join(f"{name}={_shown(value).translate(_IN_PROPERTY)}" for name, value in properties.items())
    return f"::{_COMMANDS[diagnostic.severity]} {listed}::{_shown(explanation(diagnostic)).translate(_IN_MESSAGE)}"


def _shown(text: str) -> str:
    return safe(text.translate(_SURROGATES))


def _place(span: Span | None) -> dict[str, str]:
    """A place in GitHub's terms: `endLine` is the last line. Columns are taken only where that is the first too."""
    if span is None:
        return {}
    last = span.end_line - 1 if span.end_column == 1 and span.end_line > span.line else span.end_line
    lines = {"file": span.file, "line": str(span.line), "endLine": str(last)}
    if span.end_line != span.line:
        return lines
    return {**lines, "col": str(span.column), "endColumn": str(span.end_column)}
