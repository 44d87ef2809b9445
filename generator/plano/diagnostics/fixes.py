"""Applying fixes to a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plano.diagnostics.model import Diagnostic, Edit, Fix
from plano.diagnostics.sourceline import line_starts


@dataclass(frozen=True, slots=True)
class Fixed:
    """A text after fixes, and the findings whose fix is in it, in the order of their places."""

    text: str
    applied: tuple[Diagnostic, ...]


def apply_fixes(text: str, file: str, found: Iterable[Diagnostic]) -> Fixed:
    """Apply the safe fixes of `found` that are in `file` alone and do not touch one another.

    `text` is the file as spans count it, without a byte order mark. Of two fixes that overlap the one
    that begins first is applied; the other comes with the next run, if it is still needed then. What no
    edit covers is kept as it is, to the last comment and line end.
    """
    starts = line_starts(text)
    chosen: list[tuple[int, int, str]] = []
    applied: list[Diagnostic] = []
    end = 0
    for each in sorted((each for each in found if _is_ours(each.fix, file)), key=_first):
        edits = [] if each.fix is None else sorted(_offsets(edit, starts) for edit in each.fix.edits)
        bounds = [end, *(place for begin, until, _ in edits for place in (begin, until))]
        if bounds == sorted(bounds) and (not chosen or edits[0][:2] != chosen[-1][:2]):
            chosen += edits
            applied.append(each)
            end = edits[-1][1]
    pieces: list[str] = []
    at = 0
    for begin, until, new in chosen:
        pieces += [text[at:begin], new]
        at = until
    return Fixed("".join([*pieces, text[at:]]), tuple(applied))


def _is_ours(fix: Fix | None, file: str) -> bool:
    return fix is not None and fix.safe and bool(fix.edits) and all(edit.span.file == file for edit in fix.edits)


def _first(finding: Diagnostic) -> tuple[tuple[int, int], str]:
    edits = () if finding.fix is None else finding.fix.edits
    return min((edit.span.line, edit.span.column) for edit in edits), finding.code


def _offsets(edit: Edit, starts: list[int]) -> tuple[int, int, str]:
    span = edit.span
    return starts[span.line - 1] + span.column - 1, starts[span.end_line - 1] + span.end_column - 1, edit.text
