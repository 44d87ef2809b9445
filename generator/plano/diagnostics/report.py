"""What a form for programs is made from: the findings, and the texts that some forms need beside them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from plano.diagnostics.model import Diagnostic, Span
from plano.diagnostics.sourceline import lines_of

ELSEWHERE = Span("blueprint.yaml", 1, 1, 1, 1)  # of a finding without a place, in forms that refuse one without


@dataclass(frozen=True, slots=True)
class Report:
    """Findings in the order in which they are shown.

    `sources` maps the file names of spans to their text; a file may be missing. `pages` maps codes to the
    Markdown of their pages; a code may be missing.
    """

    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)


def explanation(diagnostic: Diagnostic, related: bool = True) -> str:
    """All that a finding says, one thing a line: the message, the reason, the other places, the next step.

    Without `related`, the other places are left out: for forms that have a list of their own for them.
    """
    lines = [diagnostic.message]
    lines += [diagnostic.label] if diagnostic.label else []
    if related:
        lines += [f"{where(each.span)}: {each.message}" for each in diagnostic.related]
    lines += [f"help: {diagnostic.help}"] if diagnostic.help else []
    return "\n".join(lines)


def where(span: Span) -> str:
    """`file:line:column`, as editors and terminals make a link of."""
    return f"{span.file}:{span.line}:{span.column}"


def fingerprints(report: Report) -> Iterator[str]:
    """For each finding in order, 64 hexadecimal digits that name it, and no other, in this run and the next.

    They hold the code, the file, the subject and the marked text, and the message where no text is marked:
    no line number, so that lines added above leave them as they are. What is equal in all that is counted.
    """
    split = {file: lines_of(text) for file, text in report.sources.items()}
    seen: Counter[tuple[str, ...]] = Counter()
    for each in report.diagnostics:
        file = each.span.file if each.span else ""
        marked = _marked(each.span, split) if each.span else ""
        name = (each.code, file, each.subject, marked or each.message)
        seen[name] += 1
        yield sha256(json.dumps([*name, seen[name]]).encode("ascii")).hexdigest()


def _marked(span: Span, split: Mapping[str, list[str]]) -> str:
    lines = split.get(span.file, [])[span.line - 1 : span.end_line]
    if len(lines) == span.end_line - span.line + 1:
        lines[-1] = lines[-1][: span.end_column - 1]
        lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)
