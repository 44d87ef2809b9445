"""What stands between the entries of a map or list in braces or brackets."""

from __future__ import annotations

from plano.editing.sheet import Sheet
from plano.language.places import Path

_SPACE = " \t\r\n"


def comma_after(sheet: Sheet, offset: int) -> int | None:
    """The offset of the comma that follows, with nothing but space and comments before it; None without one."""
    at = _next(sheet.text, offset)
    return at if sheet.text[at : at + 1] == "," else None


def has_comment(text: str) -> bool:
    """Whether a text that is nothing but space, commas and comments holds one of these."""
    return "#" in text


def is_alone(sheet: Sheet, path: Path) -> bool:
    """Whether an entry has its lines for itself: behind it are at most its comma and a comment."""
    start, end = sheet.entry(path)
    if sheet.before(start).strip(_SPACE):
        return False
    comma = comma_after(sheet, end)
    if comma is not None and sheet.line(comma) != sheet.line(end):
        return False
    after = end if comma is None else comma + 1
    rest = sheet.text[after : sheet.begin(sheet.line(after) + 1)].strip(_SPACE)
    return not rest or rest.startswith("#")


def line_behind(sheet: Sheet, path: Path) -> int:
    """The line behind those of an entry that `is_alone`."""
    return sheet.line(sheet.entry(path)[1]) + 1


def comment_above(sheet: Sheet, path: Path) -> int:
    """The first line of an entry that `is_alone`: of its own comment, else of its key."""
    start, _ = sheet.entry(path)
    line, column = sheet.line(start), sheet.column(start)
    while sheet.comment(line - 1) == column:
        line -= 1
    return line


def _next(text: str, at: int) -> int:
    """The offset of the next character that is neither space nor in a comment."""
    while at < len(text):
        if text[at] == "#":
            while at < len(text) and text[at] not in "\r\n":
                at += 1
        elif text[at] in _SPACE:
            at += 1
        else:
            break
    return at
