"""Findings for people at a terminal."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from plano.diagnostics.model import Diagnostic, Severity, Span
from plano.diagnostics.sourceline import SourceLine, lines_of, safe

_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
_BLUE = "34"
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ._/()-]*")  # what YAML reads as it is inside braces
_NARROWEST = 40  # columns: what is narrower is written as if it were as wide as this
_HANG = " " * 4  # before the second line of a headline: a line that begins with a severity begins a finding
_LABEL = 30  # columns that a label needs beside its carets; where there are fewer, it stands under them
_PLURALS = ((Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.NOTE, "note"))


@dataclass(frozen=True, slots=True)
class _Mark:
    """An underlined part of one file, with what is said beside it."""

    span: Span
    label: str
    primary: bool


def render(
    diagnostics: Iterable[Diagnostic],
    sources: Mapping[str, str],
    color: bool = False,
    commands: Collection[str] = (),
    width: int = 0,
) -> str:
    """All findings, each with its source lines; an empty text where there are none.

    `sources` maps the file names of spans to their text; a file that is not there is named without
    its lines. `commands` are the subcommands of `plano` that may be recommended (`fix`, `explain`).
    `width` is how many columns a line of words may have, at least 40; 0 leaves every line whole. No word is
    cut, a headline's first line always holds severity, code and first word, and source lines are not wrapped,
    since carets stand under them.
    """
    paint = _Paint(color)
    split = {file: lines_of(text) for file, text in sources.items()}
    return "".join(_one(diagnostic, split, paint, commands, width) + "\n" for diagnostic in diagnostics)


def summary(diagnostics: Iterable[Diagnostic], after: str = "") -> str:
    """One line: how many of what and where, and then `after`; an empty text where there is no finding."""
    found = list(diagnostics)
    if not found:
        return ""
    counts = []
    for severity, word in _PLURALS:
        number = sum(diagnostic.severity is severity for diagnostic in found)
        if number:
            counts.append(f"{number} {word}" + ("s" if number > 1 else ""))
    files = sorted({diagnostic.span.file for diagnostic in found if diagnostic.span is not None})
    where = ""
    if all(diagnostic.span is not None for diagnostic in found):
        where = f" in {safe(files[0])}" if len(files) == 1 else f" in {len(files)} files"
    return (
        " and ".join([", ".join(counts[:-1]), counts[-1]] if len(counts) > 1 else counts)
        + where
        + "."
        + (f" {after}" if after else "")
    )


class _Paint:
    """Colour, or nothing at all."""

    def __init__(self, color: bool) -> None:
        self._on = color

    def __call__(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._on and text else text


def _one(
    diagnostic: Diagnostic, sources: Mapping[str, list[str]], paint: _Paint, commands: Collection[str], columns: int
) -> str:
    code = _COLORS[diagnostic.severity]
    lines = _headline(diagnostic, code, paint, columns)
    blocks = _blocks(diagnostic)
    width = max((len(str(mark.span.line)) for marks in blocks.values() for mark in marks), default=1)
    edge = " " * (width + 1)
    for position, (file, marks) in enumerate(blocks.items()):
        first = marks[0].span
        corner = "┌─" if position == 0 else "├─"
        lines.append(f"{edge}{paint(corner, _BLUE)} {safe(file)}:{first.line}:{first.column}")
        if file in sources:
            lines.append(f"{edge}{paint('│', _BLUE)}")
            lines += _excerpt(marks, sources[file], width, code, paint, columns)
            lines.append(f"{edge}{paint('│', _BLUE)}")
    for name, text in _footers(diagnostic, commands):
        for number, line in enumerate(_wrapped(safe(text), columns, width + 9)):
            start = f"{edge}{paint('=', _BLUE)} {name + ':':<6}" if number == 0 else f"{edge}        "
            lines.append(f"{start}{line}")
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _headline(diagnostic: Diagnostic, code: str, paint: _Paint, columns: int) -> list[str]:
    """Severity, code and message. What follows its first line hangs, so that no message can look like two."""
    head = f"{diagnostic.severity.value}[{diagnostic.code}]"
    room = max(columns, _NARROWEST) if columns else 0
    first, *others = safe(diagnostic.message).split("\n")
    lines = _filled(first, room, f"{head}: ", _HANG)
    lines += [piece for other in others for piece in _filled(other, room, _HANG, _HANG)]
    start = paint(head, f"1;{code}") + paint(lines[0].removeprefix(head), "1")
    return [start, *(_HANG + paint(line.removeprefix(_HANG), "1") for line in lines[1:])]


def _blocks(diagnostic: Diagnostic) -> dict[str, list[_Mark]]:
    """The marks of each file, the finding's own file first and in it the finding's own mark."""
    marks = [] if diagnostic.span is None else [_Mark(diagnostic.span, diagnostic.label, True)]
    marks += [_Mark(related.span, related.message, False) for related in diagnostic.related]
    blocks: dict[str, list[_Mark]] = {}
    for mark in marks:
        blocks.setdefault(mark.span.file, []).append(mark)
    return blocks


def _excerpt(marks: list[_Mark], source: list[str], width: int, code: str, paint: _Paint, columns: int) -> list[str]:
    lines: list[str] = []
    for number in sorted({mark.span.line for mark in marks}):
        here = sorted((mark for mark in marks if mark.span.line == number), key=lambda mark: mark.span.column)
        text = source[number - 1] if number <= len(source) else ""
        line = SourceLine(text, min(mark.span.column for mark in here))
        lines.append(f"{paint(f'{number:>{width}} │', _BLUE)} {line.text}")
        for mark in here:
            end = mark.span.end_column if mark.span.end_line == number else len(text) + 1
            before, under = line.columns(mark.span.column, end)
            sign, hue = ("^", code) if mark.primary else ("-", _BLUE)
            room = max(columns, _NARROWEST) - width - 3 if columns else 0
            for said in _labelled(before, sign * under, safe(mark.label), room):
                margin = said[: len(said) - len(said.lstrip())]
                lines.append(f"{' ' * (width + 1)}{paint('│', _BLUE)} {margin}{paint(said.lstrip(), hue)}")
    return lines


def _labelled(before: int, carets: str, label: str, room: int) -> list[str]:
    """The lines of a mark: carets with the label beside them, or under them where too little is left of `room`."""
    signs = " " * before + carets
    if not label:
        return [signs]
    beside = len(signs) + 1
    if not room or beside + len(label) <= room or room - beside >= _LABEL:
        return _filled(label, room, f"{signs} ", " " * beside)
    under = " " * max(0, min(before, room - _LABEL))
    return [signs, *_filled(label, room, under, under)]


def _wrapped(text: str, columns: int, indent: int) -> Iterator[str]:
    """The lines of a text, broken between words where they and their indent are wider than `columns`."""
    room = max(columns, _NARROWEST) - indent if columns else 0
    for line in text.split("\n"):
        yield from _filled(line, room, "", "")


def _filled(line: str, room: int, first: str, others: str) -> list[str]:
    """A line behind `first`, and what has no place in `room` columns behind `others`; whole where `room` is 0."""
    if not room or len(first) + len(line) <= room:
        return [first + line]
    wrapped = textwrap.wrap(
        line, max(room, 1), initial_indent=first, subsequent_indent=others, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
    return wrapped or [first + line]


def _footers(diagnostic: Diagnostic, commands: Collection[str]) -> list[tuple[str, str]]:
    footers = [("help", diagnostic.help)] if diagnostic.help else []
    if diagnostic.severity is Severity.WARNING and diagnostic.subject:
        subject = diagnostic.subject if _PLAIN.fullmatch(diagnostic.subject) else json.dumps(diagnostic.subject)
        footers.append(("or", f"accept: [{{code: {diagnostic.code}, subject: {subject}, reason: …}}]"))
    if diagnostic.fix is not None and diagnostic.fix.safe and "fix" in commands:
        footers.append(("fix", "plano fix"))
    if "explain" in commands:
        footers.append(("more", f"plano explain {diagnostic.code}"))
    return footers
