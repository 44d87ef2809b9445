"""Which lines belong to an entry of a block: its comment above, its value, and what is indented into it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plano.editing.sheet import Sheet, UneditableError
from plano.language.places import Path

_LEADS = {"map": re.compile(r" *\Z"), "list": re.compile(r" *-[ \t]+\Z")}


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of an entry, from 0: `first` is that of its own comment or its key, `end` the one behind its last.

    `column` is that of the key, or of the item's dash. `above` and `below` are the blank lines around it.
    """

    first: int
    end: int
    column: int
    above: int
    below: int


def lines_of(sheet: Sheet, path: Path) -> Lines:
    """The lines of the entry at `path` of a block; UneditableError where it does not begin a line of its own.

    Its own comment is the block of comment lines directly above it in its column. A comment behind it that is
    indented deeper than its key is its own too.
    """
    start, _ = sheet.entry(path)
    line = sheet.line(start)
    column = column_of(sheet, path)
    first = line
    while sheet.comment(first - 1) == column:
        first -= 1
    end = sheet.last_line(path) + 1
    end = _with_deeper_comments(sheet, end, column)
    return Lines(first, end, column, _blanks(sheet, first, -1), _blanks(sheet, end - 1, 1))


def told_below(sheet: Sheet, above: Lines, key: str) -> int | None:
    """The line behind a comment that shows how `key` is written, below the lines of an entry; None without one.

    It stands in the entry's column, a blank line or the text's end is behind it, and one of its lines says `# key:`.
    A comment right above another entry is that entry's own.
    """
    shown = re.compile(rf"[ \t]*#[ \t]*{re.escape(key)}[ \t]*:")
    at, told = above.end, False
    while sheet.is_blank(at) or sheet.comment(at) == above.column:
        if sheet.is_blank(at):
            told = False
        told = told or shown.match(sheet.words(at)) is not None
        at += 1
        if told and (at == sheet.count or sheet.is_blank(at)):
            return at
    return None


def column_of(sheet: Sheet, path: Path) -> int:
    """The column of an entry's key, or of its item's dash; UneditableError where another thing stands before it."""
    start, _ = sheet.entry(path)
    before = sheet.before(start)
    kind = "map" if isinstance(path[-1], str) else "list"
    if _LEADS[kind].match(before) is None:
        raise UneditableError("this entry does not begin a line of its own", start)
    return len(before) - len(before.lstrip(" "))


def _with_deeper_comments(sheet: Sheet, end: int, column: int) -> int:
    """The line behind the comments from `end` on that are indented deeper than `column`, blank lines between them."""
    at = end
    while at < sheet.count:
        found = sheet.comment(at)
        if found is not None and found > column:
            end = at + 1
        elif not sheet.is_blank(at):
            break
        at += 1
    return end


def _blanks(sheet: Sheet, line: int, step: int) -> int:
    """How many blank lines follow `line` in one direction."""
    number = 0
    while sheet.is_blank(line + step * (number + 1)):
        number += 1
    return number
