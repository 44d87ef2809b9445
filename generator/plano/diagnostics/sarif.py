"""Findings in SARIF 2.1.0, which code scanning and many editors read.

The sections that are named below are those of the OASIS standard, "Static Analysis Results Interchange Format
(SARIF) Version 2.1.0".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from plano import __version__
from plano.diagnostics.model import Diagnostic, Edit, Fix, Span
from plano.diagnostics.report import ELSEWHERE, Report, explanation, fingerprints

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_BRACES = {ord("{"): "{{", ord("}"): "}}"}


def render(report: Report) -> str:
    """One log with one run; a run without results where there is no finding. ASCII, with a newline at its end.

    A rule for each code that was found has its page as help, where `report.pages` has one. A finding without
    a place has the blueprint's first line: code scanning refuses a whole log for one result without a location.
    """
    codes = list(dict.fromkeys(each.code for each in report.diagnostics))
    named = zip(report.diagnostics, fingerprints(report), strict=True)
    driver = {
        "name": "plano",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(code, report.pages) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, codes.index(each.code), fingerprint) for each, fingerprint in named],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=True) + "\n"


def _rule(code: str, pages: Mapping[str, str]) -> dict[str, object]:
    """A rule (3.49). The braces of its help stay single: only a message has arguments."""
    page = pages.get(code)
    if page is None:
        return {"id": code, "shortDescription": {"text": code.replace("-", " ")}}
    sentences = (line for line in page.split("\n") if line and not line.startswith("#"))
    return {
        "id": code,
        "shortDescription": {"text": next(sentences, code)},
        "help": {"text": f"'plano explain {code}' shows this page.", "markdown": page},
    }


def _result(diagnostic: Diagnostic, rule: int, fingerprint: str) -> dict[str, object]:
    location: dict[str, object] = {"physicalLocation": _physical(diagnostic.span or ELSEWHERE)}
    if diagnostic.subject:
        location["logicalLocations"] = [{"fullyQualifiedName": diagnostic.subject}]
    result: dict[str, object] = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": diagnostic.severity.value,
        "message": _message(explanation(diagnostic, related=False)),
        "locations": [location],
        "partialFingerprints": {"finding/v1": fingerprint},
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            {"id": number, "physicalLocation": _physical(each.span), "message": _message(each.message)}
            for number, each in enumerate(diagnostic.related)
        ]
    if diagnostic.fix is not None and diagnostic.fix.edits:
        result["fixes"] = [_fix(diagnostic.fix)]
    return result


def _message(text: str) -> dict[str, str]:
    """A message (3.11). A brace stands there twice (3.11.5), since a number in single ones stands for an argument."""
    return {"text": text.translate(_BRACES)}


def _fix(fix: Fix) -> dict[str, object]:
    """A fix (3.55): its edits, gathered by file."""
    files: dict[str, list[Edit]] = {}
    for edit in fix.edits:
        files.setdefault(edit.span.file, []).append(edit)
    return {
        "description": _message(fix.title),
        "artifactChanges": [
            {
                "artifactLocation": _artifact(file),
                "replacements": [
                    {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}} for edit in edits
                ],
            }
            for file, edits in files.items()
        ],
    }


def _physical(span: Span) -> dict[str, object]:
    return {"artifactLocation": _artifact(span.file), "region": _region(span)}


def _artifact(file: str) -> dict[str, str]:
    """A file below the repository's root (3.4): a relative reference of RFC 3986, hence percent-encoded."""
    return {"uri": quote(file, safe="/", errors="surrogatepass"), "uriBaseId": "%SRCROOT%"}


def _region(span: Span) -> dict[str, int]:
    """A region (3.30). Its lines and columns count as those of a span do."""
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
